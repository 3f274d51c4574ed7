"""The command line: every command in one place; each imports what it needs when it runs."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

# ruff: noqa: PLC0415 - `kontor --help` must not wait for Django
from kontor.platform.start.environment import SETTINGS, read_setting

_ENVIRONMENT = "Settings (environment variables):\n\n" + "\n\n".join(
    f"{setting.name} [{setting.default or 'none'}]: {setting.meaning}" for setting in SETTINGS
)

app = typer.Typer(
    name="kontor",
    help="Order management for merchants who sell on many channels.",
    epilog=_ENVIRONMENT,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
imports = typer.Typer(help="Import what other programs wrote.", no_args_is_help=True)
keys = typer.Typer(help="Keys with which other programs ask.", no_args_is_help=True)
app.add_typer(imports, name="import")
app.add_typer(keys, name="api-key")
# What stands beside the product brings its commands along where it is installed: the demo, the benchmarks.
for _extra in sorted(entry_points(group="kontor.commands"), key=lambda it: it.name):
    app.add_typer(_extra.load(), name=_extra.name)

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, all else on standard error.")]


@app.command()
def run() -> None:
    """Start everything: database, web, worker and, in a new home, a demo merchant. Ctrl-C stops all of it."""
    from kontor.cli.run import run as run_everything

    raise typer.Exit(run_everything())


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def mcp(context: typer.Context) -> None:
    """Let an assistant ask and act, by the Model Context Protocol: over standard input and output with KONTOR_API_KEY, or with
    --port over HTTP, where each request brings its key. --url: where Kontor is; --without-asking: nothing is shown first.
    """
    import os
    import sys

    os.execv(sys.executable, [sys.executable, "-m", "kontor.rest.assistant", *context.args])


@app.command()
def web() -> None:
    """Start the web server only."""
    import os

    from kontor.cli.bootstrap import open_furnished_house
    from kontor.cli.processes import web_command
    from kontor.cli.run import say_who_hears
    from kontor.platform.start.environment import home
    from kontor.platform.start.messages import compile_messages

    if read_setting("DATABASE_URL"):
        open_furnished_house()
        compile_messages(home())
        say_who_hears(read_setting("KONTOR_BIND"))
        command = web_command(int(read_setting("KONTOR_PORT")), read_setting("KONTOR_BIND"))
        os.execv(command[0], command)
    _needs_server("web")


def _needs_server(command: str) -> None:
    from kontor.cli.progress import say

    say(f"`kontor {command}` needs DATABASE_URL; with the embedded database use `kontor run`.")
    raise typer.Exit(2)


@app.command()
def worker(
    drain: Annotated[
        bool, typer.Option("--drain", help="End when no job is left, instead of waiting for more.")
    ] = False,
) -> None:
    """Start a worker only."""
    from kontor.cli.bootstrap import open_furnished_house

    if not read_setting("DATABASE_URL"):
        _needs_server("worker")
    open_furnished_house()
    from kontor.platform.post.worker import run_jobs

    run_jobs(wait=not drain)


@app.command(name="add-owner")
def add_owner(username: str, *, email: str = "") -> None:
    """Add a person who may do everything, to log in with first; the password is asked."""
    from kontor.cli.bootstrap import open_furnished_house

    open_furnished_house()
    from kontor.cli.owner import ask_for_owner

    raise typer.Exit(ask_for_owner(username, email))


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from kontor.cli.bootstrap import migrate_house, open_house

    open_house()
    migrate_house(verbosity=1)


@app.command(name="audit-export")
def audit_export(
    target: Annotated[Path, typer.Argument(help="The archive to be written (.zip).")],
    legal_entity: Annotated[str, typer.Option(help="Code of the legal entity.")],
    first: Annotated[str, typer.Option(help="First day, YYYY-MM-DD.")],
    last: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD.")],
) -> None:
    """Write postings, documents, payments and the procedural documentation of a period for a tax audit."""
    from datetime import date

    from kontor.cli.bootstrap import open_furnished_house

    open_furnished_house()
    from kontor.cli.audit import export_audit

    raise typer.Exit(export_audit(target, legal_entity, date.fromisoformat(first), date.fromisoformat(last)))


@app.command()
def check(json: Json = False) -> None:
    """Evaluate the invariants; exits with 1 where one is broken."""
    from kontor.cli.bootstrap import open_furnished_house

    open_furnished_house()
    from kontor.cli.check import print_invariants

    raise typer.Exit(0 if print_invariants(as_json=json) else 1)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="A folder for backups, best on another disk.")],
    keys: Annotated[
        Path | None, typer.Option(help="Copy the keys too, into this folder; keep it in another place.")
    ] = None,
    keep: Annotated[int, typer.Option(min=0, help="Forget all but the newest so many; 0: none.")] = 0,
    json: Json = False,
) -> None:
    """Save the whole house while it works: the database as of one moment, and the files that it names."""
    from kontor.cli.bootstrap import open_furnished_house

    open_furnished_house()
    from kontor.cli.backup.taking import take_backup

    raise typer.Exit(take_backup(target, keys=keys, keep=keep, as_json=json))


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="One backup: a folder kontor-….")],
    keys: Annotated[Path | None, typer.Option(help="The folder in which the keys were kept.")] = None,
    changes: Annotated[
        Path | None, typer.Option(help="The folder of KONTOR_WAL_ARCHIVE: go on to the last change in it.")
    ] = None,
) -> None:
    """Bring a backup into an empty house, compare every table and file, and say how far it came."""
    from kontor.cli.bootstrap import load_settings

    load_settings()
    from kontor.cli.backup.restoring import restore_backup

    raise typer.Exit(restore_backup(folder, keys=keys, changes=changes))


@app.command()
def connect(
    channel: Annotated[str, typer.Argument(help="Code of the sales channel; it is made if there is none.")],
    connector: Annotated[
        str, typer.Option(help="amazon, ebay, kaufland, otto, shopify, shopware, woocommerce, vendure …")
    ],
    base_url: Annotated[str, typer.Option(help="Address of the shop; marketplaces know their own.")] = "",
    setting: Annotated[list[str] | None, typer.Option(help="name=value, once for each.")] = None,
    since_days: Annotated[float, typer.Option(help="Fetch orders that changed in the last so many days.")] = 1,
    replace: Annotated[bool, typer.Option(help="Replace the account that the channel has.")] = False,
) -> None:
    """Connect a channel to its API; its credentials are asked for and kept encrypted."""
    from kontor.cli.bootstrap import open_furnished_house

    open_furnished_house()
    from kontor.cli.connect import connect as connect_it

    raise typer.Exit(connect_it(channel, connector, base_url, setting or [], since_days, replace=replace))


@app.command()
def conformance(
    names: Annotated[list[str], typer.Argument(help="Connectors, or `all`.")],
    json: Json = False,
) -> None:
    """Run the suite that every connector must pass against its simulator; exits with 1 where a check fails."""
    from kontor.cli.bootstrap import open_house

    open_house()
    from kontor.cli.conformance import run_conformance

    raise typer.Exit(run_conformance(names, as_json=json))


@app.command()
def simulate(
    names: Annotated[list[str], typer.Argument(help="Channels, or `all`.")],
    first_port: Annotated[int, typer.Option(help="Port of the first channel; the others follow.")] = 8100,
    every: Annotated[float, typer.Option(help="Seconds between purchases, on average; 0: nobody buys.")] = 4.0,
    faults: Annotated[bool, typer.Option("--faults", help="Let about one call in fifty go wrong.")] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Folder in which the plays go on from one start to the next.")
    ] = None,
) -> None:
    """Play marketplaces and shops over their real protocols, with buyers who buy what is published."""
    from kontor.cli.simulate import simulate as play

    raise typer.Exit(play(names, first_port=first_port, every=every, faults=faults, keep=keep))


@imports.command("orders")
def import_orders(
    file: Annotated[Path, typer.Argument(help="A CSV file, plain or .gz.")],
    profile: Annotated[str, typer.Option(help="Name of a built-in profile, or path of a profile file.")],
    take_as: Annotated[
        str, typer.Option("--as", help="live: orders reserve and walk; history: stored closed.")
    ] = "live",
    json: Json = False,
) -> None:
    """Import orders; a second run changes nothing, a run that was killed is resumed."""
    from kontor.cli.bootstrap import open_furnished_house
    from kontor.cli.progress import say

    if take_as not in {"live", "history"}:
        say("--as is live or history.")
        raise typer.Exit(2)
    open_furnished_house()
    from kontor.cli.importing_orders import run_import

    raise typer.Exit(run_import(file, profile, history=take_as == "history", as_json=json))


@keys.command("create")
def create_key(
    name: str,
    capability: Annotated[list[str], typer.Option(help="For example orders:write; repeat it for more.")],
) -> None:
    """Create an API key and print it once."""
    from kontor.cli.bootstrap import open_furnished_house

    open_furnished_house()
    from kontor.cli.keys import create

    raise typer.Exit(create(name, capability))


@keys.command("revoke")
def revoke_key(name: str) -> None:
    """Revoke an API key."""
    from kontor.cli.bootstrap import open_furnished_house

    open_furnished_house()
    from kontor.cli.keys import revoke

    raise typer.Exit(revoke(name))


@keys.command("list")
def list_keys() -> None:
    """List API keys."""
    from kontor.cli.bootstrap import open_furnished_house

    open_furnished_house()
    from kontor.cli.keys import print_keys

    print_keys()


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
