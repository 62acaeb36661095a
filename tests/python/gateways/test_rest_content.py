"""Content on the REST API: the form, the count by the gateway's rule, and what it would not honour."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import smsenc
from smsenc import Encoding, InformationElement, encode, encode_binary
from smsenc.gateways import InvalidParameter, TooManyParts, UnsendableCharacter
from smsenc.gateways.clickatell import Limits, rest

TO = "27831234567"
WIDE = Limits(max_message_parts=35)


def notes(request: Any) -> set[str]:
    return {note.identifier for note in request.notes}


# -- counts: 160/153, 70/67, 140/134 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("a" * 459, 3),
        ("€" * 80, 1), ("€" * 81, 2), ("€" * 152, 2), ("€" * 153, 3), ("a" * 152 + "€" + "a" * 152, 3),
        ("ж" * 70, 1), ("ж" * 71, 2), ("ж" * 134, 2), ("ж" * 135, 3), ("ж" * 201, 3),
        ("😀" * 35, 1), ("😀" * 36, 2), ("😀" * 66, 2), ("😀" * 67, 3),
        (bytes(140), 1), (bytes(141), 2), (bytes(268), 2), (bytes(269), 3), (bytes(402), 3),
    ],
)  # fmt: skip
def test_max_message_parts_is_what_the_message_needs(content: str | bytes, parts: int) -> None:
    made = rest.request(content, TO)
    assert made.body["maxMessageParts"] == parts
    assert made.plan is not None
    assert made.plan.parts == parts


@pytest.mark.parametrize(
    ("content", "needed", "encoding"),
    [
        ("a" * 460, 4, Encoding.GSM7),
        ("ж" * 202, 4, Encoding.UCS2),
        (bytes(403), 4, Encoding.EIGHT_BIT),
        ("a" * 1_000_000, 6536, Encoding.GSM7),
        (bytes(134 * 300), 300, Encoding.EIGHT_BIT),
    ],
)
def test_over_the_ceiling_is_one_error_of_both_kinds(content: Any, needed: int, encoding: Encoding) -> None:
    with pytest.raises(TooManyParts) as caught:
        rest.request(content, TO)
    error = caught.value
    assert isinstance(error, InvalidParameter)
    assert isinstance(error, smsenc.TooManySegments)
    assert (error.needed, error.limit, error.encoding) == (needed, 3, encoding)
    assert (error.parameter, error.gateway_code) == ("max_message_parts", "113")
    assert str(needed) in str(error)


def test_the_ceiling_is_the_callers() -> None:
    assert rest.request("a" * 306, TO, max_message_parts=2).body["maxMessageParts"] == 2
    with pytest.raises(TooManyParts):
        rest.request("a" * 307, TO, max_message_parts=2)
    assert rest.request("a" * 5355, TO, max_message_parts=35, limits=WIDE).body["maxMessageParts"] == 35


@pytest.mark.parametrize(("parts", "expected"), [("needed", 1), ("ceiling", 2), ("connection", None)])
def test_what_max_message_parts_says_can_be_chosen(parts: Any, expected: int | None) -> None:
    assert rest.request("x", TO, max_message_parts=2, parts=parts).body.get("maxMessageParts") == expected
    with pytest.raises(TooManyParts):
        rest.request("x" * 400, TO, max_message_parts=2, parts=parts)


def test_an_unknown_choice_of_parts_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="parts"):
        rest.request("x", TO, parts="all")  # type: ignore[arg-type]


# -- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wire", "unicode"),
    [
        ("Hello World", "Hello World", None),
        ("{}[]~|\\^", "{}[]~|\\^", None),
        ("`", "0060", 1),
        ("ж", "0436", 1),
        ("ΩΨΘ", "ΩΨΘ", None),
        ("😀", "D83DDE00", 1),
        ("\ud83d\ude00", "D83DDE00", 1),
        ("a\0", "00610000", 1),
        ("\ufeffa", "FEFF0061", 1),
    ],
)
def test_text_goes_plain_or_as_upper_case_hex(text: str, wire: str, unicode: int | None) -> None:
    body = rest.request(text, TO).body
    assert body["text"] == wire
    assert body.get("unicode") == unicode
    assert "binary" not in body
    assert "udh" not in body


def test_unicode_1_forces_and_unicode_0_refuses_with_the_position() -> None:
    forced = rest.request("a" * 71, TO, unicode=1).body
    assert forced["text"] == "0061" * 71
    assert (forced["unicode"], forced["maxMessageParts"]) == (1, 2)
    with pytest.raises(UnsendableCharacter) as caught:
        rest.request("abcж", TO, unicode=0)
    error = caught.value
    assert isinstance(error, smsenc.UnmappableCharacter)
    assert (error.parameter, error.character, error.position, error.gateway_code) == ("unicode", "ж", 3, None)
    assert error.lifted_by is not None


def test_surrogate_pairs_are_two_units_with_a_note() -> None:
    made = rest.request("ж😀", TO)
    assert made.body["text"] == "0436D83DDE00"
    assert "surrogate-pairs" in notes(made)
    assert "surrogate-pairs" not in notes(rest.request("ж", TO))


@pytest.mark.parametrize(
    ("text", "position"), [("\ud800", 0), ("a\udc00", 1), ("\ude00\ud83d", 0), ("ж\ud83d\ud83d\ude00", 1)]
)
def test_a_lone_surrogate_is_error_116_with_its_position(text: str, position: int) -> None:
    with pytest.raises(UnsendableCharacter) as caught:
        rest.request(text, TO)
    assert (caught.value.position, caught.value.gateway_code) == (position, "116")


def test_accented_gsm_text_goes_plain_with_a_note_or_as_unicode() -> None:
    plain = rest.request("é" * 71, TO)
    assert plain.body == {"text": "é" * 71, "to": [TO], "maxMessageParts": 1}
    assert plain.plan is not None
    assert (plain.plan.plain_parts, plain.plan.unicode_parts) == (1, 2)
    (note,) = [note for note in plain.notes if note.identifier == "non-ascii-charset"]
    assert "2" in note.text
    wide = rest.request("é" * 71, TO, non_ascii="unicode")
    assert wide.body == {"text": "00E9" * 71, "to": [TO], "unicode": 1, "maxMessageParts": 2}
    assert wide.plan is not None
    assert (wide.plan.plain_parts, wide.plan.unicode_parts) == (1, 2)
    assert "non-ascii-charset" not in notes(wide)
    assert rest.request("e", TO, non_ascii="unicode").body["text"] == "e"
    with pytest.raises(UnsendableCharacter) as caught:
        rest.request("aé", TO, non_ascii="unicode", unicode=0)
    assert caught.value.position == 1


def test_a_line_break_is_noted_with_the_high_count() -> None:
    made = rest.request("a" * 159 + "\n", TO)
    assert made.plan is not None
    assert (made.plan.parts, made.plan.high_parts) == (1, 2)
    assert "line-break-count" in notes(made)
    wide = rest.request("ж" * 69 + "\n", TO)
    assert wide.plan is not None
    assert (wide.plan.parts, wide.plan.high_parts) == (1, 2)


def test_empty_content_is_error_107() -> None:
    for content in ("", b"", encode(""), encode_binary(b"")):
        with pytest.raises(InvalidParameter) as caught:
            rest.request(content, TO)
        assert (caught.value.parameter, caught.value.gateway_code) == ("text", "107")


@pytest.mark.parametrize("content", [None, 5, ["x"], object()])
def test_other_content_is_a_type_error(content: Any) -> None:
    with pytest.raises(TypeError, match="content"):
        rest.request(content, TO)


# -- octets and headers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"\x00\x0f\xff", bytearray(b"\x00\x0f\xff"), memoryview(b"\x00\x0f\xff")])
def test_octets_go_as_upper_case_hex_with_binary(data: Any) -> None:
    assert rest.request(data, TO).body == {"text": "000FFF", "to": [TO], "binary": 1, "maxMessageParts": 1}


def test_a_header_with_octets_fills_one_part_of_140() -> None:
    assert rest.request(bytes(133), TO, udh="06050415810000").body["maxMessageParts"] == 1
    with pytest.raises(InvalidParameter) as caught:
        rest.request(bytes(134), TO, udh="06050415810000")
    assert caught.value.lifted_by is not None
    assert "udh-merge" in caught.value.lifted_by
    merged = rest.request(bytes(134), TO, udh="06050415810000", allow_unverified={"udh-merge"})
    assert merged.body["maxMessageParts"] == 2
    assert "udh-merge" in notes(merged)


def test_a_concatenation_header_of_the_callers_is_one_part() -> None:
    assert rest.request(bytes(134), TO, udh="050003330201").body["maxMessageParts"] == 1
    with pytest.raises(InvalidParameter):
        rest.request(bytes(135), TO, udh="050003330201", allow_unverified={"udh-merge"})


def test_rules_between_content_and_flags() -> None:
    refused: list[tuple[Any, dict[str, Any], str]] = [
        ("x", {"binary": 1}, "binary"),
        ("x", {"udh": "06050415810000"}, "udh"),
        (b"x", {"binary": 0}, "binary"),
        (b"x", {"from_": "Shop"}, "from_"),
        (b"x", {"udh": "06050415810000", "type": "SMS_FLASH"}, "type"),
        ("ж", {"udh": "06050415810000"}, "udh"),
    ]
    for content, parameters, name in refused:
        with pytest.raises(InvalidParameter) as caught:
            rest.request(content, TO, **parameters)
        assert name in {fault.parameter for fault in caught.value.faults}
        assert {fault.gateway_code for fault in caught.value.faults} == {None}
    assert rest.request(b"x", TO, from_="123").body["from"] == "123"


def test_open_combinations_are_allowed_with_a_note() -> None:
    cases: list[tuple[Any, dict[str, Any], str]] = [
        (b"x", {"udh": "06050415810000", "binary": 0}, "udh-text-form"),
        (b"xy", {"unicode": 1}, "unicode-with-binary"),
        ("ж", {"type": "SMS_FLASH"}, "unicode-with-type"),
        (b"x", {"type": "SMS_FLASH"}, "type-with-binary"),
        ("x", {"type": "SMS_FLASH"}, "feature-not-required"),
        ("x", {"from_": "Shop"}, "feature-not-required"),
        ("x", {"mo": 1}, "mo-sender"),
        ("x", {"mo": 1, "from_": "Shop"}, "mo-sender"),
        ("x", {"max_credits": 1}, "max-credits-scope"),
        ("x", {"max_credits": 5}, "max-credits-values"),
        ("x", {"bypass_dnc_check": 0}, "bypass-dnc-check"),
        ("x", {"client_message_id": "a"}, "client-message-id-form"),
        ("BEGIN:VCARD", {"type": "SMS_NOKIA_VCARD"}, "type-over-rest"),
        ("ж", {"udh": "06050415810000", "allow_unverified": {"unicode-with-udh"}}, "unicode-with-udh"),
        ("x", {"from_": "My Shop", "allow_unverified": {"sender-characters"}}, "sender-characters"),
        ("x", {"required_features": 64, "allow_unverified": {"feature-bits"}}, "feature-bits"),
    ]
    for content, parameters, identifier in cases:
        assert identifier in notes(rest.request(content, TO, **parameters)), identifier
    assert "max-credits-values" not in notes(rest.request("x", TO, max_credits="0.8"))
    assert "feature-not-required" not in notes(rest.request("x", TO, type="SMS_FLASH", required_features=512))


def test_all_faults_of_a_content_are_reported_together() -> None:
    cases: list[tuple[Any, dict[str, Any], set[tuple[str, str | None]]]] = [
        (bytes(501), {"from_": "Shop", "binary": 0, "unicode": 1},
         {("max_message_parts", "113"), ("from_", None), ("binary", None), ("text", "116")}),
        ("x" * 500, {"binary": 1, "udh": "06050415810000"},
         {("max_message_parts", "113"), ("binary", None), ("udh", None)}),
        ("x", {"type": "SMS_NOKIA_OLOGO", "binary": 1}, {("text", None), ("binary", None)}),
        ("aж", {"unicode": 0, "binary": 1}, {("unicode", None), ("binary", None)}),
        ("\ud800", {"binary": 1, "callback": 9}, {("text", "116"), ("binary", None), ("callback", "101")}),
    ]  # fmt: skip
    for content, parameters, expected in cases:
        with pytest.raises(InvalidParameter) as caught:
            rest.request(content, TO, **parameters)
        assert {(fault.parameter, fault.gateway_code) for fault in caught.value.faults} == expected


def test_a_type_does_not_join_the_header_of_a_message() -> None:
    ports = InformationElement(5, bytes.fromhex("15810000"))
    with pytest.raises(InvalidParameter, match="not both"):
        rest.request(encode_binary(b"x", header=[ports]), TO, type="SMS_FLASH")
    with pytest.raises(InvalidParameter, match="not both"):
        rest.request(encode("ж", message_class=0), TO, udh="06050415810000", allow_unverified={"unicode-with-udh"})


def test_octets_as_unicode_must_be_whole_units() -> None:
    with pytest.raises(InvalidParameter) as caught:
        rest.request(b"x", TO, unicode=1)
    assert caught.value.gateway_code == "116"


def test_a_permission_must_name_an_open_question() -> None:
    with pytest.raises(InvalidParameter, match="allow_unverified"):
        rest.request("x", TO, allow_unverified={"everything"})


# -- message types ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("SMS_NOKIA_OLOGO", b"\x00"), ("SMS_NOKIA_RINGTONE", b"\x00"), ("SMS_NOKIA_CLEAN", b"\x00"),
        ("SMS_NOKIA_VCARD", "BEGIN:VCARD"), ("SMS_NOKIA_VCAL", "BEGIN:VCALENDAR"),
    ],
)  # fmt: skip
def test_types_with_a_sample_work_in_the_form_of_the_sample(kind: str, content: Any) -> None:
    made = rest.request(content, TO, type=kind)
    wire = content.hex().upper() if isinstance(content, bytes) else content
    assert made.body == {"text": wire, "to": [TO], "maxMessageParts": 1, "type": kind}
    assert {"type-over-rest", "type-parts"} <= notes(made)
    wrong: Any = "00" if isinstance(content, bytes) else b"\x00"
    with pytest.raises(InvalidParameter, match="text"):
        rest.request(wrong, TO, type=kind)


@pytest.mark.parametrize(
    ("kind", "content"), [("SMS_NOKIA_GLOGO", b"\x00"), ("SMS_NOKIA_PICTURE", b"\x00"), ("SMS_NOKIA_RTTL", "x:d=4:c")]
)
def test_types_without_a_sample_need_a_permission(kind: str, content: Any) -> None:
    with pytest.raises(InvalidParameter) as caught:
        rest.request(content, TO, type=kind)
    assert caught.value.lifted_by == 'allow_unverified={"type-without-sample"}'
    made = rest.request(content, TO, type=kind, allow_unverified={"type-without-sample"})
    assert "type-without-sample" in notes(made)


def test_a_nokia_type_counts_behind_a_port_element() -> None:
    assert rest.request(bytes(133), TO, type="SMS_NOKIA_OLOGO").body["maxMessageParts"] == 1
    assert rest.request(bytes(134), TO, type="SMS_NOKIA_OLOGO").body["maxMessageParts"] == 2


# -- messages --------------------------------------------------------------------------------------------------------


def test_a_message_goes_as_its_text_by_the_gateways_count() -> None:
    assert rest.request(encode("a" * 200), TO).body == rest.request("a" * 200, TO).body
    assert rest.request(encode("a", encoding="ucs2"), TO).body == rest.request("a", TO, unicode=1).body
    assert rest.request(encode_binary(bytes(200)), TO).body == rest.request(bytes(200), TO).body


def test_a_message_of_class_0_is_flash() -> None:
    assert rest.request(encode("x", message_class=0), TO).body["type"] == "SMS_FLASH"
    with pytest.raises(InvalidParameter, match="type"):
        rest.request(encode("x", message_class=0), TO, type="SMS_TEXT")


def test_a_single_binary_segment_brings_its_header() -> None:
    ports = InformationElement(5, bytes.fromhex("15810000"))
    body = rest.request(encode_binary(b"\x01", header=[ports]), TO).body
    assert (body["udh"], body["text"], body["binary"]) == ("06050415810000", "01", 1)
    with pytest.raises(InvalidParameter, match="udh"):
        rest.request(encode_binary(b"\x01", header=[ports]), TO, udh="06050415810000")


@pytest.mark.parametrize(
    "message",
    [
        encode("ş" * 5, languages=["turkish"]),
        encode("a" * 200, reference_bits=16),
        encode("a", header=[InformationElement(5, bytes(4))]),
        encode("a", message_class=1),
        encode_binary(b"a", message_class=0),
        encode_binary(bytes(200), reference_bits=16),
    ],
)  # fmt: skip
def test_a_message_that_the_gateway_would_not_honour_is_refused(message: smsenc.Message) -> None:
    with pytest.raises(InvalidParameter) as caught:
        rest.request(message, TO)
    assert caught.value.gateway_code is None


def test_a_message_cut_elsewhere_is_refused() -> None:
    # Words of ten, so that 153 septets do not end with one.
    message = encode("wordwords " * 40, boundary="word")
    with pytest.raises(InvalidParameter, match="elsewhere"):
        rest.request(message, TO)


def test_a_ucs2_message_is_not_sent_plain() -> None:
    with pytest.raises(InvalidParameter, match="unicode"):
        rest.request(encode("a", encoding="ucs2"), TO, unicode=0)


# -- our own segments ------------------------------------------------------------------------------------------------


def test_octets_over_one_part_behind_a_header_go_as_segments() -> None:
    data = bytes(range(256)) + bytes(44)
    made = list(rest.requests(data, TO, udh="06050415810000", reference=7))
    message = encode_binary(data, header=[InformationElement(5, bytes.fromhex("15810000"))], reference=7)
    assert [bytes.fromhex(r.body["udh"]) for r in made] == [bytes(s.header) for s in message]
    assert b"".join(bytes.fromhex(r.body["text"]) for r in made) == data
    assert all((r.body["binary"], r.body["maxMessageParts"]) == (1, 1) for r in made)
    assert all(len(r.body["udh"]) + len(r.body["text"]) <= 280 for r in made)


def test_octets_without_a_header_go_by_gateway_concatenation() -> None:
    (made,) = rest.requests(bytes(300), TO)
    assert made.body["maxMessageParts"] == 3
    segments = list(rest.requests(bytes(300), TO, concatenation="segments"))
    assert [r.body["udh"][6:8] for r in segments] == [segments[0].body["udh"][6:8]] * 3
    assert [r.body["udh"][-4:] for r in segments] == ["0301", "0302", "0303"]


def test_segments_come_in_order_for_each_chunk_of_recipients() -> None:
    numbers = [str(27830000000 + n) for n in range(3)]
    made = list(rest.requests(bytes(200), numbers, concatenation="segments", limits=Limits(recipients=2)))
    assert [(r.body["udh"][-2:], len(r.body["to"])) for r in made] == [("01", 2), ("02", 2), ("01", 1), ("02", 1)]


def test_ucs2_segments_need_a_permission_and_7_bit_segments_are_refused() -> None:
    with pytest.raises(InvalidParameter) as caught:
        rest.requests("ж" * 71, TO, concatenation="segments")
    assert caught.value.lifted_by is not None
    assert "unicode-with-udh" in caught.value.lifted_by
    made = list(rest.requests("ж" * 71, TO, concatenation="segments", allow_unverified={"unicode-with-udh"}))
    assert [(r.body["unicode"], "binary" in r.body, len(r.body["text"])) for r in made] == [
        (1, False, 268),
        (1, False, 16),
    ]
    with pytest.raises(InvalidParameter, match="7-bit"):
        rest.requests("a" * 161, TO, concatenation="segments")
    (one,) = rest.requests("a" * 160, TO, concatenation="segments")
    assert one.body["text"] == "a" * 160


def test_segments_do_not_override_what_was_asked_for() -> None:
    allowed = {"unicode-with-udh"}
    cases: list[tuple[Any, dict[str, Any], str]] = [
        (bytes(200), {"unicode": 1}, "unicode"),
        (bytes(200), {"binary": 0}, "binary"),
        ("ж" * 71, {"unicode": 0}, "unicode"),
        ("ж" * 71, {"binary": 1}, "binary"),
        (bytes(200), {"type": "SMS_FLASH"}, "type"),
    ]
    for content, parameters, name in cases:
        with pytest.raises(InvalidParameter, match=name):
            rest.requests(content, TO, concatenation="segments", allow_unverified=allowed, **parameters)
    kept = next(rest.requests(bytes(200), TO, concatenation="segments", unicode=0, binary=1))
    assert (kept.body["unicode"], kept.body["binary"]) == (0, 1)


def test_a_16_bit_reference_is_honoured_by_segments() -> None:
    message = encode_binary(bytes(200), reference_bits=16, reference=0x1234)
    made = list(rest.requests(message, TO))
    assert [r.body["udh"] for r in made] == ["06080412340201", "06080412340202"]


def test_a_class_is_not_lost_in_segments() -> None:
    with pytest.raises(InvalidParameter, match="class"):
        rest.requests(encode_binary(bytes(200), message_class=1), TO)


def test_segments_keep_the_callers_ceiling() -> None:
    with pytest.raises(TooManyParts) as caught:
        rest.requests(bytes(600), TO, udh="06050415810000")
    assert (caught.value.needed, caught.value.gateway_code) == (5, None)


# -- properties ------------------------------------------------------------------------------------------------------

TEXTS = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=()), st.sampled_from("aé€\n{Ωж😀")), min_size=1, max_size=500
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from([None, 0, 1]), st.sampled_from(["plain", "unicode"]))
def test_a_body_is_ascii_json_that_says_what_was_given(text: str, unicode: Any, non_ascii: Any) -> None:
    """Errors 100 (malformed JSON) and 116 (malformed Unicode) can never come from a body of ours."""
    try:
        made = rest.request(text, TO, unicode=unicode, non_ascii=non_ascii)
    except InvalidParameter:
        return
    assert made.content.isascii()
    body = made.body
    if body.get("unicode") == 1:
        assert len(body["text"]) % 4 == 0
        assert set(body["text"]) <= set("0123456789ABCDEF")
        sent = bytes.fromhex(body["text"]).decode("utf-16-be")
        units = len(body["text"]) // 4
        assert body["maxMessageParts"] >= -(-units // 70)
    else:
        sent = body["text"]
        assert smsenc.gsm7.is_gsm7(sent)
        assert body["maxMessageParts"] == smsenc.count_segments(sent)
    assert sent == text.encode("utf-16", "surrogatepass").decode("utf-16")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(min_size=1, max_size=402))
def test_octets_come_back(data: bytes) -> None:
    body = rest.request(data, TO).body
    assert bytes.fromhex(body["text"]) == data
    assert body["maxMessageParts"] == len(smsenc.encode_binary(data))
