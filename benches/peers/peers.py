"""The corpus of the tests through smsenc and its peers: messages a second, and who is right where they differ.

    python benches/peers/peers.py [--count N]     see scripts/peers.sh, which installs them by name

The judge is the naive twin of the tests, written from 3GPP TS 23.038 and TS 23.040 and sharing nothing with smsenc. A
difference is put down to the rule that explains it; what nothing explains is listed as such. Only ratios hold, and a
call gives what its author made it give.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "python"))

import corpus  # noqa: E402
import naive  # noqa: E402
import smsenc  # noqa: E402

Count = Callable[[str], int]
EXTENSION = set("\f^{}\\[~]|€")


def python_peers() -> dict[str, tuple[str, Count]]:
    """By name: what a call gives, and the number of segments."""
    found: dict[str, tuple[str, Count]] = {
        "smsenc.count_segments": ("a count", smsenc.count_segments),
        "smsenc.estimate": ("encoding, units, segments, room", lambda text: smsenc.estimate(text).segments),
        "smsenc.encode().user_data": (
            "user data, packed",
            lambda text: len(smsenc.encode(text, lone_surrogates="keep").user_data),
        ),
    }
    try:
        import smsutil

        found["smsutil"] = ("texts of parts", lambda text: len(smsutil.split(text).parts))
    except ImportError:
        pass
    try:
        import smpplib.gsm

        found["smpplib"] = ("parts with header, unpacked", lambda text: len(smpplib.gsm.make_parts(text)[0]))
    except ImportError:
        pass
    try:
        from messaging.sms import SmsSubmit

        found["python-messaging"] = ("SUBMIT PDUs, packed", lambda text: len(SmsSubmit("+15550100", text).to_pdu()))
    except ImportError:
        pass
    return found


def codecs_of_peers() -> dict[str, Callable[[str], bytes]]:
    """Text to septets, one an octet."""
    found: dict[str, Callable[[str], bytes]] = {"smsenc.gsm7.encode": smsenc.gsm7.encode}
    # Their own names in the codecs module are the same, so their functions are called.
    try:
        from gsm0338 import Codec

        encode = Codec().encode
        found["gsm0338"] = lambda text: encode(text)[0]
    except ImportError:
        pass
    try:
        from gsmcodecs import makeCodec

        make = makeCodec().encode
        found["gsmcodecs"] = lambda text: make(text)[0]
    except ImportError:
        pass
    return found


def timed(work: Callable[[str], object], texts: list[str]) -> tuple[float, list[object]]:
    """Seconds of the best of three rounds, and what came of each text; ``None`` where it raised."""
    best = float("inf")
    answers: list[object] = []
    for _ in range(3):
        answers = []
        keep = answers.append
        start = time.perf_counter()
        for text in texts:
            try:
                keep(work(text))
            except Exception:
                keep(None)
        best = min(best, time.perf_counter() - start)
    return best, answers


def right(text: str) -> int:
    made = naive.plan(text, naive.Options(max_segments=255, overflow="truncate"))
    return made.needed or len(made.texts)


def reason(text: str, count: object, expected: int) -> str:
    """The rule that a difference comes from, as far as the text tells."""
    if count is None:
        return "raised" + (" on a lone surrogate" if any("\ud800" <= c <= "\udfff" for c in text) else "")
    if not text:
        return "an empty message is one segment (policy)"
    if "\x1b" in text:
        return "ESC is no character of the alphabet (TS 23.038 6.2.1): UCS-2"
    if any(c > "\uffff" for c in text):
        return "a character above U+FFFF is two units and is never cut; or grapheme clusters kept whole (policy)"
    if any("\ud800" <= c <= "\udfff" for c in text):
        return "lone surrogates count one unit (policy)"
    if "\f" in text:
        return "form feed is in the extension table (6.2.1.1)"
    if "§" in text or "`" in text:
        return "section sign is in the alphabet, a back-tick is not (6.2.1)"
    if EXTENSION & set(text):
        return "an escape pair is two septets and is never cut (TS 23.040 9.2.3.24.1)"
    if any(c > "\u02ff" for c in text):
        return "grapheme clusters kept whole (policy), or units of UTF-16"
    return "unexplained"


def node_peers(texts: list[str]) -> dict[str, tuple[float, list[object]]]:
    node, modules = shutil.which("node"), os.environ.get("NODE_PATH")
    if not node or not modules:
        print("SKIPPED: the peers of Node (no node, or NODE_PATH does not say where they are)", file=sys.stderr)
        return {}
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "texts.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        script = str(Path(__file__).with_name("peers.cjs"))
        done = subprocess.run([node, script, str(path)], capture_output=True, text=True, check=True)
    return {name: (found["seconds"], found["counts"]) for name, found in json.loads(done.stdout).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="texts of the corpus")
    count = parser.parse_args().count
    texts = list(corpus.messages(count))
    expected = [right(text) for text in texts]
    found = {name: (given, *timed(work, texts)) for name, (given, work) in python_peers().items()}
    for name, (seconds, counts) in node_peers(texts).items():
        found[f"{name} (node)"] = ("counts or parts", seconds, counts)
    base = found["smsenc.count_segments"][1]
    print(f"{len(texts)} texts; times are the best of three rounds")
    print(f"{'':<32} {'messages/s':>11} {'x time':>8} {'right %':>8} {'raised':>7}  what a call gives")
    for name, (given, seconds, counts) in sorted(found.items(), key=lambda one: one[1][1]):
        same = sum(a == b for a, b in zip(counts, expected, strict=True))
        raised = sum(answer is None for answer in counts)
        print(
            f"{name:<32} {len(texts) / seconds:>11,.0f} {seconds / base:>8.1f} {100 * same / len(texts):>8.2f} "
            f"{raised:>7}  {given}"
        )
    for name, (_, _, counts) in found.items():
        reasons = Counter(
            reason(text, answer, wanted)
            for text, answer, wanted in zip(texts, counts, expected, strict=True)
            if answer != wanted
        )
        for why, number in reasons.most_common():
            print(f"  {name}: {number} differ: {why}")
    septets = [text for text in texts if text and smsenc.gsm7.is_gsm7(text)]
    wanted_octets = [smsenc.gsm7.encode(text) for text in septets]
    print(f"{len(septets)} texts of the default alphabet to septets")
    for name, work in codecs_of_peers().items():
        seconds, octets = timed(work, septets)
        same = sum(a == b for a, b in zip(octets, wanted_octets, strict=True))
        print(f"{name:<32} {len(septets) / seconds:>11,.0f} {'':>8} {100 * same / len(septets):>8.2f}")


if __name__ == "__main__":
    main()
