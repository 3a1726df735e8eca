"""``junxian publish``: a knowledge base file into MariaDB, for a team to read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kb.commands.options import DEFAULT_BASE, app, describe, tell
from kb.messages import say


@app.command(
    help=describe("publish", "publish junxian.db --to mysql://loader@db.example/plans",
                  "publish junxian.db --to mysql://loader@hub.example/plans --shard mysql://loader@one.example/plans"
                  " --shard mysql://loader@two.example/plans")
)  # fmt: skip
def publish(
    to: Annotated[str, typer.Option("--to", help=say("option.to"), show_default=False)],
    file: Annotated[Path, typer.Argument(help=say("argument.base"))] = DEFAULT_BASE,
    shard: Annotated[list[str] | None, typer.Option("--shard", help=say("option.shard"))] = None,
    link: Annotated[str, typer.Option("--link", help=say("option.link"))] = "",
) -> None:
    """Load, then say what is where."""
    from kb.address import check_file, read_address
    from kb.mariadb.publish import publish_base

    check_file(file)
    done = publish_base(file, to, shards=shard or (), link=link, tell=tell)
    if not done.changed:
        tell("publish.same", to=read_address(to), number=done.publication)
        return
    for part in done.shards:
        provinces = ", ".join([*part.provinces, *(["rest"] if part.rest else [])])
        tell("publish.shard", shard=part.address, provinces=provinces)
    counts = {name: done.rows[name] for name in ("sources", "plans", "provisions", "measures")}
    tell("publish.done", to=read_address(to), number=done.publication, **counts)
