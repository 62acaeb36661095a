"""Where the rules come from, and what no source settles.

``SOURCES`` names the documents behind the keys that stand in every table (``H1 s5.2.8`` is section 5.2.8 of ``H1``).
A mark goes before a key: D documented by Clickatell, O observed in published clients or reported by users, X derived
by arithmetic from D, ``own`` a policy of this package. ``unknowns()`` is the list of open questions: every note on a
request names one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from smsenc.gateways._request import Note

__all__ = ["SOURCES", "Unknown", "note", "unknowns"]

_DOCS = "docs.clickatell.com/archive/channels/"
_ARCHIVE = "archive.clickatell.com/developers/api-docs/"
_ADVANCED = "advanced-message-send-archived/"

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "P": "docs.clickatell.com/channels/rest-archived/overview-of-the-rest-api-features",
        "R1": _DOCS + "rest-archived/send-message/",
        "R2": _DOCS + "rest-archived/using-the-sms-rest-api/",
        "R3": _ARCHIVE + "using-the-rest-api-rest/",
        "R4": "SMS REST API, January 2015 (PDF)",
        "R5": _DOCS + "rest-archived/get-coverage-command/",
        "R6": _DOCS + "rest-archived/retrieve-balance/",
        "R7": _DOCS + "rest-archived/stop-message/",
        "R8": _DOCS + "rest-archived/response-status-codes/",
        "R9": _ARCHIVE + "list-of-error-codes-rest/",
        "A1": _ARCHIVE + "required-features-advanced-message-send/",
        "A2": _DOCS + _ADVANCED + "sms-concatenation/",
        "A3": _DOCS + _ADVANCED + "binary-sms-messaging/",
        "A4": _DOCS + _ADVANCED + "validity-period/",
        "A5": _DOCS + _ADVANCED + "message-prioritization-queuing/",
        "A6": _DOCS + _ADVANCED + "sender-id/",
        "A7": _ARCHIVE + "gateway-escalation-advanced-message-send/",
        "A8": _ARCHIVE + "maximum-credit-charge-advanced-message-send/",
        "A9": _ARCHIVE + "message-validity-advanced-message-send/",
        "A10": _ARCHIVE + "callback-(push-status-and-cost-notification)-advanced-message-send/",
        "A11": _DOCS + "sms-ftp-api-archived/ftp-api-send-basic-message/",
        "H1": "Clickatell HTTP API specification 2.3.8, 24 November 2009",
        "H2": "github.com/clickatell/clickatell-overview-http, 2013",
        "H3": _ARCHIVE + "http-sending-messages/",
        "H6": "Clickatell two-way technical guide 1.3, page 9",
        "H7": "Clickatell FTP API specification 2.6, change history",
        "F1": "support.clickatell.com/faq.php?mode=view_entry&kbid=121&kbcat=26",
        "F2": "clickatell.com/articles/technology/the-uncomplicated-guide-to-concatenated-sms/",
        "F4": "clickatell.com/help-center/campaign-manager/ (non-GSM characters)",
        "F5": "support.clickatell.com/guides/clickatell/routing.php",
        "F6": "support.clickatell.com/guides/communicator.php",
        "PL1": "docs.clickatell.com/channels/sms-rest-api-platform-archived/sms-rest-api-send-message-2/",
        "PL2": "help.clickatell.com/developers-api-reference/sms-api (OpenAPI)",
        "PL3": "clickatell.com/developers/api-documentation/http-api-send-message/",
        "PL4": "clickatell.com/developers/api-documentation/rest-api-get-account-balance/",
        "N1": "clickatell.com/developers/api-documentation/one-api-send-plain-text-message/",
        "N2": "clickatell.com/developers/api-documentation/one-api-request-parameters/",
        "N3": "guides.clickatell.com, One API, messages, send-messages",
        "N4": "docs.clickatell.com, One API, errors table",
        "C1": "github.com/arcturial/clickatell (PHP), tags 1.0.4 and 2.1.6",
        "C3": "github.com/arcturial/clickatell-node, test/api/rest.test.js",
        "C6": "github.com/clickatell/clickatell-c and clickatell-cpp",
        "C7": "github.com/clickatell/ClickatellJavaLibrary",
        "C9": "github.com/farrel/clickatell-rust-tools",
        "C10": "github.com/kannel, smsc_http_clickatell",
        "C12": "github.com/BenMorel/Clickatell",
        "C13": "github.com/clickatell/clickatell-php and clickatell-python, github.com/nyaruka/courier",
        "C14": "github.com/arcturial/clickatell, issue 7",
        "C15": "github.com/kolypto/py-smsframework-clickatell",
        "C19": "github.com/arcturial/clickatell, issue 19",
        "own": "a policy of this package; no document asks for it",
    }
)
"""The documents behind the source keys."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """One open question: ``identifier`` is what notes carry and ``allow_unverified`` takes.

    ``number`` groups the questions by subject. ``parameters`` are the Python names it touches, ``question`` is what
    no source answers, ``sources`` are the nearest ones.
    """

    identifier: str
    number: int
    parameters: tuple[str, ...]
    question: str
    sources: str

    def to_dict(self) -> dict[str, object]:
        """The question as JSON-ready data."""
        return {
            "identifier": self.identifier,
            "number": self.number,
            "parameters": list(self.parameters),
            "question": self.question,
            "sources": self.sources,
        }


def _unknown(identifier: str, number: int, parameters: str, sources: str, question: str) -> Unknown:
    return Unknown(identifier, number, tuple(parameters.split()), question, sources)


_UNKNOWNS = (
    _unknown(
        "json-number-type",
        1,
        "max_message_parts unicode mo callback escalate max_credits validity_period",
        "A3, C6, C7",
        "the JSON type of numeric parameters: only `binary` has a sample, a bare number; "
        "published clients also send numeric strings",
    ),
    _unknown(
        "validity-upper-limit",
        2,
        "validity_period",
        "H1 s5.1, H7",
        "the upper limit of the validity since November 2013; it was 1440 minutes in 2009",
    ),
    _unknown(
        "parts-above-three",
        3,
        "max_message_parts",
        "P, A2, H1 s5.2.7",
        "whether a ceiling of 4 to 35 parts is accepted: one page lists 1 to 3, others name 35",
    ),
    _unknown(
        "type-over-rest",
        3,
        "type",
        "P, H1 s5.2.15",
        "which of the ten message types of the HTTP API the REST API still takes; only flash is described",
    ),
    _unknown(
        "type-without-sample",
        3,
        "type",
        "H1 s8, H1 s9.3",
        "the form of the content for this message type: the specification lists it without a sample",
    ),
    _unknown(
        "type-parts",
        3,
        "type max_message_parts",
        "H1 s8, H1 s9.3.1",
        "how the gateway counts a message of a Nokia type; counted here as octets behind one port element",
    ),
    _unknown(
        "type-with-binary",
        3,
        "type binary",
        "H1 s5.2.15",
        "octets together with a message type that is made for text",
    ),
    _unknown(
        "udh-text-form",
        4,
        "udh binary",
        "H1 s5.1, H1 s8",
        "whether the content must be hex when only `udh` is set, without `binary`",
    ),
    _unknown(
        "udh-merge",
        4,
        "udh max_message_parts",
        "H1 s5.2.7",
        "how the gateway joins its concatenation element with a header of the caller",
    ),
    _unknown(
        "unicode-with-udh",
        4,
        "unicode udh",
        "H1 s5.1",
        "a user data header with UCS-2 content: the documents call everything with a header 8-bit",
    ),
    _unknown(
        "surrogate-pairs",
        5,
        "text unicode",
        "H1 s5.2.14, C15",
        "characters above U+FFFF: the documents say UCS-2; sent as surrogate pairs, two units each",
    ),
    _unknown("unicode-with-binary", 5, "unicode binary", "H1 s5.2.14", "`unicode` together with `binary`"),
    _unknown("unicode-with-type", 5, "unicode type", "H1 s5.2.14", "`unicode` together with a message type"),
    _unknown(
        "max-credits-scope",
        6,
        "max_credits",
        "A8, H1 s5.2.8",
        "whether the cap is compared with one part or with the whole message",
    ),
    _unknown(
        "max-credits-values",
        6,
        "max_credits",
        "P, A8, H1 s5.1",
        "values other than the six listed ones: one source says any amount, another that a routing profile must exist",
    ),
    _unknown(
        "client-message-id-form",
        7,
        "client_message_id",
        "H1 s5.2.13, PL1, N2",
        "length and characters of the own id: 32 letters and digits is a rule of the HTTP API",
    ),
    _unknown(
        "number-length",
        8,
        "to",
        "R9",
        "the shortest and the longest number; ITU-T E.164 allows up to 15 digits",
    ),
    _unknown("duplicate-recipients", 8, "to", "R1", "what happens to a number that stands twice in one request"),
    _unknown(
        "rest-error-codes",
        9,
        "",
        "R9, H1 app. A",
        "the REST list of error codes after 108, and the JSON type of a code; later codes are from the HTTP list",
    ),
    _unknown(
        "bypass-dnc-check",
        10,
        "bypass_dnc_check",
        "P",
        "everything about skipping the do-not-contact look-up but one row of one table",
    ),
    _unknown(
        "non-ascii-charset",
        11,
        "text",
        "F1, C12, C19",
        "the charset assumed for text beyond ASCII that is not sent as Unicode; one report shows it garbled",
    ),
    _unknown(
        "one-optional-fields",
        12,
        "",
        "N2",
        "optional SMS fields of the One API beyond those listed",
    ),
    _unknown(
        "one-parts-ceiling",
        12,
        "content max_message_parts",
        "N2, N4",
        "how many parts an account may send in one message before error 100",
    ),
    _unknown(
        "schedule-in-the-past",
        13,
        "scheduled_delivery_time",
        "P, H1 s5.2.17",
        "a delivery time that has passed: no document says whether it is refused or sent at once",
    ),
    _unknown(
        "validity-before-schedule",
        13,
        "validity_period scheduled_delivery_time",
        "A4, A9",
        "a validity that ends before the scheduled delivery",
    ),
    _unknown(
        "mo-sender",
        14,
        "mo from_",
        "H1 s5.2.12, H3",
        "a request for replies without a rented number as sender: a default sender may be used and replies be lost",
    ),
    _unknown(
        "feature-not-required",
        14,
        "required_features type from_",
        "P, A1, H1 s5.2.3",
        "whether the route carries the feature: flash and the sender may be dropped unless the feature is required",
    ),
    _unknown("feature-bits", 14, "required_features", "A1", "feature bits beyond the nine that are listed"),
    _unknown(
        "sender-characters",
        14,
        "from_",
        "A6, H1 s5.2.3",
        "senders with characters other than letters and digits: discouraged, not said to be refused",
    ),
    _unknown(
        "line-break-count",
        15,
        "text",
        "A11",
        "whether a line break counts two positions, as in the SMTP and FTP APIs",
    ),
    _unknown(
        "platform-binary-form",
        16,
        "content binary",
        "PL2",
        "the form of octets in `content` of the Platform API; sent as hex",
    ),
    _unknown(
        "platform-udh",
        16,
        "user_data_header",
        "PL1, PL2",
        "a header on text, and its join with concatenation",
    ),
    _unknown("platform-charset", 16, "charset", "PL1", "values of `charset` other than UTF-8"),
    _unknown("platform-sender", 16, "from_", "PL2", "the form of the sender on the Platform API"),
    _unknown(
        "platform-error-codes",
        16,
        "",
        "PL1, PL2",
        "the list of error codes of the Platform API",
    ),
)
_BY_IDENTIFIER = {unknown.identifier: unknown for unknown in _UNKNOWNS}


def unknowns() -> tuple[Unknown, ...]:
    """The open questions. Every :class:`~smsenc.gateways.Note` names one by its identifier."""
    return _UNKNOWNS


def is_known(identifier: str) -> bool:
    """Whether ``identifier`` names an open question."""
    return identifier in _BY_IDENTIFIER


def note(identifier: str, parameter: str, text: str | None = None) -> Note:
    """The note that a request relies on an open question; ``text`` says it for this request."""
    unknown = _BY_IDENTIFIER[identifier]
    return Note(identifier, parameter, unknown.sources, unknown.question if text is None else text)
