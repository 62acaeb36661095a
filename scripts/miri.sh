#!/bin/sh
# The unit tests, and the kernels with those for AVX2 among them, under Miri: it finds what no test can see (reads outside
# of memory, undefined values, races). It interprets, so the tests that would take long do less in it or are left out.
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
command -v rustup >/dev/null 2>&1 || skip "no rustup, so no Miri"
nightly miri rust-src || skip "no Miri: rustup toolchain install nightly --component miri --component rust-src"
cd "$root"
CARGO_TARGET_DIR=$CARGO_TARGET_DIR/miri
export CARGO_TARGET_DIR
# Miri has no processor to ask: what it may run is said here.
[ "$(uname -m)" != x86_64 ] || RUSTFLAGS="${RUSTFLAGS:-} -Ctarget-feature=+avx2,+popcnt"
export RUSTFLAGS

# under_miri [arguments of cargo test ...]
under_miri() {
    rustup run nightly cargo miri test --locked --no-default-features "$@"
}

under_miri --lib --test suite --no-run
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Miri takes one core, whatever the threads of a test: the two run beside each other.
under_miri --lib >"$log" 2>&1 &
status=0
under_miri --test suite kernels || status=$?
wait $! || status=$?
cat "$log"
exit $status
