"""What the functions give, and what they refuse, by the contract of the API."""

from __future__ import annotations

import array
import copy
import json
import pickle
import re
import threading
from collections.abc import Sequence

import pytest

import smsenc

TEXTS = ["", "Hello", "5 € [net]", "Привет", "😀", "a" * 161, "ж" * 71, "😀" * 80, "x" * 39_015, "\x00\r\n\x0c"]


@pytest.mark.parametrize("wrong", [b"x", None, 5, ["x"], bytearray(b"x")])
def test_a_text_that_is_no_str_is_a_type_error_that_names_it(wrong: object) -> None:
    for call in (smsenc.count_segments, smsenc.estimate, smsenc.encode, smsenc.Profile().encode):
        with pytest.raises(TypeError, match="text must be"):
            call(wrong)  # type: ignore[operator]


@pytest.mark.parametrize("wrong", ["x", None, 5, ["x"], array.array("i", [1])])
def test_data_that_is_not_bytes_like_is_a_type_error_that_names_it(wrong: object) -> None:
    for call in (smsenc.estimate_binary, smsenc.encode_binary):
        with pytest.raises(TypeError, match="data must be"):
            call(wrong)  # type: ignore[operator]


@pytest.mark.parametrize("data", [b"abc", bytearray(b"abc"), memoryview(b"abc"), memoryview(b"aabbcc")[::2]])
def test_any_buffer_of_octets_is_data(data: bytes) -> None:
    message = smsenc.encode_binary(data)
    assert message.data == b"abc"
    assert message.text is None
    assert (message.encoding, message.dcs) == (smsenc.Encoding.EIGHT_BIT, 4)


def test_empty_text_and_empty_data_are_one_empty_segment() -> None:
    for message in (smsenc.encode(""), smsenc.encode_binary(b"")):
        assert (len(message), message.units, message.reference) == (1, 0, None)
        assert (message[0].user_data, message[0].user_data_length) == (b"", 0)
        assert not message[0].header
    assert smsenc.count_segments("") == 1


@pytest.mark.parametrize("text", TEXTS)
def test_results_are_values(text: str) -> None:
    message = smsenc.encode(text)
    for value in (message, message[-1], message.estimate, message[0].header):
        for twin in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
            assert twin == value
            assert hash(twin) == hash(value)
        assert value != "something else"
        assert len(repr(value)) < 500
    assert message == smsenc.encode(text)
    assert message != smsenc.encode(text + "!", max_segments=255) if len(text) < 39_000 else True


@pytest.mark.parametrize("text", TEXTS)
def test_dictionaries_are_ready_for_json(text: str) -> None:
    message = smsenc.encode(text)
    shown = json.loads(json.dumps(message.to_dict()))
    assert shown["schema"] == 1
    assert (shown["type"], shown["segments"], shown["encoding"]) == ("message", len(message), message.encoding)
    assert [bytes.fromhex(each["user_data"]) for each in shown["each_segment"]] == list(message.user_data)
    assert "".join(each["text"] for each in shown["each_segment"]) == text
    estimated = json.loads(json.dumps(smsenc.estimate(text).to_dict()))
    assert (estimated["type"], estimated["units"]) == ("estimate", message.units)


def test_a_message_is_a_sequence_of_segments() -> None:
    message = smsenc.encode("a" * 400)
    assert isinstance(message, Sequence)
    assert [segment.sequence for segment in message] == [1, 2, 3]
    assert message[-1] == message[2] == list(message)[2]
    assert message[1:] == (message[1], message[2])
    assert message.index(message[1]) == 1
    assert message.count(message[1]) == 1
    assert message[0] in message
    assert next(reversed(message)) == message[2]
    for index in (3, -4):
        with pytest.raises(IndexError):
            message[index]
    with pytest.raises(TypeError):
        message["x"]  # type: ignore[call-overload]


def test_results_cannot_be_changed() -> None:
    message = smsenc.encode("a")
    for value in (message, message[0], message.estimate, smsenc.Profile(), smsenc.Ports(1), message[0].header):
        with pytest.raises((AttributeError, TypeError)):
            value.units = 5  # type: ignore[union-attr, misc]


def test_fields_of_one_segment_with_accents_and_an_extension_character() -> None:
    estimate = smsenc.estimate("Grüße für 5 €")
    assert estimate.encoding is smsenc.Encoding.GSM7
    assert (estimate.segments, estimate.units, estimate.capacity, estimate.remaining) == (1, 14, 160, 146)
    assert (estimate.locking, estimate.single, estimate.truncated_at, estimate.needed) == (None, None, None, None)
    assert estimate.replacements == ()


def test_an_escape_pair_is_never_cut() -> None:
    message = smsenc.encode("a" * 152 + "€" + "b" * 10)
    assert [segment.units for segment in message] == [152, 12]
    assert message[1].text == "€" + "b" * 10


