#!/bin/sh
# The list of jobs: what a contributor is told to run is what CI runs. Every job installs what it needs, runs even if
# another has failed, and is named at the end with its result. Fails if one of them failed.
#
#   scripts/ci.sh [JOB ...]    these jobs, or all
#   scripts/ci.sh --list       their names
#
# A job that cannot be done here (a tool that is no package of the indexes) is skipped, and says why.
set -eu

. "$(dirname -- "$0")/lib.sh"

limit=1500 # seconds; a job that takes longer hangs

# The minor versions of Python that pyproject.toml promises.
minors() {
    sed -n 's/.*"Programming Language :: Python :: 3\.\([0-9][0-9]*\)".*/\1/p' "$root/pyproject.toml"
}

list() {
    echo test format clippy rustdoc ruff mypy tables vectors docs sdist benches instructions memcheck miri msrv
    default=$(minor_of "$(default_python)")
    for minor in $(minors); do
        [ "$minor" = "$default" ] || echo "python3.$minor" # the default one is part of the job test
    done
    echo referees clients cluster browser terminal fuzz # clients also has tests for a tool that the referees install
}

# has NAME FILE...: an environment with the wheel and what the requirement files name; prints its interpreter.
has() {
    name=$1
    shift
    python=$(default_python)
    wheel=$(wheel "$python")
    environment "$name" "$python" "$wheel" "$@"
    echo "$build/env/$name/bin/python"
}

tools() {
    environment lint "$(default_python)" "$root/requirements/lint.txt"
    echo "$build/env/lint/bin/$1"
}

# With all features the binding is compiled, and PyO3 asks an interpreter for its version.
with_python() {
    PYO3_PYTHON=$(default_python)
    export PYO3_PYTHON
}

job() {
    cd "$root"
    case $1 in
        test) sh scripts/test.sh ;;
        format) cargo fmt --check ;;
        clippy)
            with_python
            cargo clippy --locked --all-targets --all-features -- -D warnings
            ;;
        rustdoc) RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --no-default-features ;;
        ruff)
            ruff=$(tools ruff)
            worst=0
            "$ruff" check --no-cache || worst=1
            "$ruff" format --check --no-cache || worst=1
            return $worst
            ;;
        mypy) check_types ;;
        tables) "$(default_python)" scripts/generate_tables.py --check ;;
        vectors)
            python=$(has tools "$root/requirements/test.txt")
            "$python" scripts/vectors_report.py
            ;;
        docs) sh scripts/docs.sh ;;
        sdist) try_sdist ;;
        benches) try_benches ;;
        instructions | miri | memcheck) sh "scripts/$1.sh" ;;
        msrv) try_oldest_rust ;;
        python3.*)
            python=$(python_minor "${1#python3.}")
            [ -n "$python" ] || skip "no CPython ${1#python} with venv on this machine"
            # The job test has compared the corpus with the naive twin, which is half of the time: that depends on the core.
            sh scripts/test_python.sh "$python" --ignore=tests/python/test_corpus_agreement.py
            ;;
        clients) try_clients ;;
        cluster) try_cluster ;;
        browser) sh scripts/browser.sh ;;
        referees)
            [ -f scripts/referees.sh ] || skip "there are no referees"
            python=$(has tools "$root/requirements/test.txt")
            SMSENC_PYTHON=$python sh scripts/referees.sh
            ;;
        terminal) sh scripts/terminal.sh ;;
        fuzz) sh scripts/fuzz.sh --smoke ;;
        public-api) # not part of the list: it writes what the job test compares
            python=$(has tools "$root/requirements/test.txt")
            "$python" tests/python/public_api.py --write
            ;;
        *) fail "no such job: $1" ;;
    esac
}

# The package from its sources, then the stub against the binary, then the tests of types as a user of the wheel.
check_types() {
    python=$(has types "$root/requirements/lint.txt")
    worst=0
    "$python" -m mypy --strict --cache-dir="$build/mypy" || worst=1
    away=$(mktemp -d)
    set --
    [ ! -f scripts/stubtest_allowlist.txt ] || set -- --allowlist "$root/scripts/stubtest_allowlist.txt"
    (cd "$away" && "$python" -m mypy.stubtest smsenc._core "$@") || worst=1
    for directory in tests/typing tests/python/typing; do
        if [ -d "$directory" ]; then
            (cd "$away" && "$python" -m mypy --strict --cache-dir="$build/mypy-typing" "$root/$directory") || worst=1
        fi
    done
    rm -rf "$away"
    return $worst
}

# What somebody gets who has no wheel: the package from its source distribution, built by pip. Unoptimised, to be quick.
try_sdist() {
    environment build "$(default_python)" requirements/build.txt
    rm -rf "$build/sdist" "$build/env/sdist"
    "$build/env/build/bin/python" -m maturin sdist --out "$build/sdist"
    environment sdist "$(default_python)"
    MATURIN_PEP517_ARGS='--profile dev' \
        "$build/env/sdist/bin/python" -m pip install --quiet --no-cache-dir "$build"/sdist/smsenc-*.tar.gz
    cd "$build"
    "$build/env/sdist/bin/smsenc" estimate 'Hello from the source distribution'
    "$build/env/sdist/bin/python" -m pip check
}

