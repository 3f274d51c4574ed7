"""What holds of money for every amount: no more is taken or given back than there is, and a file is read whole or refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontor.payments.errors import (
    CaptureTooMuch,
    MoneyWentBack,
    NothingToLetGo,
    NotSentBack,
    NoWholeCents,
    PaidElsewhere,
    RefundTooMuch,
    StatementRefused,
    TransactionSettled,
    VoucherRefused,
)
from kontor.payments.rules import (
    BankLine,
    Claim,
    Claimed,
    Matcher,
    PaymentBalance,
    Statement,
    Transfer,
    VoucherFacts,
    bank_text,
    check_aside,
    check_brings_back,
    check_move,
    check_paid_elsewhere,
    check_still_here,
    check_units,
    collected_for,
    digest_code,
    ends_at,
    find_fresh,
    find_iban,
    is_left_to_people,
    is_secured_at_once,
    is_to_remind,
    lacking,
    let_go_of,
    make_code,
    name_lines,
    needs_second,
    part_left_over,
    part_refund,
    read_statements,
    received_at_once,
    request_cause,
    still_to_come,
    use_voucher,
    way_of,
    write_transfers,
)
from kontor.payments.rules.bank import StatementUnreadable
from kontor.payments.rules.camt import read_camt
from kontor.payments.rules.details import read_details
from kontor.payments.rules.mt940 import read_mt940
from kontor.payments.rules.telling import Kept, words_of

MONEY = st.integers(0, 1_000_000).map(lambda n: D(n) / 100)
METHODS = st.sampled_from(["paid", "marketplace", "provider", "prepayment", "invoice"])
DAY = date(2026, 11, 20)
TEXTS = st.text("AÄbß 0123-/+?", max_size=30)
MOMENTS = st.integers(0, 400 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


@st.composite
def balances(draw):
    authorized = draw(MONEY)
    captured = min(authorized, draw(MONEY))
    capturing = min(authorized - captured, draw(MONEY))
    refunded = min(captured, draw(MONEY))
    refunding = min(captured - refunded, draw(MONEY))
    return PaymentBalance(authorized, captured, capturing, refunded, refunding)


def lines():
    return st.builds(
        BankLine, st.just(DAY), st.just(DAY), st.sampled_from([D("10.00"), D("-3.50"), D("99.99")]), st.just("EUR"), TEXTS, TEXTS,
        st.sampled_from(["", "DE02120300000000202051"]), st.sampled_from(["", "E1", "NOTPROVIDED"]),
        st.sampled_from(["", "R1", "R2", "NONREF"]),
    )  # fmt: skip


class TestMoves:
    @given(balances(), st.sampled_from(["capture", "refund", "void"]), MONEY)
    def test_leave_every_sum_at_nothing_or_more_or_are_refused(self, balance, kind, amount):
        left = balance.refundable if kind == "refund" else balance.capturable
        fits = 0 < amount <= left and not (kind == "void" and balance.capture_pending)
        if fits:
            check_move(kind, amount, balance, "EUR")
            return
        with pytest.raises((CaptureTooMuch, RefundTooMuch, NothingToLetGo)):
            check_move(kind, amount, balance, "EUR")

    @given(balances(), st.integers(1, 99))
    def test_are_of_whole_cents(self, balance, part):
        with pytest.raises(NoWholeCents):
            check_move("refund", D(part) / D(10_000) + D("0.00005"), balance, "EUR")

    @given(MONEY.filter(bool), st.sampled_from(["EUR", "CHF", "JPY"]))
    def test_are_of_whole_units_of_their_currency(self, amount, currency):
        if currency != "JPY" or amount == int(amount):
            check_units(amount, currency)
            return
        with pytest.raises(NoWholeCents):
            check_units(amount, currency)

    @given(st.sampled_from(["capture", "refund", "void"]), METHODS, st.booleans(), st.booleans(), st.booleans())
    def test_go_back_the_way_the_money_came(self, kind, method, at_provider, elsewhere, able):
        way = way_of(kind, method, at_provider=at_provider, elsewhere=elsewhere, by_channel=able)
        assert way != "channel" or (elsewhere and able)
        assert not elsewhere or way != "transfer"
        assert way == "provider" if at_provider else way != "provider"
        assert way != "transfer" or (kind == "refund" and method in ("prepayment", "invoice"))

    @given(MONEY, MONEY)
    def test_go_back_where_they_came_in_and_no_further(self, amount, there):
        parts = part_refund(amount, elsewhere=there)
        assert sum(it.amount for it in parts) == amount
        assert all(it.amount > 0 for it in parts)
        assert sum(it.amount for it in parts if it.elsewhere) == min(amount, there)

    @given(MONEY, MONEY, st.booleans(), st.booleans())
    def test_nobody_is_asked_for_more_than_he_owes(self, owed, received, elsewhere, ended):
        asked = still_to_come(owed - received, elsewhere=elsewhere, ended=ended)
        assert 0 <= asked <= owed
        assert not (elsewhere or ended) or asked == 0

    @given(MONEY, MONEY, MONEY)
    def test_a_gift_is_not_owed_again_and_nothing_is_paid_with_what_went_back_before(self, owed, received, back):
        paid = lacking(owed=owed, received=received, back=back, secured=True)

        assert paid == owed - received
        assert lacking(owed=owed, received=received, back=back, secured=False) == paid + back

    @given(st.booleans(), MONEY, st.none() | MONEY)
    def test_a_line_is_put_aside_by_whom_has_seen_what_is_left_of_it(self, is_open, left, seen):
        if is_open and seen in (None, left):
            check_aside(1, is_open=is_open, left=left, seen=seen)
            return
        with pytest.raises(TransactionSettled):
            check_aside(1, is_open=is_open, left=left, seen=seen)

    @given(st.booleans(), MONEY, MONEY, MONEY, st.booleans())
    def test_a_line_brings_a_refund_back_whole_or_not_at_all(self, is_open, left, amount, given_back, same_purse):
        def judge() -> None:
            check_brings_back(
                1, is_open=is_open, left=left, amount=amount, given=given_back, same_purse=same_purse
            )  # fmt: skip

        if is_open and same_purse and left == amount == given_back > 0:
            judge()
            return
        with pytest.raises((TransactionSettled, NotSentBack)):
            judge()

    @given(st.booleans(), MONEY)
    def test_what_was_sent_back_waits_again(self, same_purse, amount):
        if same_purse and amount:
            check_brings_back(1, is_open=True, left=amount, amount=amount, given=amount, same_purse=True)
        else:
            with pytest.raises(NotSentBack):
                check_brings_back(1, is_open=True, left=amount, amount=amount, given=amount, same_purse=same_purse)

    @given(METHODS, MONEY)
    def test_what_was_received_at_once_is_certain_at_once(self, method, amount):
        received = received_at_once(method, amount)
        assert received in (0, amount)
        assert not received or is_secured_at_once(method, amount)
        assert is_secured_at_once(method, D(0))


class TestWaiting:
    @given(MOMENTS, st.integers(0, 60), st.integers(0, 200))
    def test_a_buyer_is_reminded_before_somebody_has_to_look(self, opened, days, later):
        at = opened + timedelta(days=later)
        reminded, people = (rule(opened_at=opened, days=days, at=at) for rule in (is_to_remind, is_left_to_people))
        assert not reminded or (days and later >= days)
        assert not people or later >= 30

    @given(MOMENTS, st.integers(0, 60), MOMENTS)
    def test_whoever_was_reminded_has_three_days_left(self, opened, days, reminded):
        end = ends_at(opened_at=opened, days=days, reminded_at=reminded)
        assert end >= reminded + timedelta(days=3)
        assert end >= opened + timedelta(days=days)


class TestVouchers:
    @given(left=MONEY, most=MONEY, wanted=st.none() | MONEY)
    def test_pay_no_more_than_is_left_and_is_owed(self, left, most, wanted):
        facts = VoucherFacts(1, "1", "multi", "", "EUR", left, None, blocked=False, legal_entity_id=1)
        asked = min(left, most) if wanted is None else wanted
        if not 0 < asked <= min(left, most):
            with pytest.raises(VoucherRefused):
                use_voucher(facts, wanted=wanted, most=most, currency="EUR", legal_entity_id=1, on=DAY)
            assert facts.left == left
            return
        paid = use_voucher(facts, wanted=wanted, most=most, currency="EUR", legal_entity_id=1, on=DAY)
        assert (paid, facts.left) == (asked, left - asked)

    @given(left=MONEY, blocked=st.booleans(), days=st.integers(-3, 3), currency=st.sampled_from(["EUR", "CHF"]))
    def test_that_are_blocked_over_or_of_another_currency_pay_nothing(self, left, blocked, days, currency):
        until = DAY + timedelta(days=days)
        facts = VoucherFacts(1, "1", "multi", "", "EUR", left, until, blocked=blocked, legal_entity_id=1)
        if blocked or days < 0 or currency != "EUR":
            with pytest.raises(VoucherRefused):
                use_voucher(facts, wanted=None, most=D(5), currency=currency, legal_entity_id=1, on=DAY)

    @given(st.integers(2, 9))
    def test_codes_are_known_again_however_they_are_typed(self, many):
        code = make_code()
        typed = code.replace("-", " ").lower().replace("0", "o").replace("1", "l")
        assert len({make_code() for _ in range(many)}) == many
        assert digest_code(code) == digest_code(typed) != digest_code(make_code())


class TestStatements:
    @given(st.lists(lines(), max_size=8))
    def test_told_twice_tell_nothing_new(self, told):
        statement = Statement("DE02120300000000202051", "EUR", "1", None, None, tuple(told), "camt.053")
        kept = [Kept(n, line, statement, open=True) for n, line in enumerate(told)]

        again = find_fresh(statement, kept)

        assert (again.fresh, again.parted) == ([], [])
        assert len(find_fresh(statement, []).fresh) == len(told)

    @given(st.lists(lines(), max_size=8))
    def test_name_each_line_by_a_name_of_its_own(self, told):
        names = list(name_lines(told, []))
        later = list(name_lines(told, names))
        assert len({*names, *later}) == 2 * len(told)

    @given(lines(), st.integers(0, 30), st.sampled_from([" ", "\n", "-", " / "]))
    def test_know_a_line_again_wherever_the_bank_breaks_it(self, line, place, sign):
        broken = replace(line, purpose=line.purpose[:place] + sign + line.purpose[place:].lower())
        assert words_of(line) == words_of(broken)
        assert words_of(line).isalnum() or not words_of(line)

    @given(st.sampled_from([b"", b":20:", b"<", b"PK\x03\x04"]), st.binary(max_size=300))
    def test_are_read_whole_or_refused_by_name(self, start, content):
        try:
            found = read_statements(start + content)
        except StatementRefused:
            return
        assert all(isinstance(it, Statement) for it in found)

    @given(st.text(":0123456789EURDC/,\n-FCNTRAS ", max_size=300))
    def test_of_mt940_are_read_or_refused(self, text):
        try:
            assert all(isinstance(it, Statement) for it in read_mt940(f":20:1\n:25:1/2\n{text}"))
        except StatementUnreadable:
            pass

    @given(st.text("<>/aBkToCstmrStmtNtry =\"'", max_size=200))
    def test_of_camt_are_read_or_refused(self, text):
        try:
            assert all(isinstance(it, Statement) for it in read_camt(f"<Document>{text}</Document>".encode()))
        except StatementUnreadable:
            pass

    @given(st.text("?0123456789SVWZ+EREF/IBAN NAME\n", max_size=200))
    def test_lose_no_purpose_of_no_known_shape(self, text):
        told = read_details(text)
        if "?" not in text and "/" not in text:
            assert told.purpose.split() == text.split()

    @given(st.integers(10_000_000, 99_999_999), st.integers(1, 9_999_999_999))
    def test_know_a_german_account_by_its_iban(self, bank, number):
        found = find_iban(f"{bank}/{number}")
        assert find_iban(found) == found == find_iban(f" {found.lower()}EUR")

    @given(
        st.lists(st.tuples(st.integers(1, 9999), MONEY.filter(bool)), max_size=6, unique_by=lambda it: it[0]), lines()
    )
    def test_book_nothing_by_themselves_of_a_day_before_it_was_ordered(self, owed, line):
        claims = [
            Claim(order, amount, "EUR", (str(100_000 + order),), since=DAY + timedelta(days=1))
            for order, amount in owed
        ]
        told = replace(line, amount=owed[0][1] if owed else D(1), purpose=" ".join(str(100_000 + it) for it, _ in owed))
        assert not any(match.automatic for match in Matcher(claims).propose(told))

    @given(
        st.lists(st.tuples(st.integers(1, 9999), MONEY.filter(bool)), max_size=6, unique_by=lambda it: it[0]), lines()
    )
    def test_share_out_no_more_than_came_and_than_is_owed(self, owed, line):
        claims = [Claim(order, amount, "EUR", (str(100_000 + order),)) for order, amount in owed]
        matcher = Matcher(claims)
        assert matcher.propose(replace(line, currency="USD")) == []
        for match in matcher.propose(line):
            assert sum((amount for _, amount in match.shares), D(0)) <= line.amount
            assert all(amount <= dict(owed)[order] for order, amount in match.shares)


class TestTransfers:
    @given(st.lists(MONEY.filter(bool), min_size=1, max_size=5))
    @settings(max_examples=5)  # the schema is read for each
    def test_come_to_what_is_given_back(self, amounts):
        iban = "DE02120300000000202051"
        wanted = [Transfer("Erika", iban, amount, f"K{n}", "Storno") for n, amount in enumerate(amounts)]

        file = write_transfers(name="Muster", iban=iban, bic="", on=DAY, transfers=wanted).decode()

        assert f"<CtrlSum>{sum(amounts):.2f}</CtrlSum>" in file
        assert all(f"<EndToEndId>{it.reference}</EndToEndId>" in file for it in wanted)


@given(
    parts=st.lists(st.decimals("0.01", "99", places=2), min_size=1, max_size=6),
    limit=st.decimals("0", "200", places=2),
)
def test_needs_second_is_not_got_around_by_parting(parts, limit):
    given_before = D(0)
    for part in parts:
        if needs_second(part, limit=limit, given_before=given_before):
            break
        given_before += part
    assert given_before <= limit
    assert not needs_second(parts[0], limit=None, given_before=limit)


@given(
    method=st.sampled_from(["paid", "marketplace", "prepayment", "invoice", "provider"]),
    before=st.decimals("0", "999", places=2), after=st.decimals("0", "999", places=2),
)  # fmt: skip
def test_check_paid_elsewhere_lets_nothing_become_more_that_nobody_here_collects(method, before, after):
    try:
        check_paid_elsewhere(method, before=before, after=after)
    except PaidElsewhere:
        assert method in ("paid", "marketplace")
        assert after > before
    else:
        assert after <= before or method not in ("paid", "marketplace")


@given(st.sampled_from(["hand:7", "voucher", "correct"]), st.text(max_size=300))
def test_request_cause_fits_its_column_and_names_one_form(kind, form):
    cause = request_cause(kind, form)

    assert len(cause) <= 80
    assert cause.startswith(f"{kind}:")
    assert cause != request_cause(kind, form + "x")


class TestWhatIsLeftOver:
    @given(received=MONEY, due=MONEY, given_back=MONEY, share=st.integers(0, 100), given_away=MONEY)
    def test_is_parted_without_a_rest(self, received, due, given_back, share, given_away):
        by_hand = (given_back * share / 100).quantize(D("0.01"))
        parts = part_left_over(
            received=received, due=due, given_back=given_back, by_hand=by_hand, given_away=given_away
        )

        assert parts.owed + parts.lowered == max(D(0), received - given_back - due)
        assert min(parts.owed, parts.lowered, parts.given_before) >= 0

    @given(received=MONEY, due=MONEY, given_back=MONEY)
    def test_is_all_owed_where_nothing_was_given_away_nor_chosen_to_be_given(self, received, due, given_back):
        parts = part_left_over(received=received, due=due, given_back=given_back, by_hand=D(0), given_away=D(0))
        assert parts.lowered == 0

    @given(received=MONEY, due=MONEY, given_away=MONEY, turns=st.lists(MONEY, max_size=4))
    def test_counts_what_was_lowered_however_it_is_parted(self, received, due, given_away, turns):
        """What went back by itself and what is left of it come to the same, in whichever steps it goes."""
        lowered = min(given_away, max(D(0), received - due))
        given_back = D(0)
        for turn in [D(0), *turns]:
            given_back = min(given_back + turn, max(D(0), received - due))
            parts = part_left_over(
                received=received, due=due, given_back=given_back, by_hand=D(0), given_away=given_away
            )
            assert parts.lowered + parts.given_before == lowered


class TestADebtThatRises:
    @given(balances(), MONEY, MONEY, st.booleans())
    def test_is_refused_where_money_went_back_that_it_would_need(self, balance, before, amount, elsewhere):
        back = balance.refunded + balance.refund_pending
        here = balance.captured - back - balance.disputed
        if elsewhere or not back or amount <= before or amount <= here:
            check_still_here(balance, before=before, amount=amount, elsewhere=elsewhere)
            return
        with pytest.raises(MoneyWentBack):
            check_still_here(balance, before=before, amount=amount, elsewhere=elsewhere)


class TestTextsForTheBank:
    @given(st.text(max_size=300))
    def test_hold_no_sign_that_a_bank_refuses(self, text):
        plain = bank_text(text, most=70)
        assert len(plain) <= 70
        assert set(plain) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/?:().,'+- ")
        assert plain == bank_text(plain, most=70)

    def test_write_umlauts_out_and_leave_out_what_nobody_reads(self):
        assert bank_text("Müller & Söhne, Straße 3", most=70) == "Mueller + Soehne, Strasse 3"
        assert bank_text("😀", most=70) == ""

    @pytest.mark.parametrize(
        ("name", "plain"),
        [
            ("Łukasz Sørensen", "Lukasz Sorensen"), ("Đorđe", "Dorde"), ("İnci Işık", "Inci Isik"), ("Æbeltoft", "Aebeltoft"),
            ("Ελένη", "Eleni"), ("Иван", "Ivan"), ("José Ñandú", "Jose Nandu"),
        ],
    )  # fmt: skip
    def test_write_the_letters_of_all_of_europe(self, name, plain):
        """Whoever is paid under half a name is a stranger to his bank."""
        assert bank_text(name, most=70) == plain


_MONEY = st.decimals(0, 1000, places=2)


class TestWhatIsCollectedForAPaper:
    @given(_MONEY, _MONEY, _MONEY, _MONEY)
    def test_is_never_more_than_the_papers_ask_for_nor_than_was_agreed(self, paper, asked, agreed, captured):
        captured = min(captured, agreed)
        balance = PaymentBalance(agreed, captured, D(0), D(0), D(0))

        amount = collected_for(paper, asked=Claimed(asked, D(0), D(0)), balance=balance, taken=D(0), at_once=None)

        assert D(0) <= amount <= min(paper, agreed - captured)
        assert amount == 0 or captured + amount <= asked

    def test_of_a_second_delivery_uses_what_the_first_papers_correction_left_here(self):
        balance = PaymentBalance(D(30), D(10), D(0), D(0), D(0))

        assert collected_for(D(20), asked=Claimed(D(20), D(0), D(0)), balance=balance, taken=D(0), at_once=None) == 10
        assert collected_for(D(20), asked=Claimed(D(30), D(0), D(0)), balance=balance, taken=D(0), at_once=None) == 20
        assert collected_for(D(20), asked=Claimed(D(30), D(0), D(0)), balance=balance, taken=D(0), at_once=D(30)) == 20
        # What waits for a second person to go back is not here for the next parcel.
        assert collected_for(D(20), asked=Claimed(D(20), D(0), D(10)), balance=balance, taken=D(0), at_once=None) == 20

    @given(_MONEY, _MONEY, st.booleans())
    def test_lets_the_agreement_go_only_where_the_last_paper_took_nothing(self, agreed, taken, ends):
        balance = PaymentBalance(agreed, D(0), D(0), D(0), D(0))

        gone = let_go_of(balance, taken=taken, ends=ends)

        assert gone == (agreed if ends and not taken else 0)

    def test_leaves_to_vouchers_what_they_pay(self):
        balance = PaymentBalance(D(20), D(0), D(0), D(0), D(0))

        assert collected_for(D(20), asked=Claimed(D(20), D(10)), balance=balance, taken=D(0), at_once=None) == 10
