"""Our requests, sent by real clients to a real HTTP server on 127.0.0.1, and its replies through our parsers.

The server validates each body against the published JSON Schema and answers as the documents describe. This shows
agreement with the documents, not acceptance by the gateway. A client that is not installed is skipped, loudly.
"""

from __future__ import annotations

import asyncio
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from smsenc.gateways import Request
from smsenc.gateways.clickatell import Credentials, code, http, one, platform, rest

TO = ["27831234567", "27831234568"]
KEY = "a-key"
Reply = tuple[int, bytes]


# -- the server ------------------------------------------------------------------------------------------------------


class Gateway(BaseHTTPRequestHandler):
    """Answers as the documents describe. The number 27999999999 is refused with 105 (25 on the One API)."""

    protocol_version = "HTTP/1.1"
    validators: dict[str, Any]

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, content: str, media: str = "application/json") -> None:
        data = content.encode()
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def valid(self, dialect: str, value: Any) -> bool:
        return bool(self.validators[dialect].is_valid(value))

    def do_POST(self) -> None:
        path, content = urlsplit(self.path).path, self.body()
        if path == "/rest/message":
            self.rest(content)
        elif path == "/http/sendmsg":
            self.http(dict(parse_qsl(content.decode("ascii"), encoding="latin-1")))
        elif path in ("/messages", "/v1/message"):
            self.modern(path, content)
        else:
            self.answer(404, "{}")

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/http/sendmsg":
            self.http(dict(parse_qsl(parts.query, encoding="latin-1")))
        elif parts.path == "/rest/account/balance":
            self.answer(200, '{"data":{"balance":"300.50"}}')
        elif parts.path.startswith("/rest/coverage/"):
            self.answer(200, '{"data":{"routable":true,"destination":"x","minimumCharge":0.8}}')
        else:
            self.answer(404, "{}")

    def do_DELETE(self) -> None:
        self.answer(200, json.dumps({"data": {"apiMessageId": self.path[-2:], "messageStatus": "006"}}))

    def rest(self, content: bytes) -> None:
        if self.headers.get("Authorization") != f"Bearer {KEY}" or self.headers.get("X-Version") != "1":
            return self.answer(401, '{"error":{"code":"001","description":"Authentication failed"}}')
        if self.headers.get("Content-Type") != "application/json" or not content.isascii():
            return self.answer(400, '{"error":{"code":"100","description":"Data malformed"}}')
        value = json.loads(content)
        if not self.valid("rest", value):
            return self.answer(400, '{"error":{"code":"101","description":"Invalid or missing parameters"}}')
        entries = [
            {"accepted": False, "to": to, "error": {"code": "105", "description": "Invalid Destination Address"}}
            if to == "27999999999"
            else {"accepted": True, "to": to, "apiMessageId": f"{int(to):032x}"}
            for to in value["to"]
        ]
        status = 202 if all(entry["accepted"] for entry in entries) else 207
        return self.answer(status, json.dumps({"data": {"message": entries}}))

    def http(self, pairs: dict[str, str]) -> None:
        if (pairs.get("user"), pairs.get("password"), pairs.get("api_id")) != ("me", "pä ss", "1"):
            return self.answer(200, "ERR: 001, Authentication failed", "text/plain")
        if set(pairs) - {
            "user",
            "password",
            "api_id",
            "to",
            "text",
            "data",
            "udh",
            "unicode",
            "binary",
            "concat",
            "from",
        }:
            return self.answer(200, "ERR: 101, Invalid or missing parameters", "text/plain")
        lines = [f"ID: {int(to):032x} To: {to}" for to in pairs["to"].split(",")]
        return self.answer(200, "\n".join(lines), "text/plain")

    def modern(self, path: str, content: bytes) -> None:
        value = json.loads(content)
        dialect = "platform" if path == "/messages" else "one"
        if self.headers.get("Authorization") != KEY:
            return self.answer(401, '{"messages":[],"error":{"code":1,"description":"Invalid or missing API key"}}')
        if not self.valid(dialect, value):
            return self.answer(400, '{"messages":[],"error":{"code":21,"description":"Malformed"}}')
        numbers = value["to"] if dialect == "platform" else [message["to"] for message in value["messages"]]
        entries = []
        for to in numbers:
            refused = to == "27999999999"
            error = {"code": 25, "description": "Invalid recipient address"} if refused else None
            entries.append(
                {"apiMessageId": None if refused else f"{int(to):x}", "accepted": not refused, "to": to, "error": error}
            )
        status = 207 if any(not entry["accepted"] for entry in entries) else 202
        return self.answer(status, json.dumps({"messages": entries, "error": None}))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed: see requirements.txt")
    Gateway.validators = {
        name: jsonschema.Draft202012Validator(dialect.schema())
        for name, dialect in (("rest", rest), ("platform", platform), ("one", one))
    }
    gateway = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    gateway.daemon_threads = True
    thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{gateway.server_port}"
    finally:
        gateway.shutdown()
        gateway.server_close()
        thread.join()


# -- the clients -----------------------------------------------------------------------------------------------------


