"""Our TPDUs read field by field by tshark and gammu, and theirs by our parsers.

TS 23.040 clauses 9.1.2.5 (addresses), 9.2.2.1 to 9.2.2.3 (layouts), 9.2.3.11 (time stamps), 9.2.3.12
(validity periods), 9.2.3.15 (status), 9.2.3.27 (parameter indicator).
"""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta, timezone

import gammu_pdu
import pytest
import referee
import smstools
import texts
import tshark
import twin

import smsenc
from smsenc import tpdu

GSM = "gsm_sms."
ADDRESS = ["dis_field_addr.length", "dis_field_addr.num_type", "dis_field_addr.num_plan"]
DIGITS = "0123456789*#abc"
HELLO = twin.pack(twin.septets_of("hello"))


def _dissect(pdus: list[bytes], names: list[str], direction: tshark.Direction) -> list[tshark.Row]:
    referee.require(tshark)
    rows = tshark.dissect([bytes(pdu) for pdu in pdus], [GSM + name for name in names], direction=direction)
    return [{name: row[GSM + name] for name in names} for row in rows]


def _flags(row: tshark.Row, names: list[str]) -> list[bool]:
    return [tshark.numbers(row[name]) == [1] for name in names]


def _number(stream: random.Random) -> str:
    return "+" + "".join(stream.choices("0123456789", k=stream.randint(1, 20)))


def _time(stream: random.Random) -> datetime:
    zone = timezone(timedelta(minutes=15 * stream.randint(-79, 79)))
    return datetime(1990, 1, 1, tzinfo=zone) + timedelta(seconds=stream.randrange(100 * 365 * 86_400))


def _stamp(row: tshark.Row, place: int = 0) -> list[int]:
    names = ("year", "month", "day", "hour", "minutes", "seconds")
    return [tshark.numbers(row["scts." + name])[place] for name in names]


SCTS = ["scts." + name for name in ("year", "month", "day", "hour", "minutes", "seconds")]


def _fields(moment: datetime) -> list[int]:
    """The digits of a time stamp: local time, a year of two digits."""
    return [moment.year % 100, moment.month, moment.day, moment.hour, moment.minute, moment.second]


def _zones(prose: str) -> list[timedelta]:
    """``Timezone: GMT - 5 hours 30 minutes``, in order."""
    found = re.findall(r"Timezone: GMT ([+-]) (\d+) hours (\d+) minutes", prose)
    return [(-1 if sign == "-" else 1) * timedelta(hours=int(hours), minutes=int(m)) for sign, hours, m in found]


def test_tshark_reads_every_field_of_our_submits():
    stream = referee.randomness("submits")
    made = []
    for text in texts.many_gsm7(stream, 1000):
        options = {
            "message_reference": stream.randrange(256),
            "pid": stream.choice((0x00, 0x20, 0x41, 0x47, 0x5F, 0x7F)),
            "status_report_request": stream.random() < 0.5,
            "reject_duplicates": stream.random() < 0.5,
            "reply_path": stream.random() < 0.5,
            "validity": stream.choice((None, timedelta(hours=1), _time(stream), tpdu.EnhancedValidity())),
        }
        number = _number(stream)
        message = smsenc.encode(text)
        for segment, pdu in zip(message, tpdu.submits(message, to=number, **options), strict=True):
            made.append((number, options, segment, pdu))
    names = ["tp-mti", "tp-mr", "tp-pid", "tp-dcs", "tp-da", "tp-vpf", "tp.user_data_length", *ADDRESS]
    flags = ["tp-rd", "tp-srr", "tp-rp", "tp-udhi"]
    rows = _dissect([pdu for *_, pdu in made], names + flags, "from-phone")
    formats = {type(None): 0, tpdu.EnhancedValidity: 1, timedelta: 2, datetime: 3}
    tally = referee.Tally("fields of our submits")
    for row, (number, options, segment, pdu) in zip(rows, made, strict=True):
        # TP-MR counts on from part to part (clause 9.2.3.6).
        reference = (options["message_reference"] + segment.sequence - 1) % 256
        length = [segment.user_data_length]
        expected = [[1], [reference], [options["pid"]], [0], [], [formats[type(options["validity"])]], length]
        expected += [[len(number) - 1], [1], [1]]
        tally.same([tshark.numbers(row[name]) if name != "tp-da" else [] for name in names], expected)
        tally.same(row["tp-da"], [number[1:]])
        wanted = [options[name] for name in ("reject_duplicates", "status_report_request", "reply_path")]
        tally.same(_flags(row, flags), [*wanted, bool(segment.header)])
        again = tpdu.Submit.parse(bytes(pdu))
        tally.same((again, again.decode().text), (pdu, segment.text))
    tally.close(at_least=6000)


