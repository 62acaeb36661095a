"""Segments of a corpus before and after each replacement policy.

usage: python scripts/policies.py [--last] [CORPUS ...]

A corpus is a text file, one message a line; ``--last`` takes what stands behind the last tabulator of a line. Without a
corpus, and in any case first, the generated corpus of the tests is counted. Prints numbers, and no text. Run with an
interpreter that has smsenc.
"""

from __future__ import annotations

import argparse
import pathlib
import sys
from collections.abc import Iterable

import smsenc

ROOT = pathlib.Path(__file__).resolve().parent.parent
POLICIES: dict[str, smsenc.Options] = {
    "as given": {},
    "LF, NFC": {"line_breaks": "lf", "normalization": "NFC"},
    "smart": {"replace": "smart"},
    "smart-wide": {"replace": "smart-wide"},
    "transliterate": {"replace": "transliterate"},
    "all of these": {"line_breaks": "lf", "normalization": "NFC", "replace": "transliterate"},
}
ROW = "| {:14} | {:>9} | {:>7} | {:>9} | {:>11} | {:>8} |"


def table(name: str, texts: list[str]) -> Iterable[str]:
    """Rows of Markdown: what each policy makes of the texts."""
    yield f"{name}: {len(texts)} messages\n"
    yield ROW.format("policy", "segments", "saved", "of 100", "in UCS-2", "changed")
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    given = None
    for policy, options in POLICIES.items():
        estimates = smsenc.Profile(lone_surrogates="keep", **options).estimate_many(texts)
        rows = [estimate for estimate in estimates if estimate is not None]
        segments = sum(estimate.segments for estimate in rows)
        given = segments if given is None else given
        ucs2 = sum(estimate.encoding is smsenc.Encoding.UCS2 for estimate in rows)
        changed = sum(bool(estimate.replacements) for estimate in rows)
        share = 100 * (given - segments) / max(given, 1)
        yield ROW.format(policy, segments, given - segments, f"{share:.1f}", ucs2, changed)
    yield ""


def generated() -> list[str]:
    sys.path.insert(0, str(ROOT / "tests" / "python"))
    import corpus

    return list(corpus.messages())


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--last", action="store_true", help="the message stands behind the last tabulator")
    parser.add_argument("corpus", nargs="*", type=pathlib.Path)
    given = parser.parse_args(arguments)
    for line in table("generated corpus", generated()):
        print(line)
    for path in given.corpus:
        lines = path.read_text("utf-8").splitlines()
        texts = [line.rpartition("\t")[2] if given.last else line for line in lines]
        for line in table(path.name, texts):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