def by_urllib(request: Request) -> Reply:
    sent = urllib.request.Request(request.url, request.content or None, request.headers, method=request.method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(sent, timeout=30) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def by_httpx(request: Request) -> Reply:
    httpx = pytest.importorskip("httpx", reason="httpx is not installed: see requirements.txt")
    with httpx.Client(trust_env=False, timeout=30) as client:
        reply = client.request(request.method, request.url, headers=request.headers, content=request.content)
        return reply.status_code, reply.content


def by_requests(request: Request) -> Reply:
    requests = pytest.importorskip("requests", reason="requests is not installed: see requirements.txt")
    with requests.Session() as session:
        session.trust_env = False
        reply = session.request(request.method, request.url, headers=request.headers, data=request.content, timeout=30)
        return reply.status_code, reply.content


def by_aiohttp(request: Request) -> Reply:
    aiohttp = pytest.importorskip("aiohttp", reason="aiohttp is not installed: see requirements.txt")

    async def send() -> Reply:
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method, request.url, headers=request.headers, data=request.content or None
            ) as reply,
        ):
            return reply.status, await reply.read()

    return asyncio.run(send())


CLIENTS = [by_urllib, by_httpx, by_requests, by_aiohttp]
Client = Callable[[Request], Reply]


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("content", "parameters"),
    [
        ("Hello World", {}),
        ("Grüße aus Köln", {"from_": "Shop", "callback": 7, "max_credits": "0.8", "client_message_id": "abc1"}),
        ("Привет 😀", {"required_features": "derived", "from_": "27831234569", "mo": 1, "escalate": True}),
        ("x" * 400, {"validity_period": 60, "user_priority_queue": 1, "bypass_dnc_check": 0}),
        (bytes(range(120)), {"udh": "06050415810000"}),
        ("flash", {"type": "SMS_FLASH", "required_features": "derived"}),
    ],
)
def test_rest(server: str, client: Client, content: Any, parameters: dict[str, Any]) -> None:
    status, reply = client(rest.request(content, TO, token=KEY, base_url=f"{server}/rest", **parameters))
    result = rest.parse_response(status, reply)
    assert status == 202, reply
    assert [(outcome.to, outcome.accepted) for outcome in result.outcomes] == [(to, True) for to in TO]
    assert all(outcome.message_id and len(outcome.message_id) == 32 for outcome in result.outcomes)


@pytest.mark.parametrize("client", CLIENTS)
def test_rest_streams_and_segments(server: str, client: Client) -> None:
    for request in rest.requests(bytes(300), TO, token=KEY, base_url=f"{server}/rest", udh="06050415810000"):
        assert client(request)[0] == 202
    for made in rest.requests_from_rows([("a", TO[0]), ("ж", TO[1])], token=KEY, base_url=f"{server}/rest"):
        assert isinstance(made, Request)
        assert client(made)[0] == 202


@pytest.mark.parametrize("client", CLIENTS)
def test_rest_refusals_come_back_through_the_parser(server: str, client: Client) -> None:
    base = f"{server}/rest"
    result = rest.parse_response(*client(rest.request("x", [TO[0], "27999999999"], token=KEY, base_url=base)))
    assert (result.status, len(result.accepted), len(result.refused)) == (207, 1, 1)
    assert result.refused[0].error is not None
    assert result.refused[0].error.code == code("rest", 105)
    unauthorised = rest.parse_response(*client(rest.request("x", TO, token="wrong", base_url=base)))
    assert unauthorised.error is not None
    assert unauthorised.error.code == code("rest", 1)


def test_the_server_refuses_what_the_schema_refuses(server: str) -> None:
    """The loopback test can fail: a body that breaks the schema is answered with 101."""
    good = rest.request("x", TO, token=KEY, base_url=f"{server}/rest")
    broken = Request(good.method, good.url, good.headers, good.content.replace(b'"to"', b'"too"'))
    result = rest.parse_response(*by_urllib(broken))
    assert (result.status, result.error and result.error.code.code) == (400, "101")


@pytest.mark.parametrize("client", CLIENTS)
def test_other_rest_calls(server: str, client: Client) -> None:
    base = f"{server}/rest"
    assert str(rest.parse_balance(client(rest.balance(token=KEY, base_url=base))[1]).amount) == "300.50"
    assert rest.parse_coverage(client(rest.coverage(TO[0], token=KEY, base_url=base))[1]).routable
    assert rest.parse_status(client(rest.stop("ab", token=KEY, base_url=base))[1]).status == "006"


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("content", ["Hello & co", "Çé", "Привет", b"\x00\xff"])
def test_http(server: str, client: Client, method: Any, content: Any) -> None:
    login = Credentials("me", "pä ss", "1")
    status, reply = client(http.request(content, TO, token=login, base_url=server, method=method))
    result = http.parse_response(status, reply)
    assert [outcome.to for outcome in result.accepted] == TO


@pytest.mark.parametrize("client", CLIENTS)
def test_platform_and_one(server: str, client: Client) -> None:
    for content in ("Hello", "Привет 😀"):
        sent = platform.parse_response(*client(platform.request(content, TO, token=KEY, base_url=server)))
        assert (sent.status, len(sent.accepted)) == (202, 2)
        mixed = one.parse_response(
            *client(one.request(content, [TO[0], "27999999999"], token=KEY, base_url=f"{server}/v1"))
        )
        assert (mixed.status, len(mixed.accepted), len(mixed.refused)) == (207, 1, 1)
        assert mixed.refused[0].error is not None
        assert mixed.refused[0].error.code == code("one", 25)
