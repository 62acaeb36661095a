"""A referee that nobody here wrote: the SMPP dissector of tshark reads the same fields and texts.

Skipped where tshark is not installed. Not compared: texts with characters above U+FFFF, as tshark reads data_coding 8
as UCS-2 without surrogate pairs; texts with U+0000, where its strings end; and packed text behind a header, where it
overlooks the fill bits.
"""

from __future__ import annotations

import json
import random
import shutil
import struct
import subprocess

import pytest

import corpus
import smsenc
from smpp import sending
from smsenc import smpp
from smsenc.smpp import Tag

TSHARK = shutil.which("tshark")
pytestmark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")

SMPP_LINK = 'uat:user_dlts:"User 0 (DLT=147)","smpp","0","","0",""'
INTEGERS = {
    "smpp.data_coding": lambda pdu: pdu.data_coding,
    "smpp.esm.submit.features": lambda pdu: pdu.esm_class >> 6,
    "smpp.sm_length": lambda pdu: len(pdu.short_message),
    "smpp.sar_msg_ref_num": lambda pdu: pdu.get(Tag.SAR_MSG_REF_NUM),
    "smpp.sar_total_segments": lambda pdu: pdu.get(Tag.SAR_TOTAL_SEGMENTS),
    "smpp.sar_segment_seqnum": lambda pdu: pdu.get(Tag.SAR_SEGMENT_SEQNUM),
    "smpp.source_port": lambda pdu: pdu.get(Tag.SOURCE_PORT),
    "smpp.destination_port": lambda pdu: pdu.get(Tag.DESTINATION_PORT),
    "smpp.dest_addr_subunit": lambda pdu: pdu.get(Tag.DEST_ADDR_SUBUNIT),
}
OTHERS = ("smpp.message_text", "smpp.message_payload", "_ws.malformed", "_ws.expert.message")


def dissect(pdus, path):
    """What tshark says of each PDU: a dict of lists of strings."""
    with path.open("wb") as file:
        file.write(struct.pack("<LHHllLL", 0xA1B2C3D4, 2, 4, 0, 0, 0x40000, 147))  # pcap, link type USER 0
        for number, pdu in enumerate(pdus, 1):
            body = sending.body(pdu)
            file.write(struct.pack("<LLLL", 0, 0, 16 + len(body), 16 + len(body)))
            file.write(struct.pack(">LLLL", 16 + len(body), 4, 0, number) + body)
    command = [str(TSHARK), "-n", "-r", str(path), "-o", SMPP_LINK, "-T", "json"]
    command += ["-o", "smpp.decode_sms_over_smpp:GSM 7-bit"]
    for field in (*INTEGERS, *OTHERS):
        command += ["-e", field]
    output = subprocess.run(command, capture_output=True, check=True, timeout=300).stdout
    return [frame["_source"].get("layers", {}) for frame in json.loads(output.decode("utf-8", "replace"))]


@pytest.mark.parametrize("mode", sending.MODES)
def test_tshark_reads_the_same_fields_and_texts(mode, tmp_path):
    rng = random.Random(4)
    pdus, texts = [], []
    for number, text in enumerate(corpus.messages(300, 40)):
        account = smpp.Account(message_class=rng.choice(("data_coding", "dest_addr_subunit")))
        message = smsenc.encode(
            text,
            reference=number % 256,
            reference_bits=rng.choice((8, 16)),
            header=rng.choice(((), (), (smsenc.Ports(5505, 1),))),
            message_class=rng.choice((None, None, None, 0)),
            lone_surrogates="replace",
        )
        made = sending.submitted(message, mode, account) or []
        pdus += made
        if made:
            texts += [message.text] if mode == "payload" else [segment.text for segment in message]

    frames = dissect(pdus, tmp_path / "smpp.pcap")
    assert len(frames) == len(pdus) == len(texts) > 250
    compared = 0
    for frame, pdu, text in zip(frames, pdus, texts, strict=True):
        assert "_ws.malformed" not in frame
        assert "_ws.expert.message" not in frame
        read = {field: int(frame[field][0], 0) if field in frame else None for field in INTEGERS}
        assert read == {field: of(pdu) for field, of in INTEGERS.items()}
        if pdu.message_payload:
            assert bytes.fromhex(frame["smpp.message_payload"][0].replace(":", "")) == pdu.message_payload
        if text and min(text) > "\0" and max(text) <= "\uffff":
            assert frame["smpp.message_text"] == [text]
            compared += 1
    assert compared > 200
