"""Campaigns from files to reports: the same exact numbers from every format, and no row lost."""

from __future__ import annotations

import glob
import json
import os
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import smsenc
from campaign.campaign_rows import CARD, ROWS, Row, naive, octets_of, write
from smsenc.campaign import _run, _text
from smsenc.campaign._batches import Batch, Source
from smsenc.campaign._inputs import UnreadableInput
from smsenc.campaign._measure import Place, Settings, Stopped
from smsenc.campaign._report import Report
from smsenc.campaign._run import measure_files
from smsenc.credits import Rate, RateCard, Template
from smsenc.errors import InvalidOption

polars = pytest.importorskip("polars")

FORMS = ["csv", "jsonl", "parquet", "csv+gz", "csv+zst", "jsonl+gz", "jsonl+zst", "parquet+gz", "parquet+zst"]


def measure(*paths: Path | str, **given: Any) -> Report:
    step = given.pop("step", None)
    rows = given.pop("rows", None)
    given.setdefault("text", "text")
    given.setdefault("number", "to")
    given.setdefault("rates", CARD)
    return measure_files([str(path) for path in paths], Settings(**given), rows=rows, step=step)


def summary(report: Report) -> dict[str, Any]:
    return {
        "rows": report.total.rows,
        "segments": report.total.segments,
        "units": report.total.units,
        "credits": Fraction(report.total.low),
        "histogram": dict(report.histogram),
        "encodings": {name: total.segments for name, total in report.encodings.items()},
    }


def balanced(report: Report) -> bool:
    return report.rows == report.priced + sum(problem.count for problem in report.problems.values())


@pytest.mark.parametrize("form", FORMS)
def test_every_format_gives_the_sum_of_the_rows(form: str, tmp_path: Path) -> None:
    report = measure(write(tmp_path, form, ROWS))
    assert summary(report) == naive(ROWS)
    assert report.complete
    assert report.priced == report.rows == len(ROWS)


def test_what_options_add_is_a_cause_that_no_replacement_in_the_text_cures(tmp_path: Path) -> None:
    rows = [Row("Sale ends today", "27831234567"), Row("“Sale” ends today " * 6, "27831234567")]
    profile = smsenc.Profile(suffix=" \u2013 STOP", numbering="\u2116{sequence}/{total} {text}")
    report = measure(write(tmp_path, "csv", rows), profile=profile)
    causes = {cause.character: cause for cause in report.causes}
    assert {character: cause.rows for character, cause in causes.items()} == {
        "\u2013": 2,
        "\u2116": 1,
        "\u201c": 1,
        "\u201d": 1,
    }
    assert all(cause.together.segments == 0 for cause in causes.values())
    explained = profile.explain(rows[0].text).added["suffix"]
    assert [entry.character for entry in explained] == ["\u2013"]


def test_what_replacing_saves_together_is_that_of_texts_without_any_other_cause(tmp_path: Path) -> None:
    characters = ["\u2013", "\u2019", "\u201c", "\u2026", "\u00ab"]
    sets = [{one, other} for one in characters for other in characters] + [set(characters[:3]), set(characters)]
    rows = [Row("".join(sorted(some)) + "a" * (80 + 40 * number), "27831234567") for number, some in enumerate(sets)]
    report = measure(write(tmp_path, "csv", rows), max_octets=1 << 16)
    saved = [
        (some, smsenc.estimate(row.text).segments - smsenc.estimate(row.text, replace="smart").segments)
        for some, row in zip(sets, rows, strict=True)
    ]
    replaced: set[str | None] = set()
    for cause in report.causes:
        replaced.add(cause.character)
        assert cause.alone.segments == sum(segments for some, segments in saved if some == {cause.character})
        assert cause.together.segments == sum(segments for some, segments in saved if some <= replaced)
    assert replaced == set(characters)
    assert report.savings.segments == sum(segments for _, segments in saved) > 0


def test_tsv_gives_the_same_as_csv(tmp_path: Path) -> None:
    rows = [row for row in ROWS if "\n" not in row.text]
    assert summary(measure(write(tmp_path, "tsv", rows))) == naive(rows)


