# Shared by the scripts that build and test: interpreters, environments, the wheel. To be sourced, not run.
# All that they make lies in build/ and in cargo's target directory.
# shellcheck shell=sh

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
build=$root/build
skipped=77 # the exit status of a job that was not done

: "${CARGO_TARGET_DIR:=$root/target}"
CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}
PIP_DISABLE_PIP_VERSION_CHECK=1
PIP_NO_INPUT=1
PYTHONDONTWRITEBYTECODE=1
export CARGO_TARGET_DIR CARGO_TERM_COLOR PIP_DISABLE_PIP_VERSION_CHECK PIP_NO_INPUT PYTHONDONTWRITEBYTECODE
# Only what is installed may be imported, and no interpreter may be mistaken for another.
unset PYTHONPATH PYTHONHOME __PYVENV_LAUNCHER__
if ! command -v cargo >/dev/null 2>&1; then
    PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
fi

loud() {
    printf '\n*** %s\n\n' "$*" >&2
}

fail() {
    loud "$*"
    exit 2
}

# skip REASON: ends the job as not done. The list of jobs repeats the reason at its end.
skip() {
    loud "SKIPPED: $*"
    [ -z "${SMSENC_SKIP_REASON:-}" ] || printf '%s\n' "$*" >"$SMSENC_SKIP_REASON"
    exit "$skipped"
}

# install_packages PACKAGE ...: with apt-get, where there is one. What cannot be installed is told, and is no failure: the
# caller looks for what it needs afterwards.
install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        loud "no apt-get here: install by hand: $*"
        return
    fi
    as_root=
    [ "$(id -u)" = 0 ] || as_root='sudo -n'
    # RUNLEVEL=1: no package may start a daemon.
    apt() { $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"; }
    printf 'installing %s\n' "$*"
    apt update >/dev/null || loud "apt-get update failed"
    # One by one, if need be: a package that this distribution lacks must not keep the others away.
    apt install --no-install-recommends "$@" >/dev/null 2>&1 || for package in "$@"; do
        apt install --no-install-recommends "$package" >/dev/null || loud "$package cannot be installed"
    done
}

need_cargo() {
    command -v cargo >/dev/null 2>&1 || fail "a Rust toolchain is needed: see https://rustup.rs"
}

# nightly [COMPONENT ...]: is the nightly toolchain here, with these components? Those are added; a whole toolchain is
# installed in CI only.
nightly() {
    command -v rustup >/dev/null 2>&1 || return 1
    if ! rustup run nightly cargo -V >/dev/null 2>&1; then
        [ "${CI:-}" = true ] || return 1
        rustup toolchain install --profile minimal --no-self-update nightly || return 1
    fi
    [ $# -eq 0 ] || rustup component add --toolchain nightly "$@"
}

# is_suitable PYTHON [MINOR]: CPython 3.10 or newer (3.MINOR exactly), which can make environments.
is_suitable() {
    "$1" -c 'import sys, ensurepip, venv
low, high = (int(sys.argv[1]),) * 2 if sys.argv[1:] else (10, 1000)
sys.exit(sys.implementation.name != "cpython" or not (3, low) <= sys.version_info[:2] <= (3, high))' \
        ${2:+"$2"} >/dev/null 2>&1
}

# default_python: the interpreter itself, not a shim of it. PYTHON=... chooses another.
default_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
        if is_suitable "$candidate"; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
        [ -z "${PYTHON:-}" ] || break
    done
    fail "CPython 3.10 or newer with venv is needed: install it, or say where it is with PYTHON=..."
}

# python_minor MINOR: the interpreter of CPython 3.MINOR; nothing when there is none. Version managers keep
# interpreters that the command on the PATH does not start unless they were selected.
python_minor() {
    for candidate in ${PYTHON:+"$PYTHON"} "python3.$1" "${PYENV_ROOT:-$HOME/.pyenv}/versions/3.$1".*/bin/python \
        "$HOME/.local/share/uv/python/cpython-3.$1".*/bin/python3; do
        if is_suitable "$candidate" "$1"; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
}

