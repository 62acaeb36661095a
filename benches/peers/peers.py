"""The corpus of the tests through smsenc and its peers: messages a second, and who is right where they differ.

    python benches/peers/peers.py [--count N]     see scripts/peers.sh, which installs them by name

The judge is the naive twin of the tests, written from 3GPP TS 23.038 and TS 23.040 and sharing nothing with smsenc; it
judges smsenc as well. A difference is put down to the rule that explains it; what nothing explains is listed as such.
The corpus has every boundary of every encoding in it, so the share that is right is not that of ordinary messages. Only
ratios hold, and a call gives what its author made it give: some give far more than a count.
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
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "python"))

import corpus  # noqa: E402
import naive  # noqa: E402
import smsenc  # noqa: E402

Count = Callable[[str], int]
EXTENSION = set("\f^{}\\[~]|€")
# What the calls of peers.cjs give.
NODE = {"sms-segments-calculator": "segments, character by character", "split-sms": "texts of parts"}


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


# Seconds of a round: what is quick reads all texts several times in it.
ROUND = 0.02


def timed(works: Mapping[str, Callable[[str], object]], texts: list[str]) -> dict[str, tuple[float, list[object]]]:
    """By name: the least seconds of the processor for all texts, in five rounds by turns, and what came of each.

    ``None`` came of a text where it raised. Time in which others had the processor would count against the slow alone.
    """
    found: dict[str, tuple[float, list[object]]] = {}
    for _ in range(5):
        for name, work in works.items():
            answers: list[object] = []
            best, spent = float("inf"), 0.0
            while spent < ROUND:
                answers = []
                keep = answers.append
                start = time.process_time()
                for text in texts:
                    try:
                        keep(work(text))
                    except Exception:
                        keep(None)
                seconds = time.process_time() - start
                best, spent = min(best, seconds), spent + seconds
            found[name] = (min(best, found.get(name, (best, []))[0]), answers)
    return found


def right(text: str) -> int:
    made = naive.plan(text, naive.Options(max_segments=255, overflow="truncate"))
    return made.needed or len(made.texts)


def right_septets(text: str) -> bytes:
    return bytes(septet for character in text for septet in naive.septets_of(character) or ())


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
    peers = python_peers()
    measured = timed({name: work for name, (_, work) in peers.items()}, texts)
    found = {name: (peers[name][0], *seconds_and_counts) for name, seconds_and_counts in measured.items()}
    for name, (seconds, counts) in node_peers(texts).items():
        found[f"{name} (node)"] = (NODE.get(name, "a count"), seconds, counts)
    base = found["smsenc.count_segments"][1]
    print(f"{len(texts)} texts, many of them edge cases; the processor's time, best of five rounds; times the first's")
    print(f"{'':<32} {'messages/s':>11} {'times':>8} {'right %':>8} {'raised':>7}  what a call gives")
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
    septets = [text for text in texts if text and all(naive.septets_of(character) for character in text)]
    wanted_octets = [right_septets(text) for text in septets]
    print(f"{len(septets)} texts of the default alphabet to septets")
    codecs = timed(codecs_of_peers(), septets)
    base = codecs["smsenc.gsm7.encode"][0]
    for name, (seconds, octets) in codecs.items():
        same = sum(a == b for a, b in zip(octets, wanted_octets, strict=True))
        print(
            f"{name:<32} {len(septets) / seconds:>11,.0f} {seconds / base:>8.1f} {100 * same / len(septets):>8.2f} "
            f"{sum(answer is None for answer in octets):>7}"
        )


if __name__ == "__main__":
    main()
