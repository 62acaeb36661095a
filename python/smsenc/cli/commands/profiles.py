"""``smsenc profiles``: the presets of the package and of a file, for people, or as a file to begin with."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from textwrap import wrap

from smsenc import profiles
from smsenc.cli.arguments import Parser, plain_parser
from smsenc.cli.exits import UsageError
from smsenc.cli.presets import known_presets, preset
from smsenc.cli.terminal import screen_width

__all__ = ["parser", "run"]

_EXAMPLES = """\
  smsenc profiles
  smsenc profiles web-form
  smsenc profiles --json web-form > routes.json
  smsenc profiles --profile-file routes.json shop"""


def parser() -> Parser:
    """The parser of the command."""
    made = plain_parser(
        "profiles", "[options] [NAME ...]", "List the presets that --profile takes, or show some of them.", _EXAMPLES
    )
    made.add_argument("argument", nargs="*", metavar="NAME", help="show all of these")
    made.add_argument("--profile-file", metavar="FILE", help="presets of yours: JSON or TOML")
    made.add_argument("--json", action="store_true", help="as a file that --profile-file takes")
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    arguments = parser().parse(argv)
    known = known_presets(arguments.profile_file)
    names: list[str] = arguments.argument
    if len(set(names)) < len(names):
        raise UsageError("a name stands there twice")
    chosen = profiles.Presets(preset(name, known) for name in names) if names else known
    if arguments.json:
        sys.stdout.write(profiles.dumps(chosen))
    elif names:
        print("\n\n".join(map(str, chosen.values())))
    else:
        width = max(map(len, chosen))
        room = max(screen_width() - width - 2, 20)
        for name, each in chosen.items():
            options = ", ".join(each.to_dict()["options"])
            first, *others = wrap(each.description or options, room) or [""]
            print(f"{name:<{width}}  {first}".rstrip())
            for line in others:
                print(" " * (width + 2) + line)
    return 0
