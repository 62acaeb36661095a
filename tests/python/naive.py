"""A slow, obvious twin of smsenc, written from the clauses: the oracle of the tests.

It covers 3GPP TS 23.038 clause 6 (alphabets, shift tables, packing) and 3GPP TS 23.040 clauses 9.2.3.16
and 9.2.3.24 (user data length, header, concatenation). Everything is tried rather than computed: every
permitted pair of shift tables one after the other, every capacity by counting bits, every septet bit by
bit. It imports nothing of smsenc. It leaves out replacement and TPDUs; naive_boundary says what a segment keeps
whole, naive_decode is the way back.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
import pathlib
import unicodedata
from collections.abc import Iterator, Sequence

from naive_boundary import atoms, numbered

ESC = 0x1B
OCTETS = 140  # TP-UD holds at most 140 octets (TS 23.040 clause 9.2.3.24)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Unmappable(Exception):
    """No permitted alphabet holds the character at ``position`` (an index into the caller's text)."""

    def __init__(self, character: str, position: int | None) -> None:
        super().__init__(character, position)
        self.character = character
        self.position = position


class TooMany(Exception):
    """The message needs ``needed`` segments, more than permitted."""

    def __init__(self, needed: int, encoding: str) -> None:
        super().__init__(needed, encoding)
        self.needed = needed
        self.encoding = encoding


class NoRoom(Exception):
    """The header leaves no room for a character that must be sent."""


# --- Tables (TS 23.038 clause 6.2.1 and annex A) ---------------------------------------------------------

_JSON = json.loads((pathlib.Path(__file__).resolve().parent.parent / "vectors" / "gsm0338.json").read_text("utf-8"))


def _character(name: str) -> str:
    return chr(int(name.removeprefix("U+"), 16))


LOCKING: dict[str, dict[int, str]] = {
    language: {code: _character(name) for code, name in enumerate(row) if name is not None}
    for language, row in _JSON["locking"].items()
}
SINGLE: dict[str, dict[int, str]] = {
    language: {int(code, 16): _character(name) for code, name in row.items()}
    for language, row in _JSON["single"].items()
}
IDENTIFIERS: dict[str, int] = dict(_JSON["language_ids"])  # clause 6.2.1.2.4


def septets_of(character: str, locking: str | None = None, single: str | None = None) -> list[int] | None:
    """The septets of one character: one by the locking table, or an escape and one by the single table."""
    for code in range(128):  # upwards: a character that stands twice is sent as the lower septet
        if LOCKING[locking or "default"].get(code) == character:
            return [code]
    for code in range(128):
        if SINGLE[single or "default"].get(code) == character:
            return [ESC, code]
    return None


@functools.cache
def _septets_of(character: str, locking: str | None, single: str | None) -> tuple[int, ...] | None:
    septets = septets_of(character, locking, single)
    return None if septets is None else tuple(septets)


# --- Bits ------------------------------------------------------------------------------------------------


def pack(septets: Sequence[int], fill_bits: int = 0) -> bytes:
    """Septets after ``fill_bits`` zero bits, lowest bit first; spare bits are 0 (TS 23.038 clause 6.1.2.1)."""
    bits = [0] * fill_bits
    for septet in septets:
        for place in range(7):
            bits.append(septet >> place & 1)
    while len(bits) % 8:
        bits.append(0)
    octets = []
    for start in range(0, len(bits), 8):
        octet = 0
        for place in range(8):
            octet += bits[start + place] << place
        octets.append(octet)
    return bytes(octets)


def unpack(octets: bytes, count: int, fill_bits: int = 0) -> list[int]:
    """``count`` septets that stand behind ``fill_bits`` bits; IndexError when the octets hold fewer."""
    bits = []
    for octet in octets:
        for place in range(8):
            bits.append(octet >> place & 1)
    septets = []
    for number in range(count):
        septet = 0
        for place in range(7):
            septet += bits[fill_bits + 7 * number + place] << place
        septets.append(septet)
    return septets


def fill_bits(header_octets: int) -> int:
    """Bits from the end of the header to the next septet boundary (TS 23.040 clause 9.2.3.24)."""
    bits = 0
    while (8 * header_octets + bits) % 7:
        bits += 1
    return bits


def header_septets(header_octets: int) -> int:
    """What a header costs in septets, its fill bits included."""
    return (8 * header_octets + fill_bits(header_octets)) // 7


@functools.cache
def capacity(encoding: str, header_octets: int) -> int:
    """How many units fit behind a header of ``header_octets`` octets (UDHL included), counted one by one."""
    used = 8 * header_octets + (fill_bits(header_octets) if encoding == "gsm7" else 0)
    width = {"gsm7": 7, "ucs2": 16, "8bit": 8}[encoding]
    units = 0
    while used + width * (units + 1) <= 8 * OCTETS:
        units += 1
    return units


# --- Options and results ---------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Options:
    """The options of smsenc that this twin knows; ``header`` is a tuple of (identifier, data)."""

    encoding: str = "auto"
    languages: tuple[str, ...] | str = ()
    reference_bits: int = 8
    header: tuple[tuple[int, bytes], ...] = ()
    max_segments: int = 255
    overflow: str = "error"
    ellipsis: str = ""
    boundary: str = "character"
    suffix: str = ""
    numbering: str | None = None
    line_breaks: str = "keep"
    normalization: str | None = None
    lone_surrogates: str = "error"
    message_class: int | None = None


DEFAULTS = Options()


@dataclasses.dataclass(frozen=True)
class Coding:
    """An encoding and, for GSM-7, the shift tables in force (None: the default tables)."""

    encoding: str
    locking: str | None = None
    single: str | None = None

    def shift_elements(self) -> tuple[tuple[int, bytes], ...]:
        elements: tuple[tuple[int, bytes], ...] = ()
        if self.single is not None:
            elements += ((0x24, bytes([IDENTIFIERS[self.single]])),)
        if self.locking is not None:
            elements += ((0x25, bytes([IDENTIFIERS[self.locking]])),)
        return elements

    def units(self, character: str) -> int | None:
        """What one character costs; None when it cannot be coded so."""
        if self.encoding == "ucs2":
            return 2 if ord(character) > 0xFFFF else 1
        septets = _septets_of(character, self.locking, self.single)
        return None if septets is None else len(septets)


@dataclasses.dataclass(frozen=True)
class Plan:
    """A text cut into segments: everything that an estimate says, and the texts of the segments."""

    coding: Coding
    options: Options
    text: str
    texts: tuple[str, ...]
    units: int
    capacity: int
    remaining: int
    truncated_at: int | None = None
    needed: int | None = None
    lone_surrogate: int | None = None

    @property
    def segments(self) -> int:
        return len(self.texts)


# --- Preparation -----------------------------------------------------------------------------------------


def merge_pairs(text: str) -> list[tuple[str, int]]:
    """(character, index); a high surrogate directly followed by a low one is the character of the pair."""
    characters: list[tuple[str, int]] = []
    index = 0
    while index < len(text):
        here = text[index]
        after = text[index + 1 : index + 2]
        if "\ud800" <= here <= "\udbff" and "\udc00" <= after <= "\udfff":
            code = 0x10000 + ((ord(here) - 0xD800) << 10) + (ord(after) - 0xDC00)
            characters.append((chr(code), index))
            index += 2
        else:
            characters.append((here, index))
            index += 1
    return characters


def is_lone_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def prepare(text: str, options: Options = DEFAULTS) -> list[tuple[str, int | None]]:
    """The characters that are sent, each with its index in the caller's text (None after composition)."""
    characters: list[tuple[str, int | None]] = list(merge_pairs(text))
    if options.line_breaks == "lf":
        folded: list[tuple[str, int | None]] = []
        after_cr = False
        for character, index in characters:
            if character == "\n" and after_cr:
                after_cr = False
                continue
            after_cr = character == "\r"
            folded.append(("\n" if after_cr else character, index))
        characters = folded
    if options.normalization == "NFC":
        joined = "".join(character for character, _ in characters)
        composed = unicodedata.normalize("NFC", joined)
        if composed != joined:
            characters = [(character, None) for character in composed]
    if options.lone_surrogates == "replace":
        characters = [
            (REPLACEMENT if is_lone_surrogate(character) else character, index) for character, index in characters
        ]
    return characters


# --- Segmentation ----------------------------------------------------------------------------------------


def header_octets(elements: Sequence[tuple[int, bytes]]) -> int:
    """The length of a header with these elements: UDHL, then identifier, length and data of each."""
    if not elements:
        return 0
    return 1 + sum(2 + len(data) for _, data in elements)


def concatenation(options: Options, reference: int, total: int, sequence: int) -> tuple[int, bytes]:
    """The element 0x00 or 0x08 (TS 23.040 clauses 9.2.3.24.1 and 9.2.3.24.8)."""
    if options.reference_bits == 8:
        return 0x00, bytes([reference, total, sequence])
    return 0x08, bytes([reference >> 8, reference & 0xFF, total, sequence])


def elements_of(
    options: Options, coding: Coding, reference: int, total: int, sequence: int
) -> tuple[tuple[int, bytes], ...]:
    """The elements of one segment, in the order in which they are written."""
    joint = () if total == 1 else (concatenation(options, reference, total & 0xFF, sequence & 0xFF),)
    return options.header + joint + coding.shift_elements()


def room(options: Options, coding: Coding, segments: int) -> int:
    """The capacity of each of ``segments`` segments; negative when the header alone is too long."""
    octets = header_octets(elements_of(options, coding, 0, segments, 1))
    return -1 if octets > OCTETS else capacity(coding.encoding, octets)


def cut(characters: Sequence[str], options: Options, coding: Coding) -> list[list[str]] | None:
    """Greedy segments of whole characters; None when the coding lacks a character; NoRoom."""
    costs: list[int] = []
    for character in characters:
        cost = coding.units(character)
        if cost is None:
            return None
        costs.append(cost)
    if sum(costs) <= room(options, coding, 1):
        return [list(characters)]
    limit = room(options, coding, 2)
    segments: list[list[str]] = [[]]
    used = 0
    for character, cost in zip(characters, costs, strict=True):
        if cost > limit:
            raise NoRoom(character)
        if used + cost > limit:
            segments.append([])
            used = 0
        segments[-1].append(character)
        used += cost
    if len(segments) < 2:
        raise NoRoom  # the header alone is too long for the empty text
    return segments


def lay_out(
    characters: Sequence[str],
    options: Options,
    coding: Coding,
    kept: int | None = None,
    ellipsis: str = "",
) -> list[list[str]] | None:
    """The segments of a text with suffix and numbers: ``cut`` for a reader. ``kept`` characters of it are sent.

    None when the coding lacks a character, or when nothing may be cut off at ``kept``.
    """
    whole = "".join(characters)
    kept = len(characters) if kept is None else kept
    number = numbered("", options.numbering, 1, 1) if options.numbering else ""

    def units(text: str) -> int:
        return sum(coding.units(c) or 0 for c in text)

    def edges(capacity: int) -> list[str] | None:
        """What of the text is sent, in parts that stay whole in segments of this capacity."""
        sent: list[str] = []
        for atom in atoms(whole, options.boundary, lambda part: units(part) <= capacity):
            if sum(map(len, sent)) == kept:
                break
            sent.append(atom)
        return sent if sum(map(len, sent)) == kept else None

    def free(limit: int, digits: int, sequence: int) -> int:
        """What the number leaves of a segment, in a message whose total has so many digits."""
        return limit - units(numbered("", options.numbering, sequence, 10**digits - 1))

    if any(coding.units(c) is None for c in whole + ellipsis + options.suffix):
        return None
    alone = room(options, coding, 1)
    if units(whole[:kept] + ellipsis + options.suffix) <= alone:
        return [list(whole[:kept] + ellipsis + options.suffix)] if edges(alone) is not None else None
    if any(coding.units(c) is None for c in number):
        raise NoRoom(number)
    for digits in itertools.count(1):
        limit = room(options, coding, 2)
        longest = 10 ** max(digits, 3) - 1  # as in a message of 255 segments
        smallest = limit - units(numbered("", options.numbering, longest, longest))
        if units(options.suffix) > smallest or (number and smallest < 1) or limit < 0:
            raise NoRoom
        sent = edges(smallest)
        if sent is None:
            return None
        together = options.boundary != "character" and units(ellipsis) <= smallest
        tail = [ellipsis] if together else list(ellipsis)
        segments: list[str] = [""]

        for atom in [*sent, *tail, options.suffix]:
            if units(segments[-1] + atom) > free(limit, digits, len(segments)):
                if not segments[-1]:
                    raise NoRoom(atom)
                segments.append("")
            segments[-1] += atom
            if units(segments[-1]) > free(limit, digits, len(segments)):
                raise NoRoom(atom)
        total = len(segments)
        if options.numbering is None or total < 10**digits:
            made = [numbered(text, options.numbering, i, total) for i, text in enumerate(segments, 1)]
            assert total > 1, "one segment is not laid out"
            assert max(map(units, made)) <= limit, "a segment is too long"
            return list(map(list, made))
    raise AssertionError("there is always a number of digits that suffices")


def is_laid_out(options: Options) -> bool:
    return bool(options.boundary != "character" or options.suffix or options.numbering)


def permitted(options: Options) -> tuple[str, ...]:
    if options.languages == "all":
        return tuple(sorted(IDENTIFIERS, key=IDENTIFIERS.__getitem__))
    return tuple(options.languages)


def codings(options: Options) -> Iterator[tuple[tuple[int, ...], Coding]]:
    """Every permitted coding with its place in the order of preference among equals."""
    if options.encoding in ("auto", "gsm7"):
        languages: list[str | None] = [None, *permitted(options)]
        for (i, single), (j, locking) in itertools.product(enumerate(languages), repeat=2):
            if locking is not None and locking not in LOCKING:
                continue
            elements = (single is not None) + (locking is not None)
            if elements == 1:  # the language decides, then single before locking
                order: tuple[int, ...] = (elements, max(i, j), int(locking is not None))
            else:
                order = (elements, i, j)
            yield order, Coding("gsm7", locking, single)
    if options.encoding in ("auto", "ucs2"):
        yield (0,), Coding("ucs2")


def choose(characters: Sequence[str], options: Options) -> tuple[Coding, list[list[str]]] | None:
    """Fewest segments, GSM-7 first, fewest septets with header, fewest elements, order of languages."""
    best: tuple[tuple[object, ...], Coding, list[list[str]]] | None = None
    no_room: NoRoom | None = None
    for order, coding in codings(options):
        try:
            segments = (lay_out if is_laid_out(options) else cut)(characters, options, coding)
        except NoRoom as error:
            no_room = error
            continue
        if segments is None:
            continue
        key: tuple[object, ...] = (len(segments), coding.encoding == "ucs2")
        if coding.encoding == "gsm7":
            octets = header_octets(elements_of(options, coding, 0, len(segments), 1))
            text_septets = sum(coding.units(c) or 0 for segment in segments for c in segment)
            key += (text_septets + len(segments) * header_septets(octets),)
        key += order
        if best is None or key < best[0]:
            best = key, coding, segments
    if best is None:
        if no_room is not None:
            raise no_room
        return None
    return best[1], best[2]


def plan(text: str, options: Options = DEFAULTS) -> Plan:
    """What ``estimate`` says. Raises Unmappable, TooMany, NoRoom."""
    prepared = prepare(text, options)
    characters = [character for character, _ in prepared]
    chosen = choose(characters, options)
    if chosen is None:
        # The first character that no permitted coding holds together with everything before it.
        reached = 0
        for _, coding in codings(options):
            held = 0
            while held < len(characters) and coding.units(characters[held]) is not None:
                held += 1
            reached = max(reached, held)
        if reached == len(characters):
            raise Unmappable(options.suffix, None)
        raise Unmappable(*prepared[reached])
    coding, segments = chosen
    truncated_at: int | None = None
    needed: int | None = None
    sent = prepared
    if len(segments) > options.max_segments:
        if options.overflow == "error":
            raise TooMany(len(segments), coding.encoding)
        needed = len(segments)
        kept = len(characters)
        while True:  # the longest prefix that fits with the ellipsis, tried one by one
            if is_laid_out(options):
                shorter = lay_out(characters, options, coding, kept, options.ellipsis)
                if shorter is None and kept:  # no place to cut off
                    kept -= 1
                    continue
            else:
                shorter = cut(characters[:kept] + list(options.ellipsis), options, coding)
            if shorter is None:
                raise Unmappable(options.ellipsis, None)
            if len(shorter) <= options.max_segments:
                break
            if kept == 0:
                raise TooMany(len(shorter), coding.encoding)
            kept -= 1
        segments = shorter
        truncated_at = prepared[kept][1]
        sent = prepared[:kept]
    lone = None
    if options.lone_surrogates == "error":  # what is cut off is not sent, and hinders nothing
        lone = next((index for c, index in sent if is_lone_surrogate(c)), None)
    limit = room(options, coding, len(segments))
    costs = [sum(coding.units(c) or 0 for c in segment) for segment in segments]
    texts = tuple("".join(segment) for segment in segments)
    return Plan(
        coding=coding,
        options=options,
        text="".join(texts),
        texts=texts,
        units=sum(costs),
        capacity=limit,
        remaining=limit - costs[-1],
        truncated_at=truncated_at,
        needed=needed,
        lone_surrogate=lone,
    )


# --- User data -------------------------------------------------------------------------------------------


def header_bytes(elements: Sequence[tuple[int, bytes]]) -> bytes:
    body = b"".join(bytes([identifier, len(data)]) + data for identifier, data in elements)
    return bytes([len(body)]) + body if elements else b""


def content(text: str, coding: Coding) -> bytes:
    """The content octets without a header: one septet per octet for GSM-7, UTF-16BE for UCS-2."""
    if coding.encoding == "gsm7":
        return bytes(s for c in text for s in _septets_of(c, coding.locking, coding.single) or ())
    return text.encode("utf-16-be", "surrogatepass")


def user_data(header: bytes, octets: bytes, encoding: str) -> tuple[bytes, int]:
    """TP-UD and TP-UDL of one segment (TS 23.040 clauses 9.2.3.16 and 9.2.3.24)."""
    if encoding == "gsm7":
        packed = pack(octets, fill_bits(len(header)))
        return header + packed, header_septets(len(header)) + len(octets)
    return header + octets, len(header) + len(octets)


def parts(made: Plan, reference: int) -> list[tuple[bytes, int]]:
    """(user data, user data length) of every segment. Lone surrogates are Unmappable by default."""
    if made.lone_surrogate is not None:
        raise Unmappable("", made.lone_surrogate)
    found = []
    for sequence, segment in enumerate(made.texts, 1):
        elements = elements_of(made.options, made.coding, reference, made.segments, sequence)
        found.append(
            user_data(
                header_bytes(elements),
                content(segment, made.coding),
                made.coding.encoding,
            )
        )
    return found


def encode(text: str, reference: int, options: Options = DEFAULTS) -> tuple[Plan, list[tuple[bytes, int]]]:
    """The plan of a text, and what it becomes on the air."""
    made = plan(text, options)
    return made, parts(made, reference)


def encode_binary(data: bytes, reference: int, options: Options = DEFAULTS) -> list[tuple[bytes, int]]:
    """(user data, user data length) of every segment of 8-bit data; empty data is one empty segment."""
    coding = Coding("8bit")
    pieces = [data]
    if len(data) > room(options, coding, 1):
        limit = room(options, coding, 2)
        if limit < 1:
            raise NoRoom
        pieces = [data[start : start + limit] for start in range(0, len(data), limit)]
    if len(pieces) > options.max_segments:
        raise TooMany(len(pieces), "8bit")
    parts = []
    for sequence, piece in enumerate(pieces, 1):
        header = header_bytes(elements_of(options, coding, reference, len(pieces), sequence))
        parts.append(user_data(header, piece, "8bit"))
    return parts


def dcs(encoding: str, message_class: int | None = None) -> int:
    """The data coding scheme: 00, 04, 08; with a class 10, 14, 18 and the class (TS 23.038 clause 4)."""
    octet = {"gsm7": 0x00, "8bit": 0x04, "ucs2": 0x08}[encoding]
    return octet if message_class is None else octet | 0x10 | message_class
