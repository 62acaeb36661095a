"""Payloads before gammu, gnokii, libwbxml and tshark: what we write they read, what they write we read.

What a referee cannot judge is left out here and named where it is left out.
"""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as xml
from xml.sax.saxutils import escape, quoteattr

import payload_tools
import pytest
import referee
import tshark
import wrap

from smsenc.payloads import (
    Bitmap,
    Characteristic,
    ClientProvisioning,
    GroupLogo,
    OperatorLogo,
    PictureMessage,
    RingingTone,
    ServiceIndication,
    ServiceLoading,
    Tone,
    Tune,
    VCalendar,
    VCard,
    WapPush,
)
from smsenc.payloads.ringtone import DURATIONS, MODIFIERS, PITCHES, TEMPOS

UTC = dt.timezone.utc


def bitmap(random, width, height):
    density = random.random()
    return Bitmap.from_rows([[random.random() < density for _ in range(width)] for _ in range(height)])


def received(payload):
    """The TPDUs of a payload; class 1, with which gammu sends it."""
    return [wrap.deliver(segment) for segment in payload.message(message_class=1)]


# -- logos and pictures


def test_gnokii_shows_our_bitmaps():
    referee.require(payload_tools.gnokii)
    random = referee.randomness("gnokii bitmaps")
    tally = referee.Tally("bitmaps shown by gnokii")
    for _ in range(200):
        drawn = bitmap(random, 72, 14)
        tally.same(payload_tools.gnokii_shows(bytes(drawn)), drawn.to_text(paper=" ").split("\n")[:14])
    tally.close(200)


# Networks that gammu knows: it sends logos to no other.
NETWORKS = (
    *("244 05", "262 02", "262 01", "234 15", "234 10", "208 01", "222 01", "214 07", "505 01", "655 01", "240 01"),
    *("460 00", "404 10", "724 02", "250 01", "244 91", "232 01"),
)


def test_gammu_reads_our_logos_and_pictures():
    # gammu knows one size of logo and one of picture, no form 3.0, and has room for 63 units of text (with
    # more it may crash); it reads text in ISO 8859-1 as if it were UTF-8, so that we take ASCII. UCS-2 is complete.
    referee.require(payload_tools.gammu_module)
    random = referee.randomness("gammu bitmaps")
    cases = []
    for number in range(150):
        logo, picture = bitmap(random, 72, 14), bitmap(random, 72, 28)
        network = f"{random.randrange(200, 800)}{random.randrange(100):02}"
        cases.append((OperatorLogo(logo, network), "NokiaOperatorLogo", logo, ""))
        cases.append((GroupLogo(logo), "NokiaCallerLogo", logo, ""))
        text = "".join(random.choice("abc XYZ.,?") for _ in range(random.randrange(1, 60))).strip() or "x"
        cases.append((PictureMessage(picture, text), "NokiaPictureImageLong", picture, text))
        text = "".join(random.choice("äβжשआ日😀 x") for _ in range(random.randrange(1, 30))) + "ж"
        shown = PictureMessage(picture, text, text_first=number % 2 == 0)
        cases.append((shown, "NokiaPictureImageLong", picture, text))
        cases.append((PictureMessage(picture), "NokiaPictureImageLong", picture, ""))
    tally = referee.Tally("logos and pictures read by gammu")
    answers = payload_tools.gammu_reads([received(payload) for payload, *_ in cases])
    for (payload, kind, drawn, text), answer in zip(cases, answers, strict=True):
        about = type(payload).__name__
        tally.same(answer.get("error"), None, about)
        tally.same(answer.get("kind"), kind, about)
        tally.same(answer.get("rows"), drawn.to_text(paper=" ").split("\n")[:-1], about)
        tally.same(answer.get("text"), text, about)
        tally.same((answer.get("coding"), answer.get("class")), ("8bit", 1), about)
    tally.close(3000)


