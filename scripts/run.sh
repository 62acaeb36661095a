#!/bin/sh
# Runs the main job on real-looking messages: count them, encode one, build a request for a gateway.
#
#   scripts/run.sh                            the messages that come with the project
#   INPUT=file [COLUMN=name] scripts/run.sh   your own: .txt (one per line), .csv or .tsv
#
# Makes all it needs in .venv of the project: that takes Python 3.10 or newer and a Rust toolchain. The
# package is built again only when its sources have changed. PYTHON=... chooses another Python.
set -eu

. "$(dirname -- "$0")/lib.sh"

venv=$root/.venv
stamp=$venv/smsenc-state

make_environment() {
    if is_suitable "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        [ -z "${PYTHON:-}" ] || [ "$("$PYTHON" -VV)" = "$("$venv/bin/python" -VV)" ] ||
            fail "$venv was made with another Python than PYTHON=$PYTHON: remove it first"
        return
    fi
    # There is none, its Python has been removed, or it was never finished.
    python=$(default_python)
    printf 'Making the environment %s ...\n' "$venv" >&2
    rm -rf "$venv"
    "$python" -m venv "$venv" || fail "$python cannot make environments (Debian and Ubuntu: apt install python3-venv)"
}

install_package() {
    state=$(fingerprint && "$venv/bin/python" -VV)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then
        return
    fi
    need_cargo
    printf 'Building and installing smsenc (the first time takes a minute or two) ...\n' >&2
    rm -f "$stamp"
    # pip takes the build backend from the package index. The package itself needs no other.
    "$venv/bin/python" -m pip install --quiet --force-reinstall --no-deps "$root" || fail "smsenc could not be built"
    printf '%s\n' "$state" >"$stamp"
}

# Shows the command, then runs it. A failed message (1) does not end the tour, wrong usage (2) does.
worst=0
smsenc() {
    printf '\n$ smsenc'
    for word in "$@"; do
        case $word in
            *[!A-Za-z0-9_./:=-]*) printf ' "%s"' "$word" ;;
            *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n\n'
    status=0
    # -I: not the sources that may lie in the current directory.
    "$venv/bin/python" -I -m smsenc "$@" || status=$?
    [ "$status" -le 1 ] || exit "$status"
    [ "$status" -eq 0 ] || worst=1
}

input=${INPUT:-}
column=${COLUMN:-}
if [ -n "$input" ] && [ ! -r "$input" ]; then
    fail "cannot read INPUT=$input"
fi

make_environment
install_package

to=27999000001 # a number that nobody has
if [ -z "$input" ]; then
    example='Señor Núñez: su cita es mañana a las 10:30. ¿Puede confirmar? ¡Gracias!'
    cd "$root"
    smsenc estimate --file examples/messages.txt
    smsenc encode "$example"
    smsenc request --to "$to" "$example"
else
    set -- --file "$input"
    [ -z "$column" ] || set -- --column "$column" "$@"
    smsenc estimate "$@"
    smsenc encode --limit 1 "$@"
    smsenc request --limit 1 --to "$to" "$@"
fi
exit "$worst"
