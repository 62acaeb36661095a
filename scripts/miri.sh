#!/bin/sh
# The kernels under Miri, those for AVX2 and AVX-512 among them (but for two instructions): it finds what no test can see (reads
# outside of memory, undefined values, races). All other code of the core is safe, which the lint `unsafe_code` sees to. Miri
# interprets, so the tests do less in it.
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
command -v rustup >/dev/null 2>&1 || skip "no rustup, so no Miri"
nightly miri rust-src || skip "no Miri: rustup toolchain install nightly --component miri --component rust-src"
cd "$root"
CARGO_TARGET_DIR=$CARGO_TARGET_DIR/miri
export CARGO_TARGET_DIR
# Miri has no processor to ask: what it may run is said here.
[ "$(uname -m)" != x86_64 ] || RUSTFLAGS="${RUSTFLAGS:-} -Ctarget-feature=+avx2,+popcnt,+bmi1,+bmi2,+avx512f,+avx512bw,+avx512vbmi"
export RUSTFLAGS

rustup run nightly cargo miri test --locked --no-default-features --test suite kernels
