"""``smsenc request``: bodies for the gateway, exactly as they would be sent."""

from __future__ import annotations

import json

from smsenc.gateways.clickatell import rest

TO = "27999000001"


def test_the_body_is_printed_exactly_as_it_would_be_sent(run):
    for text in ("Hello", "Привет", "a" * 161, 'say "yes"\n'):
        result = run("request", "--to", TO, text)
        assert (result.code, result.out) == (0, rest.request(text, [TO]).content.decode("ascii") + "\n")


def test_recipients_add_up(run):
    body = json.loads(run("request", "--to", TO, "--to", "27999000002", "Hello").out)
    assert body["to"] == [TO, "27999000002"]


def test_recipients_come_from_a_column(run, write):
    name = write("data.csv", f'number,text\n{TO},"Hi, one"\n27999000002,two\n')
    result = run("request", "--column", "text", "--to-column", "number", name)
    bodies = [json.loads(line) for line in result.out.splitlines()]
    assert [(body["to"], body["text"]) for body in bodies] == [([TO], "Hi, one"), (["27999000002"], "two")]
    assert run("request", "--column", "2", "--to-column", "1", name).out == result.out


def test_a_wrong_recipient_in_a_column_fails_its_row(run, write):
    name = write("data.csv", f"number,text\n{TO},one\n+27,two\n,three\n27999000002,four\n")
    result = run("request", "--json", "--column", "text", "--to-column", "number", name)
    assert result.code == 1
    assert [row["line"] for row in result.rows] == [2, 3, 4, 5]
    assert ["error" in row for row in result.rows] == [False, True, True, False]
    assert f"{name}:3: " in result.err


def test_json_has_method_address_headers_and_body(run):
    (row,) = run("request", "--json", "--to", TO, "Привет").rows
    request = rest.request("Привет", [TO])
    assert (row["schema"], row["type"]) == (1, "request")
    assert row["method"] == request.method
    assert row["url"] == request.url
    assert row["headers"] == dict(request.headers)
    assert row["body"] == json.loads(request.content)


def test_no_token_is_asked_for_or_made_up(run):
    (row,) = run("request", "--json", "--to", TO, "Hello").rows
    assert "authorization" not in {name.lower() for name in row["headers"]}


def test_what_needs_more_parts_than_the_ceiling_fails_with_the_number(run):
    text = "a" * 153 * 4
    result = run("request", "--json", "--to", TO, text)
    assert result.code == 1
    assert (result.rows[0]["error"]["needed"], result.rows[0]["error"]["limit"]) == (4, 3)
    assert run("request", "--to", TO, "--max-parts", "2", "a" * 161).code == 0
    assert run("request", "--to", TO, "--max-parts", "1", "a" * 161).code == 1


def test_a_payload_goes_as_binary(run):
    body = json.loads(run("request", "--to", TO, "--hex", "00ff10").out)
    assert (body["binary"], body["text"]) == (1, "00FF10")


def test_lines_give_a_body_each(run):
    result = run("request", "--to", TO, stdin="one\nдва\n".encode())
    assert [json.loads(line)["maxMessageParts"] for line in result.out.splitlines()] == [1, 1]


def test_the_recipients_of_failures_stay_private(run):
    result = run("request", "--to", TO, "--max-parts", "1", stdin=b"a" * 200 + b"\n")
    assert result.code == 1
    assert TO not in result.err


def numbers(count):
    return [str(27999000000 + i) for i in range(count)]


def test_more_recipients_than_a_request_takes_make_more_requests(run, write):
    name = write("numbers.txt", "".join(f"{number}\r\n" for number in numbers(450)) + "\n")
    result = run("request", "--json", "--to-file", name, stdin=b"one\ntwo\n")
    assert result.code == 0
    assert [(row["line"], len(row["body"]["to"])) for row in result.rows] == [
        (1, 200), (1, 200), (1, 50), (2, 200), (2, 200), (2, 50)
    ]  # fmt: skip
    assert [number for row in result.rows[:3] for number in row["body"]["to"]] == numbers(450)
    bodies = [json.loads(line) for line in run("request", "--to-file", name, "one").out.splitlines()]
    assert bodies == [row["body"] for row in result.rows[:3]]


def test_recipients_may_come_by_the_pipe(run):
    result = run("request", "--to-file", "-", "Hello", stdin="\n".join(numbers(3)).encode())
    assert json.loads(result.out)["to"] == numbers(3)
    for messages in ([], ["-"], ["--file", "-"]):
        result = run("request", "--to-file", "-", *messages, stdin=b"27999000001\n")
        assert (result.code, result.out) == (2, "")
        assert "either" in result.err


def test_what_is_wrong_with_the_recipients_of_a_file_is_told_before_anything_is_done(run, write):
    for content, named in [("", "no recipients"), ("27999000001\nnobody\n", "to[1]"), ("é\n", "bad.txt:1")]:
        result = run("request", "--to-file", write("bad.txt", content), "Hello")
        assert (result.code, result.out) == (2, "")
        assert "bad.txt" in result.err
        assert named in result.err
    assert "absent.txt" in run("request", "--to-file", "absent.txt", "Hello").err


def test_segments_go_by_themselves_when_asked_or_when_the_gateway_would_cut_differently(run):
    result = run("request", "--to", TO, "--hex", "--concatenation", "segments", "00" * 200)
    assert len(result.out.splitlines()) == 2
    result = run("request", "--to", TO, "--hex", "--udh", "06050415810000", "00" * 200)
    assert [json.loads(line)["udh"][:14] for line in result.out.splitlines()] == ["0B050415810000"] * 2
    assert run("request", "--to", TO, "--concatenation", "both", "x").code == 2
