"""The gammu end of payload_tools: runs under the distribution's Python, which alone has the gammu module.

One JSON list of TPDUs (hexadecimal) per line in, one answer per line out: what gammu makes of the payload.
Imports nothing of this project.
"""

import json
import sys

import gammu


def read(tpdus):
    parts = [gammu.DecodePDU(bytes.fromhex(tpdu), False) for tpdu in tpdus]
    (group,) = gammu.LinkSMS([[part] for part in parts])
    (entry,) = gammu.DecodeSMS(group)["Entries"]
    answer = {
        "kind": entry["ID"],
        "udh": parts[0]["UDH"]["Type"],
        "coding": parts[0]["Coding"],
        "class": parts[0]["Class"],
    }
    if entry["Bitmap"]:
        (bitmap,) = entry["Bitmap"]
        # XPM: a line of sizes, two of colours, then the rows.
        answer["rows"] = [row.decode("ascii") for row in bitmap["XPM"][3:]]
        answer["text"] = bitmap["Text"]
    if entry["Ringtone"]:
        answer["name"] = entry["Ringtone"]["Name"]
        answer["notes"] = entry["Ringtone"]["Notes"]
    return answer


for line in sys.stdin:
    try:
        answer = read(json.loads(line))
    except Exception as error:  # whatever gammu raises, the other end reports it
        answer = {"error": f"{type(error).__name__}: {error}"}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
