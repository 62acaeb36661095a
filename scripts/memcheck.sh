#!/bin/sh
# The tests of all kernels under valgrind, AVX2 included: no read or write outside of what was given. Valgrind knows no
# AVX-512 and says so to programs, which then take AVX2.
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
command -v valgrind >/dev/null 2>&1 || skip "no valgrind (Debian and Ubuntu: apt install valgrind)"
grep -qw avx2 /proc/cpuinfo 2>/dev/null || skip "no AVX2 here"
cd "$root"
program=$(cargo test --locked --no-default-features --test suite --no-run 2>&1 | sed -n 's/.*Executable.*(\(.*\))$/\1/p')
[ -x "$program" ] || fail "the tests could not be built"
# Short lengths: valgrind is slow, and all ways through a kernel are taken below 200 characters.
SMSENC_TEST_LENGTH=200 valgrind --quiet --error-exitcode=1 "$program" kernels --test-threads 1
