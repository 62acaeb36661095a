"""Transfer protocol data units: SMS-SUBMIT, SMS-DELIVER and SMS-STATUS-REPORT (3GPP TS 23.040 clause 9.2.2).

These are the octets that a modem takes and gives in PDU mode, and that a network carries. ``submits`` makes the
SUBMITs of a message; ``Submit``, ``Deliver`` and ``StatusReport`` parse and build. Parsing is strict about the layout
(``DecodeError`` with the octet and the field) and takes what a receiver must take: reserved values, unused bits, time
stamps that are no time. ``bytes`` of what was parsed are the octets that it was parsed from.

What a TPDU is depends on its direction, so the caller chooses the class; ``parse_received`` chooses between the two
that a mobile station receives. Left out: SMS-COMMAND, and the reports that acknowledge a SUBMIT or a DELIVER.

>>> import smsenc
>>> from smsenc import tpdu
>>> [submit] = tpdu.submits(smsenc.encode("hello €"), to="+46708251358")
>>> bytes(submit).hex()
'01000b916407281553f8000008e8329bfd066dca'
>>> submit.at_command()
(20, '0001000B916407281553F8000008E8329BFD066DCA')
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from ._core import Address, Deliver, EnhancedValidity, StatusReport, Submit, round_validity, submits

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = [
    "Address",
    "Deliver",
    "EnhancedValidity",
    "NumberingPlan",
    "StatusReport",
    "Submit",
    "TypeOfNumber",
    "parse_received",
    "round_validity",
    "submits",
]


class TypeOfNumber(enum.IntEnum):
    """``Address.ton``: the type of number (TS 23.040 clause 9.1.2.5)."""

    UNKNOWN = 0
    INTERNATIONAL = 1
    NATIONAL = 2
    NETWORK_SPECIFIC = 3
    SUBSCRIBER = 4
    ALPHANUMERIC = 5
    ABBREVIATED = 6
    RESERVED = 7


class NumberingPlan(enum.IntEnum):
    """``Address.npi``: the numbering plan identification (TS 23.040 clause 9.1.2.5). Other values are reserved."""

    UNKNOWN = 0
    E164 = 1
    X121 = 3
    TELEX = 4
    SERVICE_CENTRE_SPECIFIC_1 = 5
    SERVICE_CENTRE_SPECIFIC_2 = 6
    NATIONAL = 8
    PRIVATE = 9
    ERMES = 10


_STATUS_REPORT = 0b10


def parse_received(octets: Buffer, /, *, sca: bool = False) -> Deliver | StatusReport:
    """Parse what a mobile station receives: by its type (TP-MTI) a ``StatusReport``, or else a ``Deliver``.

    ``sca=True``: the service centre stands in front, as in the answers of a modem (``AT+CMGL``, ``+CMT``, ``+CDS``).
    Raises ``DecodeError``; type 01, which is a SUBMIT-REPORT in this direction, is one of field TP-MTI.

    >>> parse_received(bytes.fromhex("040b912618185532f700009040029161428207caf03a2ca78701")).decode().text
    'Jakarta'
    """
    given = bytes(memoryview(octets))
    first = 1 + given[0] if sca and given else 0
    if given[first : first + 1] and given[first] & 0b11 == _STATUS_REPORT:
        return StatusReport.parse(given, sca=sca)
    return Deliver.parse(given, sca=sca)
