#!/bin/sh
# Runs the main job on real-looking messages: count them, encode one, build a request for a gateway.
#
#   scripts/run.sh                            the messages that come with the project
#   INPUT=file [COLUMN=name] scripts/run.sh   your own: .txt (one per line), .csv or .tsv
#
# Makes all it needs in .venv of the project: that takes Python 3.10 or newer and a Rust toolchain. The
# package is built again only when its sources have changed. PYTHON=... chooses another Python.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
venv=$root/.venv
stamp=$venv/smsenc-sources

fail() {
    printf 'run.sh: %s\n' "$*" >&2
    exit 2
}

is_suitable() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_suitable "$PYTHON" || fail "PYTHON=$PYTHON is not Python 3.10 or newer"
        printf '%s\n' "$PYTHON"
        return
    fi
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
        if is_suitable "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "Python 3.10 or newer is needed: install it, or say where it is with PYTHON=..."
}

make_environment() {
    # An environment whose Python has been removed, or was never finished, is made anew.
    if is_suitable "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    python=$(find_python)
    printf 'Making the environment %s ...\n' "$venv" >&2
    rm -rf "$venv"
    if ! "$python" -m venv "$venv"; then
        rm -rf "$venv"
        fail "$python cannot make environments (on Debian and Ubuntu: apt install python3-venv)"
    fi
}

# One line that changes when anything changes that goes into the package.
fingerprint() {
    "$venv/bin/python" -V
    (
        cd "$root"
        set -- src python Cargo.toml pyproject.toml
        [ ! -f Cargo.lock ] || set -- "$@" Cargo.lock
        find "$@" -type f ! -name '*.pyc' ! -name '*.so' ! -name '*.pyd' -exec cksum {} + | LC_ALL=C sort | cksum
    )
}

install_package() {
    now=$(fingerprint)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then
        return
    fi
    if ! command -v cargo >/dev/null 2>&1; then
        PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
        export PATH
        command -v cargo >/dev/null 2>&1 || fail "a Rust toolchain is needed: see https://rustup.rs"
    fi
    printf 'Building and installing smsenc (the first time takes a minute or two) ...\n' >&2
    rm -f "$stamp"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps "$root"
    printf '%s\n' "$now" >"$stamp"
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
