#!/bin/sh
# The tests in Python: builds the wheel, installs it into a clean environment, and runs a copy of the tests on it,
# away from the sources.
#
#   scripts/test_python.sh [PYTHON [pytest arguments ...]]
#
#   PYTHON   an interpreter, CPython 3.10 or newer; without it the one on the PATH
set -eu

. "$(dirname -- "$0")/lib.sh"

python=${1:-$(default_python)}
[ $# -eq 0 ] || shift
wheel=$(wheel "$python")
name=test-3.$(minor_of "$python")
rm -rf "$build/env/$name"
environment "$name" "$python" "$wheel" "$root/requirements/test.txt"
# One process per core; the slowest tests are named, so that the suite stays quick.
pytest_away "$name" --numprocesses=auto --durations=10 --durations-min=3 "$@"
