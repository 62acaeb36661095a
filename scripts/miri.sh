#!/bin/sh
# The kernels in plain Rust, and what reads text through them, under Miri: it finds what no test can see (reads outside
# of memory, undefined values). Miri knows no AVX2: for those kernels see scripts/memcheck.sh. It takes long, so it is no
# job of the list: scripts/ci.sh miri
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
command -v rustup >/dev/null 2>&1 || skip "no rustup, so no Miri"
# Nothing is installed here: another nightly toolchain is not for a script to choose.
rustup run nightly cargo miri --version >/dev/null 2>&1 ||
    skip "no Miri here: rustup toolchain install nightly --component miri --component rust-src"
cd "$root"
CARGO_TARGET_DIR=$CARGO_TARGET_DIR/miri rustup run nightly cargo miri test --locked --no-default-features --test suite kernels
CARGO_TARGET_DIR=$CARGO_TARGET_DIR/miri rustup run nightly cargo miri test --locked --no-default-features --lib -- \
    septet:: segment:: text:: user_data::
