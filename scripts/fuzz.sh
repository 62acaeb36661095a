#!/bin/sh
# Runs every fuzz target of fuzz/ for some time, from its seeds in fuzz/seeds/TARGET and what earlier runs have found.
#
#   scripts/fuzz.sh SECONDS [TARGET ...]   installs cargo-fuzz if it is missing (that takes minutes)
#   scripts/fuzz.sh --smoke                a few seconds per target; installs nothing, and is skipped where something lacks
#
# Needs the nightly toolchain, which instruments the code: rustup toolchain install nightly
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
cargo +nightly -V >/dev/null 2>&1 || missing "no nightly toolchain: rustup toolchain install --profile minimal nightly"
if ! cargo +nightly fuzz --version >/dev/null 2>&1; then
    [ "$smoke" = no ] || missing "no cargo-fuzz: make fuzz installs it"
    cargo install --locked cargo-fuzz
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
