"""The command line of smsenc.

:func:`main` is the entry point of the command ``smsenc`` and of ``python -m smsenc``. It chooses the
command, and maps what ends a run early (wrong usage, Ctrl-C, a closed pipe) to an exit code. Each command
is a module of :mod:`smsenc.cli.commands`, imported only when it is called: start-up time matters to
scripts that call ``smsenc`` for every message.

The command line leans only on public items of the package.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

from .exits import EXIT_CLOSED_PIPE, EXIT_INTERRUPTED, EXIT_OUTPUT, EXIT_USAGE, UsageError

__all__ = ["main"]


class Command(NamedTuple):
    """A command: its name, its module below ``smsenc.cli.commands``, one line for the help."""

    name: str
    module: str
    summary: str


# In the order of the help. Each module has ``parser()``, and ``run(argv)`` that returns the exit code.
COMMANDS: tuple[Command, ...] = (
    Command("estimate", "estimate", "count segments and units: what would be sent, and how encoded"),
    Command("explain", "explain", "why they cost what they cost, as a picture, and what is cheaper"),
    Command("encode", "encode", "the segments themselves: header and user data in hex"),
    Command("request", "request", "the JSON bodies that the Clickatell REST gateway takes"),
    Command("campaign", "campaign", "what files of messages cost, and what makes them dear"),
    Command("decode", "decode", "user data back to text or data, with what is wrong about it"),
    Command("profiles", "profiles", "presets of options, of the package or of a file of yours"),
    Command("bench", "bench", "how many messages a second this machine counts and encodes"),
    Command("completion", "completion", "completion of commands and flags for bash, zsh or fish"),
)

_HELP = """\
usage: smsenc COMMAND [options] [TEXT]

Exact SMS encoding and segmentation (3GPP TS 23.038, TS 23.040).

commands:
{commands}

options:
  -h, --help  show this help; 'smsenc COMMAND --help' shows that of a command
  --version   show the version

examples:
  smsenc estimate "See you at 8"
  smsenc estimate --json --column 2 messages.tsv
  smsenc explain "It’s 5 o’clock"
  smsenc encode --encoding ucs2 --reference 7 < messages.txt
  smsenc request --to 27999000001 "Your code is 4711"

exit status:
  0    all messages done          74   the output cannot be written
  1    some could not be encoded  130  interrupted (Ctrl-C)
  2    wrong usage                141  the reader of the output went away
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; ``argv`` without the program's name, default ``sys.argv[1:]``.

    Returns the exit code: 0 when every message was done, 1 when some could not be encoded, 2 for wrong
    usage, 74 when the output cannot be written, 130 after Ctrl-C, 141 when the reader of the output went away.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = arguments[0] if arguments else ""
    if name == "help":  # smsenc help [COMMAND]
        arguments = [*arguments[1:2], "--help"]
        name = arguments[0]
    module = next((command.module for command in COMMANDS if command.name == name), None)
    try:
        code = _without_command(name) if module is None else _run(module, arguments[1:])
        sys.stdout.flush()
        return code
    except UsageError as error:
        program = "smsenc" if module is None else f"smsenc {name}"
        from .colours import colours_on, paint

        print(
            f"{paint(program + ':', 'red', colours_on(sys.stderr))} {error}\nTry '{program} --help'.", file=sys.stderr
        )
        return EXIT_USAGE
    except SystemExit as request:  # argparse, after --help
        return request.code if isinstance(request.code, int) else 0
    except KeyboardInterrupt:
        _drop_output()
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return EXIT_CLOSED_PIPE
    except OSError as error:
        _drop_output()
        print(f"smsenc: cannot write the output: {error.strerror or error}", file=sys.stderr)
        return EXIT_OUTPUT


def _run(module: str, arguments: list[str]) -> int:
    import importlib

    command = importlib.import_module(f".commands.{module}", __name__)
    code: int = command.run(arguments)
    return code


def _without_command(name: str) -> int:
    if name in ("-h", "--help"):
        width = max(len(command.name) for command in COMMANDS)
        lines = (f"  {command.name:<{width}}  {command.summary}" for command in COMMANDS)
        sys.stdout.write(_HELP.format(commands="\n".join(lines)))
        return 0
    if name == "--version":
        from smsenc import __version__

        print(f"smsenc {__version__}")
        return 0
    known = [command.name for command in COMMANDS]
    if not name:
        raise UsageError(f"a command is missing: {', '.join(known)}")
    from .arguments import nearest

    if " " in name:
        raise UsageError("a command is missing before the text: smsenc estimate TEXT")
    hint = nearest(name, known) or f"; the commands are {', '.join(known)}"
    raise UsageError(f"unknown command {name!r}{hint}")


def _drop_output() -> None:
    """Keep the interpreter from failing again when it flushes at exit what nobody will read."""
    import os

    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
