"""JupyterLab as a reader sees it: its server on this machine alone, a chromium without a window, a notebook run."""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_RUN = "window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => true, () => true)"
_PANEL = "[...(window.jupyterapp?.shell.widgets('main') ?? [])].find(w => w.content?.widgets && w.sessionContext)"
_OPEN = f"""(() => {{ const panel = {_PANEL};
  if (panel) window.jupyterapp.shell.activateById(panel.id);
  return !!panel?.sessionContext.session?.kernel; }})()"""
_DONE = f"""(() => {{ const cells = {_PANEL}.content.widgets;
  return cells.length > 0 && cells.every(c => c.model.type !== 'code' || c.model.executionCount); }})()"""
# Its question whether to show news is answered with no.
_QUIET = """[...document.querySelectorAll('.Toastify__toast button')]
  .filter(button => button.innerText === 'No').forEach(button => button.click()); true"""
_TIDY = "window.jupyterapp.shell.collapseLeft(); window.jupyterapp.shell.collapseRight?.(); true"


class Page:
    """One page of the browser."""

    def __init__(self, address: str) -> None:
        import websocket

        self._socket = websocket.create_connection(address, timeout=120, suppress_origin=True)
        self._count = 0

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """One command of the DevTools protocol and its answer."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": given}))
        while True:
            answer: dict[str, Any] = json.loads(self._socket.recv())
            if answer.get("id") == self._count:
                return dict(answer.get("result", {}))

    def say(self, script: str) -> Any:
        """What a script in the page comes to."""
        found = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return found.get("result", {}).get("value")

    def wait(self, script: str, seconds: float = 240) -> None:
        """Until a script comes to true."""
        end = time.monotonic() + seconds
        while not self.say(script):
            if time.monotonic() > end:
                raise SystemExit(f"the browser did not get to: {script}")
            time.sleep(0.5)

    def shoot(self, picture: Path) -> None:
        """What is seen, as PNG."""
        picture.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))


@contextlib.contextmanager
def open_lab(browser: str, folder: Path, notebook: str, *, width: int = 1280, height: int = 1500) -> Iterator[Page]:
    """A notebook of ``folder`` in JupyterLab, run from top to bottom."""
    ports, token = [_free_port(), _free_port()], secrets.token_hex(16)
    server = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser",
              "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={ports[0]}", f"--IdentityProvider.token={token}",
              f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None",
              "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    window = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
              "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--remote-debugging-port={ports[1]}",
              f"--user-data-dir={folder / '.browser'}", "about:blank"]  # fmt: skip
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with _process(server, cwd=folder, **quiet), _process(window, **quiet):
        _fetch(f"http://127.0.0.1:{ports[0]}/api?token={token}")
        pages = json.loads(_fetch(f"http://127.0.0.1:{ports[1]}/json/list"))
        page = Page(next(one["webSocketDebuggerUrl"] for one in pages if one["type"] == "page"))
        page.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        page.ask("Emulation.setFocusEmulationEnabled", enabled=True)
        page.ask("Page.navigate", url=f"http://127.0.0.1:{ports[0]}/lab/tree/{notebook}?token={token}")
        page.wait(_OPEN)
        page.say(_TIDY)
        page.say(_RUN)
        page.wait(_DONE)
        page.say(_QUIET)
        time.sleep(3)  # tables draw themselves
        yield page


def show_cell(page: Page, number: int) -> None:
    """Scroll to a cell."""
    page.say(f"({_PANEL}).content.scrollToItem({number}, 'start'); true")
    time.sleep(2)


@contextlib.contextmanager
def _process(command: list[str], **options: Any) -> Iterator[None]:
    process = subprocess.Popen(command, **options)
    try:
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _fetch(address: str, seconds: float = 90) -> bytes:
    """What stands at an address of this machine, once something answers there."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return bytes(answer.read())
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
