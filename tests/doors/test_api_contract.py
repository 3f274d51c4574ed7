"""The API is what its description says: no call, however odd, ends in an error of ours or in a status that is not described."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.db import transaction

from kontor.access.public import create_api_key
from kontor.cli.processes import web_command
from processes import database_url

pytestmark = [pytest.mark.timeout(3600), pytest.mark.django_db(transaction=True)]
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture
def address():
    """Where a web server of the test's house answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    web = subprocess.Popen(
        web_command(port, "127.0.0.1"), env={**os.environ, "DATABASE_URL": database_url()}, start_new_session=True
    )
    found = f"http://127.0.0.1:{port}/api/v1/openapi.json"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(found, timeout=2).close()
                break
            except OSError:
                time.sleep(0.25)
        yield found
    finally:
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()


def ask_everything(shop, address: str, folder: Path, *how: str) -> subprocess.CompletedProcess[str]:
    """Ask every operation by its description; what is no answer of ours, or not described, ends it with another code than 0."""
    with transaction.atomic():
        key = create_api_key(name="prog", capabilities=["*"], at=shop.at, by=shop.by)
    program = str(Path(sys.executable).with_name("schemathesis"))
    told = ["--checks", CHECKS, "--header", f"Authorization: Bearer {key}", "--continue-on-failure", *how]
    return subprocess.run(
        [program, "run", address, *told], cwd=folder, capture_output=True, text=True, timeout=3000, check=False
    )


def test_an_odd_call_of_each_kind_has_an_answer_that_is_described(real_shop, address, tmp_path):
    """The short run: the examples of the description, and one odd call of every operation."""
    done = ask_everything(
        real_shop, address, tmp_path, "--phases", "examples,fuzzing", "--max-examples", "1", "--seed", "1"
    )

    assert done.returncode == 0, done.stdout[-12_000:]


@pytest.mark.long
def test_every_answer_is_one_that_is_described(real_shop, address, tmp_path):
    done = ask_everything(real_shop, address, tmp_path, "--max-examples", os.environ.get("KONTOR_EXAMPLES", "60"))

    assert done.returncode == 0, done.stdout[-12_000:]
