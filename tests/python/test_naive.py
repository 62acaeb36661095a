"""The oracle is right: checked against the printed capacities and octets that other tools wrote.

The 36 rows are the capacities that follow from TS 23.040 clause 9.2.3.24; the octets were written by
gammu, by smstools and by hand from the clauses, and read back by tshark. Nothing here needs smsenc.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest

import naive
import naive_decode
from naive import Coding, Options

# ports, concatenation, shift elements, octets of the header, fill bits, septets of the header,
# capacity in septets, octets and UTF-16 units
CAPACITY = """
-  -  0  0  0  0 160 140 70
-  -  1  4  3  5 155 136 68
-  -  2  7  0  8 152 133 66
-  8  0  6  1  7 153 134 67
-  8  1  9  5 11 149 131 65
-  8  2 12  2 14 146 128 64
-  16 0  7  0  8 152 133 66
-  16 1 10  4 12 148 130 65
-  16 2 13  1 15 145 127 63
8  -  0  5  2  6 154 135 67
8  -  1  8  6 10 150 132 66
8  -  2 11  3 13 147 129 64
8  8  0 10  4 12 148 130 65
8  8  1 13  1 15 145 127 63
8  8  2 16  5 19 141 124 62
8  16 0 11  3 13 147 129 64
8  16 1 14  0 16 144 126 63
8  16 2 17  4 20 140 123 61
16 -  0  7  0  8 152 133 66
16 -  1 10  4 12 148 130 65
16 -  2 13  1 15 145 127 63
16 8  0 12  2 14 146 128 64
16 8  1 15  6 18 142 125 62
16 8  2 18  3 21 139 122 61
16 16 0 13  1 15 145 127 63
16 16 1 16  5 19 141 124 62
16 16 2 19  2 22 138 121 60
"""

SHIFTS = {0: [Coding("gsm7")], 1: [Coding("gsm7", None, "turkish"), Coding("gsm7", "turkish")]}
SHIFTS[2] = [Coding("gsm7", "turkish", "turkish")]
PORTS = {"-": (), "8": ((0x04, b"\xf0\xf1"),), "16": ((0x05, b"\x23\xf4\x00\x00"),)}

ROWS = [
    (ports, concatenated, coding, *map(int, numbers))
    for ports, concatenated, shifts, *numbers in map(str.split, CAPACITY.strip().splitlines())
    for coding in SHIFTS[int(shifts)]
]


def test_the_table_has_all_36_combinations() -> None:
    assert len({row[:3] for row in ROWS}) == 36 == 3 * 3 * 4


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}/{row[1]}/{row[2].locking}/{row[2].single}")
def test_capacity_of_every_combination(row: tuple[Any, ...]) -> None:
    ports, concatenated, coding, octets, fill, septets, gsm7, eight_bit, ucs2 = row
    options = Options(header=PORTS[ports], reference_bits=16 if concatenated == "16" else 8)
    segments = 1 if concatenated == "-" else 2
    elements = naive.elements_of(options, coding, 0, segments, 1)
    assert naive.header_octets(elements) == octets == len(naive.header_bytes(elements))
    assert naive.fill_bits(octets) == fill
    assert naive.header_septets(octets) == septets
    assert naive.room(options, coding, segments) == gsm7
    assert naive.capacity("8bit", octets) == eight_bit
    assert naive.capacity("ucs2", octets) == ucs2


@pytest.mark.parametrize("octets", range(141))
def test_capacity_equals_the_closed_forms(octets: int) -> None:
    assert naive.capacity("gsm7", octets) == (140 - octets) * 8 // 7
    assert naive.header_septets(octets) == -(-8 * octets // 7)
    assert naive.capacity("8bit", octets) == 140 - octets
    assert naive.capacity("ucs2", octets) == (140 - octets) // 2


@pytest.mark.parametrize(
    ("text", "octets"),
    [
        ("Test", "d4f29c0e"),
        ("ABCDEFG", "41e19058341e01"),
        ("ABCDEFGHIJK", "41e19058341e9149e512"),
        ("Jakarta", "caf03a2ca78701"),
        ("hello €", "e8329bfd066dca"),
        ("hello @ €", "e8329bfd0601409b32"),
        ("", ""),
    ],
)
def test_packs_as_other_tools_do(text: str, octets: str) -> None:
    septets = naive.content(text, Coding("gsm7"))
    assert naive.pack(septets).hex() == octets
    assert bytes(naive.unpack(bytes.fromhex(octets), len(septets))) == septets
    assert naive_decode.decode_septets(septets) == text


def test_seven_septets_end_in_zero_bits_not_in_a_carriage_return() -> None:
    # TS 23.038 clause 6.1.2.1: the rule of 6.1.2.3.1 is for USSD; libosmogsm packs a message so.
    assert naive.pack(naive.content("1234567", Coding("gsm7"))).hex() == "31d98c56b3dd00"


@pytest.mark.parametrize("fill", range(7))
@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 160])
def test_unpack_undoes_pack(fill: int, count: int) -> None:
    septets = [(37 * i + 11) % 128 for i in range(count)]
    assert naive.unpack(naive.pack(septets, fill), count, fill) == septets


@pytest.mark.parametrize(
    ("text", "languages", "octets", "length"),
    [
        ("hello €", (), "e8329bfd066dca", 8),
        ("añ😀", (), "006100f1d83dde00", 8),
    ],
)
def test_user_data_of_one_segment(text: str, languages: tuple[str, ...], octets: str, length: int) -> None:
    _, parts = naive.encode(text, 0, Options(languages=languages))
    assert [(part.hex(), udl) for part, udl in parts] == [(octets, length)]


@pytest.mark.parametrize(
    ("text", "locking", "single", "octets", "length"),
    [
        ("ğşa", None, "turkish", "03240101d89c37f330", 0x0A),
        ("ğşıa", "turkish", None, "0325010160740e61", 0x09),
        ("ğç€", "turkish", "turkish", "062401012501018ccd785306", 0x0D),
    ],
)
def test_shift_tables_as_smstools_reads_them(
    text: str, locking: str | None, single: str | None, octets: str, length: int
) -> None:
    # The third text takes ğ and ç by escape in the example; both tables hold them.
    assert naive_decode.decode(bytes.fromhex(octets), "gsm7", length, True) == text
    if (locking, single) != ("turkish", "turkish"):
        coding = Coding("gsm7", locking, single)
        header = naive.header_bytes(coding.shift_elements())
        assert naive.user_data(header, naive.content(text, coding), "gsm7") == (bytes.fromhex(octets), length)


def test_second_segment_of_a_long_text_as_gammu_writes_it() -> None:
    made, parts = naive.encode("A" * 153 + "bcd" + "A" * 5, 0x42)
    assert made.texts == ("A" * 153, "bcdAAAAA")
    octets, length = parts[0]
    assert octets.hex().startswith("05000342020182c16030")
    assert length == 160
    assert len(octets) == 140
    header = naive.header_bytes(naive.elements_of(Options(), Coding("gsm7"), 0x42, 2, 2))
    assert naive.user_data(header, naive.content("bcd", Coding("gsm7")), "gsm7") == (
        bytes.fromhex("050003420202c46332"),
        0x0A,
    )


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("a" * 160, [160]),
        ("a" * 161, [153, 8]),
        ("a" * 158 + "€", [160]),
        ("a" * 159 + "€", [153, 8]),
        ("a" * 152 + "€" + "a" * 20, [152, 22]),
        ("a" * 306, [153, 153]),
        ("a" * 307, [153, 153, 1]),
        ("ж" * 70, [70]),
        ("ж" * 71, [67, 4]),
        ("ж" * 66 + "😀" + "ж" * 10, [66, 12]),
        ("ж" * 134, [67, 67]),
        ("ж" * 135, [67, 67, 1]),
        ("", [0]),
    ],
)
def test_cuts_keep_escapes_and_pairs_whole(text: str, sizes: list[int]) -> None:
    made = naive.plan(text)
    assert [sum(made.coding.units(c) or 0 for c in part) for part in made.texts] == sizes
    assert "".join(made.texts) == text
    assert made.remaining == made.capacity - sizes[-1]


@pytest.mark.parametrize("length", range(400))
def test_greedy_is_never_beaten(length: int) -> None:
    """Fewest segments over all ways to cut, found by trying every reachable end."""
    text = "".join("a€"[(i * i + i // 7) % 5 == 0] for i in range(length))
    costs = [naive.Coding("gsm7").units(c) or 0 for c in text]
    fewest = [0] + [10**9] * length
    for end in range(1, length + 1):
        used = 0
        for start in range(end - 1, -1, -1):
            used += costs[start]
            if used > 153:
                break
            fewest[end] = min(fewest[end], fewest[start] + 1)
    expected = 1 if sum(costs) <= 160 else fewest[length]
    assert naive.plan(text).segments == expected


@pytest.mark.parametrize(
    ("text", "languages", "coding"),
    [
        ("hello", "all", Coding("gsm7")),
        ("ç", "all", Coding("gsm7", "turkish")),  # one septet there; identifier 1 before 3
        ("çè", "all", Coding("gsm7", None, "turkish")),  # Turkish locking lacks è; single before locking
        ("ğ", ("turkish",), Coding("gsm7", "turkish")),  # one septet less than by the single table
        ("ğè", ("turkish",), Coding("gsm7", None, "turkish")),  # è is lost under Turkish locking
        ("नमस्ते", "all", Coding("gsm7", "hindi")),
        ("नमस्ते", (), Coding("ucs2")),
        ("日本", "all", Coding("ucs2")),
        ("\x1b", "all", Coding("ucs2")),  # the escape is no character of any table
    ],
)
def test_choice(text: str, languages: tuple[str, ...] | str, coding: Coding) -> None:
    assert naive.plan(text, Options(languages=languages)).coding == coding


def test_fewer_segments_beat_gsm7() -> None:
    # Bengali digits cost an escape each; behind a long header the shift element weighs more than that.
    header = ((0x70, bytes(110)),)
    text = "\u09e6" * 21
    gsm7 = Options(encoding="gsm7", languages=("bengali",), header=header)
    ucs2 = Options(encoding="ucs2", header=header)
    assert (naive.plan(text, gsm7).segments, naive.plan(text, ucs2).segments) == (3, 2)
    auto = Options(languages=("bengali",), header=header)
    assert naive.plan(text, auto).coding.encoding == "ucs2"
    # A tie goes to GSM-7.
    assert naive.plan("^" * 70).coding.encoding == "gsm7"


def test_more_languages_never_cost_more() -> None:
    for text in ("çğış" * 40, "ÁÍÓÚ" * 50, "नमस्ते A" * 30, "hello" * 70):
        none, all_ = naive.plan(text), naive.plan(text, Options(languages="all"))
        assert all_.segments <= none.segments


def test_lower_septet_of_a_repeated_character() -> None:
    assert naive.septets_of("*", "hindi", "hindi") == [0x1B, 0x0B]
    assert naive.septets_of("¡", None, "hindi") == [0x40]
    assert naive.septets_of("¡", "hindi", "hindi") == [0x1B, 0x13]


@pytest.mark.parametrize(
    ("septets", "locking", "single", "text"),
    [
        ("611b6162", None, None, "aab"),  # ESC a: a
        ("1b1b61", None, None, " a"),  # ESC ESC: a space
        ("611b", None, None, "a"),  # a lone escape at the end shows nothing
        ("1b65", None, None, "€"),
        ("1b0a", None, None, "\f"),
        ("1b67", None, "turkish", "ğ"),
        ("1b67", "turkish", None, "g"),
        ("1b07", "turkish", None, "ı"),  # undefined in the extension: the locking table has it
        ("1b65", None, "telugu", "e"),  # the cell is empty in A.2.12
        ("09", None, None, "Ç"),
    ],
)
def test_escape_rules_when_decoding(septets: str, locking: str | None, single: str | None, text: str) -> None:
    assert naive_decode.decode_septets(bytes.fromhex(septets), locking, single) == text


@pytest.mark.parametrize(
    ("octets", "length", "text"),
    [
        # an unknown element is skipped
        ("04a00201020000", 7, "@"),
        # the last of two elements counts: Turkish, then Spanish
        ("06240101240102" + naive.pack([0x1B, 0x09]).hex(), 10, "ç"),
        # a wrong length and an unknown language are ignored, the usable one before them counts
        ("0724010124020102" + naive.pack([0x1B, 0x67], 6).hex(), 12, "ğ"),
        ("0924010124010e24010f" + naive.pack([0x1B, 0x67], 4).hex(), 14, "ğ"),
    ],
)
def test_header_rules_when_decoding(octets: str, length: int, text: str) -> None:
    assert naive_decode.decode(bytes.fromhex(octets), "gsm7", length, True) == text


def test_a_header_that_overruns_is_ignored_and_the_text_begins_behind_it() -> None:
    octets = bytes.fromhex("03240201") + naive.pack([0x61], 3)
    assert naive_decode.split_header(octets) == ([], 4)
    assert naive_decode.decode(octets, "gsm7", 6, True) == "a"
    assert naive_decode.split_header(b"\x05\x00") == ([], 0)
    assert naive_decode.split_header(b"\x00") == ([], 1)


def test_round_trip_of_every_cell_of_every_pair() -> None:
    for locking, single in itertools.product([None, *naive.LOCKING], [None, *naive.SINGLE]):
        if "default" in (locking, single):
            continue
        cells = {*naive.LOCKING[locking or "default"].values(), *naive.SINGLE[single or "default"].values()}
        text = "".join(sorted(cells))
        septets = naive.content(text, Coding("gsm7", locking, single))
        assert naive_decode.decode_septets(septets, locking, single) == text


def test_preparation() -> None:
    assert naive.plan("a\r\nb\rc\n\r\r\n", Options(line_breaks="lf")).text == "a\nb\nc\n\n\n"
    assert naive.plan("a\r\nb").text == "a\r\nb"
    assert naive.plan("e\u0301", Options(normalization="NFC")).coding.encoding == "gsm7"
    assert naive.plan("e\u0301").units == 2
    assert naive.plan("\ud83d\ude00").units == 2
    assert naive.plan("\ud83d\ude00").text == "😀"
    assert naive.plan("\ude00\ud83d").units == 2
    assert naive.plan("a\ud800", Options(lone_surrogates="replace")).text == "a\ufffd"
    with pytest.raises(naive.Unmappable) as caught:
        naive.encode("ab\udc00", 0)
    assert caught.value.position == 2
    made, parts = naive.encode("\ud800", 0, Options(lone_surrogates="keep"))
    assert parts == [(b"\xd8\x00", 2)]
    assert made.units == 1


def test_truncation_keeps_the_longest_prefix() -> None:
    options = Options(max_segments=1, overflow="truncate", ellipsis="...")
    made = naive.plan("a" * 161, options)
    assert (made.text, made.truncated_at, made.needed) == ("a" * 157 + "...", 157, 2)
    made = naive.plan("a" * 159 + "€", Options(max_segments=1, overflow="truncate"))
    assert (made.text, made.remaining, made.needed) == ("a" * 159, 1, 2)
    assert naive.plan("a" * 160, options).truncated_at is None
    with pytest.raises(naive.TooMany) as caught:
        naive.plan("a" * 161, Options(max_segments=1))
    assert caught.value.needed == 2
    # The encoding is chosen on the whole text: the one letter that forces UCS-2 is cut off, UCS-2 stays.
    made = naive.plan("a" * 200 + "ж", Options(max_segments=1, overflow="truncate"))
    assert made.coding.encoding == "ucs2"
    assert made.text == "a" * 70


def test_refusals() -> None:
    with pytest.raises(naive.Unmappable) as caught:
        naive.plan("abçd", Options(encoding="gsm7"))
    assert (caught.value.character, caught.value.position) == ("ç", 2)
    with pytest.raises(naive.NoRoom):
        naive.plan("a", Options(header=((0x70, bytes(137)),)))
    assert naive.plan("", Options(header=((0x70, bytes(137)),))).capacity == 0
    with pytest.raises(naive.NoRoom):
        naive.plan("", Options(header=((0x70, bytes(138)),)))


def test_eight_bit() -> None:
    assert naive.encode_binary(b"", 0) == [(b"", 0)]
    assert naive.encode_binary(bytes(140), 0) == [(bytes(140), 140)]
    parts = naive.encode_binary(bytes(range(141)), 7)
    assert [p.hex()[:12] for p, _ in parts] == ["050003070201", "050003070202"]
    assert [length for _, length in parts] == [140, 13]
    assert [naive.dcs(e) for e in ("gsm7", "8bit", "ucs2")] == [0, 4, 8]
    assert [naive.dcs(e, 1) for e in ("gsm7", "8bit", "ucs2")] == [0x11, 0x15, 0x19]