def test_tshark_joins_our_submits():
    stream = referee.randomness("joined submits")
    pdus, last = [], []
    for text, number in zip(texts.many_gsm7(stream, 500), texts.numbers(stream), strict=False):
        pdus += tpdu.submits(smsenc.encode(text), to=number, validity=timedelta(days=2))
        last.append((text, len(pdus) - 1))
    rows = _dissect(pdus, ["sms_text"], "from-phone")
    tally = referee.Tally("joined submits")
    for text, place in last:
        tally.same("".join(rows[place]["sms_text"]), text)
    tally.close(at_least=500)


def test_tshark_reads_every_field_of_our_delivers():
    stream = referee.randomness("delivers")
    names = ["tp-mti", "tp-pid", "tp-dcs", *ADDRESS]
    # TP-MMS is 0 when there are more messages (clause 9.2.3.2).
    flags = ["tp-mms", "tp-lp", "tp-sri", "tp-rp"]
    made = []
    for _ in range(1500):
        number, moment = _number(stream), _time(stream)
        content = stream.choice(("plain", "\u0436\u0437"))
        (segment,) = smsenc.encode(content)
        options = {
            name: stream.random() < 0.5
            for name in ("more_messages", "loop_prevention", "status_report_indication", "reply_path")
        }
        pdu = tpdu.Deliver(
            originator=number,
            timestamp=moment,
            user_data=segment.user_data,
            user_data_length=segment.user_data_length,
            dcs=segment.dcs,
            pid=stream.choice((0x00, 0x32, 0x40)),
            **options,
        )
        made.append((number, moment, content, options, pdu))
    pdus = [pdu for *_, pdu in made]
    rows = _dissect(pdus, [*names, *flags, *SCTS, "tp-oa", "sms_text"], "to-phone")
    zones = _zones(tshark.tree([bytes(pdu) for pdu in pdus]))
    tally = referee.Tally("fields of our delivers")
    for row, zone, (number, moment, content, options, pdu) in zip(rows, zones, made, strict=True):
        expected = [[0], [pdu.pid], [pdu.dcs], [len(number) - 1], [1], [1]]
        tally.same([tshark.numbers(row[name]) for name in names], expected)
        more, *others = options.values()
        tally.same(_flags(row, flags), [not more, *others])
        tally.same((row["tp-oa"], row["sms_text"]), ([number[1:]], [content]))
        tally.same(_stamp(row), _fields(moment))
        tally.same(zone, moment.utcoffset())
        again = tpdu.Deliver.parse(bytes(pdu))
        tally.same((again, again.timestamp, again.timestamp.utcoffset()), (pdu, moment, moment.utcoffset()))
    tally.close(at_least=9000)


def test_time_stamps_of_all_zones_are_read_the_same():
    """Every value of the zone octet whose digit is one: quarters of an hour, bit 3 west of Greenwich."""
    octets = [octet for octet in range(256) if octet >> 4 <= 9]
    pdus = [twin.deliver(HELLO[1], HELLO[0], scts=twin.SCTS[:6] + bytes([octet])) for octet in octets]
    referee.require(tshark)
    tally = referee.Tally("zones")
    for zone, pdu in zip(_zones(tshark.tree(pdus)), pdus, strict=True):
        ours = tpdu.Deliver.parse(pdu)
        tally.same(zone, ours.timestamp.utcoffset(), pdu.hex())
        tally.same(bytes(ours), pdu)
    tally.close(at_least=300)


def test_gammu_reads_our_time_stamps():
    """Below the year 2090; gammu gives the local time of the service centre."""
    referee.require(gammu_pdu)
    stream = referee.randomness("gammu stamps")
    moments = [moment for moment in (_time(stream) for _ in range(600)) if moment.year >= 2000]
    pdus = [
        tpdu.Deliver(originator="+467", timestamp=moment, user_data=HELLO[1], user_data_length=HELLO[0])
        for moment in moments
    ]
    tally = referee.Tally("gammu, time stamps")
    for moment, answer in zip(moments, gammu_pdu.decode([bytes(pdu) for pdu in pdus]), strict=True):
        tally.same(datetime.fromisoformat(answer["DateTime"]), moment.replace(tzinfo=None))
    tally.close(at_least=400)


