"""Two shards and a hub, started once; a knowledge base of the bundled plans, and one of hostile texts."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers
from published import Cluster, write_texts

import kb

# Chinese, stops, digits, letters in both widths, quotes and signs that mean something to some parser.
LETTERS = "医疗保险支付县的。，“”（）%0125.pPm-+*\"\\'()<>~@ABz 、；：\n\t％Ｐ５𠀀《》/_#|!?&=^[]{}é\x00"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A hub and two shards; skipped, with the reason, where MariaDB is not installed."""
    reason = servers.missing()
    if reason:
        pytest.skip(reason)
    folder = servers.make_folder()
    running = [servers.Server(folder, name) for name in ("hub", "first", "second")]
    try:
        template = servers.make_template(folder)
        for server in running:
            server.start(template)
            server.make_accounts("plans", "odd", "spread", "oddspread", "scratch")
        yield Cluster(*running, template, folder)
    finally:
        for server in running:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def plans_file(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The bundled plans as a knowledge base."""
    file = tmp_path_factory.mktemp("plans") / "plans.db"
    kb.build([samples / "plans"], file, workers=1)
    return file


@pytest.fixture(scope="session")
def odd_texts() -> list[str]:
    """Texts of every sort of character, some long."""
    dice = random.Random(7)
    texts = ["".join(dice.choices(LETTERS, k=dice.randint(1, 50))) for _ in range(1500)]
    texts += [
        "PM2.5浓度下降70%以上。",
        "ＰＭ２．５浓度下降７０％。",
        "达到70 %",
        "医保支付70%",
        "a" * 3000 + "末尾的词",
    ]
    return [text if text.strip() else "空" for text in texts]


@pytest.fixture(scope="session")
def odd_file(tmp_path_factory: pytest.TempPathFactory, odd_texts: list[str]) -> Path:
    """A knowledge base of these texts."""
    file = tmp_path_factory.mktemp("odd") / "odd.db"
    write_texts(file, odd_texts)
    return file


@pytest.fixture(scope="session")
def served(cluster: Cluster, plans_file: Path) -> dict[str, str]:
    """The bundled plans published: on one server, and spread over two behind a hub; addresses for a reader."""
    from kb.mariadb.publish import publish_base

    publish_base(plans_file, cluster.hub.address("plans", servers.LOADER))
    publish_base(plans_file, cluster.hub.address("spread", servers.LOADER), shards=cluster.shards("spread"),
                 link=":".join(servers.LINK))  # fmt: skip
    return {"one": cluster.hub.address("plans"), "spread": cluster.hub.address("spread")}


@pytest.fixture(scope="session")
def odd_served(cluster: Cluster, odd_file: Path) -> dict[str, str]:
    """The hostile texts published likewise."""
    from kb.mariadb.publish import publish_base

    publish_base(odd_file, cluster.hub.address("odd", servers.LOADER))
    publish_base(odd_file, cluster.hub.address("oddspread", servers.LOADER), shards=cluster.shards("oddspread"),
                 link=":".join(servers.LINK))  # fmt: skip
    return {"one": cluster.hub.address("odd"), "spread": cluster.hub.address("oddspread")}
