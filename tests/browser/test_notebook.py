"""A notebook that is really run: a cell whose value is a message shows its picture, in the page that it exports."""

from __future__ import annotations

import re

import pytest

nbformat = pytest.importorskip("nbformat", reason="nbconvert is not installed")
nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
nbconvert = pytest.importorskip("nbconvert", reason="nbconvert is not installed")

CELLS = [
    "import smsenc",
    "smsenc.encode('“Hi” – it’s 5 o’clock, and your table is booked. See you at seven! 🎉', reference=7)",
    "smsenc.estimate('5 €')",
    "smsenc.explain('“Hi” – it’s 5 o’clock')",
]


@pytest.fixture(scope="module")
def exported() -> str:
    """The notebook as a page, as ``jupyter nbconvert --execute --to html`` makes it, without what it loads."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    for cell in notebook.cells[1:]:
        (output,) = cell.outputs
        assert {"text/plain", "text/html"} <= set(output.data)
    page, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
    # Scripts for mathematics and the like come from the network; a picture needs none.
    return re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("dark", [False, True])
def test_a_notebook_shows_the_pictures(show, exported, dark):
    shown = show(exported, dark=dark, width=1000, name=f"notebook-{'dark' if dark else 'light'}")
    shown.screenshot()
    assert len(shown.measure("boxes", ".jp-OutputArea section.smsenc")) == 3
    assert shown.measure("texts", "section.smsenc p.sms-text")[0].startswith("“Hi” – it’s 5 o’clock")
    assert shown.measure("sticking_out", "section.smsenc") == []
    assert shown.measure("contrasts", "section.smsenc")[0]["ratio"] >= 4.5
    bars = shown.measure("shares", ".sms-bar")
    assert [sum(part["grow"] for part in bar) for bar in bars] == [1120] * 3
    assert all(
        part["width"] == pytest.approx(part["inner"] * part["grow"] / 1120, abs=0.6) for bar in bars for part in bar
    )
    # The rules of the notebook for lists and paragraphs do not reach into it.
    assert set(shown.measure("computed", "ol.sms-rows", "list-style-type")) == {"none"}
    assert set(shown.measure("computed", "ol.sms-rows", "margin-left")) == {"0px"}
    assert set(shown.measure("computed", "p.sms-sum", "margin-top")) == {"0px"}
