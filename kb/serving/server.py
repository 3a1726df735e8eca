"""Datasette over one knowledge base, run in this process."""

from __future__ import annotations

import re
import sqlite3
import sys
from pathlib import Path
from typing import Any

from corpus.errors import QueryError, StoreError
from kb.answers.plain import show_plain
from kb.messages import say
from kb.store import connect_reader

_COUNTED = {"provisions_fts": "provisions", "headings_fts": "provisions"}
_SETTINGS = {
    "sql_time_limit_ms": 10_000, "facet_time_limit_ms": 3_000, "suggest_facets": False, "max_returned_rows": 2_000,
    "default_page_size": 50, "default_facet_size": 12, "truncate_cells_html": 600, "default_cache_ttl": 0,
    "allow_signed_tokens": False,
}  # fmt: skip


def make_datasette(kb: str | Path) -> Any:
    """A Datasette that shows this knowledge base and changes nothing in it.

    Raises StoreError when there is none, QueryError when Datasette is not installed.
    """
    db = connect_reader(kb)
    try:
        program = db.execute("SELECT value FROM meta WHERE key = 'program'").fetchone()
        counts = _count(db)
    finally:
        db.close()
    try:
        from datasette.app import Datasette
        from datasette.plugins import pm
    except ImportError:
        raise QueryError("Datasette", "is not installed", remedy="pip install 'junxian[serve]'") from None
    from kb.serving import plugin
    from kb.serving.metadata import describe_for_datasette

    if not pm.has_plugin("junxian"):
        pm.register(plugin, name="junxian")
    file = Path(kb).resolve()
    path = re.sub("[%?#]", lambda sign: f"%{ord(sign[0]):02x}", str(file))  # Datasette makes an address of it as it is
    name = Path(path).stem
    metadata = describe_for_datasette(name, f"junxian {program[0] if program else ''}".strip())
    told = {"hash": "", "size": file.stat().st_size, "file": file.name, "tables": counts}
    inspected = {name: told}  # so that it need not read the whole file first
    static = [("static-junxian", str(Path(__file__).with_name("static")))]
    return Datasette(
        immutables=[path], metadata=metadata, inspect_data=inspected, settings=_SETTINGS, static_mounts=static
    )


def _count(db: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """How many rows each table has; the search index cannot be counted and says what it indexes."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    counts = {name: _COUNTED.get(name, name) for name in names}
    return {name: {"count": db.execute(f'SELECT count(*) FROM "{of}"').fetchone()[0]} for name, of in counts.items()}


def serve_base(kb: str | Path, *, host: str = "127.0.0.1", port: int = 8001, browser: bool = False) -> None:
    """Serve until interrupted. Raises StoreError when nothing can listen there."""
    datasette = make_datasette(kb)
    import socket

    import uvicorn

    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        remedy = f"junxian serve --port {port + 1 if port else 8001}"
        raise StoreError(f"{host}:{port}", f"cannot be listened on ({error.strerror})", remedy=remedy) from None
    address = f"http://{host}:{listening.getsockname()[1]}/"
    sys.stderr.write(show_plain(say("serve.ready", address=address, kb=kb)) + "\n")
    if browser:
        import webbrowser

        webbrowser.open(address)
    config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on", timeout_graceful_shutdown=2)
    uvicorn.Server(config).run(sockets=[listening])
