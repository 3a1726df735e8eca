"""Everything that can go wrong while a file becomes plans.

JunxianError                  says what, where, what was tried, what to do next
├── SourceError               one file; never stops a build
│   ├── Unreadable            no reader or encoding makes sense of it
│   ├── Unsupported           a known kind whose reader is not installed, or an unknown suffix
│   ├── Empty                 nothing in it, or no text came out
│   └── TooLarge              beyond a stated limit (size, time, memory, zip ratio, depth)
├── StoreError                the knowledge base: missing, damaged, newer, being built by another
├── ClusterError              the workers of other machines: out of reach, gone, or running another version
└── QueryError                what was asked for cannot be answered as asked
"""

from __future__ import annotations

from traceback import extract_tb


class JunxianError(Exception):
    """An error that tells the reader what happened and what to do next.

    >>> print(Unreadable("plans/甲县.txt", "is not utf-8, gb18030 or big5",
    ...                  where="byte 0x81 at 10482", remedy="junxian build --encoding big5hkscs"))
    Unreadable: 'plans/甲县.txt' is not utf-8, gb18030 or big5.
      byte 0x81 at 10482
      Try: junxian build --encoding big5hkscs
    """

    def __init__(self, subject: str, reason: str, *, where: str = "", remedy: str = "") -> None:
        self.subject = subject
        self.reason = reason
        self.where = where
        self.remedy = remedy
        super().__init__(subject, reason)

    def __str__(self) -> str:
        lines = [f"{type(self).__name__}: {self.subject!r} {self.reason}."]
        if self.where:
            lines.append(f"  {self.where}")
        if self.remedy:
            lines.append(f"  Try: {self.remedy}")
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows of it: the line of the cell and the message; the way through our code helps nobody there.

        A script shows the whole traceback, and so does ``traceback.print_exc()`` in the next cell's ``try``.
        """
        cells = [frame for frame in extract_tb(self.__traceback__) if "ipykernel" in frame.filename or
                 "ipython-input" in frame.filename]  # fmt: skip
        here = [f"line {cells[-1].lineno} of the cell: {cells[-1].line}"] if cells and cells[-1].line else []
        return [*here, *str(self).splitlines()]

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel from the reading child to the parent; keyword arguments need this.
        return (_rebuild, (type(self), self.subject, self.reason, self.where, self.remedy))


def _rebuild(kind: type[JunxianError], subject: str, reason: str, where: str, remedy: str) -> JunxianError:
    return kind(subject, reason, where=where, remedy=remedy)


class SourceError(JunxianError):
    """One file could not be read; the build lists it and goes on."""


class Unreadable(SourceError):
    """No reader or encoding makes sense of the file."""


class Unsupported(SourceError):
    """The suffix is unknown, or the reader for it is not installed."""


class Empty(SourceError):
    """The file is empty, or no text came out of it."""


class TooLarge(SourceError):
    """The file goes beyond a stated limit."""


class StoreError(JunxianError):
    """The knowledge base cannot be opened, trusted or written."""


class ClusterError(JunxianError):
    """The cluster cannot be reached, has no workers that can help, or was lost."""


class QueryError(JunxianError):
    """What was asked for cannot be answered as asked."""
