"""The script for fish, 3.0 and newer."""

from __future__ import annotations

from .model import Command, Flag

__all__ = ["script"]

_START = """\
# Completion of smsenc for fish. Made by 'smsenc completion fish'; to use it:
#   smsenc completion fish > ~/.config/fish/completions/smsenc.fish
complete -c smsenc -f
complete -c smsenc -n __fish_use_subcommand -s h -l help -d 'show the help'
complete -c smsenc -n __fish_use_subcommand -l version -d 'show the version'
"""


def script(commands: list[Command]) -> str:
    """The script."""
    lines = [
        f"complete -c smsenc -n __fish_use_subcommand -a {command.name} -d {_quoted(command.summary)}"
        for command in commands
    ]
    for command in commands:
        condition = f"complete -c smsenc -n '__fish_seen_subcommand_from {command.name}'"
        lines.append("")
        lines.append(f"{condition} -a {_quoted(' '.join(command.values))}" if command.values else f"{condition} -F")
        lines += [f"{condition}{_flag(flag)}" for flag in command.flags]
    return _START + "\n".join(lines) + "\n"


def _flag(flag: Flag) -> str:
    parts = [f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}" for name in flag.names]
    if flag.is_list:
        parts.append(f" -x -a {_quoted('(__fish_append , ' + ' '.join(flag.values) + ')')}")
    elif flag.values:
        parts.append(f" -x -a {_quoted(' '.join(flag.values))}")
    elif flag.metavar:
        parts.append(" -r -F" if flag.is_file else " -x")
    parts.append(f" -d {_quoted(flag.help)}")
    return "".join(parts)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
