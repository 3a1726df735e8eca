"""The servers that tests publish to, and knowledge bases of just these texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import servers
from base_in_memory import insert

from kb.index.grams import split_grams
from kb.store import connect_writer


@dataclass
class Cluster:
    """The servers: everything on ``one``; or spread over ``first`` and ``second`` behind ``hub``."""

    hub: servers.Server
    first: servers.Server
    second: servers.Server
    template: Path
    folder: Path

    def shards(self, database: str) -> list[str]:
        """The addresses of the shards for the loader."""
        return [one.address(database, servers.LOADER) for one in (self.first, self.second)]


def write_texts(file: Path, texts: list[str]) -> None:
    """A knowledge base whose provisions have just these texts, in plans of many provinces."""
    db = connect_writer(file)
    places = ("130684", "410122", "", "440305", "510131")
    with db:
        for n, place in enumerate(places):
            insert(db, "sources", source_id=f"s{n}", name=f"{n}.txt", state="ok")
            insert(db, "plans", plan_id=f"s{n}-1", source_id=f"s{n}", plan=1, place=place or None, year=2020 + n,
                    kind="plan", rest=b"", alignment=b"")  # fmt: skip
        for n, text in enumerate(texts):
            number, place = ((n % 5) << 26) + n, places[n % len(places)]
            insert(db, "provisions", number=number, provision_id=f"s{n % len(places)}-1/{n}",
                    plan_id=f"s{n % len(places)}-1", provision=n, text=text, place=place or None,
                    heading=texts[-n][:6])  # fmt: skip
            db.execute("INSERT INTO provisions_fts (rowid, text) VALUES (?, ?)", (number, split_grams(text)))
            above = split_grams(texts[-n][:6].replace(" / ", " "))
            db.execute("INSERT INTO headings_fts (rowid, heading) VALUES (?, ?)", (number, above))
        db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('program', 'test')")
    db.close()
