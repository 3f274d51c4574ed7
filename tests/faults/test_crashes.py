"""kill -9 at every named point: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.db import connection, transaction

from builders import assert_house_in_order, hear_news, payload, walk_to_packed
from kontor.access.public import create_api_key
from kontor.cli.processes import web_command
from kontor.orders.tables import Cancellation, Order, OrderLine
from kontor.platform.start.crashpoints import CRASH_POINTS
from kontor.platform.start.embedded import EmbeddedDatabase
from kontor.shipping.tables import LabelIntent, Parcel
from processes import ACT, act, database_url, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(200)]


class TestIntake:
    @pytest.mark.parametrize("point", ["intake.loaded", "intake.written", "intake.committed"])
    def test_asked_again_with_the_same_key_is_one_order(self, real_shop, point):
        act("place", "N-1", crash_at=point)
        before = Order.objects.count()
        assert before == (1 if point == "intake.committed" else 0)

        answer = act("place", "N-1").stdout.split()

        assert answer[1] == "201"
        assert Order.objects.count() == 1
        assert real_shop.stock("LAMP") == (15, 1)
        assert_house_in_order()

    def test_over_http_survives_the_death_of_the_web_process(self, real_shop, at, by):
        with transaction.atomic():
            key = create_api_key(name="shop", capabilities=["orders:write", "payments:write"], at=at, by=by)
        body = json.dumps(payload((1, "LAMP"))).encode()

        outcomes = [self.ask(key, body, crash_at=point) for point in ("intake.written", "intake.committed", "")]

        assert outcomes == [None, None, 201]
        assert Order.objects.count() == 1
        assert_house_in_order()

    def ask(self, key: str, body: bytes, *, crash_at: str) -> int | None:
        """Start a web server, ask it once, and end it; None where it died before it answered."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {**os.environ, "DATABASE_URL": database_url()}
        environment |= {"KONTOR_CRASH_AT": crash_at} if crash_at else {}
        web = subprocess.Popen(web_command(port, "127.0.0.1"), env=environment, start_new_session=True)
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/v1/orders", data=body, method="POST",
            headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "k", "Content-Type": "application/json"},
        )  # fmt: skip
        try:
            for _ in range(150):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=2).close()
                    break
                except OSError:
                    time.sleep(0.2)
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return int(answer.status)
            except OSError:
                return None
        finally:
            os.killpg(web.pid, signal.SIGKILL)
            web.wait()


class TestDispatch:
    @pytest.mark.parametrize("point", ["dispatch.stock_issued", "dispatch.before_commit"])
    def test_happens_wholly_or_not_at_all(self, real_shop, point):
        order = real_shop.place((1, "LAMP"))
        shipments = walk_to_packed(real_shop, order)

        act("dispatch", *shipments, crash_at=point)
        assert real_shop.stock("LAMP") == (15, 1)
        act("dispatch", *shipments)
        hear_news()

        assert real_shop.stock("LAMP") == (14, 0)
        assert Order.objects.get(id=order.id).state == "CLOSED"
        assert_house_in_order()


class TestLabel:
    @pytest.mark.parametrize("point", ["label.intent_committed", "label.called"])
    def test_is_bought_once(self, real_shop, point):
        order = real_shop.place((1, "LAMP"))
        walk_to_packed(real_shop, order)
        hear_news()
        intent = LabelIntent.objects.get()

        act("label", intent.id, crash_at=point)
        assert LabelIntent.objects.get().state == "inflight"
        act("label", intent.id)  # its lease still runs: nobody books it a second time
        assert LabelIntent.objects.get().state == "inflight"
        with connection.cursor() as cursor:
            cursor.execute("UPDATE shipping_labelintent SET lease_until = now() - interval '1 s'")
        act("label", intent.id)

        assert LabelIntent.objects.get().state == "succeeded"
        assert Parcel.objects.get().tracking_number.startswith("KT")


PROFILE = """
name = "tiny"
[file]
encoding = "utf-8"
delimiter = ","
dates = "%Y-%m-%d"
timezone = "Europe/Berlin"
decimal = "."
[columns]
order = "no"
sku = "sku"
title = "title"
quantity = "qty"
ordered_at = "day"
unit_price = "price"
buyer = "buyer"
country = "country"
[channel]
code = "tiny"
name = "Tiny"
currency = "EUR"
legal_entity = { code = "TY", name = "Tiny", country = "DE", timezone = "Europe/Berlin" }
location = { code = "TY", name = "Tiny", country = "DE" }
[defaults]
name = "Kunde"
street = "Weg 1"
postal_code = "1"
city = "Ort"
[opening_stock]
share = 1.0
[orders]
cancellation_prefix = "C"
[countries]
Germany = "DE"
"""


