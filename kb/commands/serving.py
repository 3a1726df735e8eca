"""``junxian serve``: the knowledge base in Datasette, on this machine only and read-only."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.commands.options import DEFAULT_BASE, Base, app, describe
from kb.messages import say


@app.command(help=describe("serve", "serve --kb junxian.db --port 8001"))
def serve(
    kb: Base = DEFAULT_BASE,
    host: Annotated[str, typer.Option("--host", help=say("option.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help=say("option.port"))] = 8001,
    open: Annotated[bool, typer.Option("--open", help=say("option.open"))] = False,
) -> None:
    """Serve until interrupted."""
    from kb.serving.server import serve_base

    serve_base(kb, host=host, port=port, browser=open)
