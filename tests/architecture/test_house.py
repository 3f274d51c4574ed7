"""The rules of the house that imports cannot show."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import django
import pytest
import unfold
from babel.messages.pofile import read_po
from django.apps import apps
from django.contrib.admin import site
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory
from django.utils.functional import Promise

from floors import ROOMS, floor
from kontor.access.tables import User
from kontor.backoffice.base import CappedPaginator
from kontor.backoffice.words import SUBJECT_WORDS, VERB_WORDS
from kontor.channels.ports import CancelReason as ToldReason
from kontor.config.reference import list_lives
from kontor.flows.routes import ROUTES, UNHEARD
from kontor.orders.models import CancelReason

SRC = Path(__file__).parents[2] / "src" / "kontor"
FILES = [path for path in SRC.rglob("*.py") if "migrations" not in path.parts]
VERBS = {path.stem: path for path in SRC.glob("*/use_cases/**/*.py") if path.stem != "__init__"}
FORBIDDEN = {"utils", "helpers", "common", "core", "services", "manager", "helper"}


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def names_in(tree: ast.AST) -> set[str]:
    nodes = list(ast.walk(tree))
    return {it.id for it in nodes if isinstance(it, ast.Name)} | {
        it.attr for it in nodes if isinstance(it, ast.Attribute)
    }


class TestForeignKeys:
    def test_point_down_and_leave_no_trace_above(self):
        wrong = []
        for model in apps.get_models():
            room = model._meta.app_label
            if room not in ROOMS:
                continue
            for field in model._meta.get_fields():
                if not getattr(field, "many_to_one", False) or field.related_model._meta.app_label == room:
                    continue
                target = field.related_model._meta.app_label
                if target in ROOMS and (floor(target) >= floor(room) or not field.remote_field.hidden):
                    wrong.append(f"{model.__name__}.{field.name} → {target}")
        assert wrong == []


LIVES = list_lives()
# Verbs that are no file of use_cases: the work of the platform.
PLATFORM_VERBS = {"begin_run", "end_run", "record_backup"}


class TestLifecycles:
    def test_are_there_for_whatever_has_a_state(self):
        kept = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in ROOMS}
        with_state = {
            model._meta.db_table
            for model in apps.get_models()
            if model._meta.db_table in kept and any(field.name == "state" for field in model._meta.fields)
        }
        assert {life.table for life in LIVES} == with_state

    @pytest.mark.parametrize("life", LIVES, ids=lambda life: life.table)
    def test_know_each_state_of_their_table_reach_it_and_leave_it_or_end_there(self, life):
        (model,) = (it for it in apps.get_models() if it._meta.db_table == life.table)
        begun = set(life.list_beginnings())
        reached = begun | {target for _source, target in life.list_edges()}

        assert list(life.states) == [value for value, _word in model._meta.get_field("state").choices]
        assert reached == set(life.states)
        assert begun

    @pytest.mark.parametrize("life", LIVES, ids=lambda life: life.table)
    def test_every_verb_has_its_file_every_guard_its_rule_every_event_its_class(self, life):
        room = life.table.split("_")[0]
        for step in life.steps:
            path = VERBS.get(step.verb)
            assert path.relative_to(SRC).parts[0] == room if path else step.verb in PLATFORM_VERBS, step.verb
            assert all(guard.__module__.startswith(f"kontor.{room}.rules") for guard in step.needs)
            assert step.says is None or step.says.__module__ == f"kontor.{room}.events"

    def test_nobody_else_writes_a_state(self):
        """Who writes a state is a verb of that life; the claims of the platform are taken and given back by such verbs."""
        verbs = {step.verb for life in LIVES for step in life.steps}
        models = {model.__name__ for model in apps.get_models() if model._meta.db_table in {it.table for it in LIVES}}
        tables = "|".join(life.table for life in LIVES)
        writes = re.compile(
            rf"UPDATE (?:{tables})\b[^;\"]*?\bSET\b(?:(?!WHERE)[^;])*?\bstate = "
            r"|\.update\([^)]*\bstate=|^\s+\w+\.state(?:, [\w.]+)* = ",
            re.DOTALL | re.MULTILINE,
        )
        found = set()
        for path in FILES:
            text = path.read_text()
            if {"simulators", "testing"} & set(path.parts) or not any(
                it in text for it in {*models, *tables.split("|")}
            ):
                continue
            if writes.search(text) and path.stem not in verbs:
                found.add(str(path.relative_to(SRC)))
        assert found == {"orders/lifecycle.py", "fulfilment/lifecycle.py", "platform/keep/runs.py"}


class TestVerbs:
    def test_are_named_once_in_the_house_and_after_their_file(self):
        seen: dict[str, str] = {}
        for path in SRC.glob("*/use_cases/**/*.py"):
            if path.stem == "__init__":
                continue
            public = [
                node.name
                for node in ast.parse(path.read_text()).body
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            ]
            assert public == [path.stem], path
            assert path.stem not in seen, (path, seen.get(path.stem))
            seen[path.stem] = str(path)

    def test_take_keywords_only_and_at_most_six_of_them(self):
        for path in VERBS.values():
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    assert not node.args.args, path
                    assert len([it for it in node.args.kwonlyargs if it.arg not in {"at", "by"}]) <= 6, path

    def test_are_each_named_in_a_test(self):
        told = "\n".join(
            path.read_text() for path in (SRC.parents[1] / "tests").rglob("*.py") if "architecture" not in path.parts
        )
        assert sorted(verb for verb in VERBS if not re.search(rf"\b{verb}\b", told)) == []

    def test_never_open_a_transaction(self):
        openers = [path for path in VERBS.values() if "atomic" in path.read_text()]
        assert openers == []


class TestRules:
    def test_hold_for_every_value_and_a_property_says_so(self):
        """Each public function of a room's rules is walked by a test of hypothesis, itself or through a helper of that file."""
        walked: set[str] = set()
        for path in (SRC.parents[1] / "tests" / "rules").glob("*.py"):
            helpers = {function.name: function for function in functions(path)}
            todo = [it for it in helpers.values() if any("given" in names_in(mark) for mark in it.decorator_list)]
            seen: set[str] = set()
            while todo:
                found = names_in(todo.pop()) - seen
                seen |= found
                todo += [helpers[name] for name in found if name in helpers]
            walked |= seen
        lacking = [
            f"{path.relative_to(SRC)} {node.name}"
            for path in [*SRC.glob("*/rules.py"), *SRC.glob("*/rules/**/*.py")]
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name not in walked
        ]
        assert sorted(lacking) == []


