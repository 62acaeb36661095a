"""Octets for the application ports of a phone.

Ringing tones, logos, pictures, business cards, calendar entries, WAP Push and provisioning: each payload
is a frozen value with ``data`` (octets), ``header`` (a ``UserDataHeader`` with the ports) and
``message(**options)``, which gives the ``Message`` that carries it.
"""

from __future__ import annotations

from ._base import Payload, Port
from .bitmap import Bitmap
from .logos import GroupLogo, OperatorLogo
from .multipart import ItemKind, Multipart, MultipartItem, PictureMessage
from .provisioning import Characteristic, ClientProvisioning
from .ringtone import Note, Pattern, RingingTone, Scale, Style, Tempo, Volume
from .rtttl import RtttlError, Tone, Tune
from .vobject import VCalendar, VCard
from .wap import ServiceIndication, ServiceLoading, WapPush

__all__ = [
    "Bitmap",
    "Characteristic",
    "ClientProvisioning",
    "GroupLogo",
    "ItemKind",
    "Multipart",
    "MultipartItem",
    "Note",
    "OperatorLogo",
    "Pattern",
    "Payload",
    "PictureMessage",
    "Port",
    "RingingTone",
    "RtttlError",
    "Scale",
    "ServiceIndication",
    "ServiceLoading",
    "Style",
    "Tempo",
    "Tone",
    "Tune",
    "VCalendar",
    "VCard",
    "Volume",
    "WapPush",
]
