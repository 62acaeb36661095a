#!/bin/sh
# All tests of both languages. Needs CPython 3.10 or newer, a Rust toolchain and the package indexes; makes the rest.
# The last line counts the tests. PYTHON=... chooses the interpreter.
set -eu

. "$(dirname -- "$0")/lib.sh"

exec </dev/null
logs=$build/log
mkdir -p "$logs"

# part NAME: runs scripts/NAME.sh, shows and keeps what it prints; status_NAME is how it ended.
part() {
    {
        sh "$root/scripts/$1.sh" 2>&1 && echo 0 >"$logs/$1.status" || echo $? >"$logs/$1.status"
    } | tee "$logs/$1.log"
}

part test_python
part test_rust

# The totals of pytest ("== 2 failed, 7 passed, 1 skipped in 3.1s ==") and of cargo ("test result: ok. 7 passed; ...").
# A part that ended badly without a failed test (it did not build) counts as one failure.
total=$(awk -v python="$(cat "$logs/test_python.status")" -v rust="$(cat "$logs/test_rust.status")" '
    /^=+ .* in [0-9.]+s.* =+$/ || /^test result: / {
        language = /^=/ ? "python" : "rust"
        gsub(/[,;:]/, "")
        for (i = 2; i <= NF; i++) {
            if ($i == "passed" || $i == "xfailed") passed += $(i - 1)
            if ($i == "failed" || $i == "error" || $i == "errors" || $i == "xpassed") failed[language] += $(i - 1)
            if ($i == "skipped" || $i == "ignored") skipped += $(i - 1)
        }
    }
    END {
        if (python != 0 && !failed["python"]) failed["python"] = 1
        if (rust != 0 && !failed["rust"]) failed["rust"] = 1
        printf "%d passed, %d failed, %d skipped\n", passed, failed["python"] + failed["rust"], skipped
    }' "$logs/test_python.log" "$logs/test_rust.log")
printf '\n%s\n' "$total"
case $total in
    "0 passed"*) exit 1 ;;
    *", 0 failed,"*) ;;
    *) exit 1 ;;
esac
