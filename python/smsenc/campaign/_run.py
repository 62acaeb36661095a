"""A campaign from its files to its report: one pass, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from smsenc.cli.files import whole_name

from ._batches import Columns, Source
from ._engine import polars
from ._inputs import Format, expand, open_input
from ._measure import Measure, Settings
from ._outputs import rows_format, rows_frame, write_rows
from ._parquet import open_parquet
from ._report import Report, build
from ._text import open_text

__all__ = ["measure_files"]

Step = Callable[[int, int, "int | None"], None]


def measure_files(
    files: Sequence[str],
    settings: Settings,
    *,
    form: Format | None = None,
    rows: str | None = None,
    step: Step | None = None,
) -> Report:
    """Measure files (names, patterns, ``-`` for standard input) and give the report.

    ``rows`` names a file for the results of single rows. ``step`` is told rows, octets and all octets (``None``: not
    known) after each batch. Raises ``MissingPackage``, ``UnreadableInput`` and, for ``rows`` where nothing can be
    written, ``UsageError`` before any row is read, ``Stopped`` in a strict run, and ``OSError`` if writing fails later.
    """
    polars()
    names = expand(files)
    columns = _columns(settings)
    measure = Measure(settings)
    sources: list[Source] = []
    try:
        for name in names:
            sources.append(_open(name, form, columns))
        if rows is None:
            for _ in _frames(measure, sources, step, wanted=False):
                pass
        else:
            with whole_name(rows) as path:
                write_rows(_frames(measure, sources, step, wanted=True), path, rows_format(rows))
    finally:
        for source in sources:
            source.close()
    return build(measure, tuple(source.name for source in sources))


def _columns(settings: Settings) -> Columns:
    texts: tuple[str | None, ...] = (settings.text,)
    missing = "missing_column"
    if settings.template is not None:
        # A template without fields needs no column, but a row for each message: any column will do, the first.
        texts = settings.template.fields or ("1",)
        missing = "missing_field"
    return Columns(texts, settings.number, settings.header, missing)


def _open(name: str, form: Format | None, columns: Columns) -> Source:
    source = open_input(name, form)
    try:
        return (open_parquet if source.format == "parquet" else open_text)(source, columns)
    except BaseException:
        source.close()
        raise


def _frames(measure: Measure, sources: Sequence[Source], step: Step | None, *, wanted: bool) -> Iterator[Any]:
    sizes = [source.size for source in sources]
    size = None if None in sizes else sum(number or 0 for number in sizes)
    before = 0
    for source, following in zip(sources, [*sources[1:], None], strict=True):
        begun = following is None
        for batch in source.batches():
            if following is not None and not begun and source.ends_soon():
                following.begin()
                begun = True
            found = measure.add(source.name, batch, with_units=wanted)
            if wanted:
                yield rows_frame(measure, source.name, batch, found)
            if step is not None:
                step(measure.rows, before + source.octets(), size)
        before += source.size or source.octets()
        source.close()
