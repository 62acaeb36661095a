"""The cases of other projects (tests/vectors/peers), sent through the public API of smsenc.

One function per kind sends a case through every door that fits it and demands what the peer demands.
A demand that no function looks at is a failure, so that nothing is dropped by oversight. The verdicts
stand in the files: ``disputed`` (with ``why`` and ``clause``) where the peer reads the standard
otherwise, ``not_applicable`` (with a reason) where the case asks nothing of smsenc. Segmentation is in
vectors_segment; PDUs and reassembly are in vectors_pdu.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import pathlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import smsenc
from smsenc import gsm7

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "vectors" / "peers"
LANGUAGES = [None, *(language.value for language in smsenc.NationalLanguage)]  # by identifier
SHIFTS = {24: 0x24, 25: 0x25}  # one peer writes the identifiers 24 and 25 in decimal


class Mismatch(AssertionError):
    """smsenc does not give what the case demands."""


@dataclasses.dataclass(frozen=True)
class Case:
    """One case, as it stands in its file."""

    id: str
    file: str
    kind: str
    source: str
    input: dict[str, Any]
    expected: dict[str, Any]
    disputed: bool = False
    why: str = ""
    clause: str = ""
    not_applicable: str = ""

    def corrected(self) -> Case | None:
        """The case with shift elements 24 and 25 in hexadecimal, or None when it names none of them."""
        given, wanted = _corrected(self.input), _corrected(self.expected)
        if (given, wanted) == (self.input, self.expected):
            return None
        return dataclasses.replace(self, input=given, expected=wanted, disputed=False)


def _corrected(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _corrected(inner, name) for name, inner in value.items()}
    if key == "udh":
        return [[SHIFTS.get(iei, iei), data] for iei, data in value]
    if isinstance(value, list):
        return [_corrected(inner) for inner in value]
    return value


@functools.cache
def load() -> tuple[Case, ...]:
    """Every case of every file, in order."""
    cases = []
    names = {field.name for field in dataclasses.fields(Case)}
    for path in sorted(FOLDER.glob("*.json")):
        for raw in json.loads(path.read_text("utf-8"))["cases"]:
            cases.append(Case(file=path.name, **{k: v for k, v in raw.items() if k in names}))
    return tuple(cases)


class Demands:
    """The expected values of a case; ``left`` are those that nobody has looked at."""

    def __init__(self, expected: dict[str, Any]) -> None:
        self._expected = expected
        self.left = set(expected)

    def __contains__(self, name: str) -> bool:
        return name in self._expected

    def take(self, name: str) -> Any:
        self.left.discard(name)
        return self._expected[name]

    def same(self, name: str, got: Any) -> None:
        """``got`` is what the case demands under ``name``, if it demands it."""
        if name in self._expected:
            agree(name, got, self.take(name))

    def ignore(self, *names: str) -> None:
        """Values that are the peer's own; the reason stands at the call."""
        self.left.difference_update(names)


def agree(what: str, got: Any, wanted: Any) -> None:
    if got != wanted:
        raise Mismatch(f"{what}: got {got!a}, the case demands {wanted!a}")


def refuses(error: type[Exception] | tuple[type[Exception], ...], call: Callable[[], Any]) -> Exception:
    """The error that ``call`` raises; Mismatch when it raises none."""
    try:
        got = call()
    except error as raised:
        return raised
    raise Mismatch(f"accepted, gave {got!a}")


def header_of(elements: Sequence[Sequence[Any]]) -> smsenc.UserDataHeader:
    return smsenc.UserDataHeader([smsenc.InformationElement(iei, bytes.fromhex(data)) for iei, data in elements])


def elements_of(header: smsenc.UserDataHeader) -> list[list[Any]]:
    return [[element.iei, bytes(element.data).hex()] for element in header]


def check(case: Case) -> None:
    """Mismatch when smsenc does not do what the case demands."""
    demands = Demands(case.expected)
    kinds()[case.kind](dict(case.input), demands)
    if demands.left:
        raise Mismatch(f"demands that nothing looked at: {sorted(demands.left)}")