def test_gammu_sends_the_same_logos_and_pictures():
    referee.require(payload_tools.gammu)
    random = referee.randomness("gammu sends bitmaps")
    tally = referee.Tally("logos and pictures sent by gammu")
    for number in range(70):
        logo, picture = bitmap(random, 72, 14), bitmap(random, 72, 28)
        files = {
            "logo.bmp": payload_tools.windows_bitmap(logo.rows),
            "picture.bmp": payload_tools.windows_bitmap(picture.rows),
        }
        network = NETWORKS[number % len(NETWORKS)]
        ((header, data),) = payload_tools.gammu_sends("OPERATOR", "logo.bmp", "-netcode", network, files=files)
        ours = OperatorLogo(logo, network)
        tally.same((header, data), (bytes(ours.header), ours.data), "operator logo")
        tally.same(OperatorLogo.parse(data), ours, "operator logo parsed")
        ((header, data),) = payload_tools.gammu_sends("CALLER", "logo.bmp", files=files)
        tally.same((header, data), (bytes(GroupLogo(logo).header), GroupLogo(logo).data), "group logo")
        parts = payload_tools.gammu_sends("PICTURE", "picture.bmp", "-text", "Hello", files=files)
        message = PictureMessage(picture, "Hello").message(reference=parts[0][0][9])
        tally.same([header + data for header, data in parts], list(message.user_data), "picture")
        parsed = PictureMessage.parse(b"".join(data for _, data in parts))
        tally.same(parsed, PictureMessage(picture, "Hello"), "picture parsed")
    tally.close(350)


# -- ringing tones

NOTES = dict(zip(PITCHES, ["Pause", "C", "Cis", "D", "Dis", "E", "F", "Fis", "G", "Gis", "A", "Ais", "H"], strict=True))
LENGTHS = dict(zip(DURATIONS, ["Full", "1_2", "1_4", "1_8", "1_16", "1_32"], strict=True))
SPECIFIERS = dict(zip(MODIFIERS, ["NoSpecialDuration", "DottedNote", "DoubleDottedNote", "Length_2_3"], strict=True))


def tune(random, modifiers=MODIFIERS, count=40, tempos=TEMPOS):
    """A tune of one tempo that does not begin or end with a pause."""
    name = "".join(random.choice("abcXYZ 019") for _ in range(random.randrange(1, 11))).strip() or "x"
    tempo = random.choice(tempos)
    tones = []
    size = random.randrange(1, count)
    for index in range(size):
        pitch = random.choice(PITCHES[1:] if index in (0, size - 1) else PITCHES)
        octave = None if pitch == "p" else random.randrange(4, 8)
        tones.append(Tone(pitch, octave, random.choice(DURATIONS), random.choice(modifiers), tempo))
    return Tune(name, tuple(tones))


def test_gammu_reads_our_ringing_tones():
    referee.require(payload_tools.gammu_module)
    random = referee.randomness("gammu ringing tones")
    tunes = [tune(random) for _ in range(300)]
    answers = payload_tools.gammu_reads([received(RingingTone.from_tune(each)) for each in tunes])
    tally = referee.Tally("notes read by gammu")
    for each, answer in zip(tunes, answers, strict=True):
        tally.same(answer.get("error"), None, each.name)
        tally.same((answer["kind"], answer["name"]), ("NokiaRingtone", each.name))
        tally.same(len(answer["notes"]), len(each.tones), each.name)
        for note, tone in zip(answer["notes"], each.tones, strict=False):
            tally.same(note["Note"], NOTES[tone.pitch])
            tally.same(note["Duration"], LENGTHS[tone.duration])
            tally.same(note["DurationSpec"], SPECIFIERS[tone.modifier])
            tally.same((note["Tempo"], note["Style"]), (tone.tempo, "Natural"))
            if tone.octave is not None:
                tally.same(note["Scale"], 440 << tone.octave - 4)
    tally.close(20_000)


