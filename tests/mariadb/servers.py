"""Real MariaDB servers of a test's own: data in a folder of their own, free ports on loopback, an unprivileged user."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NEEDED = ("mariadbd", "mariadb-install-db")
PACKAGES = "mariadb-server, mariadb-plugin-mroonga and mariadb-plugin-spider"
_PLUGINS = ("ha_mroonga.so", "ha_spider.so")
_FOLDERS = ("/usr/lib/mysql/plugin", "/usr/lib64/mariadb/plugin", "/usr/lib/mariadb/plugin")
LOADER, READER, LINK = ("loader", "l%ad me"), ("reader", "re:ad@me"), ("link", "li'nk")


def missing() -> str:
    """Why no server can be started here; empty when one can."""
    lacking = [name for name in NEEDED if _binary(name) is None]
    held = {file.name for folder in _FOLDERS for file in Path(folder).glob("ha_*.so")}
    lacking += [name for name in _PLUGINS if name not in held]
    if lacking:
        return f"no MariaDB here ({', '.join(lacking)} missing): install {PACKAGES}"
    if os.geteuid() == 0 and not _user():
        return "no unprivileged account (mysql) to run MariaDB as"
    return ""


def _binary(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))


def _user() -> str:
    """The account that a server runs as when root starts it."""
    for name in ("mysql", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return ""


def _as_user() -> list[str]:
    return [f"--user={_user()}"] if os.geteuid() == 0 else []


def make_folder() -> Path:
    """A folder for data directories; not under pytest's own, which no other account may enter."""
    memory = Path("/dev/shm")  # where there is room: servers write their first files one by one to the disk
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 << 30
    folder = Path(tempfile.mkdtemp(prefix="junxian-db-", dir=memory if roomy else None))
    if os.geteuid() == 0:
        shutil.chown(folder, _user())
    return folder


def make_template(folder: Path) -> Path:
    """An empty data directory, copied for each server."""
    data = folder / "template"
    command = [_binary("mariadb-install-db") or "", "--no-defaults", f"--datadir={data}", "--skip-test-db",
               "--auth-root-authentication-method=normal", "--skip-name-resolve", "--innodb-log-file-size=8M",
               *_as_user()]  # fmt: skip
    told = ""
    for _ in range(3):  # a machine that is short of something for a moment is no reason to fail
        done = subprocess.run(command, capture_output=True, text=True, timeout=240)
        if done.returncode == 0:
            return data
        told = done.stdout[-2000:] + done.stderr[-2000:]
        shutil.rmtree(data, ignore_errors=True)
    raise AssertionError(told)


@dataclass
class Server:
    """One running server."""

    folder: Path
    name: str
    more: tuple[str, ...] = ()
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self, template: Path | None = None) -> Server:
        """Start it and wait until it answers."""
        data = self.folder / self.name
        if template is not None:
            subprocess.run(["cp", "-a", str(template), str(data)], check=True)
        fixed = self.port
        for _ in range(3):  # somebody else may take the port before the server does
            self.port = fixed or free_port()
            if self._answers():
                return self
        raise AssertionError(self.log.read_text(encoding="utf-8", errors="replace")[-3000:])

    def _answers(self) -> bool:
        data = self.folder / self.name
        command = [
            _binary("mariadbd") or "", "--no-defaults", *_as_user(), f"--datadir={data}", f"--port={self.port}",
            f"--socket={self.socket}", f"--pid-file={self.folder / self.name}.pid", "--bind-address=127.0.0.1",
            "--skip-name-resolve", "--plugin-load-add=ha_mroonga", "--plugin-load-add=ha_spider", "--skip-log-bin",
            "--plugin-maturity=unknown", "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=8M",
            "--innodb-flush-log-at-trx-commit=0", "--performance-schema=OFF", "--skip-innodb-doublewrite",
            f"--log-error={self.log}", *self.more,
        ]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 120
        while self.process.poll() is None and time.monotonic() < end:
            try:
                self.ask("SELECT 1")
                return True
            except OSError:
                time.sleep(0.05)
        self.kill()
        return False

    def kill(self) -> None:
        """Stop it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(30)
            self.process = None

    @property
    def socket(self) -> Path:
        """Where root asks it."""
        return self.folder / f"{self.name}.sock"

    @property
    def log(self) -> Path:
        """What it says of itself."""
        return self.folder / f"{self.name}.log"

    def ask(self, *statements: str) -> list[Any]:
        """Run statements as root; the rows of the last one."""
        import pymysql

        try:
            db = pymysql.connect(unix_socket=str(self.socket), user="root", autocommit=True, charset="utf8mb4")
            with db, db.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return list(cursor.fetchall())
        except pymysql.OperationalError as error:
            if error.args[0] in (2002, 2003, 2013):
                raise OSError(str(error)) from None
            raise

    def make_accounts(self, *databases: str) -> None:
        """Databases with the accounts of docs/serving.md: one loads, one reads, one links hub and shard."""
        for database in databases:
            self.ask(f"CREATE DATABASE IF NOT EXISTS {database}")
        for (name, password), rights in ((LOADER, "ALL"), (READER, "SELECT"), (LINK, "SELECT")):
            self.ask(f"CREATE OR REPLACE USER {name}@'%' IDENTIFIED BY '{password.replace(chr(39), chr(39) * 2)}'")
            for database in databases:
                self.ask(f"GRANT {rights} ON {database}.* TO {name}@'%'")
        self.ask(f"GRANT FEDERATED ADMIN ON *.* TO {LOADER[0]}@'%'")

    def address(self, database: str, account: tuple[str, str] = READER, more: str = "") -> str:
        """The address for one of the accounts."""
        from urllib.parse import quote

        return f"mysql://{account[0]}:{quote(account[1], safe='')}@127.0.0.1:{self.port}/{database}{more}"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