@pytest.fixture
def tiny(tmp_path):
    (tmp_path / "tiny.toml").write_text(PROFILE)
    rows = [
        f"{n // 30},A{n % 7},Thing,2,2026-01-{1 + n // 30 % 28:02d},5.00,{n // 30 % 11},Germany" for n in range(12_000)
    ]
    rows.insert(6000, "C7,A1,Thing,-1,2026-02-01,5.00,5,Germany")
    rows.insert(100, "9999,A1,Thing,2,2026-99-01,5.00,5,Germany")
    (tmp_path / "tiny.csv").write_text("no,sku,title,qty,day,price,buyer,country\n" + "\n".join(rows) + "\n")
    return tmp_path


class TestImport:
    def kontor(self, folder: Path, crash_at: str = "") -> dict:
        done = run(
            sys.executable, "-m", "kontor.cli.main", "import", "orders", str(folder / "tiny.csv"),
            "--profile", str(folder / "tiny.toml"), "--json", crash_at=crash_at,
        )  # fmt: skip
        return {} if crash_at else json.loads(done.stdout)

    def test_killed_half_way_is_resumed_and_loses_or_doubles_nothing(self, transactional_db, tiny):
        connection.cursor().execute("DELETE FROM procrastinate_jobs")
        self.kontor(tiny, crash_at="import.before_commit")
        assert Order.objects.count() == 0
        self.kontor(tiny, crash_at="import.after_commit")
        part = Order.objects.count()
        assert 0 < part < 400

        report = self.kontor(tiny)
        again = self.kontor(tiny)

        assert Order.objects.count() == 400 == report["orders"]
        assert (report["rows"], report["imported_lines"], report["quarantined_lines"]) == (12_002, 12_000, 1)
        assert report["quarantined"] == {"number_or_date_unreadable": 1}
        assert report["amount_file"] == report["amount_accounted"] == "120005.00"
        assert report["reconciles"] is True
        assert (again["orders"], again["already_known_lines"], again["quarantined_lines"]) == (0, 12_001, 1)
        assert Cancellation.objects.get().outcome in {"cancelled", "untied"}
        assert OrderLine.objects.count() == 12_000
        assert_house_in_order()


class TestTheDatabaseServer:
    def test_killed_under_load_loses_no_acknowledged_order(self, tmp_path_factory):
        home = tmp_path_factory.mktemp("home")
        database = EmbeddedDatabase(home)
        url = database.start()
        try:
            run(sys.executable, "-m", "kontor.cli.main", "migrate", url=url)
            run(sys.executable, "-c", SEED, url=url)
            numbers = [f"K-{n}" for n in range(400)]
            command = [sys.executable, str(ACT), "place", *numbers]
            environment = {**os.environ, "DATABASE_URL": url}
            load = subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            assert load.stdout is not None
            acknowledged = [load.stdout.readline().split()[0] for _ in range(40)]
            self.kill(home)
            acknowledged += [line.split()[0] for line in load.stdout if " 201 " in line]
            load.wait()
            load.stdout.close()
            assert len(acknowledged) < 400

            database = EmbeddedDatabase(home)
            assert database.start() == url
            done = act("place", *numbers, url=url)

            statuses = {line.split()[0]: line.split()[1] for line in done.stdout.splitlines()}
            assert set(acknowledged) <= set(statuses)
            assert set(statuses.values()) == {"201"}
            run(sys.executable, "-m", "kontor.cli.main", "check", url=url)
        finally:
            database.stop()
            if (home / "postgres").is_symlink():  # as root, below a folder that is closed to the server's user
                shutil.rmtree((home / "postgres").resolve().parent)

    def kill(self, home: Path) -> None:
        """Kill the server and all its children, and wait until they are gone."""
        import psutil

        root = psutil.Process(int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0]))
        family = [root, *root.children(recursive=True)]
        for process in family:
            process.kill()
        psutil.wait_procs(family, timeout=20)


SEED = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "kontor.config.settings"
import django
django.setup()
from builders import a_merchant
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
shop = a_merchant(at=read_clock(), by=Actor("user", "seed"))
shop.receive("LAMP", 1000)
"""


def test_every_crash_point_has_its_story():
    """The run of a process that is told to die somewhere fails if it does not die there (processes.py)."""
    stories = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))

    assert [point for point in CRASH_POINTS if f'"{point}"' not in stories] == []
