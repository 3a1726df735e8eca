"""How much one file may cost before it is reported instead of read, and what is advised then."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1 << 20
SPLIT = "split the file, or save it again as .txt or .docx and build once more"
RESAVE = "open the file in the program that made it and save it again"
FOLDER = "JUNXIAN_CHILD_FOLDER"  # variable of the environment: where a reader may write


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take. Beyond any of these it ends as TooLarge, and the build goes on.

    >>> Limits().wall_seconds, Limits(wall_seconds=5).cpu_seconds
    (90.0, 60)
    """

    file_bytes: int = 128 * MB
    text_chars: int = 20_000_000  # what a reader may return
    in_process_bytes: int = 8 * MB  # plain text up to this size is decoded without a child process
    memory_bytes: int = 2048 * MB  # address space of the reading child
    cpu_seconds: int = 60
    wall_seconds: float = 90.0
    zip_entries: int = 10_000
    zip_ratio: int = 100  # counted while inflating, from the first inflated megabyte on
    inflated_bytes: int = 512 * MB  # of all parts of one archive together
    markup_depth: int = 250  # nesting of XML and HTML elements
    pages: int = 5_000
    scan_pages: int = 200  # pages given to text recognition


DEFAULT = Limits()
