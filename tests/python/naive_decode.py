"""The way back of the naive twin: from user data to text, as slow and as obvious as the way there.

3GPP TS 23.038 clause 6.2.1.1 (the fall-back of escapes) and 3GPP TS 23.040 clause 9.2.3.24 (headers that
are broken, elements that are unknown or stand twice). It imports nothing of smsenc. It does not report
what was wrong, and leaves out reassembly.
"""

from __future__ import annotations

from collections.abc import Sequence

from naive import ESC, IDENTIFIERS, LOCKING, SINGLE, fill_bits, header_septets, unpack


def decode_septets(
    septets: Sequence[int],
    locking: str | None = None,
    single: str | None = None,
    missing: str = "",
) -> str:
    """The text of septets, with the fall-back of TS 23.038 clause 6.2.1.1 for escapes.

    ``missing`` stands for an empty cell of a locking table, of which the standard says nothing.
    """
    alphabet, extension = LOCKING[locking or "default"], SINGLE[single or "default"]
    text = ""
    place = 0
    while place < len(septets):
        septet = septets[place]
        place += 1
        if septet != ESC:
            text += alphabet.get(septet, missing)
            continue
        if place == len(septets):
            break  # a lone escape at the end shows nothing
        after = septets[place]
        place += 1
        if after == ESC:
            text += " "  # note 1: reserved for a further table
        else:
            text += extension.get(after, alphabet.get(after, missing))
    return text


def split_header(octets: bytes) -> tuple[list[tuple[int, bytes]], int]:
    """(elements, octets of the header); no elements when they do not fill UDHL exactly.

    A header that claims more octets than there are is no header: length 0.
    """
    if not octets or octets[0] + 1 > len(octets):
        return [], 0
    length = octets[0] + 1
    elements: list[tuple[int, bytes]] = []
    place = 1
    while place < length:
        if place + 2 > length or place + 2 + octets[place + 1] > length:
            return (
                [],
                length,
            )  # the whole header is ignored, the text still begins behind it
        size = octets[place + 1]
        elements.append((octets[place], octets[place + 2 : place + 2 + size]))
        place += 2 + size
    return elements, length


def language_of(elements: Sequence[tuple[int, bytes]], identifier: int) -> str | None:
    """The language that the last usable element names; a wrong length or an unknown language is ignored."""
    found = None
    for language, number in IDENTIFIERS.items():
        for place, (iei, data) in enumerate(elements):
            usable = identifier == 0x24 or language in LOCKING
            if iei == identifier and data == bytes([number]) and usable:
                found = max(found or (-1, ""), (place, language))
    return None if found is None else found[1]


def decode(octets: bytes, encoding: str, length: int, has_header: bool, missing: str = "") -> str | bytes:
    """The text (or data) of one segment from its TP-UD, TP-UDL and TP-UDHI."""
    elements: list[tuple[int, bytes]] = []
    size = 0
    if has_header:
        elements, size = split_header(octets)
    if encoding == "gsm7":
        count = length - header_septets(size)
        septets = unpack(octets[size:], count, fill_bits(size))
        return decode_septets(septets, language_of(elements, 0x25), language_of(elements, 0x24), missing)
    body = octets[size:length]
    if encoding == "8bit":
        return body
    body = body[: len(body) // 2 * 2]  # an odd last octet is no code unit
    return body.decode("utf-16-be", "surrogatepass")