def test_a_surrogate_pair_is_never_cut() -> None:
    message = smsenc.encode("ж" * 66 + "😀" + "ж" * 10)
    assert [segment.units for segment in message] == [66, 12]


def test_the_header_of_each_segment_names_its_place() -> None:
    message = smsenc.encode("a" * 307, reference=0x2A)
    assert [bytes(segment.header).hex() for segment in message] == ["0500032a0301", "0500032a0302", "0500032a0303"]
    wide = smsenc.encode("a" * 307, reference=0x1234, reference_bits=16)
    assert bytes(wide[0].header).hex() == "060804123403" + "01"
    assert wide.capacity == 152


def test_elements_stand_in_the_order_of_the_contract() -> None:
    ports = smsenc.Ports(2948, 9200)
    message = smsenc.encode("ğıŞ" * 200, languages=["turkish"], header=[ports])
    assert [element.iei for element in message[0].header] == [0x05, 0x00, 0x25]
    both = smsenc.encode("नमस्ते A*" * 60, languages=["hindi"])
    assert [element.iei for element in both[0].header] == [0x00, 0x24, 0x25]


def test_a_reference_is_derived_from_the_content_and_stays_the_same() -> None:
    first, second = smsenc.encode("a" * 161), smsenc.encode("b" * 161)
    assert first.reference == smsenc.encode("a" * 161).reference
    assert first.reference != second.reference
    references = {smsenc.encode(f"{number:06} " + "x" * 170, reference_bits=16).reference for number in range(2000)}
    assert len(references) > 1900


def test_a_message_is_stamped_again_without_encoding() -> None:
    message = smsenc.encode("a" * 161)
    other = message.with_reference(7)
    assert other == smsenc.encode("a" * 161, reference=7)
    assert other[0].header.concatenation == smsenc.Concatenation(7, 2, 1)
    assert smsenc.encode("a").with_reference(7).reference is None
    for wrong in (-1, 256):
        with pytest.raises(smsenc.InvalidOption) as caught:
            message.with_reference(wrong)
        assert (caught.value.option, caught.value.value, caught.value.allowed) == ("reference", wrong, "0 to 255")
        with pytest.raises(smsenc.InvalidOption):
            smsenc.encode("a", reference=wrong)
    assert smsenc.encode("a" * 200, reference=65535, reference_bits=16).reference == 65535
    with pytest.raises(TypeError, match="reference"):
        smsenc.encode("a", reference="7")  # type: ignore[arg-type]


def test_a_counter_gives_each_reference_in_turn_to_many_threads() -> None:
    counter = smsenc.ReferenceCounter(250)
    taken: list[int] = []

    def take() -> None:
        taken.extend(next(counter) for _ in range(512))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(list(range(256)) * 8)
    assert next(smsenc.ReferenceCounter(65535, bits=16)) == 65535
    for wrong in ({"bits": 7}, {"start": 256}, {"start": -1}):
        with pytest.raises(smsenc.InvalidOption):
            smsenc.ReferenceCounter(**wrong)


@pytest.mark.parametrize(("message_class", "octets"), [(None, (0x00, 0x08, 0x04)), (0, (0x10, 0x18, 0x14)),
                                                       (3, (0x13, 0x1B, 0x17))])  # fmt: skip
def test_the_data_coding_scheme_holds_the_class(message_class: int | None, octets: tuple[int, int, int]) -> None:
    gsm7, ucs2, eight_bit = octets
    assert smsenc.encode("a", message_class=message_class).dcs == gsm7
    assert smsenc.encode("ж", message_class=message_class).dcs == ucs2
    assert smsenc.encode_binary(b"a", message_class=message_class).dcs == eight_bit


def test_too_many_segments_say_how_many_are_needed() -> None:
    for call in (smsenc.estimate, smsenc.encode, lambda text, **o: smsenc.Profile(**o).count_segments(text)):
        with pytest.raises(smsenc.TooManySegments) as caught:
            call("a" * 500, max_segments=3)
        assert (caught.value.needed, caught.value.limit, caught.value.encoding) == (4, 3, smsenc.Encoding.GSM7)
    with pytest.raises(smsenc.TooManySegments) as caught:
        smsenc.count_segments("a" * 39_016)
    assert caught.value.needed == 256
    with pytest.raises(smsenc.TooManySegments) as caught:
        smsenc.encode_binary(b"a" * 141, max_segments=1)
    assert (caught.value.needed, caught.value.encoding) == (2, smsenc.Encoding.EIGHT_BIT)


