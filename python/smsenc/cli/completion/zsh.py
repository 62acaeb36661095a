"""The script for zsh."""

from __future__ import annotations

from .model import Command, Flag

__all__ = ["script"]

_SCRIPT = """\
#compdef smsenc
# Completion of smsenc for zsh. Made by 'smsenc completion zsh'; to use it, put into ~/.zshrc, after compinit:
#   eval "$(smsenc completion zsh)"
_smsenc() {{
    local -a commands
    commands=(
{commands}
    )
    if (( CURRENT == 2 )); then
        if [[ $PREFIX == -* ]]; then
            compadd -- --help --version
        else
            _describe -t commands command commands
        fi
        return
    fi
    shift words
    (( CURRENT-- ))
    case $words[1] in
{cases}
        help) _describe -t commands command commands ;;
    esac
}}
if [[ $funcstack[1] == _smsenc ]]; then
    _smsenc "$@"
else
    compdef _smsenc smsenc
fi
"""


def script(commands: list[Command]) -> str:
    """The script."""
    return _SCRIPT.format(
        commands="\n".join(f"        {_quoted(f'{c.name}:{_escaped(c.summary)}')}" for c in commands),
        cases="\n".join(line for command in commands for line in _case(command)),
    )


def _case(command: Command) -> list[str]:
    specifications = [_specification(flag) for flag in command.flags]
    values = f"({' '.join(command.values)})" if command.values else "_files"
    return [
        f"        {command.name})",
        "            _arguments -s -S \\",
        *(f"                {specification} \\" for specification in specifications),
        f"                {_quoted(f'*:argument:{values}')} ;;",
    ]


def _specification(flag: Flag) -> str:
    value = ""
    if flag.metavar:
        value = f":{_escaped(flag.metavar)}:{_action(flag)}"
    start = "*" if flag.repeats else f"({' '.join(flag.names)})"
    # '(-f --file)'{-f,--file}'[...]': either name, and not both.
    names = flag.names[0] + ("=" if flag.metavar and flag.names[0].startswith("--") else "")
    if len(flag.names) > 1:
        return _quoted(start) + "{" + ",".join(flag.names) + "}" + _quoted(f"[{_escaped(flag.help)}]{value}")
    return _quoted(f"{start}{names}[{_escaped(flag.help)}]{value}")


def _action(flag: Flag) -> str:
    if flag.is_list:
        return f"_values -s , {flag.names[0].lstrip('-')} {' '.join(flag.values)}"
    if flag.values:
        return f"({' '.join(flag.values)})"
    return "_files" if flag.is_file else ""


def _escaped(text: str) -> str:
    return "".join("\\" + character if character in "\\[]:" else character for character in text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