class TestRefusals:
    def test_are_each_raised_somewhere(self):
        texts = {path: path.read_text() for path in FILES}
        dead = []
        for path in SRC.glob("*/errors.py"):
            for node in ast.parse(texts[path]).body:
                if isinstance(node, ast.ClassDef):
                    said = re.compile(rf"raise {node.name}\b|class \w+\({node.name}\)|\b{node.name}\(")
                    if not any(said.search(text.replace(f"class {node.name}(", "")) for text in texts.values()):
                        dead.append(node.name)
        assert dead == []


class TestSizes:
    def test_no_folder_of_verbs_has_more_than_thirteen(self):
        """Past about twelve they are parted by subject."""
        folders = Counter(path.parent.relative_to(SRC) for path in VERBS.values())
        assert {str(folder): count for folder, count in folders.items() if count > 13} == {}

    def test_no_file_is_over_300_lines_but_tables_of_data(self):
        # A front door is a list of names, and the room behind it is not to be parted for the length of that.
        tables = {"locations/rules/distance.py", "backoffice/words.py", "payments/public.py"}
        long = {str(path.relative_to(SRC)) for path in FILES if path.read_text().count("\n") > 300}
        assert long <= tables

    def test_no_function_is_over_60_lines(self):
        long = [
            f"{path}:{node.name}"
            for path in FILES
            for node in functions(path)
            if (node.end_lineno or 0) - node.lineno >= 60
        ]
        assert long == []

    def test_no_flow_is_over_40_lines(self):
        long = [
            f"{path.name}:{node.name}"
            for path in (SRC / "flows").rglob("*.py")
            for node in functions(path)
            if (node.end_lineno or 0) - node.lineno >= 45
        ]
        assert long == []

    def test_no_line_of_a_template_is_over_120_characters(self):
        lines = [(path.name, line) for path in SRC.rglob("*.html") for line in path.read_text().splitlines()]
        assert [it for it in lines if len(it[1]) > 120] == []

    def test_nothing_has_a_name_that_says_nothing(self):
        assert [str(path) for path in FILES if path.stem in FORBIDDEN or FORBIDDEN & set(path.parts[:-1])] == []


class TestRoutes:
    def test_name_every_event_of_the_house_once(self):
        told = {route.event for route in ROUTES} | set(UNHEARD)
        defined = {
            (path.parent.name, node.name)
            for path in SRC.glob("*/events.py")
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.ClassDef)
        }
        assert {event.__name__ for event in told} == {name for _, name in defined}
        assert len({route.listener for route in ROUTES}) == len(ROUTES)


