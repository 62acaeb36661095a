"""Every kind of error: it is raised, carries its data, and survives pickling."""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Callable

import pytest

import smsenc
from smsenc import errors

# One call for every class that the core can raise, with the attributes that it must carry.
CASES: dict[str, tuple[Callable[[], object], dict[str, object]]] = {
    "UnmappableCharacter": (
        lambda: smsenc.encode("aж", encoding="gsm7"),
        {"character": "ж", "position": 1, "encoding": smsenc.Encoding.GSM7},
    ),
    "TooManySegments": (
        lambda: smsenc.encode("a" * 161, max_segments=1),
        {"needed": 2, "limit": 1, "encoding": smsenc.Encoding.GSM7},
    ),
    "InvalidHeader": (lambda: smsenc.encode("a", header=[smsenc.Concatenation(1, 1, 1)]), {"offset": 1}),
    "InvalidOption": (
        lambda: smsenc.encode("a", max_segments=0),
        {"option": "max_segments", "value": 0, "allowed": "1 to 255"},
    ),
    "DecodeError": (lambda: smsenc.UserDataHeader.parse(b"\x05\x00"), {"offset": 2, "field": "UDHL"}),
}


def test_there_is_a_case_for_every_class() -> None:
    classes = {
        name for name, found in vars(errors).items() if inspect.isclass(found) and issubclass(found, smsenc.Error)
    }
    assert classes - {"Error"} == set(CASES) == set(errors.__all__) - {"Error"}


@pytest.mark.parametrize("name", CASES)
def test_an_error_carries_its_data_and_survives_pickling(name: str) -> None:
    call, expected = CASES[name]
    with pytest.raises(smsenc.Error) as caught:
        call()
    error = caught.value
    assert type(error).__name__ == name
    assert isinstance(error, ValueError)
    assert {attribute: getattr(error, attribute) for attribute in expected} == expected
    twin = pickle.loads(pickle.dumps(error))
    assert (type(twin), twin, str(twin), hash(twin)) == (type(error), error, str(error), hash(error))


def test_no_error_repeats_a_text() -> None:
    with pytest.raises(smsenc.UnmappableCharacter) as caught:
        smsenc.encode("confidential ж words", encoding="gsm7")
    assert "confidential" not in str(caught.value)
    with pytest.raises(smsenc.InvalidOption) as long:
        smsenc.encode("a", encoding="x" * 10_000)  # type: ignore[arg-type]
    assert len(str(long.value)) < 200
