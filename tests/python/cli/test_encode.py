"""``smsenc encode``: the octets."""

from __future__ import annotations

import pytest

import smsenc

LONG = "Señor Núñez: su cita es mañana a las 10:30. ¿Puede confirmar? ¡Gracias!"


def fields(out):
    return [line.split(maxsplit=1) for line in out.splitlines() if line]


def test_json_is_the_dict_of_the_message(run):
    assert run("encode", "--json", LONG).rows == [smsenc.encode(LONG).to_dict()]
    assert run("encode", "--json", "--reference", "7", LONG).rows == [smsenc.encode(LONG, reference=7).to_dict()]


def test_json_of_many_has_the_line_number(run):
    rows = run("encode", "--json", stdin=f"Hello\n{LONG}\n".encode()).rows
    assert rows == [
        {"line": 1, **smsenc.encode("Hello").to_dict()},
        {"line": 2, **smsenc.encode(LONG).to_dict()},
    ]


def test_the_view_shows_header_and_user_data_of_every_segment(run):
    message = smsenc.encode(LONG, reference=7)
    result = run("encode", "--reference", "7", LONG)
    shown = fields(result.out)
    assert result.code == 0
    assert ["encoding", "ucs2 (DCS 0x08)"] in shown
    assert ["reference", "7"] in shown
    assert [value for label, value in shown if label == "header"] == ["050003070201", "050003070202"]
    assert [
        line.removeprefix("user data").strip() for line in result.out.splitlines() if line.startswith("user data")
    ] == [octets.hex().upper() for octets in message.user_data]


def test_a_single_segment_has_no_header_and_no_reference(run):
    shown = fields(run("encode", "hellohello").out)
    assert ["header", "none"] in shown
    assert "reference" not in [label for label, _ in shown]
    assert ["user", "data  E8329BFD4697D9EC37"] in shown  # a well-known PDU of the literature


def test_many_messages_show_their_segments_under_their_line(run):
    out = run("encode", "--reference", "7", stdin=f"hellohello\n{LONG}\n".encode()).out
    lines = out.splitlines()
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == ["line 1", "line 2"]
    assert [line.split()[0] for line in lines if line.startswith(" ")] == ["1/1", "1/2", "2/2"]
    assert lines[1].endswith("user data E8329BFD4697D9EC37")


def test_further_header_elements_stand_before_the_concatenation(run):
    (row,) = run("encode", "--json", "--hex", "--udh", "06050415810000", "024A3A").rows
    header = smsenc.UserDataHeader.parse(bytes.fromhex("06050415810000"))
    assert row == smsenc.encode_binary(bytes.fromhex("024A3A"), header=header).to_dict()
    assert "06050415810000024A3A" in run("encode", "--hex", "--udh", "06050415810000", "024A3A").out


@pytest.mark.parametrize(("bits", "reference"), [("8", "255"), ("16", "65535")])
def test_the_largest_reference_is_taken(run, bits, reference):
    assert run("encode", "--reference-bits", bits, "--reference", reference, "Hello").code == 0


def test_a_lone_surrogate_counts_but_does_not_encode(run):
    # Only --lone-surrogates lets its octets in, and its values say what becomes of it.
    data = "a\ud800\n".encode("utf-8", "surrogatepass")
    assert run("estimate", "--lone-surrogates", "error", stdin=data).code == 0
    result = run("encode", "--lone-surrogates", "error", "--json", stdin=data)
    assert result.code == 1
    assert (result.rows[0]["error"]["kind"], result.rows[0]["error"]["position"]) == (
        "UnmappableCharacter",
        1,
    )
