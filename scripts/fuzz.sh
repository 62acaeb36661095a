#!/bin/sh
# Runs every fuzz target of fuzz/ for some time, from its seeds in fuzz/seeds/TARGET and what earlier runs have found.
#
#   scripts/fuzz.sh SECONDS [TARGET ...]
#   scripts/fuzz.sh --smoke                a few seconds per target; skipped where something lacks
#
# cargo-fuzz is installed into build/ if it is missing (a minute of work). It needs the nightly toolchain, which
# instruments the code.
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
seconds=${1:?how many seconds per target}
shift
smoke=no
verbosity=1
if [ "$seconds" = --smoke ]; then
    smoke=yes
    seconds=5
    verbosity=0 # findings are printed all the same
fi
missing() {
    [ "$smoke" = no ] || skip "$1"
    fail "$1"
}
[ -f "$root/fuzz/Cargo.toml" ] || missing "there are no fuzz targets"
nightly || missing "no nightly toolchain: rustup toolchain install --profile minimal nightly"
PATH=$build/cargo-fuzz/bin:$PATH
export PATH
if ! cargo +nightly fuzz --version >/dev/null 2>&1; then
    cargo install --quiet --locked --root "$build/cargo-fuzz" cargo-fuzz || missing "cargo-fuzz cannot be installed"
fi

cd "$root"
CARGO_TARGET_DIR=$CARGO_TARGET_DIR/fuzz
export CARGO_TARGET_DIR
[ $# -gt 0 ] || set -- $(cargo +nightly fuzz list)
[ $# -gt 0 ] || fail "fuzz/ has no target"
for target in "$@"; do
    printf '\n--- %s, %s s\n' "$target" "$seconds"
    mkdir -p "fuzz/corpus/$target"
    seeds=
    [ ! -d "fuzz/seeds/$target" ] || seeds=fuzz/seeds/$target
    cargo +nightly fuzz run "$target" "fuzz/corpus/$target" $seeds -- \
        -verbosity="$verbosity" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048
done
