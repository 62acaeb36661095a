#!/bin/sh
# Instructions of the hot paths, counted by valgrind's callgrind. A clock cannot fail a build; an instruction can.
#
#   scripts/instructions.sh           compares with benches/instructions.txt: more than 3 % above it fails
#   scripts/instructions.sh --write   writes it: commit that with the reason
#
# Valgrind knows no AVX-512 and says so to programs: what is counted is AVX2. The baseline is of one version of rustc; another one reports and fails nothing. Each path runs 10 and 110 times, so
# that the difference is a hundred calls and nothing else. No crate is used for that: those that drive callgrind need a
# second program of the very version of the library to be installed first.
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
command -v valgrind >/dev/null 2>&1 || skip "no valgrind (Debian and Ubuntu: apt install valgrind)"
[ "$(uname -m)" = x86_64 ] || skip "the baseline is of x86-64"
grep -qw avx2 /proc/cpuinfo || skip "the baseline is of processors with AVX2"
cd "$root"
baseline=benches/instructions.txt
mkdir -p "$build/bench"
program=$(cargo bench --locked --no-default-features --bench instructions --no-run 2>&1 |
    sed -n 's/.*Executable.*(\(.*\))$/\1/p')
[ -x "$program" ] || fail "the bench instructions could not be built"
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$2" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}
{
    rustc -V
    for name in $("$program"); do
        few=$(count "$name" 10)
        many=$(count "$name" 110)
        echo "$name $(((many - few) / 100))"
    done
} >"$build/bench/instructions.txt"
if [ "${1:-}" = --write ]; then
    cp "$build/bench/instructions.txt" "$baseline"
    cat "$baseline"
    exit
fi
[ -f "$baseline" ] || fail "no $baseline: scripts/instructions.sh --write"
same=no
[ "$(head -n 1 "$baseline")" != "$(head -n 1 "$build/bench/instructions.txt")" ] || same=yes
awk -v same="$same" '
    FNR == 1 { next }
    NR == FNR { before[$1] = $2; next }
    !($1 in before) { printf "%-28s %7d   new: write the baseline\n", $1, $2; bad = 1; next }
    {
        change = 100 * ($2 - before[$1]) / before[$1]
        # A count of a few hundred moves by a single instruction more or less.
        worse = change > 3 && $2 - before[$1] > 4
        printf "%-28s %7d %+7.1f %%%s\n", $1, $2, change, worse ? "  ABOVE THE BASELINE" : ""
        if (worse) bad = 1
    }
    END { exit same == "yes" && bad }' "$baseline" "$build/bench/instructions.txt" || fail "more instructions than $baseline says"
[ $same = yes ] || loud "the baseline is of $(head -n 1 "$baseline"): reported only"
