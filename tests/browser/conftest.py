"""A real browser for the tests: Chromium without a window, offline, driven by Playwright.

``show`` opens a page, light or dark, as wide as asked for, and keeps it until the test ends. Whatever is shown must
have written nothing to the console and asked for nothing but itself: that is checked at the end of every test.

* ``SMSENC_CHROMIUM`` is the browser; without it, ``chromium``, ``chromium-browser`` or ``google-chrome`` of the PATH.
* ``SMSENC_SCREENS`` is the directory for screenshots; without it, they are not kept.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

MEASURE = (Path(__file__).with_name("measure.js")).read_text("utf-8")


def chromium() -> str | None:
    """The browser of this machine."""
    named = os.environ.get("SMSENC_CHROMIUM")
    if named:
        return named
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)


class Shown:
    """A page that is shown. ``page`` is that of Playwright, ``measure`` runs one of the functions of ``measure.js``."""

    def __init__(self, page: Any, name: str, address: str, loads: frozenset[str]) -> None:
        self.page = page
        self.console: list[str] = []
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self._name = name
        self._allowed = {address, *loads}
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", self._dismiss)
        page.goto(address)

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def measure(self, function: str, *arguments: Any) -> Any:
        """What the function of ``measure.js`` returns in this page."""
        return self.page.evaluate(f"(given) => {{ {MEASURE}; return {function}(...given) }}", list(arguments))

    def screenshot(self) -> bytes:
        """The whole page as PNG; kept as an artefact when ``SMSENC_SCREENS`` says where."""
        image: bytes = self.page.screenshot(full_page=True, animations="disabled")
        directory = os.environ.get("SMSENC_SCREENS")
        if directory:
            Path(directory).mkdir(parents=True, exist_ok=True)
            (Path(directory) / f"{self._name}.png").write_bytes(image)
        return image

    def assert_quiet(self) -> None:
        """Nothing on the console, no dialog, nothing asked for but the page."""
        assert (self.console, self.dialogs) == ([], [])
        assert set(self.requests) <= self._allowed


Show = Callable[..., Shown]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser, started once."""
    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium: name it in SMSENC_CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, as whom containers run; nothing foreign is shown here.
        started = playwright.chromium.launch(executable_path=executable, chromium_sandbox=os.geteuid() != 0)
        yield started
        started.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Show]:
    """Open a page: ``html`` is its text, or the path of a file.

    ``dark`` is the colour scheme of the reader's system, ``width`` that of the window; ``name`` that of the screenshot.
    ``loads`` are addresses that the page may ask for beside itself; it gets nothing, as it is offline.
    """
    contexts: list[Any] = []
    shown: list[Shown] = []

    def call(
        html: str | Path,
        *,
        dark: bool = False,
        width: int = 900,
        height: int = 700,
        name: str = "",
        loads: frozenset[str] = frozenset(),
    ) -> Shown:
        if isinstance(html, str):
            path = tmp_path / f"page-{len(shown)}.html"
            path.write_text(html, encoding="utf-8")
        else:
            path = html.resolve()
        context = browser.new_context(
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": height},
            offline=True,
            locale="en-GB",
        )
        contexts.append(context)
        label = name or request.node.name.replace("[", "-").replace("]", "").replace("/", "-")
        shown.append(Shown(context.new_page(), label, path.as_uri(), loads))
        return shown[-1]

    yield call
    for one in shown:
        one.assert_quiet()
    for context in contexts:
        context.close()
