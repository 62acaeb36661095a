#!/bin/sh
# The table of goals: every operation beside its reference, in the same run and in turns, as ratios; times decide nothing.
#
#   scripts/bench.sh [rows_*.py options ...]   BENCH_QUICK=1 runs everything and measures nothing well
#
# What was measured is kept as JSON in build/bench/, with the processor and the interpreter.
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
cd "$root"
mkdir -p "$build/bench"
quick=
[ -z "${BENCH_QUICK:-}" ] || quick=--quick
python=$(default_python)
environment bench-ratios "$python" "$(wheel "$python")" "$root/requirements/bench.txt"
cargo bench --quiet --locked --no-default-features --bench ratios -- $quick >"$build/bench/kernels.json"
"$build/env/bench-ratios/bin/python" benches/python/ratios.py $quick --kernels "$build/bench/kernels.json" \
    --json "$build/bench/ratios.json" "$@"
# Up to 10^5 characters and messages; benches/python/growth.py without --short goes to 10^6 and 10^7, for an hour.
"$build/env/bench-ratios/bin/python" benches/python/growth.py ${quick:---short} --json "$build/bench/growth.json"
# Per script and length, for looking closely: within a group all is of one run.
"$build/env/bench-ratios/bin/python" -m pytest -q -p no:cacheprovider -p no:xdist benches/python/bench_scripts.py \
    benches/python/bench_calls.py ${quick:+--benchmark-disable} --benchmark-max-time=0.05 --benchmark-min-rounds=3 \
    --benchmark-columns=median,ops --benchmark-sort=mean --benchmark-json="$build/bench/calls.json"
echo "kept: $build/bench/ratios.json, growth.json, calls.json"
