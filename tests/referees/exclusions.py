"""What the referees are known to get wrong: the one list of differences that are not ours.

Each entry names the tool with the version in which it was seen, the clause that decides, and what the
tool does instead. A test that leaves something out names its entry; ``test_exclusions`` shows each
error on the stated version, so that none of them hides a difference of another kind.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exclusion:
    tool: str
    version: str
    clause: str
    fault: str


TSHARK = "4.0.17"
SMSTOOLS = "3.1.21"
GAMMU = "1.42.0"
LIBOSMOGSM = "1.7.0"

TSHARK_SHIFT_TABLES = Exclusion(
    "tshark",
    TSHARK,
    "TS 23.038 clause 6.2.1.2",
    "names the language of 0x24 and 0x25, decodes with the default tables",
)
TSHARK_ESCAPE_FALL_BACK = Exclusion(
    "tshark",
    TSHARK,
    "TS 23.038 clause 6.2.1.1",
    "an escape without an entry shows U+FFFD, not the character of the code",
)
TSHARK_NUL = Exclusion("tshark", TSHARK, "TS 23.038 clause 6.2.3", "a UCS-2 text ends at U+0000: a string of C")
TSHARK_INVALID_CONCATENATION = Exclusion(
    "tshark",
    TSHARK,
    "TS 23.040 clause 9.2.3.24.1",
    "total 0, sequence 0 and sequence above total are not ignored",
)
TSHARK_RESERVED_DCS = Exclusion(
    "tshark",
    TSHARK,
    "TS 23.038 clause 4",
    "reserved codings are read as 8-bit, not as the default alphabet",
)
TSHARK_REPORT_ALPHABET = Exclusion(
    "tshark",
    TSHARK,
    "TS 23.040 clause 9.2.3.27",
    "the text of a status report without TP-DCS is read as 8-bit, not as the default alphabet",
)
TSHARK_ENHANCED_RELATIVE = Exclusion(
    "tshark",
    TSHARK,
    "TS 23.040 clause 9.2.3.12.3",
    "behind an enhanced validity period of relative format it looks for TP-UDL within its seven octets",
)
TSHARK_PACKED_SMPP = Exclusion(
    "tshark",
    TSHARK,
    "TS 23.040 clause 9.2.3.24",
    "packed short_message behind a header: the fill bits are not skipped",
)
SMSTOOLS_ESCAPE_FALL_BACK = Exclusion(
    "smstools",
    SMSTOOLS,
    "TS 23.038 clause 6.2.1.1",
    "an escape without an entry shows nothing, the code is dropped too",
)
SMSTOOLS_CURRENCY_SIGN = Exclusion(
    "smstools",
    SMSTOOLS,
    "TS 23.038 clause 6.2.1",
    "code 0x24 (currency sign) shows as the euro sign: its tables are ISO 8859-15",
)
SMSTOOLS_TELUGU_EURO = Exclusion(
    "smstools",
    SMSTOOLS,
    "TS 23.038 annex A.2.12",
    "Telugu single shift 0x65 has no entry in the standard; it shows the euro sign",
)
SMSTOOLS_SPANISH_LOCKING = Exclusion(
    "smstools",
    SMSTOOLS,
    "TS 23.038 annex A.3.2 (void)",
    "locking shift 2 does not exist and is to be ignored; it gives an empty text",
)
GAMMU_SHIFT_TABLES = Exclusion(
    "gammu",
    GAMMU,
    "TS 23.038 clause 6.2.1.2",
    "has no shift tables: 0x24 and 0x25 are skipped",
)
GAMMU_SEVERAL_ELEMENTS = Exclusion(
    "gammu",
    GAMMU,
    "TS 23.040 clause 9.2.3.24",
    "a header of more than one element is opaque: no concatenation is seen",
)
GAMMU_ESCAPE_FALL_BACK = Exclusion(
    "gammu",
    GAMMU,
    "TS 23.038 clause 6.2.1.1",
    "an escape without an entry shows U+00B9 and then the character of the code",
)
GAMMU_RESERVED_DCS = Exclusion(
    "gammu",
    GAMMU,
    "TS 23.038 clause 4",
    "reserved codings are read as 8-bit, not as the default alphabet",
)
GAMMU_RESERVED_BITS = Exclusion(
    "gammu",
    GAMMU,
    "TS 23.038 clause 4",
    "a set reserved bit (bit 2 of 110x and 1110, bit 3 of 1111) makes the text 8-bit",
)
GAMMU_AUTOMATIC_DELETION = Exclusion(
    "gammu",
    GAMMU,
    "TS 23.038 clause 4",
    "the group 01xx is read, its message class is not",
)
GAMMU_SENDER = Exclusion(
    "gammu",
    GAMMU,
    "TS 23.040 clause 9.1.2.5",
    "an alphanumeric sender shows its septets as if they were ASCII, and ends at the first 00",
)
GAMMU_TEXT_END = Exclusion(
    "gammu",
    GAMMU,
    "TS 23.038 clause 6.2.1",
    "a text with extension characters goes on behind its end: U+0000 and left-overs",
)
LIBOSMOGSM_TABLE = Exclusion(
    "libosmogsm",
    LIBOSMOGSM,
    "TS 23.038 clause 6.2.1",
    "some characters of Latin-1 have a wrong code, more come back as another one",
)
SMSTOOLS_CUT_ESCAPE = Exclusion(
    "smstools",
    SMSTOOLS,
    "TS 23.040 clause 9.2.3.24.1",
    "splits a long text after every 153 septets, also between an escape and its code",
)
SMSTOOLS_CUT_PAIR = Exclusion(
    "smstools",
    SMSTOOLS,
    "TS 23.040 clause 9.2.3.24.1",
    "splits a long UTF-16 text after every 67 units, also between the halves of a surrogate pair",
)
SMSTOOLS_PADDING = Exclusion(
    "smstools",
    SMSTOOLS,
    "TS 23.038 clause 6.1.2.1",
    "smsd -E fills 7 spare bits with CR, the rule of USSD (6.1.2.3.1)",
)

# LIBOSMOGSM_TABLE: what it packs wrongly, and what it shows as something else.
LIBOSMOGSM_PACKS_WRONGLY = "\u00a4\u00a7\u00bf\f"
LIBOSMOGSM_SHOWS_WRONGLY = LIBOSMOGSM_PACKS_WRONGLY + "\u00f8\u00a1\u00c4\u00d6\u00d1\u00dc\u00e4\u00f6\u00f1\u00fc"