def test_what_does_not_fit_can_be_cut_off() -> None:
    message = smsenc.encode("a" * 200, max_segments=1, overflow="truncate", ellipsis="...")
    assert message.text == "a" * 157 + "..."
    assert (len(message), message.truncated_at, message.needed) == (1, 157, 2)
    whole = smsenc.estimate("a" * 160, max_segments=1, overflow="truncate", ellipsis="...")
    assert (whole.truncated_at, whole.needed) == (None, None)
    # The encoding is chosen on the whole text, so an ellipsis beyond GSM-7 has no place in a GSM-7 message.
    with pytest.raises(smsenc.InvalidOption) as caught:
        smsenc.estimate("a" * 200, max_segments=1, overflow="truncate", ellipsis="…")
    assert (caught.value.option, caught.value.value) == ("ellipsis", "…")
    data = smsenc.encode_binary(b"a" * 300, max_segments=2, overflow="truncate")
    assert (data.data, data.truncated_at, data.needed) == (b"a" * 268, 268, 3)


def test_changes_are_made_only_when_asked_for_and_told() -> None:
    text = "a\r\nb\rc e\u0301"
    assert smsenc.encode(text).text == text
    message = smsenc.encode(text, line_breaks="lf", normalization="NFC")
    assert message.text == "a\nb\nc é"
    assert message.replacements == ((1, "\r\n", "\n"), (4, "\r", "\n"), (7, "e\u0301", "é"))
    assert message.estimate.replacements == message.replacements


def test_positions_are_those_of_the_callers_text() -> None:
    with pytest.raises(smsenc.UnmappableCharacter) as caught:
        smsenc.encode("\r\n\r\ne\u0301 ж", encoding="gsm7", line_breaks="lf", normalization="NFC")
    assert (caught.value.character, caught.value.position) == ("ж", 7)
    assert caught.value.encoding is smsenc.Encoding.GSM7


def test_lone_surrogates_are_the_callers_decision() -> None:
    text = "a\ud83d"
    assert (smsenc.estimate(text).encoding, smsenc.estimate(text).units) == (smsenc.Encoding.UCS2, 2)
    with pytest.raises(smsenc.UnmappableCharacter) as caught:
        smsenc.encode(text)
    assert (caught.value.character, caught.value.position) == ("\ud83d", 1)
    replaced = smsenc.encode(text, lone_surrogates="replace")
    assert (replaced.text, replaced.replacements) == ("a\ufffd", ((1, "\ud83d", "\ufffd"),))
    kept = smsenc.encode(text, lone_surrogates="keep")
    assert (kept.text, kept[0].payload) == (text, b"\x00a\xd8\x3d")


def test_two_halves_side_by_side_are_the_character_that_they_encode() -> None:
    halves = "\ud83d\ude00"
    assert smsenc.estimate(halves) == smsenc.estimate("😀")
    message = smsenc.encode(halves)
    assert message.text == "😀"
    assert message.replacements == ()


@pytest.mark.parametrize(
    ("header", "offset"),
    [
        ([smsenc.Concatenation(1, 2, 1)], 1),
        ([smsenc.Ports(1), smsenc.SingleShift("turkish")], 7),
        ([smsenc.InformationElement(0x08, b"x")], 1),
        ([smsenc.LockingShift("hindi")], 1),
    ],
)
def test_elements_that_the_library_sets_are_refused(header: list[smsenc.InformationElement], offset: int) -> None:
    for call in (smsenc.estimate, smsenc.encode):
        with pytest.raises(smsenc.InvalidHeader) as caught:
            call("a", header=header)
        assert caught.value.offset == offset


def test_a_header_that_leaves_no_room_is_refused() -> None:
    big = [smsenc.InformationElement(0x70, b"x" * 136)]  # 139 octets: one is left
    assert smsenc.count_segments("") == smsenc.estimate("", header=big).segments == 1
    assert smsenc.estimate("a", header=big).capacity == 1
    for text in ("€", "ж", "ab"):
        with pytest.raises(smsenc.InvalidHeader):
            smsenc.estimate(text, header=big)
    with pytest.raises(smsenc.InvalidHeader):
        smsenc.estimate("", header=[smsenc.InformationElement(0x70, b"x" * 138)])
    with pytest.raises(smsenc.InvalidHeader):
        smsenc.InformationElement(0x70, b"x" * 256)
    with pytest.raises(smsenc.InvalidHeader):
        smsenc.UserDataHeader([smsenc.InformationElement(0x70, b"x" * 200)] * 2)


def test_ten_megabytes_of_text_are_counted() -> None:
    with pytest.raises(smsenc.TooManySegments) as caught:
        smsenc.estimate("a" * 10_000_000)
    assert caught.value.needed == -(-10_000_000 // 153)
    cut = smsenc.encode("ж" * 10_000_000, overflow="truncate")
    assert (len(cut), cut.units, cut.truncated_at) == (255, 255 * 67, 255 * 67)


def test_no_representation_is_long_and_none_shows_all_of_a_text() -> None:
    message = smsenc.encode("secret " * 100)
    assert re.search(r"\.\.\.'", repr(message))
    assert len(repr(message)) < 250


def test_a_subclass_of_str_is_a_text() -> None:
    class Fancy(str):
        __slots__ = ()

    message = smsenc.encode(Fancy("hello"))
    assert type(message.text) is str
    assert message == smsenc.encode("hello")