# --- Septets and octets ----------------------------------------------------------------------------------


def check_pack(given: dict[str, Any], demands: Demands) -> None:
    fill = given.get("fill_bits", 0)
    septets = bytes.fromhex(given["septets"]) if "septets" in given else gsm7.encode(given["text"])
    wanted = demands.take("octets")
    if given.get("ussd"):
        agree("pack for USSD", gsm7.pack_ussd(septets).hex(), wanted)
        return
    agree("pack", gsm7.pack(septets, fill).hex(), wanted)
    # The same septets as a message, behind a header that leaves these fill bits.
    text = gsm7.decode(septets)
    if gsm7.encode(text) == septets and len(septets) < 140:
        length = next(n for n in range(1, 9) if -(3 + n) % 7 == fill)
        header = [smsenc.InformationElement(0x70, bytes(length))] if fill else []
        message = smsenc.encode(text, encoding="gsm7", header=header)
        agree("user data", message[0].user_data[len(bytes(message[0].header)) :].hex(), wanted)
        agree("user data of the message", message.user_data, (message[0].user_data,))


def check_unpack(given: dict[str, Any], demands: Demands) -> None:
    if "packed_from" in given:
        check_ussd_text(given, demands)
        return
    octets, fill = bytes.fromhex(given["octets"]), given.get("fill_bits", 0)
    count = given.get("count", given.get("septets"))
    if given.get("ussd"):
        demands.same("septets", gsm7.unpack_ussd(octets).hex())
        return
    if count is None:  # as many septets as the octets hold
        count = max(0, 8 * len(octets) - fill) // 7
    septets = gsm7.unpack(octets, count, fill)
    demands.same("septets", septets.hex())
    demands.same("text", gsm7.decode(septets))
    if "text" in demands and not fill:
        decoded = smsenc.decode(octets, dcs=0, user_data_length=count)
        agree("decode", (decoded.text, decoded.anomalies), (demands.take("text"), ()))


