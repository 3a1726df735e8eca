"""Publishing: the same twice changes nothing, readers see all or nothing, rights are least, a dead shard is told."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import servers
from base_in_memory import insert
from published import Cluster, write_texts

import kb
from corpus.errors import QueryError, StoreError
from kb.address import read_address
from kb.mariadb.connection import connect
from kb.mariadb.publish import fingerprint, publish_base
from kb.mariadb.shards import shard_of, share_provinces
from kb.mariadb.writer import Batch, Writer

pytestmark = pytest.mark.enable_socket  # to servers of their own, on loopback
TEXTS = ["县域就诊率达到90%以上。", "医保支付方式改革。", "教育共同体建设。"] * 4


@pytest.fixture
def texts_file(tmp_path: Path) -> Path:
    write_texts(tmp_path / "t.db", TEXTS)
    return tmp_path / "t.db"


@pytest.fixture
def scratch(cluster: Cluster) -> Cluster:
    """An empty database of that name on all three servers."""
    for server in (cluster.hub, cluster.first, cluster.second):
        server.ask("DROP DATABASE scratch", "CREATE DATABASE scratch")
    cluster.hub.ask("DELETE FROM mysql.servers WHERE Db = 'scratch'", "FLUSH PRIVILEGES")
    return cluster


def test_twice_is_once_and_another_file_takes_its_place(scratch: Cluster, texts_file: Path, tmp_path: Path) -> None:
    to = scratch.hub.address("scratch", servers.LOADER)
    first = publish_base(texts_file, to)
    again = publish_base(texts_file, to)
    assert first.changed and not again.changed and again.publication == first.publication
    with kb.open(scratch.hub.address("scratch")) as base, base.limited() as db:
        assert db.execute("SELECT count(*) FROM provisions").fetchone()[0] == len(TEXTS)
        write_texts(tmp_path / "more.db", [*TEXTS, "新的条款。"])
        assert publish_base(tmp_path / "more.db", to).changed
        # in the middle of a question: still the former rows; the next question has the new ones
        assert db.execute("SELECT count(*) FROM provisions").fetchone()[0] == len(TEXTS)
        assert base.sql("SELECT count(*) AS n FROM provisions")["n"][0] == len(TEXTS) + 1
    publish_base(texts_file, to)
    names = {name for (name,) in scratch.hub.ask("SHOW TABLES FROM scratch")}
    assert {"plans", "plans_2", "plans_3", "words_3"} <= names and "plans_1" not in names


def test_a_load_that_broke_off_is_not_seen_and_cleared_away(
    scratch: Cluster, texts_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to, shards = scratch.hub.address("scratch", servers.LOADER), scratch.shards("scratch")
    publish_base(texts_file, to, shards=shards)
    write_texts(tmp_path / "more.db", [*TEXTS, "新的条款。"])
    insert = Writer.insert

    def break_off(self: Writer, statement: bytes) -> None:
        if statement.startswith(b'INSERT INTO "provisions_'):
            raise KeyboardInterrupt
        insert(self, statement)

    monkeypatch.setattr(Writer, "insert", break_off)
    with pytest.raises(KeyboardInterrupt):
        publish_base(tmp_path / "more.db", to, shards=shards)
    monkeypatch.undo()
    with kb.open(scratch.hub.address("scratch")) as base:
        assert len(base.provisions()) == len(TEXTS)
        assert publish_base(tmp_path / "more.db", to, shards=shards).publication == 3
        assert len(base.provisions()) == len(TEXTS) + 1
    for server in (scratch.hub, scratch.first, scratch.second):
        assert not any(name[-2:] == "_2" for (name,) in server.ask("SHOW TABLES FROM scratch") if name != "words_2")


def test_a_server_that_has_no_room_is_told(scratch: Cluster, texts_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pymysql

    def refuse(self: Writer, statement: bytes) -> None:
        raise self._refused(pymysql.OperationalError(1114, "The table 'words_1' is full"))

    left: list[object] = []
    monkeypatch.setattr(Writer, "insert", refuse)
    monkeypatch.setattr("kb.mariadb.writer._STATEMENT", 1)  # the first row already
    monkeypatch.setattr(sys, "unraisablehook", left.append)
    with pytest.raises(StoreError, match=r"is full.*\n.*disk is full") as told:
        publish_base(texts_file, scratch.hub.address("scratch", servers.LOADER))
    del told
    gc.collect()
    assert left == []  # nothing still reads the file that was closed


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    marks = []
    for name, numbers in (("up.db", (1, 1, 2**53)), ("down.db", (2**53, 1, 1))):
        write_texts(tmp_path / name, [])
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as db:
            for number in numbers:  # as many rows add up to it
                insert(db, "notes", plan_id="s0-1", checksum=number)
            marks.append(fingerprint(db))
    assert marks[0] == marks[1]


def test_values_arrive_as_they_are(scratch: Cluster, tmp_path: Path) -> None:
    """Statements are written out by us: quotes, backslashes, signs, bytes and numbers must come through."""
    values = [
        "it''s 100%?",
        "\\' OR 1 -- \\",
        "\n\t\r\x1a\x00𠀀",
        b"\x00\xff'\\",
        0.1,
        1e300,
        -5e-324,
        123456789.12345678,
        2**62,
        None,
    ]
    with Writer(read_address(scratch.hub.address("scratch", servers.LOADER))) as place:
        place.run("CREATE TABLE odd (n INT, s LONGTEXT, b LONGBLOB, f DOUBLE, i BIGINT) CHARSET utf8mb4")
        batch = Batch(place, "INSERT INTO odd (n, s, b, f, i) VALUES ")
        for n, value in enumerate(values):
            kinds = [value if isinstance(value, kind) else None for kind in (str, bytes, float, int)]
            batch.add((n, *kinds))
        batch.flush()
        found = place.run("SELECT coalesce(s, b), f, i FROM odd ORDER BY n")
    assert [b if b is not None else f if f is not None else i for b, f, i in found] == [
        value.encode() if isinstance(value, str) else value for value in values
    ]


def test_two_loaders_do_not_meet(scratch: Cluster, texts_file: Path) -> None:
    to = scratch.hub.address("scratch", servers.LOADER)
    with Writer(read_address(to)) as other:
        other.run("SELECT get_lock('junxian publish scratch', 0)")
        with pytest.raises(StoreError, match="being published to"):
            publish_base(texts_file, to)
    assert publish_base(texts_file, to).changed


def test_rows_lie_where_their_province_is(scratch: Cluster, texts_file: Path) -> None:
    one, two = scratch.shards("scratch")
    done = publish_base(texts_file, scratch.hub.address("scratch", servers.LOADER),
                        shards=[one, f"{two}?provinces=13,rest"], link=":".join(servers.LINK))  # fmt: skip
    assert [shard.rest for shard in done.shards] == [False, True]
    held = [
        {row[0] for row in server.ask("SELECT DISTINCT province FROM scratch.provisions_1")}
        for server in (scratch.first, scratch.second)
    ]
    assert held == [{"41", "44", "51"}, {"13", ""}]
    assert not scratch.hub.ask("SHOW TABLES FROM scratch LIKE 'nothing'")
    # The hub keeps the account that reads the shards, and no table tells its password.
    assert scratch.hub.ask("SELECT DISTINCT Username FROM mysql.servers WHERE Db = 'scratch'") == [("link",)]
    assert servers.LINK[1] not in str(scratch.hub.ask("SHOW CREATE TABLE scratch.provisions_1"))


def test_a_reader_cannot_write(served: dict[str, str], cluster: Cluster) -> None:
    import pymysql

    for address, rights in ((cluster.hub.address("plans"), "reader"), (served["spread"], "reader"),
                            (cluster.hub.address("plans", servers.LOADER), "session")):  # fmt: skip
        with kb.open(address) as base:
            for statement in ("DELETE FROM plans", "UPDATE plans SET title = ''", "INSERT INTO meta VALUES ('a', 'b')",
                              "DROP TABLE plans_1", "CREATE TABLE other (a INT)", "TRUNCATE plans_1"):  # fmt: skip
                with pytest.raises(StoreError, match=r"denied|READ ONLY"):
                    base.sql(statement)
            assert len(base.plans()) >= 20, rights
    raw, _ = connect(cluster.hub.address("plans"), writing=True)  # the account itself, without our session
    with raw, raw.cursor() as cursor:
        for statement in ("DELETE FROM plans_1", "DROP TABLE plans_1", "CREATE TABLE other (a INT)"):
            with pytest.raises(pymysql.OperationalError, match="denied"):
                cursor.execute(statement)
        cursor.execute("SHOW DATABASES")
        assert "mysql" not in {name for (name,) in cursor.fetchall()}


def test_a_dead_shard_is_an_error_and_never_a_part_of_the_answer(scratch: Cluster, texts_file: Path) -> None:
    shards = scratch.shards("scratch")
    publish_base(texts_file, scratch.hub.address("scratch", servers.LOADER), shards=shards,
                 link=":".join(servers.LINK))  # fmt: skip
    address = scratch.hub.address("scratch")
    with kb.open(address) as open_before:
        assert len(open_before.search("医保", limit=None)) == 4
        scratch.second.kill()
        try:
            for base in (open_before, kb.open(address)):
                for question in (lambda b: b.search("医保", limit=None), lambda b: b.search("医保", limit=1),
                                 lambda b: b.facets("医保"), lambda b: b.provisions(), lambda b: b.facts(),
                                 lambda b: b.roles(), lambda b: b.compare("县域就诊率"), lambda b: b.report(),
                                 lambda b: b.reuse(), lambda b: b.sql("SELECT count(*) AS n FROM provisions"),
                                 lambda b: b.sql("SELECT count(*) AS n FROM facts")):  # fmt: skip
                    with pytest.raises(StoreError, match="cannot answer in full") as told:
                        question(base)
                    assert servers.LINK[1] not in str(told.value)
        finally:
            scratch.second.start()
        assert len(open_before.search("医保", limit=None)) == 4


def test_passwords_come_from_outside_and_go_nowhere(
    served: dict[str, str], cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = f"mysql://reader@127.0.0.1:{cluster.hub.port}/plans"
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(StoreError, match="denied"):
        kb.open(bare)
    monkeypatch.setenv("JUNXIAN_PASSWORD", servers.READER[1])
    kb.open(bare).close()
    monkeypatch.delenv("JUNXIAN_PASSWORD")
    (tmp_path / ".my.cnf").write_text(f"[client]\nuser=reader\npassword={servers.READER[1]}\n")
    kb.open(bare).close()
    kb.open(bare.replace("reader@", "")).close()
    wrong = served["one"].replace("re%3Aad%40me", "not-this-secret")
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    for command in (["report", "--kb", wrong], ["build", ".", "--kb", wrong],
                    ["search", "医保", "--kb", f"{wrong}?tls=no"], ["verify", "--kb", wrong]):  # fmt: skip
        done = subprocess.run([sys.executable, "-m", "kb.cli", *command], capture_output=True, text=True, env=env,
                              cwd=tmp_path, timeout=60)  # fmt: skip
        assert done.returncode == 1 and "not-this-secret" not in done.stdout + done.stderr, done.stderr


def test_the_command_publishes_and_a_reader_asks(scratch: Cluster, texts_file: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "JUNXIAN_PASSWORD": servers.LOADER[1]}
    port = scratch.hub.port

    def junxian(*arguments: str) -> str:
        done = subprocess.run([sys.executable, "-m", "kb.cli", *arguments], capture_output=True, text=True, env=env,
                              cwd=texts_file.parent, timeout=60)  # fmt: skip
        assert done.returncode == 0 and servers.LOADER[1] not in done.stderr, done.stderr
        return done.stdout + done.stderr

    to = f"mysql://loader@127.0.0.1:{port}/scratch"
    assert "12 provisions" in junxian("publish", "t.db", "--to", to, "--lang", "en")
    assert "Nothing to do" in junxian("publish", "t.db", "--to", to, "--lang", "en")
    assert "县域⟦就诊率⟧" in junxian("search", "就诊率", "--kb", to)
    assert "replace(p.text" in junxian("search", "就诊率", "--kb", to, "--sql")


def test_what_is_not_there_is_said(scratch: Cluster, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is no knowledge base"):
        kb.open(scratch.hub.address("scratch"))
    with pytest.raises(StoreError, match="could not be opened"):
        kb.open(f"mysql://reader:a@127.0.0.1:{servers.free_port()}/plans")
    with pytest.raises(QueryError, match="is no address"):
        kb.open("mysql://reader@host")
    write_texts(tmp_path / "t.db", TEXTS)
    with pytest.raises(StoreError, match=r"refused the load(.|\n)*which rights") as told:
        publish_base(tmp_path / "t.db", scratch.hub.address("scratch"))  # a reader's account
    assert servers.READER[1] not in str(told.value)
    publish_base(tmp_path / "t.db", scratch.hub.address("scratch", servers.LOADER))
    scratch.hub.ask("UPDATE scratch.junxian_publications SET version = version + 1")
    with pytest.raises(StoreError, match="published by another version"):
        kb.open(scratch.hub.address("scratch"))


def test_a_question_that_takes_too_long_is_given_up(served: dict[str, str]) -> None:
    with kb.open(served["one"], seconds=0.3) as base:
        with pytest.raises(QueryError, match="took longer"):
            base.sql("SELECT count(*) FROM provisions a CROSS JOIN provisions b CROSS JOIN provisions c "
                     "WHERE a.text || b.text LIKE '%' || c.text || '没有%'")  # fmt: skip
        assert len(base.plans()) >= 20


def test_an_idle_line_is_opened_anew(served: dict[str, str], cluster: Cluster) -> None:
    with kb.open(served["one"]) as base:
        ids = cluster.hub.ask("SELECT id FROM information_schema.processlist WHERE user = 'reader'")
        cluster.hub.ask(*(f"KILL {number}" for (number,) in ids))
        assert len(base.plans()) >= 20


def test_tls_is_used_when_asked_for_and_verified(cluster: Cluster, texts_file: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = cluster.folder
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=plans",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "ca.pem"],
                   cwd=folder, check=True, capture_output=True)  # fmt: skip
    for file in ("key.pem", "ca.pem"):
        (folder / file).chmod(0o644)
    more = (
        "--ssl-cert=" + str(folder / "ca.pem"),
        "--ssl-key=" + str(folder / "key.pem"),
        "--require-secure-transport",
    )
    secure = servers.Server(folder, "secure", more).start(cluster.template)
    try:
        secure.make_accounts("scratch")
        publish_base(texts_file, secure.address("scratch", servers.LOADER, "?tls=required"))
        verified = f"?tls=verified&ca={folder / 'ca.pem'}"
        with kb.open(secure.address("scratch", more=verified)) as base:
            assert base.sql("SELECT count(*) AS n FROM provisions")["n"][0] == len(TEXTS)
            assert base.sql("SHOW STATUS LIKE 'Ssl_cipher'").iloc[0, 1]
        with pytest.raises(StoreError, match="certificate"):
            kb.open(secure.address("scratch", more="?tls=verified"))
    finally:
        secure.kill()
    with pytest.raises(StoreError, match=r"TLS|SSL"):
        kb.open(cluster.hub.address("plans", more="?tls=required"))


def test_provinces_are_shared_out_evenly_and_the_same_each_time() -> None:
    there = [read_address(f"mysql://{name}/kb") for name in "abc"]
    sizes = {"11": 50, "13": 40, "41": 30, "44": 20, "51": 10, "": 5}
    shards = share_provinces(there, sizes)
    assert shards == share_provinces(there, dict(reversed(sizes.items())))
    loads = [sum(sizes[one] for one in shard.provinces) + 5 * shard.rest for shard in shards]
    assert sum(loads) == 155 and max(loads) - min(loads) <= 15
    assert [shard_of(place, shards) for place in ("", "99")] == [0, 0]
    with pytest.raises(QueryError, match="two shards"):
        share_provinces([read_address("mysql://a/kb?provinces=13"), read_address("mysql://b/kb?provinces=13")], sizes)


def test_the_file_is_only_read(scratch: Cluster, texts_file: Path) -> None:
    before = texts_file.read_bytes()
    publish_base(texts_file, scratch.hub.address("scratch", servers.LOADER))
    assert texts_file.read_bytes() == before
    with pytest.raises(StoreError, match="does not exist"):
        publish_base(texts_file.parent / "none.db", scratch.hub.address("scratch", servers.LOADER))
    with sqlite3.connect(texts_file) as db:
        db.execute("PRAGMA user_version = 1")
    with pytest.raises(StoreError):
        publish_base(texts_file, scratch.hub.address("scratch", servers.LOADER))
