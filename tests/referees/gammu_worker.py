"""The other end of gammu_pdu: runs under the distribution's Python, which alone has the gammu module.

One JSON request per line in, one answer per line out. Dates go as ISO text, octets as hexadecimal.
Imports nothing of this project.
"""

import json
import sys

import gammu


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def decode(tpdu):
    return _plain(gammu.DecodePDU(bytes.fromhex(tpdu), False))


def join(tpdus):
    """Link the parts of one or more messages; the texts that gammu shows."""
    parts = [[gammu.DecodePDU(bytes.fromhex(tpdu), False)] for tpdu in tpdus]
    texts = []
    for group in gammu.LinkSMS(parts):
        decoded = gammu.DecodeSMS(group)
        if decoded:
            texts.append("".join(entry["Buffer"] or "" for entry in decoded["Entries"]))
        else:
            texts.append("".join(part["Text"] for part in group))
    return texts


def encode(text, number, unicode, bits, message_class):
    """A text as SMS-SUBMIT TPDUs without a service centre."""
    entry = {"ID": "ConcatenatedTextLong16bit" if bits == 16 else "ConcatenatedTextLong", "Buffer": text}
    tpdus = []
    for message in gammu.EncodeSMS({"Class": message_class, "Unicode": unicode, "Entries": [entry]}):
        message["Number"] = number
        message["SMSC"] = {"Number": ""}
        message["MessageReference"] = 0
        octets = bytes(gammu.EncodePDU(message, "Submit"))
        # EncodePDU puts the service centre in front.
        tpdus.append(octets[1 + octets[0] :].hex())
    return tpdus


def submit(**fields):
    """One SMS-SUBMIT from gammu's own fields."""
    message = {"SMSC": {"Number": ""}, "MessageReference": 0, **fields}
    octets = bytes(gammu.EncodePDU(message, "Submit"))
    return octets[1 + octets[0] :].hex()


def version():
    return [str(part) for part in gammu.Version()]


CALLS = {"decode": decode, "join": join, "encode": encode, "submit": submit, "version": version}

for line in sys.stdin:
    name, arguments = json.loads(line)
    try:
        answer = {"result": CALLS[name](**arguments)}
    except (gammu.GSMError, TypeError, ValueError, KeyError) as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
