"""``smsenc completion``: the script that completes commands and flags in a shell."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from smsenc.cli.arguments import Parser, plain_parser
from smsenc.cli.exits import UsageError

__all__ = ["SHELLS", "parser", "run"]

SHELLS = ("bash", "zsh", "fish")

_EXAMPLES = """\
  eval "$(smsenc completion bash)"     in ~/.bashrc
  eval "$(smsenc completion zsh)"      in ~/.zshrc, after compinit
  smsenc completion fish > ~/.config/fish/completions/smsenc.fish"""


def parser() -> Parser:
    """The parser of the command."""
    made = plain_parser(
        "completion", "bash|zsh|fish", "Print a script that completes commands, flags and their values.", _EXAMPLES
    )
    made.add_argument("argument", nargs="*", metavar="SHELL", help="bash, zsh or fish")
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    shells: list[str] = parser().parse(argv).argument
    if len(shells) != 1 or shells[0] not in SHELLS:
        raise UsageError(f"give one shell: {', '.join(SHELLS)}")
    # The parsers of all commands are read: not at the top, where every call of the parser would import them.
    from smsenc.cli.completion import script

    sys.stdout.write(script(shells[0]))
    return 0
