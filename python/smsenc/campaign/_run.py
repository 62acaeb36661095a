"""A campaign from its files to its report: one pass, batch by batch."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any

from smsenc.cli.files import whole_name

from ._batches import Batch, Columns, Source
from ._engine import polars
from ._inputs import Format, expand, open_input
from ._measure import Looked, Measure, Settings
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
    sources: list[Source] = []
    try:
        with ThreadPoolExecutor(1) as beside:
            made = beside.submit(Measure, settings)
            for name in names:
                sources.append(_open(name, form, columns))
                if len(sources) == 1:
                    sources[0].begin()
            measure = made.result()
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
    with closing(_looked_at(measure, sources, rows=wanted)) as batches:
        for name, batch, looked, octets in batches:
            found = measure.add(name, batch, looked)
            if wanted:
                yield rows_frame(measure, name, batch, found)
            if step is not None:
                step(measure.rows, octets, size)


def _looked_at(
    measure: Measure, sources: Sequence[Source], *, rows: bool
) -> Generator[tuple[str, Batch, Looked, int], None, None]:
    """The batches in order, each with the file, what was found of it, and the octets read so far.

    While one is counted, the next ones are looked at, and the engine reads on: no core waits for another one.
    """
    threads = measure.settings.threads or _cores()
    at_once = min(threads, AT_ONCE)
    waiting: deque[tuple[str, Batch, Future[Looked], int]] = deque()
    unread: Iterator[tuple[str, Batch, int]] | None = _read(sources)
    failure: Exception | None = None
    pool = ThreadPoolExecutor(at_once)
    try:
        while unread is not None or waiting:
            if unread is not None and len(waiting) < WAITING and not (waiting and waiting[0][2].done()):
                try:
                    name, batch, octets = next(unread)
                except StopIteration:
                    unread = None
                except Exception as error:  # what was read before it comes first
                    unread, failure = None, error
                else:
                    work = pool.submit(measure.look, batch, -(-threads // at_once), rows=rows)
                    waiting.append((name, batch, work, octets))
            else:
                name, batch, work, octets = waiting.popleft()
                yield name, batch, work.result(), octets
        if failure is not None:
            raise failure
    finally:
        pool.shutdown(cancel_futures=True)


AT_ONCE = 2
"""Batches that are looked at at the same time."""
WAITING = 5
"""These, and those that are next: so many that no core waits while the engine reads. What it has read ahead is in
memory beside them."""


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _read(sources: Sequence[Source]) -> Iterator[tuple[str, Batch, int]]:
    """The batches of all sources, each with its file and the octets read so far."""
    before = 0
    for source, following in zip(sources, [*sources[1:], None], strict=True):
        begun = following is None
        for batch in source.batches():
            if following is not None and not begun and source.ends_soon():
                following.begin()
                begun = True
            yield source.name, batch, before + source.octets()
        before += source.size or source.octets()
        source.close()
