"""``junxian``: the command line. Parses, calls one function, prints; data on stdout, all else on stderr."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence

from corpus.errors import JunxianError, StoreError
from kb.messages import LANGUAGES, choose_language, language, say

MODULES = (
    "building", "reading", "publishing", "searching", "showing", "comparing", "listing", "taking", "reviewing",
    "serving", "desk",
)  # fmt: skip
# Where a command lives, so that asking one question does not load them all; what is not listed is found all the same.
COMMANDS = {
    "search": "searching",
    "show": "showing",
    "compare": "comparing",
    **dict.fromkeys(
        ("holds", "attainment", "timeline", "roles", "reuse", "instruments", "lacking", "changes", "copies"), "listing"
    ),
    **dict.fromkeys(("facts", "repair"), "reading"),
    **dict.fromkeys(("build", "load"), "building"),
}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with 0 done, 1 error, 2 usage, 3 finished but some sources failed."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _make_streams_safe()
    choose_language(given)
    given, debug = _without_globals(given)
    try:
        _run(given)
    except JunxianError as error:
        if debug:
            raise
        _complain(error)
        code = 1
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # The reader has had enough: nothing more may be written, not even by the interpreter at its end.
        _close_output()
        code = 0
    except Exception as error:
        if debug:
            raise
        if _is_full(error):
            _leave(1)
        from kb.answers.plain import show_plain

        sys.stderr.write(show_plain(f"{say('error')}: {type(error).__name__}: {error}\n{say('internal')}\n"))
        code = 1
    else:
        code = 0
    _leave(code)


def _run(arguments: list[str]) -> None:
    if arguments[:1] == ["--version"]:
        from importlib.metadata import version

        sys.stdout.write(f"junxian {version('junxian')}\n")
        return
    # The texts of options are in the language chosen, so the commands are made only now.
    import click
    import typer.main

    from kb.commands.options import app

    for module in MODULES if not arguments or arguments[0] not in COMMANDS else [COMMANDS[arguments[0]]]:
        importlib.import_module(f"kb.commands.{module}")
    command = typer.main.get_command(app)
    if language() == "zh":
        from kb.help_pages import translate_help

        translate_help(command)
    try:
        result = command.main(arguments, prog_name="junxian", standalone_mode=False)
    except (click.exceptions.Exit, typer.Exit) as end:
        _leave(end.exit_code)
    except (click.exceptions.Abort, typer.Abort):
        raise KeyboardInterrupt from None
    except SystemExit as end:
        # typer makes an error of a reader that has had enough.
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    except Exception as error:
        # typer may bring its own copy of click: told by what it can do, not by its class.
        if not hasattr(error, "format_message"):
            raise
        _complain_usage(error, " ".join(["junxian", *(name for name in arguments[:1] if name in COMMANDS)]))
        _leave(int(getattr(error, "exit_code", 2)))
    else:
        if isinstance(result, int) and result:
            _leave(result)


def _without_globals(arguments: list[str]) -> tuple[list[str], bool]:
    """The arguments without ``--lang`` and ``--debug``, which may stand anywhere; whether to debug."""
    rest: list[str] = []
    debug = False
    skip = False
    for n, argument in enumerate(arguments):
        if skip:
            skip = False
        elif argument == "--":
            return rest + arguments[n:], debug
        elif argument == "--debug":
            debug = True
        elif argument == "--lang" or argument.startswith("--lang="):
            skip = argument == "--lang"
            named = "".join(arguments[n + 1 : n + 2]) if skip else argument.removeprefix("--lang=")
            if named not in LANGUAGES:
                sys.stderr.write(f"{say('error')}: {say('lang.unknown', given=named)}\n")
                _leave(2)
        else:
            rest.append(argument)
    return rest, debug


def _make_streams_safe() -> None:
    """UTF-8 out whatever the locale says, and nothing that cannot be written stops a command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            utf8 = (stream.encoding or "").lower().replace("-", "") == "utf8"
            if utf8 or not stream.isatty():
                reconfigure(encoding="utf-8", errors="backslashreplace")
            else:
                reconfigure(errors="backslashreplace")


def _complain(error: JunxianError) -> None:
    from kb.answers.chinese import translate
    from kb.answers.plain import show_plain

    lines = [f"{say('error')}: {error.subject} {translate('reason', error.reason)}"]
    if error.where:
        lines.append(f"  {translate('where', error.where)}")
    if error.remedy:
        lines.append(f"  {say('try')}: {translate('remedy', error.remedy)}")
    sys.stderr.write(show_plain("\n".join(lines)) + "\n")


def _complain_usage(error: Exception, command: str) -> None:
    from kb.answers.plain import show_plain
    from kb.usage import explain_usage

    sys.stderr.write(show_plain(explain_usage(error, command)) + "\n")


def _close_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _is_full(error: Exception) -> bool:
    """Whether standard output takes no more, for want of room; if so that is said and nothing more is written."""
    if not isinstance(error, OSError) or error.errno not in _NO_ROOM or error.filename is not None:
        return False
    _close_output()
    remedy = "check the folder's rights and free space"
    _complain(StoreError(say("output"), f"cannot be written ({error.strerror})", remedy=remedy))
    return True


def _leave(code: int) -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _close_output()
    except OSError as error:
        if not _is_full(error):
            raise
        code = code or 1
    sys.exit(code)


if __name__ == "__main__":
    main()
