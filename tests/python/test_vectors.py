"""Every case of other projects passes, or is listed as disputed or as not applicable, with its reason."""

from __future__ import annotations

import pathlib

import pytest

import smsenc
import vectors
from vectors import Case

CASES = vectors.load()
SOURCES = pathlib.Path(vectors.FOLDER.parent / "SOURCES.md").read_text("utf-8")


def _skip_what_is_listed(case: Case) -> None:
    if case.not_applicable:
        pytest.skip(f"not applicable: {case.not_applicable}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.id}")
def test_case(case: Case) -> None:
    _skip_what_is_listed(case)
    if not case.disputed:
        vectors.check(case)
        return
    # A dispute that no longer is one must leave the list.
    with pytest.raises((vectors.Mismatch, smsenc.Error)):
        vectors.check(case)


CORRECTED = [case for case in CASES if case.disputed and case.corrected() and not case.not_applicable]


@pytest.mark.parametrize("case", CORRECTED, ids=lambda case: f"{case.kind}-{case.id}")
def test_disputed_only_for_the_notation_of_identifiers(case: Case) -> None:
    """With 24 and 25 read as hexadecimal the case passes: nothing else is in dispute."""
    corrected = case.corrected()
    assert corrected is not None
    vectors.check(corrected)


def test_there_are_cases_of_every_kind_and_file() -> None:
    assert len(CASES) == 1307
    assert {case.kind for case in CASES} == set(vectors.kinds())
    assert len({case.file for case in CASES}) == 13
    assert len({case.id for case in CASES}) == len(CASES)
    assert len(CORRECTED) > 10


def test_every_verdict_has_its_reason() -> None:
    for case in CASES:
        if case.disputed and not case.not_applicable:
            assert case.why, case.id
            assert case.clause, case.id


@pytest.mark.parametrize("file", sorted({case.file for case in CASES}))
def test_sources_name_the_file_and_its_verdicts(file: str) -> None:
    assert f"`{file}`" in SOURCES
    listed = {case.not_applicable or case.clause for case in CASES if case.file == file}
    for reason in listed - {""}:
        assert reason in SOURCES, reason
