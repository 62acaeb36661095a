"""Colours: on terminals, by the customs of the environment, and never in pipes or in JSON."""

from __future__ import annotations

import io

import pytest

from smsenc.cli.colours import colours_on, paint

VARIABLES = ("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "TERM")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environment", "on_a_terminal", "in_a_pipe"),
    [
        ({}, True, False),
        ({"TERM": "xterm"}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": "0"}, False, False),  # whatever its value
        ({"NO_COLOR": ""}, True, False),  # but not an empty one
        ({"CLICOLOR": "0"}, False, False),
        ({"CLICOLOR": "1"}, True, False),
        ({"CLICOLOR_FORCE": "1"}, True, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"CLICOLOR_FORCE": "0", "FORCE_COLOR": ""}, True, False),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_the_environment_decides(environment, on_a_terminal, in_a_pipe, monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert colours_on(Terminal()) is on_a_terminal
    assert colours_on(io.StringIO()) is in_a_pipe


def test_there_are_no_colours_without_a_stream(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    closed = io.StringIO()
    closed.close()
    assert not colours_on(None)
    assert not colours_on(closed)


def test_paint():
    assert paint("a", "bold", True) == "\x1b[1ma\x1b[0m"
    assert paint("a", "bold red", True) == "\x1b[1;31ma\x1b[0m"
    assert paint("a", "bold", False) == paint("a", "", True) == "a"
    assert paint("", "bold", True) == ""


@pytest.mark.parametrize("command", ["estimate", "encode"])
def test_json_and_pipes_have_no_colours(run, command):
    assert "\x1b" not in "".join(run(command, "Привет").out)
    assert "\x1b" not in run(command, "--encoding", "gsm7", "Привет").err
    assert "\x1b" not in run(command, "--json", "Привет").out


def test_json_has_no_colours_even_when_they_are_forced(run, environment):
    environment["FORCE_COLOR"] = "1"
    assert "\x1b[" not in run("estimate", "--json", "Привет").out
    assert "\x1b[" in run("estimate", "Привет").out
    assert "\x1b[31m" in run("estimate", "--encoding", "gsm7", "Привет").err
