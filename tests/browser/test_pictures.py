"""The pictures in a real browser: light and dark, wide and narrow, in all directions."""

from __future__ import annotations

import io
import itertools
from typing import Any

import pytest

import smsenc
from smsenc import pictures

Image = pytest.importorskip("PIL.Image", reason="pillow is not installed")

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
GREETING = "“Hi” – it’s 5 o’clock, and your table is booked [2]. See you at\u200b seven! \U0001f389 Cafe\u0301."
MESSAGES: dict[str, Any] = {
    "quotes": smsenc.encode(
        "\u201cHi\u201d \u2013 it\u2019s 5 o\u2019clock. Your table is booked, see you at seven! ", reference=7
    ),
    "long": smsenc.encode("Price [net]: 5 \u20ac {per day}, no ~ no | maybe. Call us! " * 8 + "Bye", reference=7),
    "turkish": smsenc.encode("Çok güzel bir gün, değil mi? Ş\u20ac " * 6, reference=7, languages=["turkish"]),
    "hindi": smsenc.encode(
        "नमस्ते, आपका ऑर्डर " * 6,
        reference=7,
        languages=["hindi"],
    ),
    "devanagari": smsenc.encode(
        "नमस्ते, आपका ऑर्डर भेज दिया " * 3,
        reference=7,
    ),
    "persian": smsenc.encode(
        "سلام، می\u200cخواهم یک میز رزرو کنم " * 4,
        reference=7,
    ),
    "hebrew": smsenc.encode("שלום, 3 פגישות at 10:30 מחר", reference=7),
    "emoji": smsenc.encode(
        f"Party {FAMILY} \U0001f44d\U0001f3fd \u2764\ufe0f \U0001f1e9\U0001f1ea 1\ufe0f\u20e3 at 8! " * 3, reference=7
    ),
    "controls": smsenc.encode(
        "Line one\r\nLine two\n\tTab \xa0nbsp\u200b\u202eevil\u202c\x1b[31m  two  spaces ", reference=7
    ),
    "hostile": smsenc.encode(
        '<script>alert(1)</script><img src=x onerror="alert(2)">&amp;\u2019"\'</p></section>', reference=7
    ),
    "data": smsenc.encode_binary(bytes(range(256)), reference=7),
    "ports": smsenc.encode("[hello] " * 30, reference=7, header=[smsenc.Ports(5505, 0)], reference_bits=16),
    "estimate": smsenc.estimate("[]" * 153 + "ab"),
    "explained": smsenc.explain(GREETING),
    "refused": smsenc.explain(GREETING * 2 + "\ud83d", encoding="gsm7", max_segments=1),
}
MODES = [(dark, width) for dark in (False, True) for width in (900, 340)]
HIDDEN = ("controls", "hostile", "data", "estimate", "explained", "refused")


def numbers(result: Any) -> Any:
    """What knows the numbers of a result."""
    return result.estimate if isinstance(result, smsenc.Explanation) else result


def pixels(image: bytes) -> float:
    """The mean brightness of an image, 0 to 255."""
    grey = Image.open(io.BytesIO(image)).convert("L")
    histogram = grey.histogram()
    return sum(value * count for value, count in enumerate(histogram)) / sum(histogram)


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize(("dark", "width"), MODES)
def test_a_picture_fits_its_page_and_every_text_can_be_read(show, name, dark, width):
    result = MESSAGES[name]
    shown = show(
        pictures.page(result, title=name), dark=dark, width=width, name=f"{name}-{'dark' if dark else 'light'}-{width}"
    )
    shown.screenshot()
    rows = shown.measure("boxes", "li.sms-row")
    assert len(rows) == numbers(result).segments
    assert all(above["bottom"] <= below["top"] + 0.5 for above, below in itertools.pairwise(rows))
    assert all(row["height"] > 20 for row in rows)
    assert shown.measure("sideways") == 0
    assert shown.measure("sticking_out", "section.smsenc") == []
    contrasts = shown.measure("contrasts", "body")
    assert len(contrasts) > 5
    assert contrasts[0]["ratio"] >= 4.5, contrasts[:3]


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("width", [900, 340])
def test_bars_are_in_proportion(show, name, width):
    result = MESSAGES[name]
    bars = show(pictures.page(result), width=width).measure("shares", ".sms-bar")
    result = numbers(result)
    assert len(bars) == result.segments
    for bar in bars:
        assert sum(part["grow"] for part in bar) == 140 * 8
        for part in bar:
            assert part["width"] == pytest.approx(part["inner"] * part["grow"] / 1120, abs=0.6)
    bits = {"gsm7": 7, "ucs2": 16, "8bit": 8}[str(result.encoding)]
    free = [part["grow"] for part in bars[-1] if part["kind"] == "sms-e"]
    assert free == ([bits * result.remaining] if result.remaining else [])
    if isinstance(result, smsenc.Message):
        for bar, segment in zip(bars, result, strict=True):
            header = sum(part["grow"] for part in bar if part["kind"] == "sms-h")
            text = sum(part["grow"] for part in bar if part["kind"].startswith("sms-k"))
            assert (header, text) == (8 * len(bytes(segment.header)), bits * segment.units)


