"""Find the files of a corpus: every entry is listed once, to be read or skipped with a reason."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import Unreadable
from corpus.files.kinds import SUFFIXES, UNKNOWN_REMEDY, UNREAD, UNREAD_SUFFIXES, sniff_head

# Left by editors, desktops and version control; they hold no plan.
_LEFTOVERS = re.compile(
    r"^(?:\.|~\$|~WRL|__MACOSX$|Thumbs\.db$|desktop\.ini$|System Volume Information$|\$RECYCLE\.BIN$)|~$"
    r"|\.(?:tmp|part|crdownload)$",
    re.I,
)
# Control, bidirectional and line-breaking characters would let a file name break or forge lines of the report.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]"
)
_SPECIAL = (
    (stat.S_ISFIFO, "named pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)
MAX_DEPTH = 100  # folders in folders


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of the given folders. ``skipped`` gives the reason where it is not to be read."""

    file: str  # the path; as text it takes a third of the memory, and there may be very many
    name: str  # relative to the folder given, "/" between the parts, valid UTF-8, unique
    skipped: str = ""
    remedy: str = ""

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.file)


def find_sources(folders: Sequence[Path | str]) -> list[Found]:
    """All files below the folders (a file may be given too), sorted by name, whatever the order given.

    Links are never followed: what they point to inside the corpus is listed under its own name. Where
    two folders hold files of one name, those are prefixed with the folder's name. Raises Unreadable
    when a folder does not exist.
    """
    roots: dict[str, Path] = {}
    for folder in folders:
        path = Path(folder)
        if not path.exists():
            raise Unreadable(clean_name(os.fspath(path)), "does not exist", remedy="check the path of the folder")
        roots.setdefault(os.path.realpath(path), path)
    # A folder inside another one is found from the outer one.
    outer = sorted(real for real in roots if not any(_holds(other, real) for other in roots if other != real))
    listed: list[tuple[Path, Found]] = []
    for real in outer:
        root = Path(real)
        if root.is_dir():
            listed += [(root, found) for found in _walk(root, "", outer)]
        else:
            listed.append((root.parent, _look(root, clean_name(root.name), outer)))
    return sorted(_tell_apart(listed), key=lambda found: found.name)


def clean_name(raw: str) -> str:
    """A file name as it can be shown and stored: GB18030 bytes decoded, unseen characters as U+FFFD.

    >>> clean_name(os.fsdecode("甲县.txt".encode("gb18030")))    # "County A"
    '甲县.txt'
    """
    data = os.fsencode(raw)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = data.decode("utf-8", "replace")
    text = _UNSEEN.sub("\ufffd", text)
    return raw if text == raw else text  # one of them is enough to keep


def _walk(folder: Path, prefix: str, roots: Sequence[str], depth: int = 0) -> Iterator[Found]:
    """All entries below a folder in the order of their names, those that are not read with the reason."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError as error:
        reason = f"the folder cannot be opened ({error.strerror})"
        yield Found(
            os.fspath(folder), prefix.rstrip("/") or folder.name, reason, "give yourself the right to read the folder"
        )
        return
    for raw in names:
        path, name = folder / raw, prefix + clean_name(raw)
        found = _look(path, name, roots)
        if found.skipped or not stat.S_ISDIR(os.lstat(path).st_mode):
            yield found
        elif depth >= MAX_DEPTH:
            yield Found(os.fspath(path), name, f"lies more than {MAX_DEPTH} folders deep", "move the folder up")
        else:
            yield from _walk(path, name + "/", roots, depth + 1)


def _look(path: Path, name: str, roots: Sequence[str]) -> Found:
    """One entry, with the reason to skip it if there is one; a folder comes back without."""
    try:
        mode = os.lstat(path).st_mode
    except OSError as error:
        return Found(os.fspath(path), name, f"cannot be looked at ({error.strerror})", "check the disk and the rights")
    if stat.S_ISLNK(mode):
        return Found(os.fspath(path), name, *_judge_link(path, roots))
    if _LEFTOVERS.search(path.name):
        return Found(
            os.fspath(path), name, "is hidden or left behind by another program", "rename it if it is a source"
        )
    special = next((what for test, what in _SPECIAL if test(mode)), "")
    if special:
        return Found(os.fspath(path), name, f"is a {special}, not a file", "remove it from the folder")
    if stat.S_ISREG(mode) and path.suffix.strip().lower() not in SUFFIXES:
        return _judge_unknown(path, name)
    return Found(os.fspath(path), name)


def _judge_link(path: Path, roots: Sequence[str]) -> tuple[str, str]:
    """(why a link is not read, what to do about it)."""
    target = os.path.realpath(path)
    if not Path(target).exists():
        return "is a link that leads nowhere", "remove the link"
    if any(target == root or _holds(root, target) for root in roots):
        return "is a link into the same folders; what it points to is read under its own name", ""
    return "is a link that leads out of the folder", "copy what it points to into the folder, or give that folder too"


def _judge_unknown(path: Path, name: str) -> Found:
    """A file whose suffix promises nothing that is read: taken when its first bytes name a kind that is."""
    suffix = path.suffix.strip().lower()
    kind = UNREAD_SUFFIXES.get(suffix, "")
    if not kind:
        try:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            try:
                kind = sniff_head(os.read(descriptor, 4096))
            finally:
                os.close(descriptor)
        except OSError as error:
            return Found(
                os.fspath(path),
                name,
                f"cannot be opened ({error.strerror})",
                "give yourself the right to read the file",
            )
    if kind == "zip" and suffix not in UNREAD_SUFFIXES:  # perhaps a docx: its reader will tell
        return Found(os.fspath(path), name)
    if kind in UNREAD:
        return Found(os.fspath(path), name, f"is of a kind that is not read ({kind})", UNREAD[kind])
    if kind:
        return Found(os.fspath(path), name)
    return Found(os.fspath(path), name, f"has an unknown suffix ({clean_name(path.suffix) or 'none'})", UNKNOWN_REMEDY)


def _tell_apart(listed: list[tuple[Path, Found]]) -> Iterator[Found]:
    """Names made unique: by the folder's name among folders, by the bytes of the path otherwise."""
    named = _name_folders(listed) if len({root for root, _ in listed}) > 1 else listed
    # The path within the folder first, so that the name is the same on another machine.
    for whole_path in (False, True):
        counts = Counter(found.name for _, found in named)
        for i, (root, found) in enumerate(named):
            if counts[found.name] > 1:
                raw = os.fsencode(found.file if whole_path else os.path.relpath(found.file, root))
                named[i] = root, replace(found, name=f"{found.name}~{hashlib.sha256(raw).hexdigest()[:8]}")
    return (found for _, found in named)


def _name_folders(listed: list[tuple[Path, Found]]) -> list[tuple[Path, Found]]:
    """Names that several folders have with the folder's name before them."""
    owners: dict[str, set[Path]] = defaultdict(set)
    for root, found in listed:
        owners[found.name].add(root)
    return [
        (root, replace(found, name=f"{clean_name(root.name)}/{found.name}") if len(owners[found.name]) > 1 else found)
        for root, found in listed
    ]


def _holds(folder: str, path: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)
