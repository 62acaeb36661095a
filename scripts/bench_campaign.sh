#!/bin/sh
# Campaigns of 16,000,000 rows beside the engine's own count of characters over the same files, in turns: ratios, rows per
# second, peak memory, and whether memory grows with the rows.
#
#   scripts/bench_campaign.sh [--rows N] [--rounds N]    the files are made once, in build/bench/campaign (about 500 MB)
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
cd "$root"
mkdir -p "$build/bench"
python=$(default_python)
environment bench-campaign "$python" "$(wheel "$python")" "$root/tests/python/campaign/requirements.txt"
"$build/env/bench-campaign/bin/python" benches/campaign/campaign.py "$build/bench/campaign" \
    --json "$build/bench/campaign.json" "$@"
echo "kept: $build/bench/campaign.json"

# The same counts in the engines' own forms. Spark is measured where pyspark and Java are (requirements/cluster.txt).
environment bench-engines "$python" "$(wheel "$python")" "$root/tests/python/frames/requirements.txt"
"$build/env/bench-engines/bin/python" benches/campaign/engines.py "$build/bench/engines"