def test_gnokii_reads_our_ringing_tones():
    # As RTTTL, which has no double dots; gnokii keeps 8 bits of a tempo.
    referee.require(payload_tools.gnokii)
    random = referee.randomness("gnokii ringing tones")
    tally = referee.Tally("ringing tones read by gnokii")
    for _ in range(300):
        each = tune(random, ("", "."), tempos=[code for code in TEMPOS if code < 256])
        rtttl = payload_tools.gnokii_rtttl(RingingTone.from_tune(each).data)
        tally.same(Tune.from_rtttl(rtttl), each, each.to_rtttl())
    tally.close(300)


@pytest.mark.parametrize("name", ["gammu", "gnokii"])
def test_their_ringing_tones_of_our_rtttl_are_our_tunes(name):
    referee.require(getattr(payload_tools, name))
    convert = getattr(payload_tools, f"{name}_binary")
    random = referee.randomness(f"{name} RTTTL")
    tally = referee.Tally(f"tunes of RTTTL converted by {name}")
    for _ in range(300):
        # Tempos without a code too: both round up as we do. gnokii keeps 8 bits of a tempo.
        tempos = [code for code in (*TEMPOS, 26, 60, 110, 120, 150, 240, 899) if name == "gammu" or code < 256]
        each = tune(random, ("", "."), tempos=tempos)
        binary = convert(each.to_rtttl())
        tone = RingingTone.parse(binary)
        tally.same(tone.tune, RingingTone.from_tune(each).tune, each.to_rtttl())
        tally.same(tone.data, binary, "written again")
    tally.close(600)


# -- WAP Push

DOCTYPES = {"si": "SI 1.0//EN", "sl": "SL 1.0//EN", "wap-provisioningdoc": "PROV 1.0//EN"}
WORDS = ("news", "m", "?a=1&b=2", "x-y", "%20", "index.html", "ж", "日本", "a<b>", '"q"')
HOSTS = ("example", "www", "example.com", "wap.example.net", "a.org/b.edu/c", "x.com.com", "communication")


def link(random):
    start = random.choice(("http://", "http://www.", "https://", "https://www.", "", "ftp://"))
    end = random.choice((".com/", ".edu/", ".net/", ".org/", "/", ".de/"))
    return start + random.choice(HOSTS) + end + "/".join(random.choices(WORDS, k=random.randrange(3)))


def moment(random):
    """Often on the hour or at midnight, so that zero octets are dropped."""
    date = dt.datetime(random.randrange(1990, 2090), random.randrange(1, 13), random.randrange(1, 29), tzinfo=UTC)
    clock = random.choice(((0, 0, 0), (10, 0, 0), (10, 20, 0), (0, 20, 30), (23, 59, 59), (20, 0, 40)))
    return date.replace(hour=clock[0], minute=clock[1], second=clock[2])


def indication(random):
    text = " ".join(random.choices(WORDS, k=random.randrange(1, 8)))
    return ServiceIndication(
        link(random),
        text,
        random.choice((None, f"{random.randrange(1000)}@example", "id", "http://a.com/b.net/", ".org/")),
        random.choice((None, moment(random))),
        random.choice((None, moment(random))),
        random.choice((None, "signal-none", "signal-low", "signal-medium", "signal-high", "delete")),
    )


def loading(random):
    return ServiceLoading(link(random), random.choice((None, "execute-low", "execute-high", "cache")))


def attributes_of(push):
    """The attributes of a push in the order they are sent, as XML has them."""
    pairs = [("href", push.href)]
    if isinstance(push, ServiceIndication):
        pairs += [("si-id", push.si_id), ("created", push.created), ("si-expires", push.expires)]
    pairs.append(("action", push.action))
    return {
        name: value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, dt.datetime) else value
        for name, value in pairs
        if value is not None
    }


def document_of(push):
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes_of(push).items())
    if isinstance(push, ServiceLoading):
        return document("sl", f"<sl{written}/>")
    return document("si", f"<si><indication{written}>{escape(push.text)}</indication></si>")


