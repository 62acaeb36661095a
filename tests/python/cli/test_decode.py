"""``smsenc decode``: octets back to text."""

from __future__ import annotations

import pytest

import smsenc

TEXTS = ["hellohello", "", "Grüße €", "Привет 👍", "a" * 161, "я" * 71]


@pytest.mark.parametrize("text", TEXTS)
def test_what_encode_prints_is_read_back(run, text):
    (message,) = run("encode", "--json", text).rows
    decoded = []
    for segment in message["each_segment"]:
        flags = ["--dcs", str(segment["dcs"]), "--udl", str(segment["user_data_length"])]
        if segment["header"]:
            flags.append("--has-header")
        (row,) = run("decode", "--json", *flags, segment["user_data"]).rows
        octets = bytes.fromhex(segment["user_data"])
        expected = smsenc.decode(
            octets,
            dcs=segment["dcs"],
            user_data_length=segment["user_data_length"],
            has_header=bool(segment["header"]),
        )
        assert row == expected.to_dict()
        assert row["anomalies"] == []
        decoded.append(row["text"])
    assert "".join(decoded) == text


def test_the_view_shows_header_place_and_text(run):
    out = run("decode", "--dcs", "8", "--has-header", "050003F70202006900610073").out
    assert [line.split(maxsplit=1) for line in out.splitlines()] == [
        ["encoding", "ucs2 (DCS 0x08)"],
        ["header", "050003F70202"],
        ["segment", "2 of 2"],
        ["reference", "247"],
        ["text", '"ias"'],
    ]


def test_data_are_shown_as_hex(run):
    assert "00FF" in run("decode", "--dcs", "4", "00ff").out


def test_an_anomaly_is_shown_and_is_no_failure(run):
    for result in (run("decode", "--udl", "20", "E8329BFD"), run("decode", "--udl", "20", stdin=b"E8329BFD\n")):
        assert (result.code, result.err) == (0, "")
        assert result.out.splitlines()[-1].split() == ["anomaly", "length-beyond-data", "at", "octet", "4"]


def test_many_segments_are_a_table(run, write):
    name = write("segments.csv", "n,user_data\n1,E8329BFD4697D9EC37\n2,\n3,xyz\n")
    result = run("decode", "--column", "user_data", name)
    assert result.code == 1
    assert f"{name}:4: " in result.err
    assert [line.split() for line in result.out.splitlines()[1:]] == [
        ["line", "encoding", "segment", "content"],
        ["2", "gsm7", '"hellohello"'],
        ["3", "gsm7", '""'],
    ]
