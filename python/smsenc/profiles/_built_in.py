"""The presets of this package: one table. A row says what it changes, why, and where that was read."""

from __future__ import annotations

from typing import Any, NamedTuple

from smsenc import Profile

from ._presets import Preset, Presets

__all__ = ["BUILT_IN"]


class Row(NamedTuple):
    """One preset; ``extends`` names a row above."""

    name: str
    extends: str
    options: dict[str, Any]
    description: str
    source: str


TABLE: tuple[Row, ...] = (
    Row(
        "default",
        "",
        {},
        "GSM-7 without shift tables where it suffices, else UCS-2; 8-bit references; nothing is changed.",
        "3GPP TS 23.038 clause 6.2, TS 23.040 clause 9.2.3.24.1",
    ),
    Row(
        "gsm7-only",
        "default",
        {"encoding": "gsm7"},
        "Plain GSM-7, without shift tables: whatever it cannot hold is an error.",
        "3GPP TS 23.038 clause 6.2.1",
    ),
    Row(
        "ucs2-only",
        "default",
        {"encoding": "ucs2"},
        "UCS-2 whatever the text: for a route whose default alphabet is not that of GSM.",
        "3GPP TS 23.038 clause 6.2.3",
    ),
    Row(
        "national",
        "default",
        {"languages": "all"},
        "All national shift tables are permitted: for a route that does not strip their headers.",
        "3GPP TS 23.038 annex A",
    ),
    Row(
        "reference-16",
        "default",
        {"reference_bits": 16},
        "16-bit references: they repeat after 65,536 messages, and take one septet more of every segment.",
        "3GPP TS 23.040 clause 9.2.3.24.8",
    ),
    Row(
        "web-form",
        "default",
        {"line_breaks": "lf", "normalization": "NFC"},
        "Text out of forms and editors: CRLF becomes LF, and decomposed accents are composed.",
        "HTML Standard (form submission sends line breaks as CRLF); Unicode Standard Annex 15",
    ),
    Row(
        "smart",
        "default",
        {"replace": "smart"},
        "Typographic look-alikes are replaced, all or none, where that saves a segment: near to gateways whose smart "
        "encoding is all or nothing.",
        "Bird, smartEncoding; Webex Interact, character conversion",
    ),
    Row(
        "smart-always",
        "default",
        {"replace": "smart-wide", "replace_when": "always"},
        "Whatever looks like a character of GSM-7 is replaced by it, one by one, even if nothing is saved: near to a "
        "gateway that does so to every message.",
        "Twilio, Smart Encoding and its list of characters; Telnyx, smart encoding; Plivo, automatic encoding",
    ),
    Row(
        "transliterate",
        "smart",
        {"replace": "transliterate"},
        "Letters that GSM-7 lacks are written with those that it has, where that saves a segment.",
        "Infobip, transliteration",
    ),
    Row(
        "one-segment",
        "default",
        {"max_segments": 1, "overflow": "truncate", "ellipsis": "..."},
        "A text that does not fit one segment is cut, and ends in three dots.",
        "3GPP TS 23.040 clause 9.2.3.24.1",
    ),
    Row(
        "flash",
        "default",
        {"message_class": 0},
        "Displayed at once and not stored: message class 0.",
        "3GPP TS 23.038 clause 4",
    ),
    Row(
        "clickatell-rest",
        "default",
        {"max_segments": 3},
        "As the archived REST API of Clickatell takes a text: in at most three parts, which the gateway cuts itself.",
        "Clickatell REST API, parameter maxMessageParts",
    ),
)


def _make() -> Presets:
    made: dict[str, Profile] = {"": Profile()}
    presets = []
    for row in TABLE:
        made[row.name] = made[row.extends].replace(**row.options)
        presets.append(Preset(row.name, made[row.name], row.description, row.source))
    return Presets(presets)


BUILT_IN: Presets = _make()
"""The presets of this package."""