def document(root, body):
    return f'<?xml version="1.0"?><!DOCTYPE {root} PUBLIC "-//WAPFORUM//DTD {DOCTYPES[root]}" "x.dtd">{body}'


def parsed(text):
    """The element behind the document type, as (name, attributes, text, children)."""
    return plain(xml.fromstring(text))


def plain(element):
    return element.tag, dict(element.attrib), element.text or "", [plain(child) for child in element]


def pushes(name, count):
    random = referee.randomness(name)
    return [build(random) for _ in range(count) for build in (indication, loading)]


def test_libwbxml_encodes_the_same_octets():
    referee.require(payload_tools.libwbxml)
    tally = referee.Tally("SI and SL encoded by libwbxml")
    for push in pushes("xml2wbxml", 200):
        tally.same(payload_tools.xml_to_wbxml(document_of(push)).hex(), push.document.hex(), document_of(push))
    tally.close(400)


def test_the_indications_that_gammu_sends_say_what_ours_say():
    # gammu writes the whole link into one string where we take the tokens; libwbxml reads both.
    referee.require(payload_tools.gammu, payload_tools.libwbxml)
    random = referee.randomness("gammu indications")
    tally = referee.Tally("SI sent by gammu")
    for _ in range(60):
        link_of_it = f"http://www.example.com/{random.randrange(10**6)}"
        push = ServiceIndication(link_of_it, "Hello " + "x" * random.randrange(30))
        ((header, data),) = payload_tools.gammu_sends("WAPINDICATOR", push.href, push.text)
        # gammu has no header of one message: it says "part 1 of 1".
        tally.same(header[:7], bytes((11,)) + bytes(push.header)[1:], "ports")
        tally.same(data[:4], push.data[:4], "push")
        theirs = payload_tools.wbxml_to_xml(data[4:])
        tally.same(parsed(theirs), parsed(payload_tools.wbxml_to_xml(push.document)), push.href)
    tally.close(180)


def test_libwbxml_reads_our_documents():
    referee.require(payload_tools.libwbxml)
    tally = referee.Tally("SI and SL read by libwbxml")
    for push in pushes("wbxml2xml", 200):
        text = payload_tools.wbxml_to_xml(push.document)
        tally.same(parsed(text) if text else text, parsed(document_of(push)), document_of(push))
    tally.close(400)


TREE = re.compile(r"^[^|]*\|[^|]*\|[^|]*\|[^|]*\| *(.*?)\s*$", re.M)


def frames(pdus):
    """tshark's dissection of each PDU as prose."""
    return re.split(r"^Frame \d+: ", tshark.tree(pdus), flags=re.M)[1:]


def shown_by_tshark(frame):
    """The document of a WBXML tree: the last column, put together."""
    lines = [line.split("|", 4)[4].strip() for line in frame.splitlines() if line.count("|") >= 4]
    return lines[1:]


def test_tshark_reads_our_pushes():
    # tshark shows documents without escapes, so that only plain words are compared here; the
    # others were libwbxml's to judge.
    referee.require(tshark)
    sent = [
        push
        for push in pushes("tshark pushes", 250)
        if not set("<>&\"'|%?ж日本") & set("".join(attributes_of(push).values()) + getattr(push, "text", ""))
        and len(push.message()) == 1
    ]
    tally = referee.Tally("SI and SL read by tshark")
    for push, frame in zip(sent, frames([received(push)[0] for push in sent]), strict=True):
        kind = "si" if isinstance(push, ServiceIndication) else "sl"
        tally.same(f"Content-Type: application/vnd.wap.{kind}c" in frame, True, frame)
        tally.same("WAP Binary XML, Version: 1.2" in frame, True, frame)
        words = " ".join(shown_by_tshark(frame))
        got = re.sub(r"%DateTime: (\S+)", r"'\1'", words)
        # href='http://www.' 'example' '.com/' is one value; an empty start has no quotes.
        got = re.sub(r"' '", "", got.replace("= '", "='"))
        found = dict(re.findall(r"([a-z-]+)='([^']*)'", got))
        tally.same(found, attributes_of(push), words)
        if kind == "si":
            tally.same(f"'{push.text}'" in words, True, words)
    tally.close(300)


