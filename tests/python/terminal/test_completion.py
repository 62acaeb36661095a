"""The completion scripts, in the shells that they are for."""

from __future__ import annotations

import subprocess

import pytest

from smsenc import NationalLanguage, profiles
from smsenc.cli import COMMANDS
from smsenc.cli.completion import script

NAMES = {command.name for command in COMMANDS}

# What is typed, what is offered, and what is not.
CASES = [
    ("smsenc ", NAMES, {"--file"}),
    ("smsenc est", {"estimate"}, {"encode"}),
    ("smsenc estimate --enc", {"--encoding"}, {"--ellipsis"}),
    ("smsenc estimate --encoding ", {"auto", "gsm7", "ucs2"}, {"--encoding", "none"}),
    ("smsenc encode --encoding u", {"ucs2"}, {"auto"}),
    ("smsenc bench --profile ", set(profiles.BUILT_IN), {"auto"}),
    ("smsenc request --to", {"--to", "--to-file", "--to-column"}, {"--tsv"}),
    ("smsenc request --concatenation ", {"auto", "gateway", "segments"}, set()),
    ("smsenc decode --", {"--dcs", "--udl", "--json"}, {"--encoding"}),
    ("smsenc profiles fl", {"flash"}, {"default"}),
    ("smsenc completion ", {"bash", "zsh", "fish"}, {"estimate"}),
]


@pytest.fixture
def ask_bash(need, tmp_path):
    bash = need("bash")
    (tmp_path / "script").write_text(script("bash"))

    def ask(line):
        words = line.split(" ")
        program = (
            f"source ./script; COMP_WORDS=({' '.join(map(repr, words))}); COMP_CWORD={len(words) - 1}\n"
            "_smsenc; printf '%s\\n' \"${COMPREPLY[@]}\""
        )
        done = subprocess.run([bash, "--norc", "-c", program], check=True, capture_output=True, text=True, cwd=tmp_path)
        assert done.stderr == ""
        return set(done.stdout.split())

    return ask


@pytest.fixture
def ask_fish(need, tmp_path, environment):
    fish = need("fish")
    (tmp_path / "script").write_text(script("fish"))

    def ask(line):
        done = subprocess.run(
            [fish, "--no-config", "-c", f"source ./script; complete -C '{line}'"],
            check=True,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
        )
        assert done.stderr == ""
        return {line.split("\t")[0] for line in done.stdout.splitlines()}

    return ask


@pytest.mark.parametrize(("line", "offered", "others"), CASES, ids=[line for line, _, _ in CASES])
def test_bash_is_offered_what_fits(ask_bash, line, offered, others):
    found = ask_bash(line)
    assert offered <= found
    assert not others & found


@pytest.mark.parametrize(("line", "offered", "others"), CASES, ids=[line for line, _, _ in CASES])
def test_fish_is_offered_what_fits(ask_fish, line, offered, others):
    found = ask_fish(line)
    assert offered <= found
    assert not others & found


def test_lists_are_completed_behind_the_comma(ask_bash):
    assert ask_bash("smsenc estimate --languages turkish,s") == {"turkish,spanish"}
    assert ask_bash("smsenc estimate --languages t") == {"turkish", "tamil", "telugu"}


def test_fish_completes_lists_behind_the_comma(ask_fish):
    assert "turkish,spanish" in ask_fish("smsenc estimate --languages turkish,s")
    assert set(NationalLanguage) <= ask_fish("smsenc estimate --languages ")


def test_bash_takes_values_behind_an_equals_sign_and_leaves_texts_to_file_names(ask_bash):
    # bash gives the words --encoding, =, g.
    assert ask_bash("smsenc estimate --encoding = g") == {"gsm7"}
    assert ask_bash("smsenc estimate --encoding =") == {"auto", "gsm7", "ucs2"}
    assert ask_bash("smsenc estimate --file ") == ask_bash("smsenc estimate He") == set()


def test_fish_offers_files_where_files_are_taken(ask_fish, tmp_path):
    (tmp_path / "messages.txt").write_text("")
    assert "messages.txt" in ask_fish("smsenc estimate --file mess")
    assert "messages.txt" in ask_fish("smsenc estimate mess")


@pytest.mark.parametrize(
    ("shell", "source"),
    [
        ("bash --norc --noprofile", 'eval "$(smsenc completion bash)"'),
        ("zsh -f", 'autoload -Uz compinit; compinit -u; PS1="$ "; eval "$(smsenc completion zsh)"'),
    ],
    ids=["bash", "zsh"],
)
def test_tab_completes_at_the_prompt(terminal, need, shell, source, tmp_path):
    need(shell.split()[0])
    (tmp_path / "messages.txt").write_text("Hello\n")
    screen = terminal(shell, width=160)
    screen.run(source)
    screen.type("clear; smsenc estim")
    screen.press("Tab")
    screen.wait(lambda lines: lines[-1].endswith("smsenc estimate") or any("estimate" in line for line in lines))
    screen.type("--encoding uc")
    screen.press("Tab")
    screen.wait(lambda lines: any("estimate --encoding ucs2" in line for line in lines))
    screen.type("--languages turkish,span")
    screen.press("Tab")
    screen.wait(lambda lines: any("turkish,spanish" in line for line in lines))
    screen.type(" --file mess")
    screen.press("Tab")
    screen.wait(lambda lines: any("--file messages.txt" in line for line in lines))
    screen.press("Enter")
    screen.wait(lambda lines: any(line.split()[:2] == ["total", "1"] for line in lines))


def test_zsh_lists_commands_with_what_they_do(terminal, need):
    need("zsh")
    screen = terminal("zsh -f", width=100)
    screen.run('autoload -Uz compinit; compinit -u; PS1="$ "; eval "$(smsenc completion zsh)"')
    screen.type("smsenc ")
    screen.press("Tab")
    lines = screen.wait(lambda lines: any("user data back to text" in line for line in lines))
    assert {line.split()[0] for line in lines if " -- " in line} == NAMES
    screen.press("C-c")
    screen.type("clear; smsenc profiles --")
    screen.press("Tab", "Tab")
    screen.wait(lambda lines: any("presets of yours: JSON or TOML" in line for line in lines))