def test_addresses_of_every_type_and_length_are_read_the_same():
    stream = referee.randomness("addresses")
    made = []
    for length in range(1, 21):
        for ton in (0, 1, 2, 3, 4, 6, 7):
            for npi in (0, 1, 3, 8, 9, 15):
                made.append(("".join(stream.choices(DIGITS, k=length)), ton, npi))
    addresses = [tpdu.Address(value, ton=ton, npi=npi) for value, ton, npi in made]
    pdus = [
        tpdu.Deliver(originator=address, timestamp=twin.SCTS, user_data=HELLO[1], user_data_length=HELLO[0])
        for address in addresses
    ]
    rows = _dissect(pdus, ["tp-oa", *ADDRESS, "sms_text"], "to-phone")
    tally = referee.Tally("addresses")
    for row, pdu, (value, ton, npi) in zip(rows, pdus, made, strict=True):
        got = [row["tp-oa"], *(tshark.numbers(row[name]) for name in ADDRESS), row["sms_text"]]
        tally.same(got, [[value], [len(value)], [ton], [npi], ["hello"]])
        # The twin's octets, our reading.
        octets = twin.address(value)
        octets = octets[:1] + bytes([0x80 | ton << 4 | npi]) + octets[2:]
        ours = tpdu.Deliver.parse(twin.deliver(HELLO[1], HELLO[0], originator=octets)).originator
        tally.same((ours.value, ours.ton, ours.npi), (value, ton, npi))
        tally.same(octets, bytes(pdu.originator))
    tally.close(at_least=2500)


