"""The table of goals: every row measured against its reference, with goal, stretch and verdict.

    python benches/python/ratios.py [--quick] [--json FILE] [--kernels FILE] [--only ROW ...]

Rows of kernels come from the bench ``ratios`` of the crate, as JSON. A module ``rows_*.py`` beside this file adds rows
by a function ``rows()``. Nothing is asserted: a missed goal is a line of the table.
"""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from paired import Row, measure  # noqa: E402


def measured_rows(quick: bool, only: set[str]) -> list[dict[str, Any]]:
    found = []
    for path in sorted(HERE.glob("rows_*.py")):
        module = importlib.import_module(path.stem)
        rows: list[Row] = module.rows()
        for row in rows:
            if not only or row.row in only:
                rounds, slice_ms = (3, 0.2) if quick else (41, 1.5)
                found.append(measure(row, rounds, slice_ms).to_dict())
        if hasattr(module, "left_behind") and (not only or "20" in only):
            left = module.left_behind()
            found.append(
                {
                    "row": "20",
                    "name": "octets left in the caller's strings",
                    "goal": 0,
                    "stretch": 0,
                    "measured": left,
                    "verdict": "stretch" if left == 0 else "MISSED",
                    "at_least": False,
                }
            )
    return found


def order(found: dict[str, Any]) -> tuple[int, int, str]:
    digits = "".join(c for c in found["row"] if c.isdigit())
    return (not found["row"][0].isdigit(), int(digits or 0), found["row"])


def table(found: list[dict[str, Any]]) -> str:
    lines = [f"{'row':<4} {'operation / reference':<52} {'goal':>8} {'stretch':>8} {'measured':>9} {'ns':>9}  verdict"]
    for one in sorted(found, key=order):
        sign = ">=" if one.get("at_least") else "<="

        def limit(value: float | None, sign: str = sign) -> str:
            return "" if value is None else f"{sign} {value:g}"

        nanoseconds = one.get("nanoseconds")
        lines.append(
            f"{one['row']:<4} {one['name']:<52} {limit(one['goal']):>8} {limit(one['stretch']):>8} "
            f"{one['measured']:>9.3g} {'' if nanoseconds is None else format(nanoseconds, '.1f'):>9}  {one['verdict']}"
            + (f" ({one['note']})" if one.get("note") else "")
        )
    return "\n".join(lines)


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="run everything, measure nothing well")
    parser.add_argument("--json", type=Path, help="write what was measured to this file")
    parser.add_argument("--kernels", type=Path, help="rows of the crate's bench, as JSON")
    parser.add_argument("--only", nargs="*", default=[], help="these rows")
    arguments = parser.parse_args()
    found = measured_rows(arguments.quick, set(arguments.only))
    if arguments.kernels:
        found += json.loads(arguments.kernels.read_text(encoding="utf-8"))
    import smsenc

    machine = {
        "processor": processor(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "smsenc": smsenc.__version__,
        "kernels": getattr(smsenc._core, "KERNELS", "portable"),
        "quick": arguments.quick,
    }
    print(", ".join(f"{name}: {value}" for name, value in machine.items()))
    print(table(found))
    missed = sum(one["verdict"] == "MISSED" for one in found)
    judged = sum(one["verdict"] != "reported" for one in found)
    print(f"{judged - missed} of {judged} goals reached; ratios are medians of paired rounds, times the best of them")
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps({"machine": machine, "rows": found}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