class TestTime:
    def test_is_read_at_the_door_and_nowhere_else(self):
        readers = {path.relative_to(SRC).parts[0] for path in FILES if "read_clock()" in path.read_text()}
        allowed = {
            "kernel",
            "platform",
            "backoffice",
            "rest",
            "cli",
            "shipping",
            "messaging",
            "payments",
            "invoicing",
            "pricing",
            "channels",
            "flows",
        }
        assert readers <= allowed
        inside = [path for path in FILES if "use_cases" in path.parts and "read_clock" in path.read_text()]
        assert inside == []
        jobs = [path for path in FILES if "flows" in path.parts and "read_clock" in path.read_text()]
        assert [path.name for path in jobs] == ["tasks.py"]


def used_strings() -> set[str]:
    found: set[str] = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args:
                assert isinstance(node.args[0], ast.Constant), path
                found.add(node.args[0].value)
            # What a connector asks for is a label of a form.
            if isinstance(node, ast.Call) and names_of([node.func]) == {"SettingField"} and "testing" not in path.parts:
                assert isinstance(node.args[1], ast.Constant), path
                found.add(node.args[1].value)
    for path in SRC.rglob("*.html"):
        text = path.read_text()
        found |= set(re.findall(r'\{% translate "([^"]+)"(?: as \w+)? %\}', text))
        long = re.findall(r"\{% blocktranslate trimmed[^%]*%\}(.*?)\{% endblocktranslate %\}", text, re.DOTALL)
        found |= {" ".join(it.split()) for it in long}
    return found | refusal_strings()


def refusal_strings() -> set[str]:
    """What a refusal says: the first paragraph of its class, or a text of its own where it is raised."""
    trees = [ast.parse(path.read_text()) for path in FILES if not {"simulators", "testing", "cli"} & set(path.parts)]
    classes = {node.name: node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    refusals = {"KontorError"}
    while more := {name for name, node in classes.items() if refusals & names_of(node.bases)} - refusals:
        refusals |= more
    found = {" ".join((ast.get_docstring(classes[name]) or "").split("\n\n")[0].split()) for name in refusals}
    for node in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Raise)):
        if (
            isinstance(node.exc, ast.Call)
            and names_of([node.exc.func]) & {*refusals, "XmlUnreadable"}
            and node.exc.args
        ):
            found |= {node.exc.args[0].value} if isinstance(node.exc.args[0], ast.Constant) else set()
    return found


def names_of(nodes: list[ast.expr]) -> set[str]:
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def theme_strings() -> set[str]:
    """What Unfold itself says on our pages: it ships no translations, so our catalogue carries them."""
    root = Path(unfold.__file__).parent
    used = [path for path in root.rglob("*") if "contrib" not in path.parts or "filters" in path.parts]
    found: set[str] = set()
    for path in used:
        if path.suffix == ".html":
            text = path.read_text()
            found |= {match[1] for match in re.findall(r"""\{%-?\s*(?:translate|trans)\s+(["'])(.*?)\1""", text)}
            found |= {match[1] for match in re.findall(r"""_\((["'])(.*?)\1\)""", text)}
            for told in re.findall(r"\{% blocktranslate count [^%]*%\}(.*?)\{% plural %\}", text, flags=re.DOTALL):
                found.add(re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", told))
        elif path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "gettext_lazy"}:
                    found |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    return found


def catalog(path: Path) -> dict[str, str]:
    """Each message of a catalogue with its translation; of a plural, the singular."""
    with path.open("rb") as source:
        messages = [message for message in read_po(source) if message.id]
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message.string
        if isinstance(message.string, str)
        else message.string[0]
        for message in messages
    }


def django_strings() -> set[str]:
    """What Django's own German catalogues know."""
    root = Path(django.__file__).parent
    return {text for path in root.rglob("locale/de/LC_MESSAGES/django.po") for text in catalog(path)}


class TestTranslations:
    @pytest.mark.parametrize("language", ["de", "en"])
    def test_are_complete_and_hold_nothing_unused(self, language):
        ours = catalog(SRC / "backoffice" / "locale" / f"{language}.po")

        assert sorted(used_strings() - set(ours)) == []
        assert sorted(theme_strings() - django_strings() - set(ours)) == []
        assert sorted(set(ours) - used_strings() - theme_strings()) == []
        assert [key for key, value in ours.items() if not value] == []

    def test_name_every_field_that_a_form_or_a_list_shows(self):
        request = RequestFactory().get("/")
        request.user = User(is_superuser=True, is_active=True)
        unnamed = []
        for model, page in site._registry.items():
            if not model.__module__.startswith("kontor."):
                continue
            listed = [*page.get_list_display(request), *flatten_fieldsets(page.get_fieldsets(request, model()))]
            shown = {it if isinstance(it, str) else it.__name__ for it in listed}
            for fields, owner in [(shown, model), *((inline.fields or (), inline.model) for inline in page.inlines)]:
                for field in owner._meta.fields:
                    if field.name in fields and not isinstance(field.verbose_name, Promise):
                        unnamed.append(f"{owner._meta.label}.{field.name}")
        assert unnamed == []

    def test_leave_no_bare_text_in_templates(self):
        bare = []
        for path in (SRC / "backoffice" / "templates").rglob("*.html"):
            worded = re.sub(r"\{% blocktranslate.*?endblocktranslate %\}", " ", path.read_text(), flags=re.DOTALL)
            text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", worded, flags=re.DOTALL)
            bare += [word for word in re.findall(r"[A-Za-zÄÖÜäöü]{4,}", text) if word not in {"nbsp"}]
        assert bare == []


