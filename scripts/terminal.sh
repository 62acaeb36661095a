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
    # A package has the name of its program.
    # shellcheck disable=SC2086
    install_packages $wanted
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
