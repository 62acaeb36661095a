"""What a terminal of 80 columns shows of the command: lines that fit, colours, progress, Ctrl-C."""

from __future__ import annotations

import os

import pytest

from smsenc.cli import COMMANDS

MESSAGES = (
    "See you at 8\n"
    "Будем в 8\n"
    "Счёт № 17 готов, заберите его сегодня до вечера, пожалуйста, спасибо\n"
    "验证码是123456，请勿告诉他人。验证码是123456，请勿告诉他人。验证码是123456\n"
    "Happy 🎉 birthday 🎁 to 👩‍👩‍👧 you, and you, and you, and you, and you, and you, and all\n"
    "cafe\u0301 u\u0308ber alles, und noch viel mehr als das, was hier noch stehen könnte\n" + "a" * 200 + "\n"
)


@pytest.fixture
def messages(tmp_path):
    (tmp_path / "messages.txt").write_text(MESSAGES, "utf-8")


@pytest.mark.parametrize("name", ["", *(command.name for command in COMMANDS)])
def test_help_stands_on_one_screen_with_no_line_broken(terminal, name):
    lines = terminal(height=44).run(f"smsenc {name} --help")
    assert lines[0].startswith(f"usage: smsenc {name}".rstrip())
    start = lines.index("examples:")
    assert lines[start + 1].startswith("  ")
    assert all(line.startswith((" ", "usage:")) or line.endswith((":", ".", ")", "")) for line in lines)


def test_the_page_of_options_stands_on_one_screen(terminal):
    lines = terminal(height=40).run("smsenc encode --help-options")
    assert lines[0].startswith("Encoding options")
    assert "examples:" in lines


def test_every_message_takes_one_line_of_the_screen_whatever_its_script(terminal, messages):
    lines = terminal().run("smsenc estimate --file messages.txt")
    assert lines[0].split() == ["line", "encoding", "segments", "units", "left", "text"]
    assert [line.split()[0] for line in lines[1:8]] == list("1234567")
    assert lines[8] == ""
    assert lines[9].split() == ["messages", "segments"]


def test_the_view_of_one_message_has_colours_on_the_terminal(terminal):
    screen = terminal()
    assert screen.run("smsenc estimate 'Будем в 8'")[0] == "encoding   ucs2"
    assert "\x1b[33mucs2" in screen.lines(escapes=True)[0]  # yellow


@pytest.mark.parametrize("command", ["NO_COLOR=1 smsenc estimate 'Будем в 8'", "smsenc estimate 'Будем в 8' | cat"])
def test_there_are_no_colours_when_they_are_refused_or_in_a_pipe(terminal, command):
    screen = terminal()
    assert screen.run(command)[0] == "encoding   ucs2"
    assert "\x1b" not in screen.lines(escapes=True)[0]


def test_an_error_is_red_and_names_what_was_meant(terminal):
    screen = terminal()
    lines = screen.run("smsenc estimate --encodng ucs2 x")
    assert lines[:2] == [
        "smsenc estimate: unknown flag --encodng: did you mean --encoding?",
        "Try 'smsenc estimate --help'.",
    ]
    assert "\x1b[31msmsenc estimate:" in screen.lines(escapes=True)[0]


@pytest.fixture
def pipe(tmp_path):
    """A pipe with a name, open for writing once somebody reads it: input that comes when the test says so."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def feed(pipe, screen, holds):
    """Messages, until the screen shows what is waited for; the open pipe."""
    writer = open(pipe, "wb", buffering=0)  # noqa: SIM115
    seen = []

    def more(lines):
        writer.write(b"Hello\n" * 100)
        seen[:] = lines
        return holds(lines)

    screen.wait(more)
    return writer


def test_progress_is_drawn_over_itself_and_leaves_nothing_behind(terminal, pipe):
    screen = terminal()
    screen.type("clear; smsenc estimate --summary - < pipe")
    screen.press("Enter")
    with feed(pipe, screen, lambda lines: any(line.endswith(" messages") for line in lines)):
        assert sum(line.endswith(" messages") for line in screen.lines()) <= 1
    lines = screen.wait(lambda lines: any(line.startswith("total") for line in lines))
    lines = [line for line in lines if "smsenc" not in line and line not in ("", "$", "#")]
    assert [line.split()[0] for line in lines] == ["messages", "gsm7", "total"]


def test_ctrl_c_ends_the_run_with_130_and_the_prompt_comes_back_clean(terminal, pipe):
    screen = terminal()
    screen.type("clear; smsenc estimate --summary - < pipe")
    screen.press("Enter")
    with feed(pipe, screen, lambda lines: any(line.endswith(" messages") for line in lines)):
        screen.press("C-c")
        screen.type("echo code=$?")
        screen.press("Enter")
        lines = screen.wait(lambda lines: any(line.endswith("code=130") for line in lines))
    assert not any("Traceback" in line or line.endswith(" messages") for line in lines)


def test_without_an_input_the_terminal_is_not_waited_for(terminal):
    lines = terminal().run("smsenc estimate; echo code=$?")
    assert "no text" in lines[0]
    assert lines[-1] == "code=2"