texts = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="abc €–“ñЖ🎉", max_size=200),
    st.sampled_from(["x" * 160, "x" * 161, "€" * 81, "ё" * 71]),
).filter(lambda text: not any("\ud800" <= character <= "\udfff" for character in text))
numbers = st.sampled_from(["27831234567", "27821234567", "15550001111", "4915112345678", "+27831234567"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.builds(Row, texts, numbers), min_size=1, max_size=30),
    st.sampled_from(["csv", "jsonl", "parquet"]),
    st.fixed_dictionaries({}, optional={"languages": st.just("all"), "reference_bits": st.just(16)}),
    st.integers(200, 400),
)
def test_totals_are_those_of_a_slow_sum(
    tmp_path: Path, rows: list[Row], form: str, options: dict[str, Any], block: int
) -> None:
    # A record of CSV ends where a CR stands before a LF: such a text is quoted, and kept.
    path = write(tmp_path, form, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_text, "BLOCK", block)
        report = measure(path, profile=smsenc.Profile(**options))
    plain = [Row(row.text, row.to.lstrip("+")) for row in rows]
    assert summary(report) == naive(plain, **options)
    assert balanced(report)
    for groups in (report.encodings, report.scripts, report.prefixes):
        assert sum(Fraction(total.low) for total in groups.values()) == Fraction(report.total.low)