@pytest.mark.parametrize("name", [name for name in MESSAGES if name not in HIDDEN])
def test_the_characters_are_those_of_the_segments(show, name):
    shown = show(pictures.page(MESSAGES[name]))
    # Without the scissors behind a cluster that is cut, and the circle below what follows of it.
    texts = [text.removesuffix("\u2702").replace("\u25cc", "") for text in shown.measure("texts", "li .sms-text")]
    assert texts == [segment.text for segment in MESSAGES[name]]


def test_control_characters_are_shown_and_do_nothing(show):
    shown = show(pictures.page(MESSAGES["controls"]))
    (text,) = shown.measure("texts", "li .sms-text")
    assert text == "Line oneCRLFLine twoLFHTTab NBSPnbspZWSPRLOevilPDFESC[31m  two  spaces "
    spaces = shown.measure("computed", "li .sms-sp", "background-image")
    assert len(spaces) == MESSAGES["controls"].text.count(" ")
    assert all("radial-gradient" in image for image in spaces)


def test_a_hostile_text_is_text(show):
    shown = show(pictures.page([(MESSAGES["hostile"].text, MESSAGES["hostile"])], title=MESSAGES["hostile"].text))
    shown.page.wait_for_timeout(100)
    assert shown.measure("boxes", "script, img") == []
    assert "".join(shown.measure("texts", "li .sms-text")) == MESSAGES["hostile"].text
    assert shown.measure("texts", "h1") == shown.measure("texts", "h2") == [MESSAGES["hostile"].text]


@pytest.mark.parametrize("name", ["persian", "hebrew"])
def test_a_text_from_right_to_left_runs_so(show, name):
    shown = show(pictures.page(MESSAGES[name]), width=1200)
    for row in range(1, len(MESSAGES[name]) + 1):
        text = f"li:nth-child({row}) .sms-text"
        letters = shown.measure("boxes", f"{text} > *")
        assert letters[0]["left"] > letters[3]["left"]
        (box,) = shown.measure("boxes", text)
        first_right = letters[0]["right"]
        assert box["right"] - first_right < 3, "the text begins at the right edge"
    left_to_right = shown.measure("computed", "section.smsenc", "direction")
    assert left_to_right == ["ltr"]


@pytest.mark.parametrize(
    "text",
    [
        "سلام می\u200cخواهم یک میز رزرو کنم",
        "नमस्ते आपका ऑर्डर भेज दिया क्षत्रिय",
        "வணக்கம் நண்பர்களே",
        "สวัสดีครับ น้ำ",
        f"{FAMILY} \U0001f44d\U0001f3fd \u2764\ufe0f \U0001f1e9\U0001f1ea",
    ],
)
def test_marking_up_breaks_no_joining_of_letters(show, text):
    shown = show(pictures.page(smsenc.encode(text)), width=1400)
    ((marked, plain),) = shown.measure("joined_widths", "li .sms-text")
    assert plain > 60
    assert marked == pytest.approx(plain, abs=1.5)


def test_an_emoji_is_one_thing_that_lists_its_code_points(show):
    shown = show(pictures.page(smsenc.encode(FAMILY + " x")))
    (mark,) = shown.measure("boxes", "li .sms-text mark")
    assert shown.measure("texts", "li .sms-text mark") == [FAMILY]
    (size,) = shown.measure("computed", "li .sms-text", "font-size")
    assert mark["width"] < 2 * float(size.removesuffix("px")), "it is drawn as one, not as its members"
    title = shown.page.locator("li .sms-text mark").get_attribute("title")
    lines = title.splitlines()
    assert [line.split(" · ")[0] for line in lines[:-1]] == [
        "U+1F468 MAN",
        "U+200D ZERO WIDTH JOINER",
        "U+1F469 WOMAN",
        "U+200D ZERO WIDTH JOINER",
        "U+1F467 GIRL",
    ]
    assert lines[-1] == "together 8 code units"


