"""A disk that fills up while orders come in: the sender is told to come again, nothing acknowledged is lost, and it heals."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from test_run import House

from kontor.platform.start.embedded import EmbeddedDatabase

IS_ROOT = os.geteuid() == 0
pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


@pytest.fixture
def small_disk():
    """A disk of its own, large enough for a house and for no more."""
    folder = Path(tempfile.mkdtemp(prefix="k-disk-"))
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=420m,mode=0711", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        folder.rmdir()
        pytest.skip("only where a disk of memory can be mounted: as root, outside of a closed container")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def order(number: int, sku: str) -> bytes:
    address = {"name": "Erika", "street": "Weg 1", "postal_code": "50667", "city": "Köln", "country": "DE"}
    return json.dumps(
        {
            "channel": "shop", "external_id": f"FULL-{number}", "currency": "EUR", "payment": "paid", "ship_to": address,
            "lines": [{"sku": sku, "quantity": 1, "unit_price": "10.00"}], "note": "x" * 3000,
        }
    ).encode()  # fmt: skip


def send(house: House, key: str, number: int, sku: str) -> tuple[int, str]:
    """Send an order and return the status and Retry-After; 0 where nobody answered."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{house.port}/api/v1/orders", data=order(number, sku), method="POST",
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Idempotency-Key": f"f{number}"},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=40) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers.get("Retry-After", "")
    except OSError:
        return 0, ""


@pytest.mark.skipif(not IS_ROOT, reason="only root mounts a disk")
def test_the_sender_is_told_to_come_again_and_nothing_acknowledged_is_lost(small_disk):
    house = House(small_disk / "home")
    try:
        house.until(lambda: "Kontor is at" in house.words(), "the first start", 200)
        key = subprocess.run(
            [
                sys.executable, "-m", "kontor.cli.main", "api-key", "create", "full",
                "--capability", "orders:write", "--capability", "payments:write",
            ],
            env={**os.environ, "KONTOR_HOME": str(house.home), "DATABASE_URL": ""}, capture_output=True, text=True, check=True,
        ).stdout.split()[-1]  # fmt: skip
        sku = first_sku(house)
        filler = small_disk / "filler"
        answers: Counter[tuple[int, bool]] = Counter()
        kept = []
        for number in range(400):
            if number == 20:
                fill(filler)
            if number == 200:
                filler.unlink()
            status, again = send(house, key, number, sku)
            answers[status, bool(again)] += 1
            if status in (200, 201):
                kept.append(f"FULL-{number}")
            elif 20 <= number < 200:
                fill(filler)
                time.sleep(0.1)
        house.until(lambda: send(house, key, 1000, sku)[0] in (200, 201), "an order after the disk has room again", 120)

        assert {status for status, _ in answers} <= {200, 201, 500, 503, 0}, answers
        assert any(status == 503 and again for status, again in answers), answers
        with psycopg.connect(EmbeddedDatabase(house.home).start()) as database:
            there = {row[0] for row in database.execute("SELECT external_id FROM orders_order")}
        assert [number for number in kept if number not in there] == []
    finally:
        if house.process.poll() is None:
            house.end()
        shutil.rmtree(house.home, ignore_errors=True)


def fill(filler: Path) -> None:
    """Take what room is left."""
    with filler.open("ab") as out:
        try:
            while True:
                out.write(b"\0" * 65_536)
                out.flush()
        except OSError:
            return


def first_sku(house: House) -> str:
    """Return an article of the demo."""
    with psycopg.connect(EmbeddedDatabase(house.home).start()) as database:
        row = database.execute("SELECT code FROM catalog_sku ORDER BY id LIMIT 1").fetchone()
    assert row is not None
    return str(row[0])
