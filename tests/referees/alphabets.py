"""ICU's uconv and Perl's Encode as referees for the default alphabet, one septet per octet.

Trusted for the default table and the extension table; not for the escape fall-back.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
from collections.abc import Sequence

_CHARSET = "gsm-03.38-2009"

# One hexadecimal string per line in, one out; a character that the alphabet lacks ends the program.
_PERL = """
use Encode;
while (<STDIN>) {
    chomp;
    my ($way, $hex) = split / /, $_, 2;
    my $octets = pack("H*", $hex // "");
    my $out = $way eq "encode"
        ? encode("gsm0338", decode("UTF-8", $octets, Encode::FB_CROAK), Encode::FB_CROAK)
        : encode("UTF-8", decode("gsm0338", $octets, Encode::FB_CROAK));
    print unpack("H*", $out), "\\n";
}
"""


@functools.cache
def version() -> str | None:
    """The version of uconv, or None when it is not there."""
    if shutil.which("uconv") is None:
        return None
    out = subprocess.run(["uconv", "-V"], capture_output=True, text=True, check=False).stdout
    return out.strip() or None


@functools.cache
def perl_version() -> str | None:
    """The version of Perl's Encode, or None when it cannot do this alphabet."""
    command = ["perl", "-MEncode::GSM0338", "-e", "print $Encode::GSM0338::VERSION"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout or None


def icu_encode(text: str) -> bytes:
    return _uconv("utf-8", _CHARSET, text.encode("utf-8"))


def icu_decode(septets: bytes) -> str:
    return _uconv(_CHARSET, "utf-8", septets).decode("utf-8")


def _uconv(source: str, target: str, octets: bytes) -> bytes:
    command = ["uconv", "-f", source, "-t", target]
    return subprocess.run(command, input=octets, capture_output=True, check=True, timeout=60).stdout


def perl_encode(texts: Sequence[str]) -> list[bytes]:
    return _perl("encode", [text.encode("utf-8") for text in texts])


def perl_decode(septets: Sequence[bytes]) -> list[str]:
    return [octets.decode("utf-8") for octets in _perl("decode", septets)]


def _perl(way: str, items: Sequence[bytes]) -> list[bytes]:
    lines = "".join(f"{way} {item.hex()}\n" for item in items)
    command = ["perl", "-e", _PERL]
    done = subprocess.run(command, input=lines, encoding="ascii", capture_output=True, check=True, timeout=60)
    out = [bytes.fromhex(line) for line in done.stdout.split("\n")[:-1]]
    assert len(out) == len(items)
    return out