def test_costs_differ_without_colour(show):
    text = "a\u20ac"
    kinds = {}
    for result in (
        smsenc.encode(text),
        smsenc.encode("\u2014\U0001f389"),
        smsenc.encode("ğ" * 3, languages=["turkish"]),
    ):
        shown = show(pictures.page(result))
        classes = shown.page.eval_on_selector_all("li .sms-text mark", "all => all.map(each => each.classList[0])")
        styles = shown.measure("computed", "li .sms-text mark", "border-bottom-style")
        kinds.update(zip(classes, styles, strict=True))
    assert len(kinds) == 4
    assert len(set(kinds.values())) == 4
    assert "none" not in kinds.values()


def test_dark_and_light_differ(show):
    shown = [show(pictures.page(MESSAGES["long"]), dark=dark, name=f"scheme-{dark}") for dark in (False, True)]
    light, dark = (pixels(one.screenshot()) for one in shown)
    assert light > 170
    assert dark < 85


@pytest.mark.parametrize("dark", [False, True])
def test_the_parts_of_a_bar_stand_out(show, dark):
    shown = show(pictures.page(MESSAGES["long"]), dark=dark)
    strong = ["--sms-plain", "--sms-head", "--sms-c1", "--sms-c2", "--sms-c3", "--sms-c4", "--sms-line"]
    ratios = {name: shown.measure("contrast_of", "section.smsenc", name, "--sms-panel") for name in strong}
    assert min(ratios.values()) >= 3, ratios  # WCAG 2.2, 1.4.11
    inks = [shown.measure("contrast_of", "section.smsenc", "--sms-ink", f"--sms-t{cost}") for cost in (1, 2, 3, 4)]
    assert min(inks) >= 4.5


@pytest.mark.parametrize(
    ("attribute", "dark"),
    [('data-jp-theme-light="false"', True), ('data-jp-theme-light="true"', False), ('data-theme="dark"', True)],
)
def test_a_fragment_follows_the_theme_of_its_host(show, attribute, dark):
    host = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><body {attribute}>'
    shown = show(host + MESSAGES["quotes"]._repr_html_() + "</body></html>", dark=not dark)
    (panel,) = shown.measure("computed", "section.smsenc", "background-color")
    assert panel == ("rgb(20, 24, 29)" if dark else "rgb(255, 255, 255)")
    assert shown.measure("contrasts", "section.smsenc")[0]["ratio"] >= 4.5


def test_a_fragment_styles_nothing_but_itself(show):
    host = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><body><p>before</p><ol><li>a</li></ol>{}'
    )
    without, with_it = (show(host.format(part)) for part in ("", MESSAGES["emoji"]._repr_html_()))
    for name in ("color", "margin-top", "font-size", "background-color", "list-style-type"):
        for element in ("body", "body > p", "body > ol > li"):
            assert with_it.measure("computed", element, name) == without.measure("computed", element, name)


def test_the_longest_message_is_bounded(show):
    message = smsenc.encode("0123456789abcdef " * 2400, reference=7, overflow="truncate")
    assert len(message) == 255
    html = pictures.page(message)
    assert len(html) < 600_000
    shown = show(html)
    rows = shown.measure("boxes", "li.sms-row")
    assert len(rows) == 255
    assert len(shown.measure("boxes", "li .sms-text")) == 20
    assert rows[-1]["bottom"] < 20_000


def test_what_is_not_seen_is_said(show):
    shown = show(pictures.page(MESSAGES["long"]))
    labels = shown.page.eval_on_selector_all("[role=img]", "all => all.map(each => each.getAttribute('aria-label'))")
    assert len(labels) == len(MESSAGES["long"])
    assert labels[0].startswith("header 6 octets")
    assert labels[0].endswith("of 153 septets, full")
    tree = shown.page.locator("section.smsenc").aria_snapshot()
    assert "SMS message: 4 segments" in tree
    assert "EURO SIGN" in tree
