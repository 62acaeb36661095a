#!/bin/sh
# The tests in Rust, the examples of its documentation included, as on a machine that has no Python.
#
#   scripts/test_rust.sh [arguments of cargo test ...]
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
cd "$root"
if cargo tree --locked --quiet --no-default-features --edges all --prefix none | grep -q '^pyo3'; then
    fail "the core depends on PyO3 without the feature python"
fi
# Were an interpreter asked for all the same, this one would not answer.
PYO3_PYTHON=$root/there-is-no-python
export PYO3_PYTHON
# Surveys of columns are a feature; nothing but one more table comes with it.
cargo test --locked --no-default-features --features survey "$@"
# Columns go through the kernels of the machine, which the tests of kernels compare one by one; here all that is behind.
for kernel in portable avx2; do
    SMSENC_KERNEL=$kernel cargo test --locked --no-default-features --features survey --test suite columns
done
