"""`kontor demo`: fill an empty house, or work in it."""

from __future__ import annotations

from typing import Annotated

import typer

# ruff: noqa: PLC0415 - `kontor --help` must not wait for Django
app = typer.Typer(help="Fill an empty installation with the demo merchant.", invoke_without_command=True)


@app.callback()
def demo(
    crew: Annotated[bool, typer.Option("--crew", help="Work as the demo's warehouse crew until stopped.")] = False,
    orders: Annotated[int, typer.Option("--orders", help="Make so many orders, most of them past; resumable.")] = 0,
) -> None:
    """Fill an empty installation with the demo merchant."""
    from kontor.cli.bootstrap import migrate_house, open_house

    open_house()
    from kontor.cli.progress import say

    if crew:
        from kontor_demo.crew import work_as_crew

        work_as_crew()
        return
    migrate_house()
    if orders:
        from kontor_demo.large import fill_large

        fill_large(orders=orders)
        say(f"{orders} orders are there.")
        return
    from kontor_demo.merchant import seed_demo

    login = seed_demo()
    if login is None:
        say("A merchant is at home here already; the demo was not added.")
        raise typer.Exit(1)
    say(f"Log in as {login.name} with the password {login.password}")