def test_files_and_patterns_are_read_in_order(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        write(tmp_path, "parquet", ROWS, name)
    write(tmp_path, "csv", ROWS, "x")
    seen: list[tuple[int, int, int | None]] = []
    report = measure(tmp_path / "*.parquet", tmp_path / "x.csv", step=lambda *step: seen.append(step))
    assert [os.path.basename(name) for name in report.files] == ["a.parquet", "b.parquet", "c.parquet", "x.csv"]
    assert summary(report) == naive(ROWS * 4)
    size = sum(os.path.getsize(name) for name in glob.glob(str(tmp_path / "*")))
    assert seen[-1] == (len(ROWS) * 4, size, size)


def test_the_credits_have_as_many_digits_as_they_need(tmp_path: Path) -> None:
    rate = "0.123456789012345678901234567890123456789"
    report = measure(write(tmp_path, "csv", ROWS), rates=RateCard(default=rate))
    assert Fraction(report.total.low) == Fraction(rate) * report.total.segments
    assert Fraction(report.to_dict()["total"]["credits_low"]) == Fraction(report.total.low)


def test_high_rates_make_the_most_that_it_may_cost(tmp_path: Path) -> None:
    card = RateCard([Rate("27", Decimal("0.5"), high=Decimal("0.75")), Rate("1", Decimal(1)), Rate("49", Decimal(1))])
    total = measure(write(tmp_path, "csv", ROWS), rates=card).total
    segments = sum(smsenc.count_segments(row.text) for row in ROWS if row.to.startswith("27"))
    assert total.high - total.low == Decimal("0.25") * segments


def test_a_template_is_filled_from_columns(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,code,to\nAda,1,27\nЗоя,2,27\n{x},3,27\n", "utf-8")
    template = Template("Hi {name}, {{your}} code is {code}.")
    report = measure(path, text=None, template=template, show_texts=True)
    filled = [
        template.render({"name": name, "code": code}) for name, code in (("Ada", "1"), ("Зоя", "2"), ("{x}", "3"))
    ]
    assert summary(report) == naive([Row(text, "27") for text in filled])
    assert {row.text for row in report.dearest} == set(filled)


def test_a_template_without_fields_is_sent_to_every_row(tmp_path: Path) -> None:
    report = measure(write(tmp_path, "csv", ROWS), text=None, template=Template("Same for all {{}}"))
    assert summary(report) == naive([Row("Same for all {}", row.to) for row in ROWS])


BAD = [
    ("null_text", {"text": None, "to": "27"}),
    ("no_number", {"text": "a", "to": None}),
    ("invalid_number", {"text": "a", "to": "027"}),
    ("no_rate", {"text": "a", "to": "44"}),
    ("too_long", {"text": "x" * 5000, "to": "27"}),
    ("too_many_segments", {"text": "x" * 1000, "to": "27"}),
]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_rows_that_cannot_be_priced_are_counted_by_reason(form: str, tmp_path: Path) -> None:
    rows = [{"text": "fine", "to": "27"}]
    for _, row in BAD:
        rows += [row, {"text": "fine", "to": "27"}]
    path = tmp_path / f"bad.{form}"
    if form == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        polars.DataFrame(rows).write_parquet(path)
    report = measure(path, profile=smsenc.Profile(max_segments=5), max_octets=4000)
    assert {reason: problem.first for reason, problem in report.problems.items()} == {
        reason: [Place(str(path), 2 * index + 2)] for index, (reason, _) in enumerate(BAD)
    }
    assert balanced(report)
    assert report.priced == len(BAD) + 1
    assert not report.complete
    assert [(row.place.row, row.segments) for row in report.over_segments_rows] == [(12, 7)]


@pytest.mark.parametrize("index", range(len(BAD)))
def test_a_strict_run_stops_at_the_first(index: int, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    rows = [{"text": "fine", "to": "27"}, {"text": "fine", "to": "27"}, *(row for _, row in BAD[index:])]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with pytest.raises(Stopped) as stopped:
        measure(path, profile=smsenc.Profile(max_segments=5), max_octets=4000, strict=True)
    assert (stopped.value.place, stopped.value.reason) == (Place(str(path), 3), BAD[index][0])


def test_a_field_that_a_template_lacks_is_told(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text('{"name": "Ada", "to": "27"}\n{"name": null, "to": "27"}\n{"to": "27"}\n')
    report = measure(path, text=None, template=Template("Hi {name}"))
    assert report.problems["missing_field"].count == 2
    assert [place.row for place in report.problems["missing_field"].first] == [2, 3]
    assert balanced(report)


def test_broken_octets_in_a_binary_column_spoil_their_rows_only(tmp_path: Path) -> None:
    path = tmp_path / "octets.parquet"
    polars.DataFrame({"text": [b"fine", b"\xff", None, "é".encode()], "to": ["27"] * 4}).write_parquet(path)
    report = measure(path)
    assert (report.priced, report.problems["invalid_utf8"].first) == (2, [Place(str(path), 2)])
    assert report.problems["null_text"].first == [Place(str(path), 3)]


def with_broken_utf8(path: Path, **how: Any) -> Path:
    """A Parquet file of 50,000 rows, the text of row 33,334 broken."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    texts = [b"text %d" % number for number in range(50_000)]
    texts[33_333] = b"\xff"
    octets = pyarrow.array(texts, pyarrow.binary())
    # A producer that does not check what it writes.
    column = pyarrow.Array.from_buffers(pyarrow.string(), len(octets), octets.buffers())
    table = pyarrow.table({"text": column, "to": ["27"] * len(texts)})
    parquet.write_table(table, path, row_group_size=20_000, **how)
    return path


def test_broken_utf8_in_a_parquet_text_spoils_its_row_only(tmp_path: Path) -> None:
    path = with_broken_utf8(tmp_path / "texts.parquet")
    report = measure(path)
    assert report.problems.keys() == {"invalid_utf8"}
    assert report.problems["invalid_utf8"].first == [Place(str(path), 33_334)]
    assert (report.rows, report.priced) == (50_000, 49_999)
    with pytest.raises(Stopped) as stopped:
        measure(path, strict=True)
    assert stopped.value.place.row == 33_334


def test_broken_utf8_is_told_without_pyarrow_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_broken_utf8(tmp_path / "texts.parquet", use_dictionary=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    report = measure(path)
    assert report.problems["unreadable"].first == [Place(str(path), 33_334)]
    assert (report.rows, report.priced) == (50_000, 49_999)


def test_a_damaged_parquet_file_loses_no_row_silently(tmp_path: Path) -> None:
    path = write(tmp_path, "parquet", ROWS * 50)
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2 : len(octets) // 2 + 400] = bytes(400)
    path.write_bytes(octets)
    report = measure(path)
    assert report.rows == len(ROWS) * 50
    assert report.problems["unreadable"].count > 0
    assert balanced(report)


@pytest.mark.parametrize("form", ["csv+gz", "csv+zst"])
def test_a_damaged_archive_is_told(form: str, tmp_path: Path) -> None:
    path = write(tmp_path, form, [Row(f"text {number * 7919}", "27") for number in range(40_000)])
    octets = path.read_bytes()
    path.write_bytes(octets[: len(octets) // 2])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_text, "BLOCK", 1 << 12)
        report = measure(path)
    assert report.priced > 0
    assert report.problems["unreadable"].count == 1
    assert balanced(report)


@pytest.mark.parametrize(
    ("name", "octets", "said"),
    [
        ("empty.csv", b"", "is empty"),
        ("empty.parquet", b"", "not Parquet"),
        ("none.csv", b"a,b\n1,2\n", "no column 'text'"),
        ("wide.csv", "text,to\n".encode("utf-16"), "UTF-16"),
        ("twice.csv", b"text,text,to\n", "several columns"),
        ("bad.csv", b"te\xffxt,to\n", "not valid UTF-8"),
        ("short.parquet", b"PAR1", "cannot read"),
    ],
)
def test_a_file_that_is_none_is_wrong_usage(name: str, octets: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(octets)
    with pytest.raises(UnreadableInput, match=said):
        measure(tmp_path / name)


def test_what_parquet_holds_in_place_of_texts_is_told(tmp_path: Path) -> None:
    polars.DataFrame({"text": [1.5], "to": [27]}).write_parquet(tmp_path / "x.parquet")
    with pytest.raises(UnreadableInput, match="Float64"):
        measure(tmp_path / "x.parquet")
    with pytest.raises(UnreadableInput, match="no column 'message'"):
        measure(tmp_path / "x.parquet", text="message")


def test_an_empty_table_is_an_empty_campaign(tmp_path: Path) -> None:
    for name, octets in (("a.csv", b"text,to\n"), ("b.jsonl", b""), ("c.csv.gz", octets_of("csv+gz", []))):
        (tmp_path / name).write_bytes(octets)
    report = measure(tmp_path / "*.*")
    assert (report.rows, report.total.segments, report.complete) == (0, 0, True)
    assert report.to_dict()["total"]["credits_low"] == "0"


def test_numbers_may_be_integers_and_columns_numbers(tmp_path: Path) -> None:
    polars.DataFrame({"a": [27831234567], "b": ["text"]}).write_parquet(tmp_path / "x.parquet")
    (tmp_path / "x.csv").write_text("27831234567,text\n")
    for name, header in (("x.parquet", True), ("x.csv", False)):
        report = measure(tmp_path / name, text="2", number="1", header=header)
        assert dict(report.prefixes)["2783"].low == 1


def test_without_a_card_numbers_are_grouped_by_calling_code(tmp_path: Path) -> None:
    report = measure(write(tmp_path, "csv", [*ROWS, Row("a", "35312345678")]), rates=None)
    assert {name: total.rows for name, total in report.prefixes.items()} == {"27": 5, "1": 2, "49": 2, "353": 1}
    assert report.to_dict()["total"]["credits_low"] is None
    assert report.complete


def test_rates_of_the_day_are_taken(tmp_path: Path) -> None:
    from datetime import date

    card = RateCard(
        [
            Rate("27", Decimal(1), valid_until=date(2026, 6, 30)),
            Rate("27", Decimal(2), valid_from=date(2026, 7, 1)),
        ]
    )
    path = write(tmp_path, "csv", [Row("a", "27831234567")])
    assert measure(path, rates=card, on=date(2026, 7, 1)).total.low == 2
    with pytest.raises(InvalidOption):
        measure(path, rates=card)


def test_the_dearest_rows_are_those_of_the_highest_cost(tmp_path: Path) -> None:
    rows = [Row("x" * (1 + 97 * index % 1500), ("27", "1", "49")[index % 3] + "5550001111") for index in range(300)]
    path = write(tmp_path, "csv", rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_text, "BLOCK", 1 << 14)
        report = measure(path, listed=7, show_texts=True, show_numbers=True)
    costs = [
        ((CARD.credits_per_part(row.to) or 0) * smsenc.count_segments(row.text), smsenc.count_segments(row.text), -line)
        for line, row in enumerate(rows, 2)
    ]
    expected = sorted(costs, reverse=True)[:7]
    assert [(row.credits, row.segments, -row.place.row) for row in report.dearest] == expected
    for row in report.dearest:
        assert Row(row.text or "", row.number or "") == rows[row.place.row - 2]


def test_rows_over_the_limits_are_counted_and_listed(tmp_path: Path) -> None:
    rows = [Row("x" * (153 * (1 + index % 6)), "1555000111") for index in range(60)]
    path = write(tmp_path, "csv", rows)
    report = measure(path, max_credits=Decimal("4.5"), listed=3)
    dear = [
        line for line, row in enumerate(rows, 2) if smsenc.count_segments(row.text) * Decimal("1.5") > Decimal("4.5")
    ]
    assert (report.over_credits, [row.place.row for row in report.over_credits_rows]) == (len(dear), dear[:3])
    for overflow in ("error", "truncate"):
        profile = smsenc.Profile(max_segments=4, overflow=overflow)
        report = measure(path, profile=profile, listed=100)
        over = [(line, smsenc.count_segments(row.text)) for line, row in enumerate(rows, 2)]
        over = [(line, needed) for line, needed in over if needed > 4]
        assert [(row.place.row, row.segments) for row in report.over_segments_rows] == over
        assert report.over_segments == len(over)
        assert report.priced == (60 if overflow == "truncate" else 60 - len(over))


def test_numbers_are_masked_and_texts_kept_back_unless_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "csv", ROWS)
    told = json.dumps(measure(path).to_dict(), ensure_ascii=False)
    for row in ROWS:
        assert row.to not in told
        assert row.text == "" or row.text not in told
    assert "27•••••••67" in told
    shown = json.dumps(measure(path, show_texts=True, show_numbers=True).to_dict(), ensure_ascii=False)
    assert ROWS[0].to in shown
    assert ROWS[0].text in shown


def test_scripts_are_those_of_most_letters(tmp_path: Path) -> None:
    report = measure(write(tmp_path, "csv", [*ROWS, Row("123", "27")]))
    assert {name: total.rows for name, total in report.scripts.items()} == {
        "Latin": 6, "Cyrillic": 1, "Arabic": 1, None: 2,
    }  # fmt: skip


@pytest.mark.parametrize("overflow", ["error", "truncate"])
def test_rows_over_the_limits_are_counted_however_few_are_listed(overflow: Any, tmp_path: Path) -> None:
    path = write(tmp_path, "csv", [Row("x" * (153 * (1 + index % 6)), "1555000111") for index in range(60)])
    profile = smsenc.Profile(max_segments=4, overflow=overflow)
    for listed in (0, 1, 100):
        report = measure(path, profile=profile, max_credits=Decimal("4.5"), listed=listed)
        assert (report.over_segments, len(report.over_segments_rows)) == (20, min(listed, 20))
        assert report.over_credits == (30 if overflow == "truncate" else 10)


def test_what_was_read_comes_before_what_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches are looked at ahead: a file that breaks off is told after the rows before it."""

    def batches() -> Iterator[Batch]:
        yield Batch(polars.DataFrame({"t0": ["a", "b"]}), (1).__add__)
        yield Batch(polars.DataFrame({"t0": ["c", None]}), (3).__add__)
        raise OSError("the disk is gone")

    def opened(*_: object) -> Source:
        return Source("messages.csv", batches, None, lambda: 0, lambda: None)

    monkeypatch.setattr(_run, "expand", list)
    monkeypatch.setattr(_run, "_open", opened)
    counted: list[int] = []
    with pytest.raises(OSError, match="disk"):
        measure_files(["messages.csv"], Settings(text="text"), step=lambda rows, *_: counted.append(rows))
    assert counted == [2, 4]
    with pytest.raises(Stopped) as stopped:
        measure_files(["messages.csv"], Settings(text="text", strict=True))
    assert (stopped.value.place, stopped.value.reason) == (Place("messages.csv", 4), "null_text")
