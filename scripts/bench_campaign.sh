#!/bin/sh
# Campaigns of 16,000,000 rows beside the engine's own count of characters over the same files, in turns: ratios, rows per
# second, peak memory, and whether memory grows with the rows.
#
# Then the counts in the forms of Polars, DuckDB, pandas and Spark, each beside what the engine itself does.
#
#   scripts/bench_campaign.sh [--rows N] [--rounds N]    the files are made once, in build/bench/campaign (150 MB)
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

# The same counts in the engines' own forms, over the same files.
environment bench-engines "$python" "$(wheel "$python")" "$root/tests/python/frames/requirements.txt"
"$build/env/bench-engines/bin/python" benches/campaign/engines.py "$build/bench/campaign" \
    --engines polars duckdb duckdb-empty duckdb-estimate pandas --json "$build/bench/engines.json" "$@"
if ! java -version >/dev/null 2>&1; then
    [ "$(id -u)" != 0 ] || install_packages default-jre-headless
fi
if java -version >/dev/null 2>&1; then
    # Spark does not take the pandas of the others.
    environment bench-spark "$python" "$(wheel "$python")" "$root/requirements/cluster.txt" \
        "$root/tests/python/campaign/requirements.txt"
    "$build/env/bench-spark/bin/python" benches/campaign/engines.py "$build/bench/campaign" \
        --engines spark --json "$build/bench/spark.json" "$@"
else
    loud "SPARK WAS NOT MEASURED: there is no Java (Debian and Ubuntu: apt install default-jre-headless)"
fi
