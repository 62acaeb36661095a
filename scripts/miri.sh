#!/bin/sh
# The kernels in plain Rust, and what reads text through them, under Miri: it finds what no test can see (reads outside
# of memory, undefined values). Miri knows no AVX2: for those kernels see scripts/memcheck.sh.
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
command -v rustup >/dev/null 2>&1 || skip "no rustup, so no Miri"
if ! rustup run nightly cargo miri --version >/dev/null 2>&1; then
    [ "${CI:-}" = true ] || skip "no Miri here: rustup toolchain install nightly --component miri rust-src"
    rustup toolchain install nightly --profile minimal --component miri --component rust-src --no-self-update ||
        skip "Miri cannot be installed"
fi
cd "$root"
CARGO_TARGET_DIR=$CARGO_TARGET_DIR/miri rustup run nightly cargo miri test --locked --no-default-features --test suite kernels
CARGO_TARGET_DIR=$CARGO_TARGET_DIR/miri rustup run nightly cargo miri test --locked --no-default-features --lib -- \
    septet:: segment:: text:: user_data::
