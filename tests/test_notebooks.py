"""Every notebook runs top to bottom, offline, in a folder of its own; outputs are not kept in git."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest

# Read by every Python that starts with its folder on PYTHONPATH, the kernel and its workers too: sockets reach this
# machine (the kernel talks to its front end over loopback), nothing else; names are not resolved.
OFFLINE = """
import socket

LOCAL = ("127.", "::1", "localhost", "0.0.0.0")


def _local(address):
    return not isinstance(address, tuple) or not address[0] or str(address[0]).startswith(LOCAL)


def _guard(method):
    def guarded(self, address, *more):
        if not _local(address):
            raise OSError(f"offline: {address!r}")
        return method(self, address, *more)

    return guarded


class Offline(socket.socket):
    connect = _guard(socket.socket.connect)
    connect_ex = _guard(socket.socket.connect_ex)


def _resolve(host, *rest, **named):
    if not _local((host.decode() if isinstance(host, bytes) else host or "",)):
        raise OSError(f"offline: {host!r}")
    return _getaddrinfo(host, *rest, **named)


_getaddrinfo, socket.getaddrinfo = socket.getaddrinfo, _resolve
socket.socket = Offline
"""

NOTEBOOKS = sorted((pathlib.Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


def cells(path: pathlib.Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def offline(folder: pathlib.Path) -> dict[str, str]:
    """An environment in which no Python reaches the network and no settings of the user are read."""
    guard = folder / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(OFFLINE, encoding="utf-8")
    paths = [str(guard), *filter(None, [os.environ.get("PYTHONPATH")])]
    home = {"IPYTHONDIR": str(folder / "ipython"), "JUPYTER_CONFIG_DIR": str(folder / "jupyter")}
    return {**os.environ, **home, "PYTHONPATH": os.pathsep.join(paths)}


def test_the_guard_holds(tmp_path: pathlib.Path) -> None:
    """What the notebooks run under does keep them offline."""
    code = (
        "import socket\n"
        "connect, resolve = socket.create_connection, socket.getaddrinfo\n"
        "for ask in (lambda: connect(('192.0.2.1', 80), 2), lambda: resolve('example.org', 80)):\n"
        "    try: ask()\n"
        "    except OSError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=offline(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout.count("offline:") == 2


def test_all_seven_are_there() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05", "06", "07"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_both_languages_and_one_line_to_change(path: pathlib.Path) -> None:
    told = ["".join(cell["source"]) for cell in cells(path) if cell["cell_type"] == "markdown"]
    assert all(re.search("[一-龥]", text) and re.search("[a-z]{3}", text) for text in told)
    code = "\n".join("".join(cell["source"]) for cell in cells(path) if cell["cell_type"] == "code")
    assert code.count("PLANS") == 2 and "folder = PLANS  # 自己的文件夹" in code


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """In a process of its own: the kernel needs sockets on this machine, which the suite forbids itself."""
    shutil.copy(path, tmp_path)
    command = [sys.executable, "-m", "pytest", "--nbmake", "--nbmake-timeout=120", "-q", "-p", "no:cacheprovider",
               "-p", "no:randomly", "--override-ini=addopts=", path.name]  # fmt: skip
    env = offline(tmp_path)
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_reads_like_a_walk(path: pathlib.Path) -> None:
    for cell in cells(path):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None, "strip the outputs"
            assert len(source.splitlines()) <= 3, source
            assert "def " not in source and "http" not in source
        assert not any(mark in source for mark in ("/home/", str(pathlib.Path.home()), "C:\\"))
