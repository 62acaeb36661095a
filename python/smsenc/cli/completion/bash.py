"""The script for bash, 3.2 and newer."""

from __future__ import annotations

from .model import Command, Flag

__all__ = ["script"]

_SCRIPT = """\
# Completion of smsenc for bash. Made by 'smsenc completion bash'; to use it, put into ~/.bashrc:
#   eval "$(smsenc completion bash)"
_smsenc() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}}
    local words="" list="" start=""
    COMPREPLY=()
    # bash takes --flag=value for three words.
    if [ "$current" = "=" ]; then
        current=""
    elif [ "$previous" = "=" ]; then
        previous=${{COMP_WORDS[COMP_CWORD-2]}}
    fi
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="{commands} help --help --version"
    else
        case "$command $previous" in
{values}
            *)
                case "$command" in
{flags}
                    help) words="{commands}" ;;
                esac
                ;;
        esac
    fi
    # With nothing to offer, bash completes names of files (complete -o default).
    if [ -n "$list" ]; then
        case "$current" in *,*) start=${{current%,*}}, ;; esac
        words=$list
        compopt -o nospace 2>/dev/null
    fi
    # shellcheck disable=SC2207
    COMPREPLY=($(compgen -P "$start" -W "$words" -- "${{current#"$start"}}"))
}}
complete -o default -F _smsenc smsenc
"""


def script(commands: list[Command]) -> str:
    """The script."""
    return _SCRIPT.format(
        commands=" ".join(command.name for command in commands),
        values="\n".join(_values(commands)),
        flags="\n".join(_flags(command) for command in commands),
    )


def _values(commands: list[Command]) -> list[str]:
    """An arm for each kind of value: which flags of which commands take it."""
    arms: dict[str, list[str]] = {}
    for command in commands:
        for flag in command.flags:
            if flag.metavar:
                arms.setdefault(_assignment(flag), []).extend(f'"{command.name} {name}"' for name in flag.names)
    return [f"            {' | '.join(patterns)}) {what} ;;" for what, patterns in arms.items()]


def _assignment(flag: Flag) -> str:
    if not flag.values:
        return ":"  # a file, or something that cannot be told
    return f'{"list" if flag.is_list else "words"}="{" ".join(flag.values)}"'


def _flags(command: Command) -> str:
    names = " ".join(name for flag in command.flags for name in flag.names)
    # A flag only where one was begun: otherwise a value, a text or a file is wanted.
    values = f' *) words="{" ".join(command.values)}" ;;' if command.values else ""
    return (
        f"                    {command.name})\n"
        f'                        case "$current" in -*) words="{names}" ;;{values} esac ;;'
    )
