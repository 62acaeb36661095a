"""The picture in HTML: a fragment that styles itself, and a page around one or many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from unicodedata import category

from smsenc import Encoding, Estimate, Explanation, Message

from ._build import picture
from ._characters import DOTTED_CIRCLE, LINE_FEED, abbreviated, named
from ._clusters import clusters
from ._model import USER_DATA_BITS, Cell, Character, Cost, Costly, Picture, Row, Suggestion, bits_of
from ._style import PAGE_STYLE, STYLE
from ._words import amount, room, summary, units, what_it_costs

__all__ = ["LIMIT", "html", "page"]

LIMIT = 20  # segments whose characters are drawn: about 15 KB each
_BARS = 255  # a message has no more
_COSTLY = 12
_NAMES = 12
_SUGGESTED = 320  # characters of a text that is suggested


def html(result: Message | Estimate | Explanation, *, limit: int = LIMIT) -> str:
    """A picture of a result as a fragment of HTML.

    One row per segment: a bar of its 140 octets with header, text and free room in proportion, and its characters,
    coloured and underlined by what they cost, each with code point, name and septets (or UTF-16 units, or the octet)
    on hover. The characters of the first ``limit`` segments are drawn, and the bars of all.

    The fragment needs no script and no file, brings its own style (light and dark), and can stand in any page. The
    same result gives the same fragment. Raises ``TypeError`` for what is no result.
    """
    return "".join(_fragment(picture(result), limit, styled=True))


def page(
    results: Message | Estimate | Explanation | Iterable[tuple[str, Message | Estimate | Explanation]],
    *,
    title: str = "SMS",
    limit: int = LIMIT,
) -> str:
    """A whole page, self-contained: a picture, or several, each under a heading of its own.

    ``results`` is one result, or pairs: a heading, and the result below it. Nothing is loaded from anywhere.
    """
    return "".join(_page(results, title, limit))


def _page(
    results: Message | Estimate | Explanation | Iterable[tuple[str, Message | Estimate | Explanation]],
    title: str,
    limit: int,
) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    # Nothing can be loaded or run, even if something were wrong above.
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">"
    shown = _safe(title)
    yield f"<title>{shown}</title><style>{PAGE_STYLE}{STYLE}</style></head>\n<body><main><h1>{shown}</h1>\n"
    pairs = [("", results)] if isinstance(results, (Message, Estimate, Explanation)) else results
    for heading, result in pairs:
        if heading:
            yield f"<h2>{_safe(heading)}</h2>\n"
        yield from _fragment(picture(result), limit, styled=False)
    yield "</main></body></html>\n"


def _safe(text: str) -> str:
    """``text`` of the caller as HTML can hold it: what does not show, or does something, as its stand-in."""
    return escape("".join(abbreviated(cluster) or cluster for cluster in clusters(text)))


def _fragment(drawn: Picture, limit: int, *, styled: bool) -> Iterator[str]:
    estimate = drawn.estimate
    first, *others = summary(estimate)
    label = _attribute("SMS message: " + ", ".join((first, *others)))
    yield f'<section class="smsenc" lang="en" dir="ltr" aria-label="{label}">'
    if styled:
        yield f"<style>{STYLE}</style>"
    rest = " · ".join(escape(word) for word in others)
    yield f'<p class="sms-sum"><b>{escape(first)}</b> · {rest}</p>\n<ol class="sms-rows">'
    for index, row in enumerate(drawn.rows[:_BARS]):
        yield from _row(row, estimate, with_cells=index < limit)
    yield "</ol>"
    if drawn.rows[limit:] and any(row.cells for row in drawn.rows):
        yield f'<p class="sms-note">The characters of the first {amount(limit, "segment")} are shown.</p>'
    yield from _legend(drawn)
    yield from (f'<p class="sms-note">{escape(note)}</p>' for note in drawn.notes)
    yield from _costly(drawn.costly)
    yield from _suggestions(drawn.suggestions)
    yield "</section>\n"


def _row(row: Row, estimate: Estimate, *, with_cells: bool) -> Iterator[str]:
    full = room(row, estimate)
    yield f'<li class="sms-row"><div class="sms-cap"><span><b>{row.sequence}</b> of {row.total}</span>'
    yield f"<span>{full}</span></div>"
    header = f"{_header(row)}, " if row.header_bits else ""
    yield f'<div class="sms-bar" role="img" aria-label="{_attribute(header + full)}">'
    yield from _bar(row, estimate, in_detail=with_cells)
    yield "</div>"
    if with_cells and row.cells:
        if row.cells[0].characters[0].text:
            # The language of the text is not known, and is not English.
            yield '<p class="sms-text" lang="" dir="auto" translate="no">'
            yield from (_cell(cell, estimate) for cell in row.cells)
            if row.cut:
                yield _CUT
        else:
            yield '<p class="sms-text sms-hex" translate="no">'
            yield " ".join(_cell(cell, estimate) for cell in row.cells)
        yield "</p>"
    yield "</li>\n"


def _header(row: Row) -> str:
    """``header 6 octets: concatenation, reference 7``."""
    return ": ".join(filter(None, (f"header {row.header_bits // 8} octets", ", ".join(row.header))))


_CUT = '<span class="sms-cut" title="what is drawn as one is cut here, and joined by the phone">✂</span>'


def _bar(row: Row, estimate: Estimate, *, in_detail: bool) -> Iterator[str]:
    bits = bits_of(estimate)

    def part(kind: str, width: int, title: str) -> str:
        return f'<i class="sms-{kind}" style="flex-grow:{width}" title="{_attribute(title)}"></i>' if width else ""

    yield part("h", row.header_bits, _header(row))
    yield part("f", row.fill_bits, f"fill bits, {row.fill_bits}")
    characters = [character for cell in row.cells for character in cell.characters]
    if not in_detail:  # one part for each cost in place of one for each run
        characters.sort(key=lambda character: character.cost)
    if characters:
        for cost, run in groupby(characters, key=lambda character: character.cost):
            count = sum(character.units for character in run)
            yield part(f"k{cost:d}", bits * count, f"text, {units(estimate, count)}")
    else:
        yield part("k0", bits * row.units, f"text, {units(estimate, row.units)}")
    yield part("e", bits * row.free, f"free, {units(estimate, row.free)}")
    spare = USER_DATA_BITS - row.header_bits - row.fill_bits - bits * row.capacity
    yield part("f", spare, f"{spare} bits that hold no {units(estimate, 1)[2:]}")


def _cell(cell: Cell, estimate: Estimate) -> str:
    shown = cell.characters[:_NAMES]
    lines = [what_it_costs(character, estimate) for character in shown]
    if len(cell.characters) > len(shown):
        lines.append(f"and {len(cell.characters) - len(shown)} more")
    if len(cell.characters) > 1:
        lines.append(f"together {units(estimate, cell.units)}")
    title = _attribute("\n".join(lines))
    new = " sms-new" if any(character.replaces is not None for character in cell.characters) else ""
    inner, kind = _glyph(cell)
    if cell.cost is Cost.PLAIN:
        classes = (kind if kind == "sms-sp" else "") + new
        attribute = f' class="{classes.strip()}"' if classes else ""
        return f'<span{attribute} title="{title}">{inner}</span>'
    classes = f"sms-{cell.cost:d} {kind}".strip() + new
    return f'<mark class="{classes}" title="{title}">{inner}</mark>'


def _glyph(cell: Cell) -> tuple[str, str]:
    """What is drawn, and a class for it."""
    if cell.text == " ":
        return " ", "sms-sp"
    instead = abbreviated(cell.text)
    if instead and cell.characters[0].text:
        if instead[0] == DOTTED_CIRCLE:
            return instead, ""
        return f'<span class="sms-in">{instead}</span>{"<br>" if cell.text == LINE_FEED else ""}', ""
    # Room at the sides makes thin signs easier to see; letters need to touch.
    return escape(cell.text), "sms-wide" if len(cell.text) == 1 and category(cell.text)[0] in "PS" else ""


def _legend(drawn: Picture) -> Iterator[str]:
    """The keys of the bars. Those of the costs stand with the characters, unless these are not known."""
    rows = drawn.rows
    keys = [("h", "header")] if rows[0].header_bits else []
    keys.append(("k0", "data" if drawn.estimate.encoding is Encoding.EIGHT_BIT else "text"))
    if any(row.free for row in rows):
        keys.append(("e", "free"))
    if any(character.replaces is not None for row in rows for cell in row.cells for character in cell.characters):
        keys.append(("new", "changed before sending"))
    spans = (f'<span><i class="sms-key sms-{kind}"></i>{escape(words)}</span>' for kind, words in keys)
    yield f'<p class="sms-key-line">{"".join(spans)}</p>'


def _costly(entries: tuple[Costly, ...]) -> Iterator[str]:
    """The costly characters under what makes them so, the dearest first; what hovering tells, for those who cannot."""
    if not entries:
        return
    yield '<h3 class="sms-h3">What costs more</h3>'
    shown = entries[:_COSTLY]
    for (cost, reason), group in groupby(shown, key=lambda entry: (entry.cost, entry.why)):
        yield f'<p class="sms-why"><i class="sms-key sms-{cost:d}"></i>{escape(reason)}</p><ul class="sms-costs">'
        for entry in group:
            times = f" <b>× {entry.times:,}</b>" if entry.times > 1 else ""
            yield f'<li><bdi lang="" class="sms-{cost:d}">{_sign(entry.character)}</bdi> '
            yield f"{escape(named(entry.character))}{times}{_instead(entry.replacement)}</li>"
        yield "</ul>"
    if len(entries) > len(shown):
        rest = entries[len(shown) :]
        occurrences = sum(entry.times for entry in rest)
        more = f"and {amount(len(rest), 'more character')}, {amount(occurrences, 'time')} in all"
        yield f'<p class="sms-note">{more}</p>'


def _instead(replacement: str | None) -> str:
    if replacement is None:
        return ""
    signs = "".join(map(_sign, clusters(replacement)))
    return f' <b>→ <bdi lang="">{signs}</bdi></b>' if signs else " <b>→ nothing</b>"


def _suggestions(suggestions: tuple[Suggestion, ...]) -> Iterator[str]:
    """What would make it cheaper, and what it would be then."""
    if not suggestions:
        return
    yield '<h3 class="sms-h3">What would make it cheaper</h3><ol class="sms-ways">'
    for way in suggestions:
        then = " · ".join(map(escape, summary(way.estimate)))
        yield f'<li><b>{escape(way.what)}</b> <span class="sms-save">{escape(way.gain)}</span>'
        yield f'<br><span class="sms-soft">{then}</span>'
        text = way.text if len(way.text) <= _SUGGESTED else way.text[:_SUGGESTED] + "…"
        signs = "".join(map(_sign, clusters(text)))
        yield f'<p class="sms-text" lang="" dir="auto" translate="no">{signs}</p></li>'
    yield "</ol>"


def _sign(cluster: str) -> str:
    """A cluster, drawn without what it costs."""
    return _glyph(Cell(cluster, (Character(cluster, 0, 1, "", Cost.PLAIN, None),)))[0]


def _attribute(text: str) -> str:
    return escape(text).replace("\n", "&#10;")
