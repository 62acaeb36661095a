"""The picture in HTML: well-formed, escaped, bounded, the same every time; how it looks, the browser tests measure."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsenc
from smsenc import pictures

VOID = {"br", "meta"}
ELEMENTS = {"section", "style", "p", "b", "ol", "ul", "li", "div", "span", "i", "mark", "bdi", "h3", "br"}


class Reader(HTMLParser):
    """Reads a fragment strictly: everything that is opened is closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self._text: list[str] | None = None
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag in VOID:
            return
        self.open.append(tag)
        if tag == "p" and "sms-text" in (dict(attributes).get("class") or ""):
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "p" and self._text is not None:
            self.texts.append("".join(self._text))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


texts = st.text(
    st.one_of(
        st.sampled_from("<>&\"'/=;—€ab \n\r\x00\u202e\u2028]"),
        st.sampled_from(["<script>", "</p>", "-->", "&lt;"]),
        st.characters(),
    ),
    max_size=200,
)


@settings(deadline=None)
@given(
    st.one_of(
        st.text(st.characters(), max_size=200),
        st.lists(st.sampled_from(["<b>", "</p>", '"', "'", "&amp;", "<!--", "\x00", "\u202e", "é"])).map("".join),
    )
)
def test_no_text_can_be_markup(text):
    result = smsenc.encode(text, lone_surrogates="keep")
    html = pictures.html(result)
    read = Reader(html)
    assert read.elements <= ELEMENTS
    assert read.attributes <= {"class", "lang", "dir", "aria-label", "role", "style", "title", "translate"}
    html.encode("utf-8")
    # Nothing that would do something to what stands around it: controls, bidirectional ones among them.
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]", html)


@settings(deadline=None)
@given(st.text("abc <>&\"'€—é", max_size=200))
def test_the_characters_shown_joined_are_the_text(text):
    assert "".join(Reader(pictures.html(smsenc.encode(text))).texts) == text


def test_a_page_is_whole_and_loads_nothing():
    page = pictures.page([("A <b>", smsenc.encode("Hi")), ("B", smsenc.estimate("Hi"))], title="T & <i>\u202e")
    read = Reader(page)
    assert page.startswith("<!doctype html>")
    assert "T &amp; &lt;i&gt;RLO" in page
    assert "A &lt;b&gt;" in page
    assert read.elements - ELEMENTS == {"html", "head", "meta", "title", "body", "main", "h1", "h2"}
    assert not {"src", "href", "srcset"} & read.attributes
    assert "url(" not in page
    assert "@import" not in page
    assert page.count("<style>") == 1


def test_a_notebook_gets_the_picture():
    message = smsenc.encode("5 € — ok", reference=7)
    assert message._repr_html_() == pictures.html(message)
    assert message.estimate._repr_html_() == pictures.html(message.estimate)


def test_the_same_result_gives_the_same_picture():
    results = [smsenc.encode("5 € — 🎉 " * 20, reference=7), smsenc.estimate("5 €")]
    code = "import smsenc; from smsenc import pictures\nprint(ascii([pictures.html(r) for r in {}]))"
    source = "[smsenc.encode('5 € — 🎉 ' * 20, reference=7), smsenc.estimate('5 €')]"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code.format(source)], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == ascii([pictures.html(result) for result in results])


def test_only_the_first_segments_are_drawn_in_full():
    message = smsenc.encode("0123456789abcdef " * 100)
    html = pictures.html(message, limit=2)
    assert html.count('class="sms-text"') == 2
    assert html.count('class="sms-row"') == html.count('class="sms-bar"') == len(message) > 10
    assert "The characters of the first 2 segments are shown." in html


def test_the_base_import_draws_nothing():
    code = "import sys, smsenc; smsenc.encode('x'); print('smsenc.pictures' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout.strip() == b"False"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("a", "U+0061 LATIN SMALL LETTER A · 1 septet 61"),
        ("€", "U+20AC EURO SIGN · 2 septets 1B 65 · extension table, two septets"),
        ("—", "U+2014 EM DASH · 1 code unit 2014 · no GSM-7 code, forces UCS-2"),
    ],
)
def test_hovering_tells_code_point_name_and_units(text, title):
    assert f'title="{title}"' in pictures.html(smsenc.encode(text))