def test_alphanumeric_senders_are_read_the_same():
    """1 to 11 septets, all the default alphabet with its extension; the length is ceil(7n/4)."""
    referee.require(tshark, gammu_pdu)
    stream = referee.randomness("senders")
    names = [texts.gsm7(stream, length, escapes) for length in range(1, 12) for escapes in [0.0] * 20 + [0.3] * 20]
    # A number is no name.
    names = ["x" + name[1:] if name.strip("+" + DIGITS) == "" else name for name in names]
    pdus = [
        tpdu.Deliver(
            originator=tpdu.Address(name, ton=tpdu.TypeOfNumber.ALPHANUMERIC),
            timestamp=twin.SCTS,
            user_data=HELLO[1],
            user_data_length=HELLO[0],
        )
        for name in names
    ]
    rows = _dissect(pdus, ["tp-oa", *ADDRESS, "sms_text"], "to-phone")
    answers = gammu_pdu.decode([bytes(pdu) for pdu in pdus])
    tally = referee.Tally("alphanumeric senders")
    for name, pdu, row, answer in zip(names, pdus, rows, answers, strict=True):
        septets = smsenc.gsm7.encode(name)
        got = [row["tp-oa"], *(tshark.numbers(row[field]) for field in ADDRESS), row["sms_text"]]
        tally.same(got, [[name], [-(-7 * len(septets) // 4)], [5], [0], ["hello"]], referee.shown(name))
        # GAMMU_SENDER: it shows the septets themselves, to the first 00.
        tally.same(answer["Number"], septets.split(b"\0")[0].decode("ascii"), referee.shown(name))
        tally.same(bytes(pdu.originator), twin.alphanumeric(list(septets)))
        again = tpdu.Deliver.parse(bytes(pdu)).originator
        if len(septets) == 8 and septets[-1] == 0:
            # Eight septets of which the last is 00 may be seven by a peer that counts octets: reported as seven.
            tally.same((again.value, again.has_spare_septet), (name[:-1], True), referee.shown(name))
        else:
            tally.same((again.value, again.has_spare_septet), (name, False), referee.shown(name))
    tally.close(at_least=1400)


def _period(prose: str) -> timedelta:
    """``12 hours 30 minutes``, ``2 day(s)``, ``44 seconds``."""
    units = {"minutes": 60, "hours": 3600, "day(s)": 86_400, "week(s)": 7 * 86_400, "seconds": 1}
    return timedelta(seconds=sum(int(n) * units[unit] for n, unit in re.findall(r"(\d+) ([a-z()]+)", prose)))


def _gammu_period(value: str) -> timedelta:
    units = {"M": 60, "H": 3600, "D": 86_400, "W": 7 * 86_400}
    return timedelta(days=63 * 7) if value == "Max" else timedelta(seconds=int(value[:-1]) * units[value[-1]])


def test_every_relative_validity_period_is_read_the_same():
    referee.require(tshark, gammu_pdu)
    pdus = [twin.submit(HELLO[1], HELLO[0], validity=bytes([octet]), validity_format=2) for octet in range(256)]
    lines = [line.strip() for line in tshark.tree(pdus, direction="from-phone").splitlines()]
    prose = [line for line in lines if line.startswith("TP-Validity-Period:")]
    answers = gammu_pdu.decode(pdus)
    tally = referee.Tally("relative validity periods")
    for pdu, line, answer in zip(pdus, prose, answers, strict=True):
        ours = tpdu.Submit.parse(pdu)
        tally.same(_period(line), ours.validity, line)
        tally.same(_gammu_period(answer["SMSC"]["Validity"]), ours.validity, answer["SMSC"]["Validity"])
        built = tpdu.Submit(
            destination="+46708251358", user_data=HELLO[1], user_data_length=HELLO[0], validity=ours.validity
        )
        tally.same((bytes(built), bytes(ours)), (pdu, pdu))
    tally.close(at_least=768)


def test_absolute_validity_periods_are_read():
    stream = referee.randomness("absolute validity")
    moments = [_time(stream) for _ in range(500)]
    message = smsenc.encode("hello")
    pdus = [tpdu.submits(message, to="+467", validity=moment)[0] for moment in moments]
    rows = _dissect(pdus, [*SCTS, "tp-vpf", "sms_text"], "from-phone")
    zones = _zones(tshark.tree([bytes(pdu) for pdu in pdus], direction="from-phone"))
    tally = referee.Tally("absolute validity periods")
    for row, zone, moment, pdu in zip(rows, zones, moments, pdus, strict=True):
        tally.same((_stamp(row), zone), (_fields(moment), moment.utcoffset()))
        tally.same((row["tp-vpf"], row["sms_text"]), (["3"], ["hello"]))
        tally.same(tpdu.Submit.parse(bytes(pdu)).validity, moment)
    tally.close(at_least=1500)


def test_enhanced_validity_periods_are_read():
    """Not zero, which clause 9.2.3.12.3 reserves."""
    periods = [(timedelta(seconds=seconds), "seconds") for seconds in range(1, 256)]
    periods += [(tpdu.round_validity(timedelta(minutes=minutes)), "relative") for minutes in range(5, 90_000, 977)]
    periods += [(timedelta(seconds=seconds), "clock") for seconds in range(1, 86_400, 311)]
    message = smsenc.encode("hello")
    single_shots = [number % 2 == 1 for number in range(len(periods))]
    made = [
        tpdu.EnhancedValidity(period, format=name, single_shot=single_shot)
        for (period, name), single_shot in zip(periods, single_shots, strict=True)
    ]
    pdus = [tpdu.submits(message, to="+467", validity=validity)[0] for validity in made]
    names = ["vp.validity_period_format", "vp.single_shot_sm", "vp.extension", "tp-vpf", "sms_text"]
    clock = ["vp.validity_period.hour", "vp.validity_period.minutes", "vp.validity_period.seconds"]
    rows = _dissect(pdus, names + clock, "from-phone")
    lines = [line.strip() for line in tshark.tree([bytes(p) for p in pdus], direction="from-phone").splitlines()]
    prose = iter([line for line in lines if line.startswith("TP-Validity-Period:")])
    codes = {"relative": 1, "seconds": 2, "clock": 3}
    tally = referee.Tally("enhanced validity periods")
    for row, (period, name), single_shot, validity, pdu in zip(rows, periods, single_shots, made, pdus, strict=True):
        got = [tshark.numbers(row[field]) for field in names[:4]]
        tally.same(got, [[codes[name]], [int(single_shot)], [0], [1]])
        if name != "relative":  # TSHARK_ENHANCED_RELATIVE
            tally.same(row["sms_text"], ["hello"])
        if name == "clock":
            hours, minutes, seconds = (tshark.numbers(row[field])[0] for field in clock)
            tally.same(timedelta(hours=hours, minutes=minutes, seconds=seconds), period)
        else:
            tally.same(_period(next(prose)), period)
        tally.same(tpdu.Submit.parse(bytes(pdu)).validity, validity)
    tally.close(at_least=2400)


# Bits 6 and 5 of TP-ST (clause 9.2.3.15).
DEFINED = {0x00, 0x01, 0x02, *range(0x20, 0x26), *range(0x40, 0x4A), *range(0x60, 0x66)}
DEFINED |= {status for status in range(0x80) if status & 0x10}
CATEGORIES = {0: "completed", 1: "temporary_still_trying", 2: "permanent", 3: "temporary_given_up"}


def test_tshark_reads_every_status_of_our_reports():
    stream = referee.randomness("status reports")
    made = []
    for status in range(256):
        options = {name: stream.random() < 0.5 for name in ("more_messages", "loop_prevention", "answers_command")}
        recipient, sent, done = _number(stream), _time(stream), _time(stream)
        report = tpdu.StatusReport(
            message_reference=stream.randrange(256),
            recipient=recipient,
            timestamp=sent,
            discharge_time=done,
            status=status,
            **options,
        )
        made.append((report, recipient, sent, done, options))
    reports = [report for report, *_ in made]
    flags = ["tp-mms", "tp-lp", "tp-srq"]
    names = ["tp-mti", "tp-mr", "tp-ra", *flags, "dis_field.definition", "dis_field.st_error", "dis.field_st_reason"]
    rows = _dissect(reports, names + SCTS, "to-phone")
    zones = _zones(tshark.tree([bytes(report) for report in reports]))
    tally = referee.Tally("status reports")
    for number, (row, (report, recipient, sent, done, options)) in enumerate(zip(rows, made, strict=True)):
        about = f"status {report.status:02X}"
        got = tshark.numbers(row["tp-mti"] + row["tp-mr"])
        tally.same((got, row["tp-ra"]), ([2, report.message_reference], [recipient[1:]]), about)
        more, *others = options.values()
        tally.same(_flags(row, flags), [not more, *others], about)
        tally.same((_stamp(row), _stamp(row, 1)), (_fields(sent), _fields(done)), about)
        tally.same(zones[2 * number : 2 * number + 2], [sent.utcoffset(), done.utcoffset()], about)
        tally.same(row["dis_field.definition"], [str(report.status >> 7)], about)
        if report.status in DEFINED:
            (error,) = tshark.numbers(row["dis_field.st_error"])
            tally.same(CATEGORIES[error], report.status_category, about)
        else:
            # To be read as 63, service rejected; tshark goes by bits 6 and 5 alone.
            tally.same("temporary_given_up", report.status_category, about)
        tally.same(tpdu.StatusReport.parse(bytes(report)), report, about)
    tally.close(at_least=1600)


def test_gammu_reads_our_status_reports():
    referee.require(gammu_pdu)
    stream = referee.randomness("gammu reports")
    reports = []
    for status in range(0x70):
        sent = datetime(2025, 5, 22, 15, 47, 26, tzinfo=timezone.utc)
        done = sent + timedelta(minutes=status)
        recipient = _number(stream)
        reports.append(
            tpdu.StatusReport(
                message_reference=status, recipient=recipient, timestamp=sent, discharge_time=done, status=status
            )
        )
    tally = referee.Tally("gammu, status reports")
    for report, answer in zip(reports, gammu_pdu.decode([bytes(report) for report in reports]), strict=True):
        tally.same((answer["Type"], answer["Number"]), ("Status_Report", str(report.recipient)))
        tally.same((answer["MessageReference"], answer["DeliveryStatus"]), (report.message_reference, report.status))
        stamps = [datetime.fromisoformat(answer[name]) for name in ("DateTime", "SMSCDateTime")]
        tally.same(stamps, [moment.replace(tzinfo=None) for moment in (report.timestamp, report.discharge_time)])
    tally.close(at_least=330)


@pytest.mark.parametrize("announced", range(8))
def test_the_parameters_that_tp_pi_announces_are_read(announced):
    """Bit 0 TP-PID, bit 1 TP-DCS, bit 2 TP-UDL and TP-UD."""
    (segment,) = smsenc.encode("\u0436\u0437" if announced & 2 else "report")
    given = {}
    if announced & 1:
        given["pid"] = 0x41
    if announced & 2:
        given["dcs"] = segment.dcs
    if announced & 4:
        given |= {"user_data": segment.user_data, "user_data_length": segment.user_data_length}
    moment = datetime(2025, 5, 22, 15, 47, 26, tzinfo=timezone.utc)
    report = tpdu.StatusReport(
        message_reference=1, recipient="+467", timestamp=moment, discharge_time=moment, status=0, **given
    )
    present = ["tp.pid.present", "tp.dcs.present", "tp.udl.present"]
    (row,) = _dissect([report], [*present, "tp-pid", "tp-dcs", "sms_text", "sms_body"], "to-phone")
    assert _flags(row, present) == [bool(announced & bit) for bit in (1, 2, 4)]
    assert tshark.numbers(row["tp-pid"]) == ([0x41] if announced & 1 else [])
    assert tshark.numbers(row["tp-dcs"]) == ([segment.dcs] if announced & 2 else [])
    if announced & 6 == 4:
        # TSHARK_REPORT_ALPHABET: without TP-DCS the text is of the default alphabet.
        assert row["sms_body"] == [segment.user_data.hex()]
    else:
        assert row["sms_text"] == ([segment.text] if announced & 4 else [])
    decoded = tpdu.StatusReport.parse(bytes(report)).decode()
    assert (decoded.text if announced & 4 else decoded) == (segment.text if announced & 4 else None)


def test_our_parser_takes_what_gammu_builds():
    referee.require(gammu_pdu)
    stream = referee.randomness("gammu's submits")
    contents = [text for text in texts.many_gsm7(stream, 800) if text]
    numbers = [_number(stream) for _ in range(8)]
    tally = referee.Tally("gammu's submits")
    for number in numbers:
        share = contents[numbers.index(number) :: len(numbers)]
        for text, parts in zip(share, gammu_pdu.encode(share, number=number), strict=True):
            pdus = [tpdu.Submit.parse(part) for part in parts]
            tally.same([bytes(pdu) for pdu in pdus], parts)
            tally.same({str(pdu.destination) for pdu in pdus}, {number})
            tally.same("".join(pdu.decode().text for pdu in pdus), text)
            if len(parts) == 1:
                (ours,) = tpdu.submits(smsenc.encode(text), to=number, validity=pdus[0].validity)
                tally.same(bytes(ours), parts[0])
    tally.close(at_least=2800)


def test_our_parser_takes_what_smsd_builds():
    referee.require(smstools)
    stream = referee.randomness("smsd's submits")
    contents = [texts.ucs2(stream, stream.randint(1, 70)).replace("\ufeff", "") + "\u0436" for _ in range(200)]
    headers = {"Alphabet": "UCS2"}
    sent = smstools.send([smstools.Outgoing(text.encode("utf-16-be"), headers) for text in contents])
    tally = referee.Tally("smsd's submits")
    for text, parts in zip(contents, sent, strict=True):
        pdus = [tpdu.Submit.parse(part) for part in parts]
        tally.same([bytes(pdu) for pdu in pdus], parts)
        tally.same("".join(pdu.decode().text for pdu in pdus), text)
        tally.same(len({pdu.destination for pdu in pdus}), 1)
    tally.close(at_least=600)


def test_smsd_takes_our_delivers_behind_their_service_centre():
    """The prefix of AT commands: its length counts octets, the type of number among them (TS 24.011)."""
    referee.require(smstools)
    stream = referee.randomness("service centres")
    made = []
    for _ in range(120):
        centre, originator = _number(stream), _number(stream)
        moment = datetime(2025, 5, 22, 15, 47, 26, tzinfo=timezone.utc)
        (segment,) = smsenc.encode("hello " + texts.gsm7(stream, 20, 0.0).replace("\u00a4", "").strip() + "x")
        pdu = tpdu.Deliver(
            originator=originator,
            timestamp=moment,
            user_data=segment.user_data,
            user_data_length=segment.user_data_length,
            service_centre=centre,
        )
        made.append((centre, originator, segment.text, pdu))
    received = smstools.receive([bytes.fromhex(pdu.at_command()[1]) for *_, pdu in made], service_centre=True)
    tally = referee.Tally("smsd, service centres")
    for got, (centre, originator, text, pdu) in zip(received, made, strict=True):
        tally.same(got.headers["From_SMSC"], centre[1:])
        tally.same(got.headers["From"], originator[1:])
        tally.same(got.headers["Sent"], "25-05-22 15:47:26")
        tally.same(got.text, text)
        tally.same(pdu.at_command()[0], len(bytes(pdu)))
    tally.close(at_least=600)
