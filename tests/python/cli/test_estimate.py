"""``smsenc estimate``: data for programs, a view and a table for readers."""

from __future__ import annotations

import pytest

import smsenc

MESSAGES = ["Hello", "", "Grüße €", "Привет", "a" * 161, "€" * 153, "👍🏽", "ş" * 71]


def test_json_is_the_dict_of_the_estimate(run):
    result = run("estimate", "--json", "Grüße €")
    assert (result.code, result.rows) == (0, [smsenc.estimate("Grüße €").to_dict()])


def test_json_of_many_is_one_line_each_with_its_number(run):
    data = "".join(message + "\n" for message in MESSAGES).encode()
    result = run("estimate", "--json", stdin=data)
    expected = [{"line": n, **smsenc.estimate(m).to_dict()} for n, m in enumerate(MESSAGES, 1)]
    assert (result.code, result.rows, result.err) == (0, expected, "")


def test_json_is_ascii_whatever_the_message(run):
    assert run("encode", "--json", "Привет 👍").out.isascii()


@pytest.mark.parametrize(
    ("flags", "options"),
    [
        (["--encoding", "ucs2"], {"encoding": "ucs2"}),
        (["--languages", "turkish"], {"languages": ("turkish",)}),
        (["--languages", "all"], {"languages": "all"}),
        (["--reference-bits", "16"], {"reference_bits": 16}),
        (["--max-segments", "2", "--overflow", "truncate"], {"max_segments": 2, "overflow": "truncate"}),
    ],
)
def test_flags_are_the_options(run, flags, options):
    text = "Değerli müşterimiz, siparişiniz yola çıktı. " * 8
    assert run("estimate", "--json", *flags, text).rows == [smsenc.estimate(text, **options).to_dict()]


def test_a_payload_in_hex_is_eight_bit(run):
    (row,) = run("estimate", "--json", "--hex", "00 ff" * 71).rows
    assert row == smsenc.estimate_binary(b"\x00\xff" * 71).to_dict()
    assert (row["encoding"], row["segments"]) == ("8bit", 2)


def test_hex_that_is_none_is_a_failure_of_its_line(run):
    result = run("estimate", "--json", "--hex", stdin="00FF\n0\nxy\n\n٠٠\n".encode())
    assert result.code == 1
    assert [row.get("error", {}).get("kind") for row in result.rows] == [
        None,
        *["InvalidHex"] * 2,
        None,
        "InvalidHex",
    ]


def test_a_message_that_cannot_be_encoded_fails_and_the_others_are_done(run, write):
    name = write("messages.txt", "one\nпривет\nthree\n" + "a" * 200 + "\n")
    result = run("estimate", "--json", "--encoding", "gsm7", "--max-segments", "1", "--file", name)
    assert result.code == 1
    assert [row["line"] for row in result.rows] == [1, 2, 3, 4]
    assert result.rows[1]["error"] == {
        "kind": "UnmappableCharacter",
        "message": result.rows[1]["error"]["message"],
        "character": "п",
        "position": 0,
        "encoding": "gsm7",
    }
    error = result.rows[3]["error"]
    assert (error["kind"], error["needed"], error["limit"]) == ("TooManySegments", 2, 1)
    assert f"smsenc: {name}:2: " in result.err
    assert f"smsenc: {name}:4: " in result.err
    assert "2 of 4 messages failed" in result.err


def test_a_single_failure_is_told_without_a_line(run):
    result = run("estimate", "--json", "--encoding", "gsm7", "привет")
    assert result.code == 1
    assert list(result.rows[0]) == ["schema", "type", "error"]
    assert result.err.startswith("smsenc: ")
    assert len(result.err.splitlines()) == 1


def test_failures_do_not_repeat_the_text(run):
    result = run("estimate", "--encoding", "gsm7", stdin="secret секрет\n".encode())
    assert result.code == 1
    assert "secret" not in result.err
    assert "екрет" not in result.err


def test_the_view_of_one_message(run):
    lines = [line.split(maxsplit=1) for line in run("estimate", "a" * 161).out.splitlines()]
    assert lines == [
        ["encoding", "gsm7"],
        ["segments", "2"],
        ["units", "161 septets"],
        ["capacity", "153 septets per segment"],
        ["remaining", "145 septets in the last segment"],
    ]


def test_the_view_names_shift_tables_and_truncation(run):
    out = run("estimate", "--languages", "turkish", "Sayın müşterimiz, siparişiniz yola çıktı").out
    assert "gsm7 turkish" in out or "gsm7 -/turkish" in out
    out = run("estimate", "--max-segments", "1", "--overflow", "truncate", "a" * 400).out
    assert "truncated" in out
    assert "needs 3 segments" in out


def test_the_table_of_many_is_aligned_and_ends_with_totals(run):
    data = "".join(message + "\n" for message in MESSAGES).encode()
    result = run("estimate", stdin=data)
    lines = result.out.splitlines()
    table, totals = lines[: lines.index("")], lines[lines.index("") + 1 :]
    assert table[0].split() == ["line", "encoding", "segments", "units", "left", "text"]
    assert len(table) == len(MESSAGES) + 1
    column = table[0].index("text")
    for line, message in zip(table[1:], MESSAGES, strict=True):
        estimate = smsenc.estimate(message)
        assert line[column] == '"'
        assert line[:column].split()[1:3] == [str(estimate.encoding), str(estimate.segments)]
        assert len(line) <= 80
    gsm7 = [m for m in MESSAGES if smsenc.estimate(m).encoding == "gsm7"]
    total = sum(map(smsenc.count_segments, MESSAGES))
    assert [line.split() for line in totals] == [
        ["messages", "segments"],
        ["gsm7", str(len(gsm7)), str(sum(map(smsenc.count_segments, gsm7)))],
        ["ucs2", str(len(MESSAGES) - len(gsm7)), str(total - sum(map(smsenc.count_segments, gsm7)))],
        ["total", str(len(MESSAGES)), str(total)],
    ]


def test_failures_are_counted_in_the_totals(run):
    out = run("estimate", "--encoding", "gsm7", stdin="one\nдва\n".encode()).out
    assert out.splitlines()[-1].split() == ["failed", "1"]


def test_summary_prints_the_totals_alone(run):
    out = run("estimate", "--summary", stdin=b"one\ntwo\n").out
    assert [line.split()[0] for line in out.splitlines()] == ["messages", "gsm7", "total"]


def test_no_input_is_a_total_of_nothing(run):
    result = run("estimate", stdin=b"")
    assert result.code == 0
    assert result.out.splitlines()[-1].split() == ["total", "0", "0"]


def test_control_characters_of_a_message_do_not_reach_the_terminal(run):
    for command in ("estimate", "encode"):
        for result in (run(command, "\x1b[2Jx\u202e"), run(command, stdin="\x1b[2Jx\u202e\n".encode())):
            assert "\x1b" not in result.out
            assert "\u202e" not in result.out


def test_a_terminal_that_lacks_a_character_shows_an_escape(run, environment):
    environment.update(PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    result = run("estimate", stdin="Привет\n".encode())
    assert result.code == 0
    assert r"\u041f" in result.out