# minor_of PYTHON: 11 for CPython 3.11.
minor_of() {
    "$1" -c 'import sys; print(sys.version_info[1])'
}

# environment NAME PYTHON [requirement file or wheel ...]: makes build/env/NAME, or leaves it when it is that already.
environment() (
    place=$build/env/$1
    python=$2
    shift 2
    state=$("$python" -VV && cksum "$@" </dev/null)
    if [ "$(cat "$place/smsenc-state" 2>/dev/null)" = "$state" ]; then
        exit 0
    fi
    rm -rf "$place"
    mkdir -p "$build/env"
    "$python" -m venv "$place" || fail "$python cannot make environments (Debian and Ubuntu: apt install python3-venv)"
    count=$#
    while [ "$count" -gt 0 ]; do
        case $1 in
            *.txt) set -- "$@" -r "$1" ;;
            *) set -- "$@" "$1" ;;
        esac
        shift
        count=$((count - 1))
    done
    if [ $# -gt 0 ]; then
        "$place/bin/python" -m pip install --quiet "$@" || fail "pip could not install: $*"
    fi
    printf '%s\n' "$state" >"$place/smsenc-state"
)

# One line that changes when anything changes that goes into the wheel.
fingerprint() (
    cd "$root"
    find src python/smsenc Cargo.toml Cargo.lock pyproject.toml README.md LICENSE* -type f \
        ! -name '*.pyc' ! -name '*.so' ! -name '*.pyd' ! -path '*/.*' -exec cksum {} + | LC_ALL=C sort | cksum
)

# wheel PYTHON: prints the path of the release wheel for this interpreter, built if the sources have changed.
wheel() (
    set -e
    need_cargo
    python=$1
    place=$build/wheel/cp3$(minor_of "$python")
    state=$(fingerprint && "$python" -VV && cargo -V && printf '%s\n' "${RUSTFLAGS:-}")
    if [ "$(cat "$place/smsenc-state" 2>/dev/null)" != "$state" ]; then
        rm -rf "$place"
        environment build "$(default_python)" "$root/requirements/build.txt"
        printf 'Building the wheel for %s ...\n' "$("$python" -V)" >&2
        (
            cd "$root"
            "$build/env/build/bin/python" -m maturin build --release --locked --interpreter "$python" --out "$place" >&2
        ) || fail "the wheel could not be built"
        printf '%s\n' "$state" >"$place/smsenc-state"
    fi
    set -- "$place"/smsenc-*.whl
    [ $# -eq 1 ] && [ -e "$1" ] || fail "not one wheel in $place"
    printf '%s\n' "$1"
)

# pytest_away NAME [pytest arguments ...]: runs the tests of a copy, away from the sources, on what is installed
# in build/env/NAME.
pytest_away() (
    python=$build/env/$1/bin/python
    shift
    away=$(mktemp -d) || exit 2
    trap 'rm -rf "$away"' EXIT
    trap 'exit 130' INT TERM
    # With the sections for pytest, the texts whose examples are run, and the version that all must agree on.
    (
        cd "$root"
        find tests/python tests/vectors tables scripts/policies.py docs examples ./*.md pyproject.toml Cargo.toml \
            -type f ! -path '*/.*/*' ! -path '*/__pycache__/*' 2>/dev/null | tar -cf - -T -
    ) | tar -xf - -C "$away" || exit 2
    cd "$away" || exit 2
    "$python" -c 'import os, smsenc, smsenc._core, sysconfig
places = [os.path.realpath(module.__file__) for module in (smsenc, smsenc._core)]
installed = os.path.realpath(sysconfig.get_path("platlib"))
assert all(place.startswith(installed + os.sep) for place in places), (places, installed)
print("testing", places[1])' || exit 2
    "$python" -m pytest -p no:cacheprovider --color=no "$@"
)
