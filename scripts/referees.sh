#!/bin/sh
# The referee tests: the output of smsenc goes through tools that others wrote (tshark, smstools,
# gammu, libosmogsm, ICU, gnokii, libwbxml), and theirs through our decoder.
#
#   scripts/referees.sh [WHEEL] [pytest arguments ...]
#
#   WHEEL            the built wheel to test; without it the newest one in dist/
#   SMSENC_PYTHON    an interpreter that has smsenc and pytest already: no environment is made
#   REFEREES_INSTALL no: use what is there, install nothing
#   CI               true: a tool that cannot be installed is a failure; otherwise its tests are skipped, loudly
#
# Debian and Ubuntu only. Takes a few minutes; needs the network only for what it installs.
set -eu

. "$(dirname -- "$0")/lib.sh"

# package:what proves that it is there (a command, a shared library, or a module of the system's Python)
tools='tshark:tshark gammu:gammu python3-gammu:python=gammu gnokii-cli:gnokii smstools:smsd
libosmogsm18:library=libosmogsm.so.18 libwbxml2-utils:xml2wbxml icu-devtools:uconv'

present() {
    case $1 in
        python=*) /usr/bin/python3 -I -c "import ${1#python=}" 2>/dev/null ;;
        library=*) /usr/bin/python3 -I -c "import ctypes; ctypes.CDLL('${1#library=}')" 2>/dev/null ;;
        *) command -v "$1" >/dev/null 2>&1 || test -x "/usr/sbin/$1" ;;
    esac
}

missing() {
    for entry in $tools; do
        present "${entry#*:}" || printf '%s ' "${entry%%:*}"
    done
}

wanted=$(missing)
if [ -n "$wanted" ] && [ "${REFEREES_INSTALL:-yes}" != no ]; then
    # shellcheck disable=SC2086
    install_packages $wanted
    wanted=$(missing)
fi
if [ -n "$wanted" ]; then
    loud "missing: $wanted"
    if [ "${CI:-}" = true ]; then
        exit 1
    fi
    loud "the tests that need them are SKIPPED"
fi

wheel=
case ${1:-} in
    *.whl) wheel=$1; shift ;;
esac

if [ -z "${SMSENC_PYTHON:-}" ]; then
    if [ -z "$wheel" ]; then
        for candidate in "$root"/dist/*.whl; do
            if [ -e "$candidate" ] && { [ -z "$wheel" ] || [ "$candidate" -nt "$wheel" ]; }; then
                wheel=$candidate
            fi
        done
    fi
    if [ -z "$wheel" ]; then
        loud "no wheel: build one into dist/, name it as the argument, or set SMSENC_PYTHON"
        exit 2
    fi
    environment=$(mktemp -d)
    trap 'rm -rf "$environment"' EXIT
    "${PYTHON:-python3}" -m venv "$environment"
    "$environment/bin/python" -m pip install -q --disable-pip-version-check "$wheel" pytest pytest-xdist
    SMSENC_PYTHON=$environment/bin/python
fi

# Away from the sources, so that only the installed package can be imported.
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere" ${environment:+"$environment"}' EXIT
cp -R "$root/tests/referees" "$elsewhere/referees"
cd "$elsewhere"
# The tools sleep more than they work: a few at a time where pytest-xdist is there.
if "$SMSENC_PYTHON" -c 'import xdist' 2>/dev/null; then
    set -- -n 3 --dist loadfile "$@"
fi
"$SMSENC_PYTHON" -m pytest -p no:cacheprovider --import-mode=importlib -rs referees "$@"
