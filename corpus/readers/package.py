"""Office packages (docx, xlsx): which of their parts is the main one, and which parts it names."""

from __future__ import annotations

import posixpath

from corpus.readers.archive import Archive

_OFFICE_DOCUMENT = "/officeDocument"


def find_main(archive: Archive, usual: str) -> str:
    """The part that the package opens with, ``usual`` where it does not say."""
    if "_rels/.rels" in archive.names:
        for link in archive.read_xml("_rels/.rels"):
            if link.get("Type", "").endswith(_OFFICE_DOCUMENT):
                part = link.get("Target", "").lstrip("/")
                if part in archive.names:
                    return part
    return usual


def read_links(archive: Archive, part: str) -> dict[str, str]:
    """Relationship id → part of this archive, also by ``type:`` and kind; links to the outside are not followed."""
    folder, leaf = posixpath.split(part)
    rels = f"{folder}/_rels/{leaf}.rels" if folder else f"_rels/{leaf}.rels"
    if rels not in archive.names:
        return {}
    found = {}
    for link in archive.read_xml(rels):
        target = link.get("Target", "")
        if link.get("TargetMode") != "External":
            found[link.get("Id", "")] = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found.setdefault("type:" + link.get("Type", "").rpartition("/")[2], found[link.get("Id", "")])
    return found
