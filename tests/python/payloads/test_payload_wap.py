"""WAP Push: service indication and loading, read back by a small WBXML reader that shares no table."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsenc.errors import InvalidOption
from smsenc.payloads import ServiceIndication, ServiceLoading, WapPush
from smsenc.payloads.wbxml import Element, TokenTable, encode, pack_date

UTC = dt.timezone.utc
CREATED = dt.datetime(2025, 5, 22, 15, 47, 26, tzinfo=UTC)
EXPIRES = dt.datetime(2025, 5, 29, tzinfo=UTC)

# WAP-167 and WAP-168, chapter on tokens, typed from there.
TAGS = {5: {5: "si", 6: "indication", 7: "info", 8: "item"}, 6: {5: "sl"}}
STARTS = {
    5: {
        0x05: "action signal-none",
        0x06: "action signal-low",
        0x07: "action signal-medium",
        0x08: "action signal-high",
        0x09: "action delete",
        0x0A: "created ",
        0x0B: "href ",
        0x0C: "href http://",
        0x0D: "href http://www.",
        0x0E: "href https://",
        0x0F: "href https://www.",
        0x10: "si-expires ",
        0x11: "si-id ",
        0x12: "class ",
    },
    6: {
        0x05: "action execute-low",
        0x06: "action execute-high",
        0x07: "action cache",
        0x08: "href ",
        0x09: "href http://",
        0x0A: "href http://www.",
        0x0B: "href https://",
        0x0C: "href https://www.",
    },
}
VALUES = {0x85: ".com/", 0x86: ".edu/", 0x87: ".net/", 0x88: ".org/"}


class Reader:
    """Reads a WBXML document into (name, attributes, content)."""

    def __init__(self, octets):
        self.octets = octets
        assert octets[0] == 2, "version 1.2"
        self.kind = octets[1]
        assert octets[2:4] == b"\x6a\x00", "UTF-8, no string table"
        self.position = 4

    def document(self):
        root = self.element(self.next())
        assert self.position == len(self.octets), "nothing behind the document"
        return root

    def next(self):
        self.position += 1
        return self.octets[self.position - 1]

    def string(self):
        end = self.octets.index(0, self.position)
        text = self.octets[self.position : end].decode("utf-8")
        self.position = end + 1
        return text

    def element(self, tag):
        attributes, content = {}, []
        if tag & 0x80:
            name = None
            while (token := self.next()) != 1:
                if token == 3:
                    attributes[name] += self.string()
                elif token == 0xC3:
                    length = self.next()
                    attributes[name] += self.octets[self.position : self.position + length].hex()
                    self.position += length
                elif token & 0x80:
                    attributes[name] += VALUES[token]
                else:
                    name, start = STARTS[self.kind][token].split(" ")
                    assert name not in attributes
                    attributes[name] = start
        if tag & 0x40:
            while (token := self.next()) != 1:
                content.append(self.string() if token == 3 else self.element(token))
        return TAGS[self.kind][tag & 0x3F], attributes, content


def read(payload):
    assert payload.data[4:] == payload.document
    return Reader(payload.document).document()


def test_service_indication_as_libwbxml_encodes_it():
    push = ServiceIndication("http://www.example.com/m", "New mail", "1@example.com", CREATED, EXPIRES, "signal-high")
    assert bytes(push.header) + push.data == bytes.fromhex(
        "0605040B8423F0 010601AE 02056A00 45C6 0D03 6578616D706C6500 85 036D00 1103 31406578616D706C652E636F6D00"
        "0AC30720250522154726 10C30420250529 08 01 03 4E6577206D61696C00 01 01"
    )


def test_service_loading_as_libwbxml_encodes_it():
    push = ServiceLoading("https://www.example.com/a", "execute-low")
    assert bytes(push.header) + push.data == bytes.fromhex(
        "0605040B8423F0 010601B0 02066A00 85 0C03 6578616D706C6500 85 036100 05 01"
    )


def test_the_indication_that_gammu_sends_in_longer_tokens_says_the_same():
    # gammu spells the whole link in one inline string behind 0B; we take the tokens for http:// and .com/.
    gammu = bytes.fromhex(
        "010601AE02056A0045C60B03687474703A2F2F7761702E6578616D706C652E636F6D2F6100010348656C6C6F000101"
    )
    ours = ServiceIndication("http://wap.example.com/a", "Hello")
    assert ours.data[:4] == gammu[:4]
    assert read(ours) == Reader(gammu[4:]).document()
    assert len(ours.data) < len(gammu)


def test_the_least_indication():
    assert ServiceIndication("a").document.hex() == "02056a0045860b0361000101"
    assert ServiceIndication(None, "x", "id", action="delete").document.hex() == "02056a0045c6110369640009010378000101"


@pytest.mark.parametrize(
    ("moment", "octets"),
    [
        (EXPIRES, "20250529"),
        (dt.datetime(2025, 5, 29, 10, tzinfo=UTC), "2025052910"),
        (dt.datetime(2025, 5, 29, 10, 0, 5, tzinfo=UTC), "20250529100005"),
        (dt.datetime(2025, 5, 29, 0, 10, tzinfo=UTC), "202505290010"),
        (dt.datetime(2000, 10, 20, 20, 30, 40, 999999, tzinfo=UTC), "20001020203040"),
        (dt.datetime(2025, 5, 29, 1, tzinfo=dt.timezone(dt.timedelta(hours=2))), "2025052823"),
        (dt.datetime(2000, 1, 1, tzinfo=UTC), "20000101"),
    ],
)
def test_dates_are_utc_without_zero_octets_at_the_end(moment, octets):
    assert pack_date(moment).hex() == octets


# Characters of XML, links that begin and go on with tokens.
xml_texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=30)
links = (
    st.lists(
        st.sampled_from(
            (
                "http://",
                "https://",
                "www.",
                "http://www.",
                "https://www.",
                ".com/",
                ".com",
                ".net/",
                ".org/",
                ".edu/",
                "a",
                "/",
            )
        )
        | xml_texts,
        min_size=1,
        max_size=6,
    )
    .map("".join)
    .filter(bool)
)
moments = st.none() | st.datetimes(min_value=dt.datetime(1000, 1, 1), timezones=st.just(UTC))


def packed(moment):
    return pack_date(moment).hex()


@given(
    links,
    xml_texts,
    st.none() | links,
    moments,
    moments,
    st.sampled_from((None, "signal-none", "signal-low", "signal-medium", "signal-high", "delete")),
)
def test_every_indication_is_read_back(href, text, si_id, created, expires, action):
    wanted = {"href": href, "si-id": si_id, "action": action}
    wanted |= {"created": created and packed(created), "si-expires": expires and packed(expires)}
    push = ServiceIndication(href, text, si_id, created, expires, action)
    name, attributes, content = read(push)
    assert (name, attributes) == ("si", {})
    assert content == [
        ("indication", {key: value for key, value in wanted.items() if value is not None}, [text] if text else [])
    ]


@given(links, st.sampled_from((None, "execute-low", "execute-high", "cache")), st.integers(0, 255))
def test_every_loading_is_read_back(href, action, transaction):
    push = ServiceLoading(href, action, transaction)
    assert push.data[:4] == bytes((transaction, 6, 1, 0xB0))
    wanted = {"href": href} if action is None else {"href": href, "action": action}
    assert read(push) == ("sl", wanted, [])


def test_no_empty_strings_are_sent():
    assert b"\x03\x00" not in ServiceLoading("http://www..com/").data


def test_any_content_can_be_pushed():
    assert WapPush(0x3E, b"body").data == bytes.fromhex("010601be") + b"body"
    assert WapPush("text/plain", b"x", 7).data == bytes((7, 6, 11)) + b"text/plain\0x"
    # Beyond 127 octets the length takes two (uintvar).
    long = "application/" + "x" * 150
    assert WapPush(long, b"").data == bytes((1, 6, 0x81, 0x23)) + long.encode() + b"\0"
    assert WapPush(0x3E, b"").port == 2948
    assert WapPush(0x3E, b"").header.ports.originator == 9200


def test_values_out_of_range_are_named():
    for build, option in (
        (lambda: ServiceIndication(""), "href"),
        (lambda: ServiceIndication(None), "href"),
        (lambda: ServiceIndication("a\0b"), "href"),
        (lambda: ServiceIndication("a", "b\x1b"), "text"),
        (lambda: ServiceIndication("a", "b\ud800"), "text"),
        (lambda: ServiceIndication("a", "b\uffff"), "text"),
        (lambda: ServiceIndication("a", si_id=""), "si_id"),
        (lambda: ServiceIndication("a", created=dt.datetime(2025, 1, 1)), "created"),
        (lambda: ServiceIndication("a", expires=dt.datetime(2025, 1, 1)), "expires"),
        (lambda: ServiceIndication("a", action="signal"), "action"),
        (lambda: ServiceIndication("a", transaction=256), "transaction"),
        (lambda: ServiceLoading(""), "href"),
        (lambda: ServiceLoading("a", "signal-low"), "action"),
        (lambda: ServiceLoading("a", None, -1), "transaction"),
        (lambda: WapPush(128, b""), "content_type"),
        (lambda: WapPush("text/pl\u00e4in", b""), "content_type"),
        (lambda: WapPush("", b""), "content_type"),
    ):
        with pytest.raises(InvalidOption) as caught:
            build()
        assert caught.value.option == option


def test_wrong_types_are_type_errors():
    for build in (
        lambda: ServiceIndication(b"a"),
        lambda: ServiceIndication("a", b"text"),
        lambda: ServiceIndication("a", created="2025-01-01"),
        lambda: ServiceIndication("a", created=dt.date(2025, 1, 1)),
        lambda: ServiceLoading(None),
        lambda: WapPush(None, b""),
        lambda: WapPush(1, "body"),
    ):
        with pytest.raises(TypeError):
            build()


def test_code_pages_are_switched_only_when_needed():
    table = TokenTable(
        1,
        {"r": 5},
        {("a", ""): ((0, 5),), ("b", ""): ((1, 6),), ("c", ""): ((0, 7), (1, 8))},
    )
    document = encode(Element("r", (("a", "x"), ("b", "x"), ("c", "x"), ("a", "x"))), table)
    assert document[4:].hex() == "85" + "05037800" + "000106037800" + "08037800" + "000005037800" + "01"