# What the house writes down by itself, on nobody's behalf: its own bookkeeping of claims, polls, turns and copies.
OF_ITSELF = frozenset(
    "claim_intents claim_labels claim_money claim_offers create_products define_kit fetch_again find_debtors forget_messages"
    " hold_chains keep_agreed keep_bookings keep_messages"
    " keep_settlements learn_refs list_articles match_customers move_order offer_again"
    " note_presence note_paper_failures put_back_mails receive_message receive_push record_cancellations"
    " record_decisions"
    " record_discrepancies record_poll record_poll_failure record_problem release_intent release_offers"
    " remember_addresses request_labels secure_orders set_grid seed_tax_rates set_demand record_intent_outcome"
    " record_message_outcomes record_offer_outcomes"
    " add_deliveries claim_delivery claim_list_mails forget_list_files note_list_mail note_key_used"
    " forget_agreed forget_deliveries issue_token note_given_away record_delivery refuse_login stop_webhook"
    " release_label release_money keep_mails claim_mail record_mail"
    " record_price_outcomes take_stock_changes tally_call tell_channel want_offers want_prices write_messages".split()
)


class TestLists:
    def test_of_the_office_count_no_further_than_anybody_turns_pages(self):
        ours = {page for model, page in site._registry.items() if model.__module__.startswith("kontor.")}
        exact = [type(page).__name__ for page in ours if page.paginator is not CappedPaginator]
        counted = [type(page).__name__ for page in ours if page.show_full_result_count]
        assert (sorted(exact), sorted(counted)) == ([], [])


class TestWords:
    def test_every_reason_for_a_cancellation_has_its_word_for_connectors(self):
        assert set(CancelReason.values) == {reason.value for reason in ToldReason}


class TestTrail:
    def test_every_verb_knows_when_and_on_whose_behalf_or_is_none_of_a_person(self):
        nameless = []
        for path in VERBS.values():
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and node.name == path.stem:
                    told = {arg.arg for arg in (*node.args.kwonlyargs, *node.args.args)}
                    if not {"at", "by"} <= told:
                        nameless.append(node.name)
        assert sorted(nameless) == sorted(OF_ITSELF)

    def test_every_verb_that_knows_who_says_so(self):
        silent = []
        for path in VERBS.values():
            if path.stem in OF_ITSELF:
                continue
            passed = any(
                isinstance(node, ast.Name) and node.id == "by" for node in ast.walk(ast.parse(path.read_text()))
            )
            if not passed:
                silent.append(path.stem)
        assert silent == []

    def test_every_verb_and_subject_of_the_trail_has_its_word(self):
        verbs, subjects = set(), set()
        for path in FILES:
            if {"simulators", "testing"} & set(path.parts):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and names_of([node.func]) & {"record_changes"}:
                    told = {word.arg: word.value for word in node.keywords}
                    for name, found in (("verb", verbs), ("subject", subjects)):
                        found |= {
                            it.value for it in ast.walk(told[name])
                            if isinstance(it, ast.Constant) and isinstance(it.value, str)
                        }  # fmt: skip
        assert sorted(verbs - set(VERB_WORDS)) == []
        assert sorted(subjects - set(SUBJECT_WORDS)) == []


class TestProject:
    def test_names_no_host_in_its_lock_files(self):
        locks = (SRC.parents[1] / "requirements").glob("*.txt")
        assert [path.name for path in locks if "://" in path.read_text()] == []

    def test_documents_every_setting(self):
        from kontor.platform.start.environment import SETTINGS

        text = (SRC.parents[1] / "docs" / "reference" / "settings.md").read_text()
        assert [setting.name for setting in SETTINGS if f"`{setting.name}`" not in text] == []


class TestTheTimeline:
    def test_has_words_for_all_news_of_an_order(self):
        from kontor.backoffice.words import EVENT_WORDS
        from kontor.flows.routes import ROUTES, UNHEARD
        from kontor.kernel.news import OrderNews

        told = {event for event in [*(route.event for route in ROUTES), *UNHEARD] if issubclass(event, OrderNews)}

        assert {event.__name__ for event in told} <= set(EVENT_WORDS)
