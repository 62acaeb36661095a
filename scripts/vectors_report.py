"""Count the verdicts on the vectors of other projects, by kind and by file; exit 1 on a failure.

Run with an interpreter that has smsenc: ``python scripts/vectors_report.py [-v]``. ``-v`` names every
case that is disputed or not applicable, with its reason; failures are always named.
"""

from __future__ import annotations

import collections
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "python"))

import vectors

COLUMNS = ("pass", "disputed", "not applicable", "stale dispute", "fail")


def table(title: str, counts: dict[str, collections.Counter[str]]) -> str:
    """Rows by name and a total, columns by verdict."""
    width = max(map(len, [*counts, title]))
    lines = [f"{title:<{width}}" + "".join(f"{column:>16}" for column in COLUMNS)]
    for name in sorted(counts):
        lines.append(f"{name:<{width}}" + "".join(f"{counts[name][column]:>16}" for column in COLUMNS))
    total = sum(counts.values(), collections.Counter())
    lines.append(f"{'total':<{width}}" + "".join(f"{total[column]:>16}" for column in COLUMNS))
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    by_kind: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    by_file: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    failed = 0
    for case, verdict, reason in vectors.verdicts():
        by_kind[case.kind][verdict] += 1
        by_file[case.file][verdict] += 1
        wrong = verdict in ("fail", "stale dispute")
        failed += wrong
        if wrong or (verdict != "pass" and "-v" in arguments):
            print(f"{verdict}: {case.kind} {case.id} ({case.source}): {reason[:500]}")
    print(table("kind", by_kind), table("file", by_file), sep="\n\n")
    if not by_kind:
        print("no cases were found", file=sys.stderr)
        return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
