"""The batch calls of the HTTP API (H1): a template, its items, the end.

A batch dies after 24 hours. What an item costs depends on the template that the gateway holds, so nothing is counted
here; :class:`smsenc.credits.Template` estimates such texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from smsenc import Encoding, estimate
from smsenc.errors import TooManySegments
from smsenc.gateways._errors import InvalidParameter, UnsendableCharacter, raise_faults
from smsenc.gateways._request import Note, Request

from ._coding import lone_surrogate, utf16_hex
from ._envelope import checked_url
from ._evidence import note
from ._http_form import BASE_URL, TABLE, Parameters, auth_pairs, form, static_pairs
from ._legacy import prepare
from ._stream import chunked
from ._values import Credentials, Limits

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["checked_numbers", "end_batch", "quick_send", "send_item", "start_batch"]

_FIELD = re.compile(r"#field[0-9]+#", re.ASCII)


def start_batch(
    template: str,
    *,
    token: str | Credentials | None = None,
    base_url: str = BASE_URL,
    **parameters: Unpack[Parameters],
) -> Request:
    """``http_batch/startbatch``: a template with ``#field1#``, ``#field2#``... and the parameters of all its messages.

    The reply is a batch id; a batch ends after 24 hours. Fields cannot be filled in Unicode messages
    (H1 s5.2.14), so a template with fields must be plain. ``concat`` is sent only if ``max_message_parts`` is
    given: the parts depend on the fields.
    """
    if not isinstance(template, str):
        raise TypeError(f"template must be a str, not {type(template).__name__}")
    prepared = prepare(TABLE, parameters, rest=False)
    faults = list(prepared.faults)
    notes = list(prepared.notes)
    unicode = prepared.coder.unicode
    wire = template
    if not template:
        faults.append(InvalidParameter("template", template, "not empty", "202", "H1 app. A"))
    else:
        position = lone_surrogate(template)
        if position is not None:
            faults.append(
                UnsendableCharacter("template", template[position], position, Encoding.UCS2, "116", "H1 app. A")
            )
        try:
            wide = estimate(template).encoding is Encoding.UCS2
        except TooManySegments as error:
            wide = error.encoding is Encoding.UCS2
            faults.append(InvalidParameter("template", template, "at most 255 parts", None, "own"))
        if wide or unicode == 1 or any(character > "\xff" for character in template):
            if unicode == 0 or _FIELD.search(template):
                allowed = "fields cannot be filled in Unicode messages" if unicode != 0 else "plain text with unicode=0"
                faults.append(InvalidParameter("template", template, allowed, None, "H1 s5.2.14"))
            elif position is None:
                wire, unicode = utf16_hex(template), 1
        elif not template.isascii():
            notes.append(note("non-ascii-charset", "template"))
    if faults:
        raise_faults(faults)
    pairs = [*auth_pairs(token), ("template", wire)]
    if unicode is not None:
        pairs.append(("unicode", str(unicode)))
    if parameters.get("max_message_parts") is not None:
        pairs.append(("concat", str(prepared.coder.ceiling)))
    if prepared.coder.type is not None:
        pairs.append(("msg_type", prepared.coder.type))
    pairs += static_pairs(prepared)
    features = prepared.features(prepared.coder.type)
    if features:
        pairs.append(("req_feat", str(features)))
    return form(pairs, checked_url(base_url) + "/http_batch/startbatch", "POST", tuple(notes))


def _batch_id(batch_id: str) -> str:
    if not isinstance(batch_id, str):
        raise TypeError(f"batch_id must be a str, not {type(batch_id).__name__}")
    if not (batch_id.isascii() and batch_id.isalnum()):
        raise InvalidParameter("batch_id", batch_id, "the id that startbatch returned", "201", "H1 app. A")
    return batch_id


def checked_numbers(to: str | Iterable[str], size: int, limits: Limits) -> list[str]:
    prepared = prepare(TABLE, {"limits": limits}, rest=False)
    chunks = list(chunked(prepared.recipient, [to] if isinstance(to, str) else list(to), size))
    if len(chunks) > 1:
        raise InvalidParameter("to", None, f"at most {size} recipients in a request", None, "H3")
    return chunks[0][0]


def send_item(
    batch_id: str,
    to: str,
    fields: Sequence[str] = (),
    *,
    token: str | Credentials | None = None,
    base_url: str = BASE_URL,
    limits: Limits | None = None,
) -> Request:
    """``http_batch/senditem``: one message of a batch, with the values of ``field1``, ``field2``..."""
    if not isinstance(to, str):
        raise TypeError(f"to must be a str, not {type(to).__name__}")
    if isinstance(fields, str):
        raise TypeError("fields must be a sequence of str, not a str")
    pairs = [*auth_pairs(token), ("batch_id", _batch_id(batch_id))]
    pairs.append(("to", checked_numbers(to, 1, limits or Limits())[0]))
    notes: tuple[Note, ...] = ()
    for index, value in enumerate(fields, 1):
        if not isinstance(value, str):
            raise TypeError(f"fields[{index - 1}] must be a str, not {type(value).__name__}")
        position = next((i for i, c in enumerate(value) if c > "\xff" or estimate(c).encoding is Encoding.UCS2), None)
        if position is not None:
            name = f"fields[{index - 1}]"
            raise UnsendableCharacter(name, value[position], position, Encoding.GSM7, None, "H1 s5.2.14")
        if not value.isascii():
            notes = (note("non-ascii-charset", "fields"),)
        pairs.append((f"field{index}", value))
    return form(pairs, checked_url(base_url) + "/http_batch/senditem", "POST", notes)


def quick_send(
    batch_id: str,
    to: str | Iterable[str],
    *,
    token: str | Credentials | None = None,
    base_url: str = BASE_URL,
    limits: Limits | None = None,
) -> Request:
    """``http_batch/quicksend``: the same message of a batch to several numbers."""
    chosen = limits or Limits()
    numbers = checked_numbers(to, chosen.recipients or 600, chosen)
    pairs = [*auth_pairs(token), ("batch_id", _batch_id(batch_id)), ("to", ",".join(numbers))]
    return form(pairs, checked_url(base_url) + "/http_batch/quicksend", "POST")


def end_batch(batch_id: str, *, token: str | Credentials | None = None, base_url: str = BASE_URL) -> Request:
    """``http_batch/endbatch``: closes a batch."""
    pairs = [*auth_pairs(token), ("batch_id", _batch_id(batch_id))]
    return form(pairs, checked_url(base_url) + "/http_batch/endbatch", "POST")
