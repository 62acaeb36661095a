"""The picture of a result: made from its public items only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from smsenc import Encoding, Error, Estimate, Explanation, Message, Profile, Reason, Segment, gsm7

from ._clusters import clusters
from ._model import USER_DATA_BITS, Cell, Character, Cost, Costly, Picture, Row, bits_of
from ._words import notes_of, refused, suggestion_of, unused_at_ends, why

__all__ = ["picture"]

_ESCAPE = 0x1B  # of the default alphabet, to the extension table (TS 23.038 clause 6.2.1)
_MOST_ROWS = 255  # no message has more; an explanation may, of one that is too long


def picture(result: Message | Estimate | Explanation) -> Picture:
    """The picture of a result."""
    if isinstance(result, Message):
        return _of_message(result)
    if isinstance(result, Estimate):
        return _of_estimate(result)
    if isinstance(result, Explanation):
        return _of_explanation(result)
    raise TypeError(f"a Message, an Estimate or an Explanation is wanted, not {type(result).__name__}")


def _of_message(message: Message) -> Picture:
    estimate = message.estimate
    rows = tuple(_rows(message, estimate, None))
    return Picture(estimate, rows, tuple(_costly_in(rows)), tuple(notes_of(estimate)))


def _of_explanation(explanation: Explanation) -> Picture:
    estimate = explanation.estimate
    costly = tuple(_explained(explanation))
    message = _explained_message(explanation)
    if message is None:
        drawn = _of_estimate(estimate)
    else:
        # What the options permit is not dear: a letter of a permitted language does not force UCS-2.
        rows = tuple(_rows(message, message.estimate, frozenset(entry.character for entry in costly)))
        drawn = Picture(estimate, rows, notes=tuple(notes_of(estimate)))
    if explanation.error is not None:
        drawn = drawn._replace(notes=(refused(explanation.error), *drawn.notes))
    suggestions = tuple(map(suggestion_of, getattr(explanation, "suggestions", ())))
    return drawn._replace(costly=costly, suggestions=suggestions)


def _explained_message(explanation: Explanation) -> Message | None:
    """The message; of one that the options refuse, what it would be without the limit and in any encoding."""
    options = explanation.options
    if explanation.error is not None:
        options |= {"encoding": "auto", "max_segments": 255, "overflow": "error", "ellipsis": ""}
    try:
        message = Profile(**options).encode(explanation.text)
    except Error:  # no message at all has so many segments, or holds half an emoji
        return None
    return message if message.estimate == explanation.estimate else None


def _of_estimate(estimate: Estimate) -> Picture:
    bits = bits_of(estimate)
    overhead = USER_DATA_BITS - bits * estimate.capacity
    # Fill bits come before septets only: the rest of the last septet that the header begins (clause 9.2.3.24).
    fill = overhead % 8 if bits == 7 else 0
    last = estimate.capacity - estimate.remaining
    rows = tuple(
        Row(
            number,
            estimate.segments,
            last if number == estimate.segments else estimate.capacity,
            estimate.capacity,
            (),
            overhead - fill,
            fill,
        )
        for number in range(1, min(estimate.segments, _MOST_ROWS) + 1)
    )
    notes = list(notes_of(estimate))
    unused = estimate.capacity * (estimate.segments - 1) + last - estimate.units
    if unused > 0:
        notes.append(unused_at_ends(estimate, unused))
    return Picture(estimate, rows, (), tuple(notes))


def _costly_in(rows: tuple[Row, ...]) -> list[Costly]:
    """The costly characters, each once: the dearest first, then in the order of the text."""
    times: dict[str, int] = {}
    costs: dict[str, Cost] = {}
    for row in rows:
        for cell in row.cells:
            for character in cell.characters:
                if character.cost is not Cost.PLAIN:
                    times[character.text] = times.get(character.text, 0) + 1
                    costs[character.text] = character.cost
    found = [Costly(text, costs[text], count, why(costs[text])) for text, count in times.items()]
    return sorted(found, key=lambda entry: -entry.cost)


def _explained(explanation: Explanation) -> list[Costly]:
    """The same with the reasons of an explanation, and what could stand instead."""
    times: dict[tuple[str, Reason, str | None], int] = {}
    for entry in chain(explanation.characters, *explanation.added.values()):
        key = (entry.character, entry.reason, entry.replacement)
        times[key] = times.get(key, 0) + 1
    found = []
    order = list(Reason)
    # Those of one reason together, each then in the order of the text.
    for (character, reason, replacement), count in sorted(times.items(), key=lambda item: order.index(item[0][1])):
        if explanation.estimate.encoding is Encoding.UCS2:
            cost = Cost.PAIR if character > "\uffff" else Cost.FOREIGN
        else:
            cost = Cost.EXTENSION if reason is Reason.EXTENSION_TABLE else Cost.NATIONAL
        found.append(Costly(character, cost, count, why(cost, reason), replacement))
    return sorted(found, key=lambda entry: -entry.cost)


def _replaced(message: Message) -> dict[int, str]:
    """By position in the sent text, what a character replaces that was put there."""
    # They come stage by stage. What two stages changed in one place is one change: the first old, the last new.
    changes: dict[int, tuple[str, str]] = {}
    for position, old, new in message.replacements:
        changes[position] = (changes.get(position, (old, ""))[0], new)
    sent: dict[int, list[int]] = {}
    for at, origin in enumerate(message.origins or ()):
        if origin in changes:
            sent.setdefault(origin, []).append(at)
    replaced = {}
    for position, (old, new) in changes.items():
        # A number before it has the same origin.
        places = sent.get(position, [])
        replaced.update(dict.fromkeys(places[len(places) - len(new) :], old))
    return replaced


def _rows(message: Message, estimate: Estimate, dear: frozenset[str] | None) -> Iterator[Row]:
    """The segments. ``dear`` are the characters that are marked, without it all that cost more than one septet."""
    replaced = _replaced(message)
    position = 0
    ends = _cluster_ends(message.text)
    for segment in message:
        header = bytes(segment.header)
        header_bits = 8 * len(header)
        fill = -header_bits % 7 if estimate.encoding is Encoding.GSM7 else 0
        characters = tuple(_characters(segment, position, replaced))
        if dear is not None:
            characters = tuple(each if each.text in dear else each._replace(cost=Cost.PLAIN) for each in characters)
        position += len(characters)
        if segment.text is None:
            cells = tuple(Cell(character.code, (character,)) for character in characters)
        else:
            cells = tuple(_cells(characters, ends))
        yield Row(
            segment.sequence,
            segment.total,
            segment.units,
            estimate.capacity,
            tuple(_elements(segment)),
            header_bits,
            fill,
            cells,
            segment.text is not None and segment.sequence < segment.total and position not in ends,
        )


def _cluster_ends(text: str | None) -> frozenset[int]:
    ends = []
    position = 0
    for cluster in clusters(text or ""):
        position += len(cluster)
        ends.append(position)
    return frozenset(ends)


def _cells(characters: tuple[Character, ...], ends: frozenset[int]) -> Iterator[Cell]:
    start = 0
    for index, character in enumerate(characters, 1):
        if character.position + 1 in ends or index == len(characters):
            together = characters[start:index]
            yield Cell("".join(each.text for each in together), together)
            start = index


def _characters(segment: Segment, position: int, replaced: dict[int, str]) -> Iterator[Character]:
    payload = segment.payload
    if segment.data is not None:
        for offset, octet in enumerate(payload):
            yield Character("", position + offset, 1, f"{octet:02X}", Cost.PLAIN, None)
        return
    at = 0
    for offset, text in enumerate(segment.text or ""):
        if segment.encoding is Encoding.GSM7:
            units = 2 if payload[at] == _ESCAPE else 1
            code = payload[at : at + units]
            cost, shown = _septet_cost(text, code), code.hex(" ").upper()
            at += units
        else:
            units = 2 if text > "\uffff" else 1
            code = payload[at : at + 2 * units]
            cost, shown = _unit_cost(text), code.hex(" ", 2).upper()
            at += 2 * units
        yield Character(text, position + offset, units, shown, cost, replaced.get(position + offset))


@lru_cache(maxsize=4096)
def _septet_cost(text: str, code: bytes) -> Cost:
    if gsm7.decode(code) != text:
        return Cost.NATIONAL
    return Cost.EXTENSION if len(code) == 2 else Cost.PLAIN


@lru_cache(maxsize=4096)
def _unit_cost(text: str) -> Cost:
    if text > "\uffff":
        return Cost.PAIR
    return Cost.PLAIN if gsm7.is_gsm7(text) else Cost.FOREIGN


def _elements(segment: Segment) -> Iterator[str]:
    """What the header holds, in words."""
    header = segment.header
    for element in header:
        known = type(element).__name__
        if element == header.concatenation and header.concatenation is not None:
            yield f"concatenation, reference {header.concatenation.reference}"
        elif element == header.ports and header.ports is not None:
            yield f"ports {header.ports.destination} and {header.ports.originator}"
        elif known == "LockingShift":
            yield f"locking shift table, {header.locking}"
        elif known == "SingleShift":
            yield f"single shift table, {header.single}"
        else:
            yield f"element {element.iei:02X}"
