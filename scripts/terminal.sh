#!/bin/sh
# The tests of the command line in a real terminal emulator (tmux) and in real shells (bash, zsh, fish).
#
#   scripts/terminal.sh [pytest arguments ...]
#
#   TERMINAL_INSTALL no: use what is there, install nothing
#   CI               true: a program that cannot be installed is a failure; otherwise its tests are skipped, loudly
#
# Installs what is missing with apt-get, where there is one.
set -eu

. "$(dirname -- "$0")/lib.sh"

programs='tmux bash zsh fish'

missing() {
    for program in $programs; do
        command -v "$program" >/dev/null 2>&1 || printf '%s ' "$program"
    done
}

wanted=$(missing)
if [ -n "$wanted" ] && [ "${TERMINAL_INSTALL:-yes}" != no ]; then
    if command -v apt-get >/dev/null 2>&1; then
        as_root=
        [ "$(id -u)" = 0 ] || as_root='sudo -n'
        echo "terminal: installing $wanted"
        apt() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"; }
        apt update >/dev/null || loud "apt-get update failed"
        for program in $wanted; do # a package has the name of its program
            apt install --no-install-recommends "$program" >/dev/null || loud "$program cannot be installed"
        done
    else
        loud "no apt-get here: install by hand: $wanted"
    fi
    wanted=$(missing)
fi
if [ -n "$wanted" ]; then
    [ "${CI:-}" != true ] || fail "missing: $wanted"
    loud "missing: $wanted; the tests that need them are SKIPPED"
else
    SMSENC_TERMINAL=required
    export SMSENC_TERMINAL
fi

python=$(default_python)
environment tools "$python" "$(wheel "$python")" "$root/requirements/test.txt"
# The screens wait more than they work.
pytest_away tools -n 4 -rs tests/python/terminal "$@"