def settings(random):
    """Provisioning documents that both code pages of attributes and both kinds of values have a part in."""
    access = Characteristic(
        "NAPDEF",
        (
            ("NAPID", f"n{random.randrange(10)}"),
            ("BEARER", random.choice(("GSM-GPRS", "GSM-CSD", "X-OTHER"))),
            ("NAME", random.choice(("Ex", "APN", "Internet & more", "ж"))),
            ("NAP-ADDRESS", random.choice(("internet", "wap.example.com"))),
            ("NAP-ADDRTYPE", random.choice(("APN", "E164"))),
            Characteristic("NAPAUTHINFO", (("AUTHTYPE", random.choice(("PAP", "CHAP"))), ("AUTHNAME", "u"))),
        ),
    )
    application = Characteristic(
        "APPLICATION",
        (
            ("APPID", random.choice(("w2", "w4", "25"))),
            ("TO-NAPID", "n1"),
            ("NAME", "Start"),
            ("ADDR", "http://www.example.com/"),
            Characteristic("RESOURCE", (("URI", "http://example.com/x"), ("STARTPAGE", None))),
            Characteristic("APPADDR", (("ADDR", "1.2.3.4"), Characteristic("PORT", (("PORTNBR", "143"),)))),
        ),
    )
    proxy = Characteristic("PXLOGICAL", (("PROXY-ID", "p"), ("PUSHENABLED", "1"), ("X-OWN", "1")))
    boot = Characteristic("BOOTSTRAP", (("NAME", "boot"), ("PROVURL", "http://example.com/p")))
    chosen = random.sample((access, application, proxy, boot), random.randrange(1, 5))
    return tuple(chosen)


def described(characteristic):
    content = "".join(
        described(entry)
        if isinstance(entry, Characteristic)
        else f"<parm name={quoteattr(entry[0])}" + ("" if entry[1] is None else f" value={quoteattr(entry[1])}") + "/>"
        for entry in characteristic.content
    )
    return f"<characteristic type={quoteattr(characteristic.type)}>{content}</characteristic>"


def test_libwbxml_reads_our_provisioning_documents():
    referee.require(payload_tools.libwbxml)
    random = referee.randomness("provisioning")
    tally = referee.Tally("provisioning documents read by libwbxml")
    for _ in range(200):
        chosen = settings(random)
        body = "".join(map(described, chosen))
        wanted = document("wap-provisioningdoc", f'<wap-provisioningdoc version="1.0">{body}</wap-provisioningdoc>')
        text = payload_tools.wbxml_to_xml(ClientProvisioning(chosen).document)
        tally.same(parsed(text) if text else text, parsed(wanted), wanted)
    tally.close(200)


def test_tshark_reads_our_signatures_and_settings():
    referee.require(tshark)
    random = referee.randomness("signatures")
    sent, pdus = [], []
    for _ in range(100):
        security = random.choice(("netwpin", "userpin", "usernetwpin"))
        pin = f"{random.randrange(10_000):04}" if "user" in security else None
        imsi = f"26201{random.randrange(10**10):010}" if "netw" in security else None
        chosen = (Characteristic("BOOTSTRAP", (("NAME", "b"), ("PROXY-ID", f"p{random.randrange(10)}"))),)
        payload = ClientProvisioning(chosen, security, pin, imsi)
        assert len(payload.message()) == 1
        sent.append(payload)
        pdus += received(payload)
    tally = referee.Tally("signatures read by tshark")
    for payload, frame in zip(sent, frames(pdus), strict=True):
        tally.same(f"SEC={payload.security.upper()}" in frame, True, frame)
        tally.same(f"MAC={payload.mac}" in frame, True, frame)
        words = " ".join(shown_by_tshark(frame))
        tally.same(
            "type='BOOTSTRAP'" in words and f"'{payload.characteristics[0].content[1][1]}'" in words, True, words
        )
    tally.close(300)


