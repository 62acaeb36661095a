"""The report of a campaign in a real browser: light and dark, wide and narrow, with texts from right to left."""

from __future__ import annotations

import pytest

pytest.importorskip("polars", reason="polars is not installed")

from smsenc.campaign._html import page
from smsenc.campaign._measure import Settings
from smsenc.campaign._run import measure_files
from smsenc.credits import RateCard

TEXTS = {
    "mixed": [
        "Your code is 123456",
        "Hi Zoë – your “order” is ready… it’s quick! " * 2,
        "Здравствуйте! Ваш заказ готов к выдаче и ждёт вас в пункте выдачи на улице Ленина",
        "Party \U0001f468\u200d\U0001f469\u200d\U0001f467 at 8 \U0001f389",
        "मस्ते, आपका ऑर्डर भेज दिया गया है",
        "plain and rather long text " * 20,
    ],
    "right-to-left": [
        "مرحبا Ada طلبك جاهز للاستلام من المتجر، شكراً لاختيارك لنا ونتمنى لك يوماً سعيداً",
        "שלום Ada, ההזמנה שלך מוכנה לאיסוף בשעה 10:30 בחנות",
        "سلام، می\u200cخواهم یک میز رزرو کنم " * 4,
    ],
    "hostile": [
        "<script>alert(1)</script><img src=x onerror=alert(2)>\u2019 &amp; </section></main>" * 2,
        "left\u202eright\u200b\u0007 \u2066isolate",
        "wordwithoutanyspace" * 30,
    ],
}
HOSTILE_NAME = "<b>'&-name.csv"
BARS = """() => {
    const width = (row, name) => row.querySelector(name).getBoundingClientRect().width;
    const tables = [...document.querySelectorAll('table.cr-bars')];
    return tables.flatMap((table, number) => [...table.tBodies[0].rows].map(row => ({
        table: number,
        length: width(row, '.cr-fill') / width(row, 'svg'),
        share: parseFloat(row.lastElementChild.textContent) || 0,
    })));
}"""
MODES = [(dark, width) for dark in (False, True) for width in (1000, 360)]


@pytest.fixture
def report(tmp_path):
    def call(name):
        prefixes = ["27", "2783", "44", "49", "966", "972", "0"]
        rows = "".join(
            f'{prefixes[number % 7]}5550{number:04},"{text}"\n' for number, text in enumerate(TEXTS[name] * 40)
        )
        path = tmp_path / HOSTILE_NAME
        path.write_text("to,text\n" + rows, "utf-8")
        card = RateCard({"27": "0.8", "2783": "1", "49": "0.0725", "966": "1.1", "972": "2"})
        settings = Settings(number="to", rates=card, show_texts=True, show_numbers=True, max_credits=1, listed=9)
        return page(measure_files([str(path)], settings))

    return call


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(("dark", "width"), MODES)
def test_a_report_fits_its_page_and_every_text_can_be_read(show, report, name, dark, width):
    shown = show(report(name), dark=dark, width=width, name=f"campaign-{name}-{'dark' if dark else 'light'}-{width}")
    shown.screenshot()
    sections = shown.measure("boxes", "section.cr")
    assert len(sections) >= 7
    assert all(section["height"] > 40 for section in sections)
    assert shown.measure("sideways") == 0
    assert shown.measure("sticking_out", "section.cr") == []
    contrasts = shown.measure("contrasts", "body")
    assert len(contrasts) > 20
    assert contrasts[0]["ratio"] >= 4.5, contrasts[:3]


def test_bars_are_as_long_as_their_numbers_say(show, report):
    shown = show(report("mixed"))
    bars = shown.page.evaluate(BARS)
    assert len(bars) > 10
    for bar in bars:
        longest = max(other["share"] for other in bars if other["table"] == bar["table"])
        assert bar["length"] == pytest.approx(bar["share"] / longest, abs=0.01)


def test_a_text_from_right_to_left_begins_at_the_right(show, report):
    shown = show(report("right-to-left"))
    directions = shown.page.evaluate(
        "() => [...document.querySelectorAll('.cr-text')].map(text => getComputedStyle(text).direction)"
    )
    assert directions
    assert set(directions) == {"rtl"}


def test_what_comes_out_of_a_file_is_only_text(show, report):
    shown = show(report("hostile"))
    assert (
        shown.page.evaluate("() => document.querySelectorAll('main script, main img, main b:not(.smsenc b)').length")
        == 0
    )
    assert HOSTILE_NAME in shown.page.inner_text("main")
    assert "\u202e" not in shown.page.inner_text("main")
    assert "U+202E" in shown.page.inner_text("main")
