"""Messages as SMPP carries them: ``data_coding``, ``esm_class``, ``short_message`` and TLVs of submit_sm, and back.

The clauses are those of the SMPP specification v3.4 (issue 1.2) and v5.0. ``submits`` makes the values of every PDU
of a message in one of three modes, ``ShortMessage.arguments`` gives them to a client as keyword arguments, and
``receive`` turns what a deliver_sm or submit_sm carried into user data that ``smsenc.decode`` reads. What the numbers
mean is a property of the account, not of the PDU: ``Account`` says it.

Left out: connections, sessions, addresses, receipts and every other field; a client has them.

>>> import smsenc
>>> from smsenc import smpp
>>> message = smsenc.encode("Grüße für 5 €")
>>> [submit] = smpp.submits(message)
>>> submit.data_coding, submit.esm_class, submit.short_message.hex(" ")
(0, 0, '47 72 7e 1e 65 20 66 7e 72 20 35 20 1b 65')
"""

from __future__ import annotations

from ._account import Account
from ._errors import UnsendableCharacter
from ._receive import Received, receive
from ._submit import Mode, data_coding, esm_class, submits
from ._values import UDHI, ShortMessage, Tag, Tlv

__all__ = [
    "UDHI",
    "Account",
    "Mode",
    "Received",
    "ShortMessage",
    "Tag",
    "Tlv",
    "UnsendableCharacter",
    "data_coding",
    "esm_class",
    "receive",
    "submits",
]