# Every bench once, as a test: they must compile and run. What is measured in so short a time means little; it is kept in
# build/bench all the same, as JSON.
try_benches() {
    cargo test --locked --no-default-features --bench '*'
    BENCH_QUICK=1 sh scripts/bench.sh
    "$build/env/bench-ratios/bin/python" benches/python/bench_requests.py --count 1000 --rounds 1
    python=$(has bench-campaign "$root/tests/python/campaign/requirements.txt")
    "$python" benches/campaign/campaign.py "$build/bench/quick" --rows 20000 --files 2 --rounds 1 \
        --json "$build/bench/campaign.json"
}

# Compiles with the oldest Rust that Cargo.toml promises.
try_oldest_rust() {
    oldest=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    command -v rustup >/dev/null 2>&1 || skip "no rustup, so no Rust $oldest"
    if ! rustup run "$oldest" cargo -V >/dev/null 2>&1; then
        [ "${CI:-}" = true ] || skip "Rust $oldest is not here: rustup toolchain install --profile minimal $oldest"
        rustup toolchain install --profile minimal --no-self-update "$oldest" || skip "Rust $oldest cannot be installed"
    fi
    with_python
    CARGO_TARGET_DIR=$CARGO_TARGET_DIR/msrv rustup run "$oldest" cargo check --locked --lib --all-features
}

# smsenc.spark on a Spark of its own with two executors. It needs Java, which is no package of Python.
try_cluster() {
    if ! java -version >/dev/null 2>&1; then
        [ "${CI:-}" = true ] || skip "no Java (Debian and Ubuntu: apt install default-jre-headless)"
        install_packages default-jre-headless
        java -version >/dev/null 2>&1 || skip "no Java, and apt-get could not install default-jre-headless"
    fi
    has cluster "$root/requirements/cluster.txt" >/dev/null
    mkdir -p "$build/log"
    log=$build/log/cluster.log
    status=0
    pytest_away cluster -rs tests/python/cluster >"$log" 2>&1 || status=$?
    cat "$log"
    ! grep -q '^SKIPPED' "$log" || fail "a test was skipped, although everything that it needs should be here"
    return $status
}

# The tests that need the packages of others: every directory under tests/python with a requirements.txt.
try_clients() {
    set --
    for file in $(find tests/python -name requirements.txt | LC_ALL=C sort); do
        set -- "$@" "$file"
    done
    [ $# -gt 0 ] || skip "no directory of tests/python has a requirements.txt"
    has clients "$root/requirements/test.txt" "$@" >/dev/null
    count=$#
    while [ "$count" -gt 0 ]; do
        set -- "$@" "$(dirname "$1")"
        shift
        count=$((count - 1))
    done
    mkdir -p "$build/log"
    log=$build/log/clients.log
    status=0
    pytest_away clients --numprocesses=auto -rs "$@" >"$log" 2>&1 || status=$?
    cat "$log"
    ! grep -E '^SKIPPED.*(could not import|not installed)' "$log" ||
        fail "a test lacks a package that its requirements.txt should name"
    return $status
}

case ${1:-} in
    --list)
        list | tr ' ' '\n'
        exit
        ;;
    --job)
        job "$2"
        exit
        ;;
esac

exec </dev/null
need_cargo
[ $# -gt 0 ] || set -- $(list)
mkdir -p "$build"
summary=$(mktemp)
SMSENC_SKIP_REASON=$(mktemp)
export SMSENC_SKIP_REASON
trap 'rm -f "$summary" "$SMSENC_SKIP_REASON"' EXIT
trap 'exit 130' INT TERM
timeout=
# Nobody watches CI. A person has Ctrl-C, which would not reach what timeout runs.
if [ "${CI:-}" = true ] && command -v timeout >/dev/null 2>&1; then
    timeout="timeout $limit"
fi
failed=0
for name in "$@"; do
    printf '\n=== %s\n' "$name"
    : >"$SMSENC_SKIP_REASON"
    start=$(date +%s)
    status=0
    # A process of its own, so that the first failing command ends the job and not the list.
    $timeout sh "$0" --job "$name" || status=$?
    seconds=$(($(date +%s) - start))
    case $status in
        0) result=passed ;;
        "$skipped") result="SKIPPED: $(cat "$SMSENC_SKIP_REASON")" ;;
        124) result="FAILED: no end after $limit s" failed=1 ;;
        *) result=FAILED failed=1 ;;
    esac
    printf '%-12s %5d s  %s\n' "$name" "$seconds" "$result" >>"$summary"
done
printf '\n%-12s %7s  %s\n' job time result
cat "$summary"
exit $failed