def test_tshark_joins_pushes_of_several_segments():
    # It cuts off what it shows of a long string, hence the beginning, the length and what follows the string.
    referee.require(tshark)
    random = referee.randomness("long pushes")
    sent, lengths, pdus = [], [], []
    for number in range(100):
        text = "".join(random.choice("abc def") for _ in range(random.randrange(150, 900))).strip()
        push = ServiceIndication("http://www.example.com/m", text)
        segments = [wrap.deliver(segment) for segment in push.message(reference=number, message_class=1)]
        sent.append(push)
        lengths.append(len(segments))
        pdus += segments
    shown = frames(pdus)
    tally = referee.Tally("long pushes joined by tshark")
    for push, length in zip(sent, lengths, strict=True):
        frame = shown[length - 1]
        del shown[:length]
        tally.same(f"[Reassembled Short Message length: {len(push.data)}]" in frame, True, frame)
        tally.same(f"'{push.text[:140]}" in frame, True, frame)
        tally.same(shown_by_tshark(frame)[-2:], ["</indication>", "</si>"], frame)
    tally.close(300)


def test_tshark_reads_any_content_type():
    referee.require(tshark)
    types = {0x3E: "application/vnd.wap.mms-message", 0x32: "application/vnd.wap.coc", "text/x-own": "text/x-own"}
    shown = frames([received(WapPush(each, b"body"))[0] for each in types])
    tally = referee.Tally("content types read by tshark")
    for frame, name in zip(shown, types.values(), strict=True):
        tally.same(f"Content-Type: {name}" in frame, True, frame)
    tally.close(3)


# -- vCard and vCalendar

CARD = "BEGIN:VCARD\nVERSION:2.1\nN:Doe;John\nTEL:+123456\nEND:VCARD"
ENTRY = "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nSUMMARY:Tea\nEND:VEVENT\nEND:VCALENDAR"


def test_gammu_knows_cards_and_entries_by_their_ports():
    # gammu has names for 9204 and, in several segments, 228; it does not take the text apart.
    referee.require(payload_tools.gammu_module)
    long_entry = ENTRY.replace("Tea", "Tea " * 60)
    messages = [VCard(CARD).message(), VCard(CARD).text_message(), VCalendar(long_entry, early=True).text_message()]
    answers = payload_tools.gammu_reads([[wrap.deliver(segment) for segment in message] for message in messages])
    assert [answer.get("kind") for answer in answers[:2]] == ["NokiaVCARD21Long"] * 2
    assert answers[2].get("udh") == "NokiaCalendarLong"


def test_tshark_joins_the_octets_of_cards():
    referee.require(tshark)
    tally = referee.Tally("octets and ports read by tshark")
    for length in (10, 60, 120, 300, 900):
        for payload in (
            VCard(CARD.replace("John", "J" * length)),
            VCalendar(ENTRY.replace("Tea", "t" * length), early=True),
        ):
            pdus = received(payload)
            names = ["gsm_sms.sms_body", "gsm_sms.udh.mm.msg_parts", "gsm_sms.destination_port"]
            rows = tshark.dissect(pdus, names)
            tally.same({port for row in rows for port in row["gsm_sms.destination_port"]}, {str(int(payload.port))})
            parts = [part for row in rows for part in row["gsm_sms.udh.mm.msg_parts"]]
            tally.same(parts, [] if len(pdus) == 1 else [str(len(pdus))] * len(pdus))
            if len(pdus) == 1:
                octets = "".join(row["gsm_sms.sms_body"][0] for row in rows).replace(":", "")
                tally.same(octets, payload.data.hex())
    tally.close(20)
