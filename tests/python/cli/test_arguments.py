"""What the arguments mean: text or file, flags, help, wrong usage."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import distribution

import pytest

import smsenc
from smsenc.cli import COMMANDS, main
from smsenc.cli.options import OPTIONS, build_profile, given_options

NAMES = [name for name, _, _ in COMMANDS]

# A value of each option that is not its default.
VALUES = {
    "encoding": "ucs2",
    "languages": "turkish, spanish",
    "reference_bits": "16",
    "header": "06050415810000",
    "max_segments": "3",
    "overflow": "truncate",
    "ellipsis": "...",
    "boundary": "word",
    "suffix": " STOP",
    "numbering": " ({sequence}/{total})",
    "line_breaks": "lf",
    "normalization": "NFC",
    "lone_surrogates": "replace",
    "replace": "smart",
    "replace_when": "always",
    "message_class": "0",
}


def test_the_installed_command_is_the_same_as_the_module():
    (entry,) = [e for e in distribution("smsenc").entry_points if e.group == "console_scripts"]
    assert (entry.name, entry.value) == ("smsenc", "smsenc.cli:main")


def test_an_argument_is_the_text(run):
    result = run("estimate", "Hello")
    assert result.code == 0
    assert ["encoding", "gsm7"] in [line.split() for line in result.out.splitlines()]
    assert result.err == ""


def test_an_argument_that_names_a_file_is_still_the_text_and_a_note_says_so(run, write):
    name = write("messages.txt", "one\ntwo\n")
    result = run("estimate", "--json", name)
    assert result.code == 0
    assert [row["units"] for row in result.rows] == [len(name)]
    assert "--file" in result.err


@pytest.mark.parametrize("flag", ["--file", "-f"])
def test_file_names_a_file_with_one_message_per_line(run, write, flag):
    result = run("estimate", "--json", flag, write("messages.txt", "one\nseven77\n"))
    assert (result.code, [(row["line"], row["units"]) for row in result.rows]) == (0, [(1, 3), (2, 7)])


@pytest.mark.parametrize("arguments", [[], ["-"], ["--file", "-"], ["-f", "-"]])
def test_standard_input_is_read_when_asked_for_or_when_there_is_nothing_else(run, arguments):
    result = run("estimate", "--json", *arguments, stdin=b"one\nseven77\n")
    assert (result.code, [row["units"] for row in result.rows]) == (0, [3, 7])


@pytest.mark.parametrize("flags", [["--column", "1"], ["--no-header"], ["--csv"], ["--tsv"]])
def test_with_a_flag_that_speaks_of_a_table_the_argument_is_a_file(run, write, flags):
    result = run("estimate", "--json", *flags, write("data", "text\nfive5\n"))
    assert result.code == 0
    assert [row["units"] for row in result.rows] == ([4, 5] if flags == ["--no-header"] else [5])


def test_a_text_may_begin_with_a_dash(run):
    assert run("estimate", "--json", "--", "-5").rows[0]["units"] == 2
    assert run("estimate", "--json", "-5 degrees").rows[0]["units"] == 10


def test_an_empty_argument_is_one_empty_segment(run):
    (row,) = run("estimate", "--json", "").rows
    assert (row["segments"], row["units"]) == (1, 0)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "command is missing"),
        (["Hello"], "unknown command 'Hello'"),
        (["Hello world"], "smsenc estimate TEXT"),
        (["encod"], "did you mean encode?"),
        (["estimate", "--encodng", "ucs2", "Hello"], "did you mean --encoding?"),
        (["estimate", "--profile", "web-frm", "Hello"], "did you mean web-form?"),
        (["estimate", "--profile", "nobody", "Hello"], "web-form"),
        (["estimate", "--profile-file", "absent.json", "--profile", "x", "Hello"], "absent.json"),
        (["estimate", "--profile-file", "absent.json", "Hello"], "absent.json"),
        (["profiles", "nobody"], "nobody"),
        (["profiles", "flash", "flash"], "twice"),
        (["completion"], "bash, zsh, fish"),
        (["completion", "tcsh"], "bash, zsh, fish"),
        (["completion", "bash", "zsh"], "one shell"),
        (["estimate", "Hello", "world"], "quotes"),
        (["estimate", "--file", "absent.txt"], "absent.txt"),
        (["estimate", "--column", "2", "absent.tsv"], "absent.tsv"),
        (["estimate", "--file", "-", "Hello"], "--file"),
        (["estimate", "--no-such-flag", "Hello"], "--no-such-flag"),
        (["estimate", "--colum", "2", "x"], "--colum"),  # no guessing at abbreviations
        (["estimate", "--csv", "--tsv", "x"], "--tsv"),
        (["estimate", "--limit", "0", "x"], "--limit"),
        (["estimate", "--encoding", "latin1", "Hello"], "--encoding"),
        (["estimate", "--languages", "klingon", "Hello"], "--languages"),
        (["estimate", "--reference-bits", "12", "Hello"], "--reference-bits"),
        (["estimate", "--max-segments", "0", "Hello"], "--max-segments"),
        (["estimate", "--max-segments", "256", "Hello"], "--max-segments"),
        (["estimate", "--max-segments", "many", "Hello"], "--max-segments"),
        (["estimate", "--overflow", "cut", "Hello"], "--overflow"),
        (["estimate", "--ellipsis", "...", "Hello"], "--ellipsis"),  # only with --overflow truncate
        (["estimate", "--line-breaks", "crlf", "Hello"], "--line-breaks"),
        (["estimate", "--normalization", "NFD", "Hello"], "--normalization"),
        (["estimate", "--lone-surrogates", "drop", "Hello"], "--lone-surrogates"),
        (["estimate", "--message-class", "4", "Hello"], "--message-class"),
        (["estimate", "--udh", "0504", "Hello"], "--udh"),
        (["estimate", "--udh", "xyz", "Hello"], "--udh"),
        (["encode", "--reference", "256", "Hello"], "--reference"),
        (["encode", "--reference", "-1", "Hello"], "--reference"),
        (["decode", "--dcs", "256", "00"], "--dcs"),
        (["decode", "--dcs", "x", "00"], "--dcs"),
        (["decode", "--udl", "9999999999", "00"], "--udl"),
        (["decode", "--hex", "00"], "--hex"),  # it is always hex
        (["request", "Hello"], "--to"),
        (["request", "--to", "27999000001", "--to-column", "2", "x"], "--to-column"),
        (["request", "--to", "+27999000001", "Hello"], "--to"),
        (["request", "--to", "27999000001", "--max-parts", "0", "Hello"], "--max-parts"),
    ],
)
def test_wrong_usage_ends_with_2_names_the_culprit_and_prints_nothing_else(run, arguments, named):
    result = run(*arguments, stdin=b"unused\n")
    assert (result.code, result.out) == (2, "")
    assert named in result.err
    assert "Traceback" not in result.err
    assert len(result.err.splitlines()) == 2  # what is wrong, and where the help is


def test_every_option_of_a_profile_is_a_flag():
    assert {option.name for option in OPTIONS} == set(smsenc.Profile().options) == set(VALUES)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_a_flag_sets_its_option(option):
    # An ellipsis is only taken where it can be used.
    others = {"overflow": "truncate"} if option.name == "ellipsis" else {}
    given = given_options({f"option_{option.name}": VALUES[option.name]})
    profile = build_profile({**others, **given})
    without = smsenc.Profile(**others)
    changed = [name for name, value in profile.options.items() if value != without.options[name]]
    assert changed == [option.name]


def test_a_mapping_is_read_from_a_json_file(run, write):
    name = write("mapping.json", '{"\u20ac": "EUR"}')
    result = run("encode", "--json", "--replace", name, "--replace-when", "always", "5 \u20ac")
    assert (result.code, result.rows[0]["text"]) == (0, "5 EUR")
    assert result.rows[0]["replacements"] == [[2, "\u20ac", "EUR"]]


@pytest.mark.parametrize("content", ["[1]", '{"a": 1}', "{", '{"ab": "c"}', None])
def test_a_file_that_holds_no_mapping_is_wrong_usage(run, write, tmp_path, content):
    name = str(tmp_path / "absent.json") if content is None else write("mapping.json", content)
    result = run("estimate", "--replace", name, "text")
    assert result.code == 2
    assert "--replace" in result.err


def test_a_flag_that_is_not_given_is_not_passed_on():
    assert given_options({}) == {}


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_fits_a_screen_and_has_examples(run, name):
    result = run(*name.split(), "--help")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert "examples:" in lines
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


def test_the_page_of_options_fits_a_screen_and_has_a_line_for_every_one(run):
    for command in ("estimate", "explain", "encode", "request", "bench"):
        result = run(command, "--help-options")
        assert (result.code, result.err) == (0, "")
        lines = result.out.splitlines()
        assert "examples:" in lines
        assert len(lines) <= 40
        assert max(map(len, lines)) <= 80
        for option in OPTIONS:
            (line,) = [line for line in lines if line.startswith(f"  {option.flag} ")]
            assert all(choice in line for choice in option.choices)


def test_the_help_names_every_command(run):
    out = run("--help").out
    assert all(f"\n  {name} " in out for name in NAMES)
    assert NAMES[:4] == ["estimate", "explain", "encode", "request"]


def test_version(run):
    assert run("--version").out == f"smsenc {smsenc.__version__}\n"


def test_main_returns_the_exit_code(capsys):
    assert main(["estimate", "Hello"]) == 0
    assert main(["estimate", "--encoding", "gsm7", "Привет"]) == 1
    assert main(["estimate", "--no-such-flag"]) == 2
    assert main(["estimate", "--help"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("flags", [[], ["--profile", "web-form"]], ids=["alone", "with a preset"])
def test_start_up_imports_no_slow_modules_of_the_standard_library(flags, tmp_path, environment):
    # Each of these costs as much as all of the command; nothing of this command needs them.
    program = (
        f"import sys; from smsenc.cli import main; code = main({['estimate', *flags, 'Hello']}); "
        "sys.exit(sorted({'csv', 'dataclasses', 'inspect', 'json', 'logging', 'asyncio'} & set(sys.modules)) or code)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}; {program}"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    assert done.stderr == ""
    assert done.returncode == 0
