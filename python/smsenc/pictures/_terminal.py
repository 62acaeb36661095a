"""The picture in a terminal: bars, text, and a line of marks below it, so that no colour is needed to read it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ._build import picture
from ._characters import columns, named, stand_in
from ._clusters import clusters
from ._model import USER_DATA_BITS, Cell, Character, Cost, Picture, Row, bits_of
from ._words import amount, room, summary

if TYPE_CHECKING:
    from smsenc import Estimate, Explanation, Message

__all__ = ["LIMIT", "text"]

LIMIT = 10  # segments whose characters are drawn
NARROWEST = 40
_BAR_NARROWEST, _BAR_WIDEST = 16, 56
_COSTLY = 12
_SUGGESTED = 320  # characters of a text that is suggested

# Select graphic rendition (ECMA-48): black on a colour, or white on red, reads on light and on dark screens alike.
_COLOURS = {Cost.NATIONAL: "30;46", Cost.EXTENSION: "30;43", Cost.FOREIGN: "97;41", Cost.PAIR: "97;45"}
_BAR_COLOURS = {Cost.PLAIN: "34", Cost.NATIONAL: "36", Cost.EXTENSION: "33", Cost.FOREIGN: "31", Cost.PAIR: "35"}
_DIM = "2"
_BOLD = "1"
_MARKS = {Cost.NATIONAL: "n", Cost.EXTENSION: "2", Cost.FOREIGN: "^", Cost.PAIR: "2"}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class _Symbols(NamedTuple):
    header: str
    text: str
    free: str
    space: str
    separator: str
    cut: str


_UNICODE = _Symbols("▒", "█", "░", "·", " · ", "✂")
_ASCII = _Symbols("h", "#", ".", "_", ", ", "%")


def text(
    result: Message | Estimate | Explanation,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
    limit: int = LIMIT,
) -> str:
    """A picture of a result for a terminal of ``width`` columns, lines ended by LF.

    One row per segment: a bar of its 140 octets with header, text and free room in proportion, and its characters with
    marks below: ``^`` forces UCS-2, a digit is the number of septets or UTF-16 units where it is more than one, ``n``
    is from a national language table. The characters of the first ``limit`` segments are drawn.

    Nothing in it drives the terminal, but for the colours of ``colour``. ``ascii_only`` draws in ASCII, and shows
    other characters as their code points. No line is wider than ``width``, which is at least 40.
    """
    return "".join(line.rstrip() + "\n" for line in _Drawing(picture(result), width, colour, ascii_only, limit).lines())


class _Piece(NamedTuple):
    """A cell on the screen: what is printed, in how many columns, the mark below."""

    shown: str
    width: int
    mark: str
    cost: Cost
    is_space: bool
    ends_line: bool


class _Drawing:
    def __init__(self, drawn: Picture, width: int, colour: bool, ascii_only: bool, limit: int) -> None:
        self._drawn = drawn
        self._estimate = drawn.estimate
        self._width = max(width, NARROWEST)
        self._colour = colour
        self._ascii = ascii_only
        self._limit = limit
        self._symbols = _ASCII if ascii_only else _UNICODE
        number = len(str(drawn.estimate.segments))
        self._label = f"{{0.sequence:>{number}}}/{{0.total}}  "
        self._indent = 2 * number + 3
        # All bars are equally wide, so that they compare.
        captions = max(len(room(row, drawn.estimate)) for row in drawn.rows)
        beside = self._width - self._indent - captions - 2
        self._is_narrow = beside < _BAR_NARROWEST  # the captions have lines of their own
        self._bar_width = min(self._width - self._indent if self._is_narrow else beside, _BAR_WIDEST)

    def lines(self) -> Iterator[str]:
        first, *others = summary(self._estimate)
        yield from self._wrapped([self._paint(first, _BOLD), *others], len(first), self._symbols.separator)
        yield ""
        for index, row in enumerate(self._drawn.rows):
            yield from self._bar(row)
            if index < self._limit:
                yield from self._text(row)
        yield ""
        yield from self._legend()
        for note in self._drawn.notes:
            yield from self._words(note)
        yield from self._costly()
        yield from self._suggestions()

    def _paint(self, shown: str, code: str) -> str:
        return f"\x1b[{code}m{shown}\x1b[0m" if self._colour and code else shown

    def _wrapped(self, words: list[str], first_width: int, separator: str) -> Iterator[str]:
        """Words in lines, none broken unless it is wider than the screen; only the first may be painted."""
        line, width = words[0], first_width
        for word in words[1:]:
            if width + len(separator) + len(word) > self._width:
                yield line
                line, width = word, len(word)
            else:
                line, width = line + separator + word, width + len(separator) + len(word)
        yield line

    def _words(self, sentence: str, indent: str = "", hanging: str = "") -> Iterator[str]:
        """A sentence in lines, broken at spaces; ``hanging`` stands before all lines but the first."""
        line, is_empty = indent, True
        for word in sentence.split(" "):
            if not is_empty and columns(line) + 1 + columns(word) > self._width:
                yield line
                line, is_empty = hanging, True
            line += word if is_empty else " " + word
            is_empty = False
        yield line

    def _bar(self, row: Row) -> Iterator[str]:
        caption = room(row, self._estimate)
        label = self._label.format(row)
        bar = "".join(self._bar_parts(row))
        if self._is_narrow:
            yield from self._words(caption, label, " " * self._indent)
            yield " " * self._indent + bar
        else:
            yield f"{label}{bar}  {caption}"

    def _bar_parts(self, row: Row) -> Iterator[str]:
        bits, width, symbols = bits_of(self._estimate), self._bar_width, self._symbols
        parts = [(row.header_bits + row.fill_bits, symbols.header, "")]
        for cell in row.cells:
            parts += [(bits * each.units, symbols.text, _BAR_COLOURS[each.cost]) for each in cell.characters]
        if not row.cells:
            parts.append((bits * row.units, symbols.text, _BAR_COLOURS[Cost.PLAIN]))
        parts.append((USER_DATA_BITS - sum(part[0] for part in parts), symbols.free, ""))
        at = 0
        run, code = "", ""
        for length, symbol, painted in parts:
            # Ends are rounded, not lengths: the bar is as wide as all others.
            columns_of_part = round((at + length) * width / USER_DATA_BITS) - round(at * width / USER_DATA_BITS)
            at += length
            if painted != code:
                if run:
                    yield self._paint(run, code)
                run, code = "", painted
            run += symbol * columns_of_part
        yield self._paint(run, code)

    def _text(self, row: Row) -> Iterator[str]:
        room_for_text = self._width - self._indent
        pieces = [self._piece(cell) for cell in row.cells]
        if row.cut:
            pieces.append(_Piece(self._symbols.cut, 1, "", Cost.PLAIN, False, False))
        for line in _broken(pieces, room_for_text):
            yield " " * self._indent + self._line(line)
            marks = "".join(piece.mark.ljust(piece.width) for piece in line)
            if marks.strip():
                yield " " * self._indent + marks

    def _line(self, pieces: list[_Piece]) -> str:
        """The pieces of a line; a space is drawn where nobody would see it: at the ends, and beside another one."""
        shown = []
        for index, piece in enumerate(pieces):
            if piece.is_space:
                beside = [pieces[at] for at in (index - 1, index + 1) if 0 <= at < len(pieces)]
                hidden = len(beside) < 2 or any(each.is_space for each in beside)
                shown.append(self._paint(self._symbols.space, _DIM) if hidden else " ")
            else:
                sign = piece.shown.rstrip(" ")  # what it is padded with has no colour
                shown.append(self._paint(sign, _COLOURS.get(piece.cost, "")) + " " * (len(piece.shown) - len(sign)))
        return "".join(shown)

    def _piece(self, cell: Cell) -> _Piece:
        shown = self._shown(cell)
        width = columns(shown)
        count = cell.units
        mark = ""
        if cell.cost is not Cost.PLAIN:
            mark = _MARKS[cell.cost]
            if cell.cost is Cost.NATIONAL and count > len(cell.characters):
                mark = str(count)
            elif cell.cost > Cost.EXTENSION and count > 1:
                mark = "^" + str(count)
                if len(mark) > width:
                    mark = str(count)
        # A mark wider than what it marks needs the room for it.
        return _Piece(
            shown + " " * max(0, len(mark) - width),
            max(width, len(mark)),
            mark,
            cell.cost,
            cell.text == " ",
            cell.text == "\n",
        )

    def _shown(self, cell: Cell) -> str:
        if not cell.characters[0].text:
            return cell.text + " "  # an octet in hex
        if self._ascii:
            if cell.text.isascii() and cell.text.isprintable():
                return cell.text
            return "".join(
                each.text if "\x20" <= each.text <= "\x7e" else f"<{ord(each.text):04X}>" for each in cell.characters
            )
        instead = stand_in(cell.text)
        if instead:
            is_one_sign = len(instead) == 1 or instead[0] == "\u25cc"
            return instead if is_one_sign else f"<{instead}>"
        return _narrowed(cell.text)

    def _legend(self) -> Iterator[str]:
        rows = self._drawn.rows
        symbols = self._symbols
        words = [f"{symbols.header} header"] if rows[0].header_bits else []
        words.append(f"{symbols.text} text")
        if any(row.free for row in rows):
            words.append(f"{symbols.free} free")
        if any(row.cut for row in rows):
            words.append(f"{symbols.cut} cut inside of what is drawn as one")
        yield from self._wrapped(words, len(words[0]), "   ")

    def _costly(self) -> Iterator[str]:
        """The costly characters below what makes them so, the dearest first."""
        entries = self._drawn.costly
        shown = entries[:_COSTLY]
        for (cost, reason), group in groupby(shown, key=lambda entry: (entry.cost, entry.why)):
            yield ""
            yield from self._words(f"{_MARKS[cost]} {reason}:")
            for entry in group:
                times = f", {entry.times:,} times" if entry.times > 1 else ""
                instead = "" if entry.replacement is None else f" -> {self._signs(entry.replacement) or 'nothing'}"
                yield from self._words(named(entry.character) + times + instead, "  ", "  ")
        if len(entries) > len(shown):
            yield f"  and {amount(len(entries) - len(shown), 'more character')}"

    def _suggestions(self) -> Iterator[str]:
        """What would make it cheaper, and what it would be then."""
        for number, way in enumerate(self._drawn.suggestions, 1):
            yield ""
            yield from self._words(f"{number}. {way.what}: {way.gain}", "", "   ")
            yield from self._words(", ".join(summary(way.estimate)), "   ", "   ")
            text = way.text if len(way.text) <= _SUGGESTED else way.text[:_SUGGESTED] + "..."
            pieces = [self._piece(_plain_cell(cluster)) for cluster in clusters(text)]
            for line in _broken(pieces, self._width - 3):
                yield "   " + self._line(line)

    def _signs(self, text: str) -> str:
        return "".join(self._shown(_plain_cell(cluster)) for cluster in clusters(text))


def _plain_cell(cluster: str) -> Cell:
    """A cluster, drawn without what it costs."""
    return Cell(cluster, (Character(cluster, 0, 1, "", Cost.PLAIN, None),))


def _narrowed(cluster: str) -> str:
    """``cluster`` so that every terminal gives it the same columns.

    Terminals disagree on sequences of emoji: some draw a family, some its members. The first member is drawn, and how
    many characters follow it.
    """
    if len(cluster) == 1:
        return cluster
    marks = [character for character in cluster[1:] if unicodedata.category(character)[0] != "M"]
    if "\U0001f1e6" <= cluster[0] <= "\U0001f1ff":
        return cluster  # a flag, or the two letters that stand for it: two columns
    if "\u0590" <= cluster[0] < "\u1f00" or (not marks and "\ufe0f" not in cluster):
        # Letters with their marks, as they are. A mark that takes a column in theory only is not counted.
        return cluster
    return cluster[0] + "⁺" + str(len(cluster) - 1).translate(_SUPERSCRIPTS)


def _broken(pieces: list[_Piece], width: int) -> Iterator[list[_Piece]]:
    """Lines of at most ``width`` columns, broken behind a space where there is one."""
    line: list[_Piece] = []
    taken = 0
    for piece in pieces:
        if taken + piece.width > width and line:
            behind = max((index + 1 for index, each in enumerate(line) if each.is_space), default=len(line))
            # A break that wastes more than half of the line is worse than a broken word.
            if sum(each.width for each in line[:behind]) * 2 < width:
                behind = len(line)
            yield line[:behind]
            line = line[behind:]
            taken = sum(each.width for each in line)
        line.append(piece)
        taken += piece.width
        if piece.ends_line:
            yield line
            line, taken = [], 0
    if line:
        yield line