def check_ussd_text(given: dict[str, Any], demands: Demands) -> None:
    """Packed with or without the filler of TS 23.038 clause 6.1.2.3.1, and read with or without it."""
    septets = gsm7.encode(given["packed_from"])
    octets = gsm7.pack_ussd(septets) if given["cr_filler_when_packing"] else gsm7.pack(septets)
    if given["strip_cr_when_unpacking"]:
        read = gsm7.unpack_ussd(octets)
    else:
        read = gsm7.unpack(octets, 8 * len(octets) // 7)
    demands.same("text", gsm7.decode(read))


def _tables(given: dict[str, Any]) -> dict[str, Any]:
    return {kind: LANGUAGES[given[kind]] for kind in ("locking", "single") if given.get(kind)}


def _languages(wishes: Sequence[Any]) -> tuple[str, ...] | str:
    """The permitted languages; a peer that permits one kind of table only is taken to permit both."""
    if list(wishes) == ["all"]:
        return "all"
    return tuple(dict.fromkeys(LANGUAGES[number] or "" for _, number in wishes))


def check_encode(given: dict[str, Any], demands: Demands) -> None:
    text = given["text"]
    if given.get("alphabet") == "ucs2":
        message = smsenc.encode(text, encoding="ucs2")
        demands.same("ucs2", message[0].payload.hex())
        agree("user data", message.user_data[0], message[0].payload)
        return
    if "languages" in given:
        message = smsenc.encode(text, languages=_languages(given["languages"]))
        agree("segments", len(message), 1)
        demands.same("alphabet", message.encoding.value)
        demands.same("ud", message[0].payload.hex())
        agree("elements in any order", sorted(elements_of(message[0].header)), sorted(demands.take("udh")))
        return
    errors = given.get("errors", "strict")
    if "error" in demands:
        demands.ignore("error", "note")  # the peer's own name of the error
        raised = refuses(smsenc.UnmappableCharacter, lambda: gsm7.encode(text, **_tables(given)))
        again = refuses(smsenc.UnmappableCharacter, lambda: smsenc.encode(text, encoding="gsm7"))
        agree("both refuse alike", again.position, raised.position)  # type: ignore[attr-defined]
        demands.same("at", raised.position)  # type: ignore[attr-defined]
        return
    if errors != "strict":
        gsm7.register()
        demands.same("septets", text.encode("gsm7", _handler(errors)).hex())
        return
    septets = gsm7.encode(text, **_tables(given))
    agree("decoded again", gsm7.decode(septets, **_tables(given)), text)
    wanted = demands.take("septets")
    agree("septets", len(septets) if isinstance(wanted, int) else septets.hex(), wanted)
    if not _tables(given):
        message = smsenc.encode(text)
        agree("payload", b"".join(segment.payload for segment in message), septets)
        agree("units", smsenc.estimate(text).units, len(septets))


def _handler(errors: str) -> str:
    """The name of an error handler; ``a handler that gives X`` is registered first."""
    import codecs

    prefix = "a handler that gives "
    if errors.startswith(prefix):
        instead = errors.removeprefix(prefix)
        codecs.register_error("smsenc.tests.given", lambda error: (instead, error.end))  # type: ignore[attr-defined]
        return "smsenc.tests.given"
    return errors


def check_decode(given: dict[str, Any], demands: Demands) -> None:
    if "ud" in given:
        check_decode_user_data(given, demands)
        return
    if "ucs2" in given:
        octets = bytes.fromhex(given["ucs2"])
        decoded = smsenc.decode(octets, dcs=8, user_data_length=len(octets))
        _text_or_anomaly(decoded, demands)
        return
    septets = bytes.fromhex(given["septets"])
    if "errors" in given:
        gsm7.register()
        if "error" in demands:
            raised: Any = refuses(UnicodeDecodeError, lambda: septets.decode("gsm7", given["errors"]))
            demands.same("at", raised.start)
            demands.ignore("error")  # the peer's own name of the error
        else:
            demands.same("text", septets.decode("gsm7", given["errors"]))
        return
    tables = _tables(given)
    demands.same("text", gsm7.decode(septets, **tables))
    wanted = demands.take("text")
    elements = [(0x24, tables.get("single")), (0x25, tables.get("locking"))]
    header = header_of([(iei, f"{LANGUAGES.index(language):02x}") for iei, language in elements if language])
    check_decode_user_data(
        {"ud": given["septets"], "alphabet": "gsm7", "udh": elements_of(header)}, Demands({"text": wanted})
    )


def check_decode_user_data(given: dict[str, Any], demands: Demands) -> None:
    """Unpacked content behind a header, through the whole of ``smsenc.decode``."""
    header = bytes(header_of(given["udh"]))
    content = bytes.fromhex(given["ud"])
    dcs = {"gsm7": 0x00, "8bit": 0x04, "ucs2": 0x08}[given["alphabet"]]
    if dcs == 0:
        fill = -len(header) % 7
        length = (8 * len(header) + fill) // 7 + len(content)
        octets = header + gsm7.pack(content, fill)
    else:
        octets, length = header + content, len(header) + len(content)
    decoded = smsenc.decode(octets, dcs=dcs, user_data_length=length, has_header=bool(header))
    agree("header", elements_of(decoded.header), given["udh"])
    if dcs == 4:
        demands.same("text", (decoded.data or b"").decode("latin-1"))
    else:
        _text_or_anomaly(decoded, demands)


def _text_or_anomaly(decoded: smsenc.Decoded, demands: Demands) -> None:
    """What the peer refuses, smsenc reads and reports; its text of the sound part is not compared."""
    if "error" in demands:
        demands.ignore("error", "text_before_error")
        agree("an anomaly is reported", bool(decoded.anomalies), True)
    else:
        demands.same("text", decoded.text)


def check_table(given: dict[str, Any], demands: Demands) -> None:
    language, kind, code = LANGUAGES[given["language"]], given["kind"], given["code"]
    if kind == "locking":
        tables = {} if language in (None, "spanish") else {"locking": language}
        septets = bytes([code])
    else:
        tables = {} if language is None else {"single": language}
        septets = bytes([0x1B, code])
    demands.same("char", gsm7.decode(septets, **tables))
    character = demands.take("char")
    if kind == "locking" or len(gsm7.encode(character, **tables)) == 2:
        again = gsm7.encode(character, **tables)
        agree("decoded again", gsm7.decode(again, **tables), character)
        agree("the lower septet", again <= septets, True)


# --- Headers and coding schemes --------------------------------------------------------------------------


def check_udh(given: dict[str, Any], demands: Demands) -> None:
    if "ud" in given:  # the peer parts header and body without reading the elements
        octets = bytes.fromhex(given["ud"])
        decoded = smsenc.decode(octets, dcs=4, user_data_length=len(octets), has_header=bool(octets))
        if "error" in demands:
            demands.ignore("error")
            agree("an anomaly is reported", bool(decoded.anomalies), True)
            return
        body = decoded.data or b""
        demands.same("body", body.hex())
        demands.same("header", octets[: len(octets) - len(body)].hex())
        return
    if "elements" in given:
        header = header_of(given["elements"])
        demands.same("octets", bytes(header).hex())
        if "concat" in demands:
            found = header.concatenation
            if found is not None and given.get("only_bits", found.bits) != found.bits:
                found = None
            got = None if found is None else [found.reference, found.total, found.sequence]
            wanted = demands.take("concat")
            agree("concat", got, wanted and [wanted["ref"], wanted["total"], wanted["seq"]])
        return
    octets = bytes.fromhex(given["octets"])
    if "error" in demands:
        demands.ignore("error")  # the peer's own name of the error
        refuses(smsenc.DecodeError, lambda: smsenc.UserDataHeader.parse(octets))
        return
    header = smsenc.UserDataHeader.parse(octets)
    demands.same("elements", elements_of(header))
    demands.same("octets_read", len(bytes(header)))
    agree("built again", bytes(header), octets)


def check_dcs(given: dict[str, Any], demands: Demands) -> None:
    scheme = smsenc.DataCodingScheme(given["dcs"])
    agree("octet", scheme.octet, given["dcs"])
    demands.same("alphabet", scheme.encoding.value)


def check_transliterate(given: dict[str, Any], demands: Demands) -> None:
    from vectors_segment import stand_ins

    text = given["text"]
    wanted = demands.take("text")
    message = smsenc.encode(text, replace="transliterate", replace_when="always")
    if message.text != wanted and "?" in wanted:  # the peer's question mark for what it knows no replacement for
        message = smsenc.encode(text, replace=stand_ins(text, "?"), replace_when="always")
    agree("text", message.text, wanted)
    by_hand = text
    for position, before, after in reversed(message.replacements):
        agree("replaced", text[position : position + len(before)], before)
        by_hand = by_hand[:position] + after + by_hand[position + len(before) :]
    agree("by hand", by_hand, wanted)


@functools.cache
def kinds() -> dict[str, Callable[[dict[str, Any], Demands], None]]:
    """What checks each kind."""
    import vectors_pdu
    import vectors_segment

    return {
        "segment": vectors_segment.check_segment,
        "pack": check_pack,
        "unpack": check_unpack,
        "encode": check_encode,
        "decode": check_decode,
        "table": check_table,
        "udh": check_udh,
        "dcs": check_dcs,
        "transliterate": check_transliterate,
        "pdu_decode": vectors_pdu.check_pdu_decode,
        "pdu_encode": vectors_pdu.check_pdu_encode,
        "reassemble": vectors_pdu.check_reassemble,
    }


def _shown(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def verdicts() -> Iterator[tuple[Case, str, str]]:
    """(case, verdict, what differs): pass, fail, disputed, "stale dispute" or not applicable."""
    for case in load():
        if case.not_applicable:
            yield case, "not applicable", case.not_applicable
            continue
        try:
            check(case)
        except (Mismatch, smsenc.Error) as error:
            yield case, *(("disputed", case.why) if case.disputed else ("fail", _shown(error)))
        except Exception as error:
            yield case, "fail", _shown(error)
        else:
            yield (case, "stale dispute", case.why) if case.disputed else (case, "pass", "")
