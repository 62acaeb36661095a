"""The report as a page that stands by itself: no script, no file, nothing from the network.

It looks as the pictures of ``smsenc.pictures`` do, light and dark. Bars are drawn as SVG, and every number that a bar
shows stands beside it. Whatever comes out of a file is escaped, and what would not show, or would turn the text
around it, is written as its code point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape

from smsenc import Profile, __version__, pictures
from smsenc.cli.terminal import number
from smsenc.errors import Error
from smsenc.pictures._style import PAGE_STYLE, STYLE

from ._batches import REASONS
from ._measure import RowNote
from ._report import Cause, Report
from ._table import credits, group_name
from ._totals import Sum

__all__ = ["page"]

_GROUPS = 30  # rows of a table; the rest is one row
_CAUSES = 40
_DRAWN = 3  # messages that are drawn character by character

_RULES = """
main{max-width:68rem}
.cr{overflow-wrap:anywhere}
.cr h2{margin:0 0 .6rem;font-size:1.05rem;font-weight:650;color:var(--sms-ink)}
.cr h3{margin:1.2rem 0 .3rem;font-size:.95rem;font-weight:600;color:var(--sms-ink)}
.cr p{margin:.4rem 0;color:var(--sms-soft);font-size:13.5px}
.cr .cr-figures{display:flex;flex-wrap:wrap;gap:.6rem 2.2rem;margin:0}
.cr .cr-figures div{min-width:6rem}
.cr dt{font-size:12.5px;color:var(--sms-soft)}
.cr dd{margin:0;font-size:1.55rem;line-height:1.25;font-weight:650;font-variant-numeric:tabular-nums}
.cr dd small{font-size:.8rem;font-weight:400;color:var(--sms-soft)}
.cr dd.cr-good{color:var(--sms-good)}
.cr dd.cr-bad{color:var(--sms-c3)}
.cr table{width:100%;border-collapse:collapse;font-size:13.5px;font-variant-numeric:tabular-nums}
.cr th{padding:.25rem .5rem;text-align:end;font-weight:500;font-size:12px;color:var(--sms-soft);vertical-align:bottom;
border-bottom:1px solid var(--sms-line)}
.cr td,.cr thead th{overflow-wrap:break-word}
.cr td.cr-start{overflow-wrap:anywhere}
.cr td{padding:.3rem .5rem;text-align:end;vertical-align:middle;border-bottom:1px solid var(--sms-hair)}
.cr tbody tr:last-child td,.cr tbody tr:last-child th{border-bottom:0}
.cr th:first-child,.cr td:first-child,.cr .cr-start{text-align:start}
.cr th:first-child,.cr td:first-child{padding-inline-start:0}
.cr th:last-child,.cr td:last-child{padding-inline-end:0}
.cr tbody th{font-weight:500;font-size:13.5px;color:var(--sms-ink);border-bottom:1px solid var(--sms-hair);
vertical-align:middle}
.cr .cr-bars th:first-child{width:22%}
.cr .cr-list th:first-child{width:62%}
.cr td.cr-bar{width:34%;min-width:3rem}
.cr svg{display:block;width:100%;height:12px;border-radius:3px}
.cr svg .cr-back{fill:var(--sms-hair)}
.cr svg .cr-fill{fill:var(--sms-plain)}
.cr svg .cr-save{fill:var(--sms-good)}
.cr .cr-char{display:inline-block;min-width:1.6em;margin-inline-end:.5em;padding:0 .2em;border-radius:4px;
background:var(--sms-t3);border-bottom:2px solid var(--sms-c3);text-align:center;font-size:16px;line-height:1.45}
.cr .cr-by{display:inline-block;padding:0 .3em;border-radius:4px;background:var(--sms-t1);
border-bottom:2px dotted var(--sms-c1)}
.cr .cr-soft{color:var(--sms-soft);font-size:12.5px}
.cr .cr-good{color:var(--sms-good)}
.cr .cr-text{margin:.15rem 0 0;font-size:14px;line-height:1.55;color:var(--sms-ink);unicode-bidi:plaintext;
text-align:start;white-space:pre-wrap}
.cr dl.cr-words{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem;margin:.4rem 0 0;font-size:13px}
.cr dl.cr-words dt{font-size:13px}
.cr dl.cr-words dd{font-size:13px;font-weight:400;color:var(--sms-ink)}
@media (max-width:640px){.cr .cr-wide{display:none}.cr td.cr-bar{width:16%;min-width:1.5rem}
.cr thead th{padding:.25rem .15rem}
.cr td,.cr tbody th{padding:.3rem .25rem;
font-size:12.5px}.cr .cr-list th:first-child{width:auto}.cr th{font-size:11px}.cr .cr-char{margin-inline-end:.2em}
.cr dl.cr-words{display:block}.cr dl.cr-words dd{margin:0 0 .4rem}}
@media print{body{background:none}.smsenc{break-inside:avoid}}
@media (forced-colors:active){.cr svg{forced-color-adjust:none}}
"""

# These join or shape what stands beside them, and belong to many scripts and emoji.
_JOINERS = "\u200c\u200d"


def page(report: Report, title: str = "SMS campaign") -> str:
    """The page."""
    return "".join(_page(report, title))


def _page(report: Report, title: str) -> Iterator[str]:
    style = PAGE_STYLE + STYLE + _RULES.replace("\n", "")
    yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    # Nothing can be loaded or run, even if something were wrong above.
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">"
    yield f'<meta name="generator" content="smsenc {escape(__version__)}">'
    yield f"<title>{visible(title)}</title><style>{style}</style></head>\n<body><main><h1>{visible(title)}</h1>\n"
    yield from _summary(report)
    yield from _section("Segments of a message", _histogram(report))
    for heading, groups, word in (
        ("Cost by encoding", report.encodings, "encoding"),
        ("Cost by script", report.scripts, "script"),
        ("Cost by number prefix", report.prefixes, "prefix"),
    ):
        if groups:
            yield from _section(heading, _groups(report, groups, word))
    yield from _causes(report)
    yield from _rows(report)
    yield from _problems(report)
    yield from _section("How this was counted", _words(report))
    yield "</main></body></html>\n"


def visible(text: str) -> str:
    """``text`` as HTML can hold it; what does not print is shown as its code point."""
    if text.isprintable():
        return escape(text)
    shown = (c if c.isprintable() or c in _JOINERS else f"\u2039U+{ord(c):04X}\u203a" for c in text)
    return escape("".join(shown))


def _section(heading: str, content: Iterable[str]) -> Iterator[str]:
    yield f'<section class="smsenc cr" lang="en" dir="ltr"><h2>{escape(heading)}</h2>'
    yield from content
    yield "</section>\n"


def _summary(report: Report) -> Iterator[str]:
    yield '<section class="smsenc cr" lang="en" dir="ltr"><dl class="cr-figures">'
    figures = [("messages priced", number(report.priced), "")]
    lost = report.rows - report.priced
    if lost:
        figures.append(("rows not priced", number(lost), "cr-bad"))
    figures.append(("segments", number(report.total.segments), ""))
    if report.total.rows:
        figures.append(("segments per message", f"{report.total.segments / report.total.rows:.2f}", ""))
    if report.with_rates:
        figures.append(("credits", credits(report.total.low), ""))
        if report.total.high != report.total.low:
            figures.append(("credits at most", credits(report.total.high), ""))
    if report.savings.segments:
        figures.append(("segments that look-alikes would save", number(report.savings.segments), "cr-good"))
        if report.with_rates:
            figures.append(("credits that they would save", credits(report.savings.credits), "cr-good"))
    for word, value, kind in figures:
        yield f'<div><dt>{word}</dt><dd class="{kind}">{value}</dd></div>'
    yield "</dl><p>"
    yield ", ".join(f"<bdi>{visible(name)}</bdi>" for name in report.files[:20])
    if len(report.files) > 20:
        yield f" and {number(len(report.files) - 20)} more files"
    yield "</p></section>\n"


def _bar(part: float, kind: str = "cr-fill") -> str:
    width = max(min(part, 1.0), 0.0) * 100
    return (
        '<svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="cr-back" width="100" height="12"/>'
        f'<rect class="{kind}" width="{width:.2f}" height="12"/></svg>'
    )


def _table(head: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], kind: str = "cr-bars") -> Iterator[str]:
    """``head`` gives each column its heading and class; the cells of the first are headings of their rows."""
    yield f'<table class="{kind}"><thead><tr>'
    for word, column in head:
        yield f'<th scope="col" class="{column}">{escape(word)}</th>'
    yield "</tr></thead><tbody>\n"
    for first, *others in rows:
        yield f'<tr><th scope="row">{first}</th>'
        for cell, (_, column) in zip(others, head[1:], strict=True):
            yield f'<td class="{column}">{cell}</td>'
        yield "</tr>\n"
    yield "</tbody></table>"


def _histogram(report: Report) -> Iterator[str]:
    if not report.histogram:
        yield "<p>No message was counted.</p>"
        return
    most = max(report.histogram.values())
    shown = [(str(segments), rows) for segments, rows in report.histogram.items()]
    if len(shown) > _GROUPS:
        shown = [*shown[: _GROUPS - 1], ("more", sum(rows for _, rows in shown[_GROUPS - 1 :]))]
    head = [("segments", ""), ("", "cr-bar"), ("messages", ""), ("share", "")]
    rows = [
        (segments, _bar(rows / most), number(rows), _share(Decimal(rows), Decimal(report.total.rows)))
        for segments, rows in shown
    ]
    yield from _table(head, rows)


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole:.1%}" if whole else ""


def _groups(report: Report, groups: Mapping[str | None, Sum] | Mapping[str, Sum], word: str) -> Iterator[str]:
    priced = report.with_rates
    head = [(word, ""), ("", "cr-bar"), ("messages", "cr-wide"), ("segments", "")]
    head += [("credits", "")] if priced else []
    head += [("share of the cost" if priced else "share of the segments", "")]

    def cost(total: Sum) -> Decimal:
        return total.low if priced else Decimal(total.segments)

    whole = cost(report.total)
    shown = list(groups.items())
    most = max((cost(total) for _, total in shown), default=Decimal(0))

    def row(name: str, total: Sum) -> list[str]:
        part = float(cost(total) / most) if most else 0.0
        cells = [name, _bar(part), number(total.rows), number(total.segments)]
        return [*cells, *([credits(total.low)] if priced else []), _share(cost(total), whole)]

    rows = [row(visible(group_name(word, name)), total) for name, total in shown[:_GROUPS]]
    if len(shown) > _GROUPS:
        rest = sum((total for _, total in shown[_GROUPS:]), Sum())
        rows.append(row(f"{number(len(shown) - _GROUPS)} more", rest))
    yield from _table(head, rows)


def _causes(report: Report) -> Iterator[str]:
    if not report.causes:
        return
    yield '<section class="smsenc cr" lang="en" dir="ltr"><h2>Characters that cost most</h2>'
    yield "<p>Each of these forces UCS-2 on every message that it is in: 70 characters a segment in place of 160.</p>"
    priced, saving = report.with_rates, report.replacement != "none"
    head = [("character", ""), ("messages", ""), ("segments", "cr-wide")]
    if saving:
        head += [("replaced by", "cr-start"), ("saves alone", "cr-wide"), ("saves with those above", "")]
        head += [("credits", "cr-wide")] if priced else []
    rows = [_cause(cause, saving, priced) for cause in report.causes[:_CAUSES]]
    yield from _table(head, rows, "cr-causes")
    if len(report.causes) > _CAUSES:
        yield f"<p>{number(len(report.causes) - _CAUSES)} more are in the JSON.</p>"
    if saving:
        yield (
            "<p>Saved segments over the whole campaign, counted exactly: <i>alone</i> when nothing else is replaced, "
            "<i>with those above</i> when everything above in the table is replaced as well. A message that still "
            "holds another of these characters saves nothing.</p>"
        )
        if report.savings.rows:
            cost = f" and {credits(report.savings.credits)} credits" if priced else ""
            yield (
                f'<p class="cr-good">With <code>replace="{visible(report.replacement)}"</code> the campaign takes '
                f"{number(report.savings.segments)} segments{cost} less, in {number(report.savings.rows)} messages.</p>"
            )
    yield "</section>\n"


def _cause(cause: Cause, saving: bool, priced: bool) -> list[str]:
    name = visible(cause.name)
    if cause.character is not None:
        shown = cause.character if cause.character.isprintable() else "\u00a0"
        name = f'<bdi class="cr-char">{escape(shown)}</bdi><span class="cr-soft">{name}</span>'
    cells = [name, number(cause.rows), number(cause.segments)]
    if saving:
        by = "" if cause.replacement is None else f'<bdi class="cr-by">{visible(cause.replacement) or "nothing"}</bdi>'
        cells += [by, _saved(cause.alone.segments), _saved(cause.together.segments)] if by else ["\u2013", "", ""]
        cells += [credits(cause.together.credits) if by else ""] if priced else []
    return cells


def _saved(segments: int) -> str:
    return f'<span class="cr-good">{number(segments)}</span>' if segments else "0"


def _rows(report: Report) -> Iterator[str]:
    lists = [("Dearest rows", "", report.dearest)]
    if report.max_credits is not None:
        said = f"{number(report.over_credits)} messages cost more than {report.max_credits:f} credits."
        lists.append((f"Over {report.max_credits:f} credits", said, report.over_credits_rows))
    if report.over_segments:
        said = f"{number(report.over_segments)} messages need more than the {report.max_segments} segments permitted."
        lists.append((f"Over {report.max_segments} segments", said, report.over_segments_rows))
    for heading, said, rows in lists:
        if rows or said:
            yield from _section(heading, _list(report, said, rows))
    yield from _drawn(report)


def _list(report: Report, said: str, rows: Sequence[RowNote]) -> Iterator[str]:
    if said:
        yield f"<p>{escape(said)}</p>"
    if not rows:
        return
    head = [("row", ""), ("encoding", "cr-wide"), ("segments", "")]
    head += [("credits", "")] if report.with_rates else []
    head += [("number", "cr-wide")] if report.with_numbers else []

    def row(note: RowNote) -> list[str]:
        place = f"<bdi>{visible(str(note.place))}</bdi>"
        if note.text is not None:
            place += f'<p class="cr-text" lang="" dir="auto" translate="no">{_text(note.text)}</p>'
        cells = [place, escape(note.encoding), number(note.segments)]
        if report.with_rates:
            cells.append("" if note.credits is None else credits(note.credits))
        if report.with_numbers:
            cells.append("" if note.number is None else visible(note.number))
        return cells

    yield from _table(head, map(row, rows), "cr-list")


def _text(text: str, longest: int = 300) -> str:
    shown = "\n".join(map(visible, text[:longest].splitlines()))
    return shown + ("\u2026" if len(text) > longest else "")


def _drawn(report: Report) -> Iterator[str]:
    """The dearest messages, character by character, where their texts may be shown."""
    profile = Profile(**report.options)
    seen: set[str] = set()
    for note in report.dearest:
        if note.text is None or note.text in seen or len(seen) == _DRAWN:
            continue
        try:
            message = profile.encode(note.text)
        except Error:
            continue
        seen.add(note.text)
        if len(seen) == 1:
            yield "<h2>Why they are dear</h2>\n"
        yield f"<p><bdi>{visible(str(note.place))}</bdi></p>{pictures.html(message, limit=6)}"


def _problems(report: Report) -> Iterator[str]:
    if not report.problems:
        return
    head = [("reason", ""), ("rows", ""), ("first", "cr-start")]
    rows = [
        (
            f'{visible(REASONS.get(reason, reason))} <span class="cr-soft">{escape(reason)}</span>',
            number(problem.count),
            "<br>".join(f"<bdi>{visible(str(place))}</bdi>" for place in problem.first),
        )
        for reason, problem in report.problems.items()
    ]
    yield from _section("Rows that were not priced", _table(head, rows, "cr-list"))


def _words(report: Report) -> Iterator[str]:
    options = ", ".join(f"{name}={value!r}" for name, value in report.options.items()) or "all as by default"
    yield '<dl class="cr-words">'
    words = [
        ("options", visible(options)),
        ("segments", "Short messages after concatenation, by 3GPP TS 23.038 and TS 23.040."),
        ("script", "The Unicode script that most letters of a message are in."),
    ]
    if report.with_rates:
        words.append(("credits", "Rate of the number's longest prefix, times segments, as exact decimals."))
    if not report.complete:
        words.append(("rows", f"{number(report.rows)} were read; each is priced, or told with a reason."))
    for word, meaning in words:
        yield f"<dt>{word}</dt><dd>{meaning}</dd>"
    yield "</dl>"
