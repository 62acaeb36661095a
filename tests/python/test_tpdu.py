"""smsenc.tpdu: known octets, every truncation, what cannot be, values, and octets of any kind."""

from __future__ import annotations

import datetime
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import smsenc
from smsenc import DecodeError, InvalidOption, tpdu

UTC = datetime.timezone.utc

DELIVER = "040b912618185532f700009040029161428207caf03a2ca78701"
SUBMIT = "11000b916407281553f800000008e8329bfd066dca"
SUBMIT_UCS2 = "01000b916407281553f8000808006100f1d83dde00"
REPORT = "0242049136195150713220052351408132200542ab"
REPORT_FULL = "0642049136195150713220052351408132200542ab078904067265706f7274"
PARSERS = {tpdu.Submit: SUBMIT, tpdu.Deliver: DELIVER, tpdu.StatusReport: REPORT_FULL}


def zone(quarters: int) -> datetime.timezone:
    return datetime.timezone(datetime.timedelta(minutes=15 * quarters))


# ---- known TPDUs


def test_a_known_delivery():
    deliver = tpdu.Deliver.parse(bytes.fromhex(DELIVER))
    assert str(deliver.originator) == "+62818155237"
    assert deliver.timestamp == datetime.datetime(2009, 4, 20, 19, 16, 24, tzinfo=zone(28))
    assert deliver.timestamp.utcoffset() == datetime.timedelta(hours=7)
    assert (deliver.pid, deliver.pid_meaning, deliver.dcs) == (0, "short message from SME to SME", 0)
    assert not any((deliver.more_messages, deliver.loop_prevention, deliver.reply_path, deliver.has_header))
    assert deliver.decode().text == "Jakarta"
    assert bytes(deliver).hex() == DELIVER
    built = tpdu.Deliver(
        originator="+62818155237",
        timestamp=deliver.timestamp,
        user_data=deliver.user_data,
        user_data_length=deliver.user_data_length,
    )
    assert built == deliver


def test_known_submissions():
    submit = tpdu.Submit.parse(bytes.fromhex(SUBMIT))
    assert (str(submit.destination), submit.validity) == ("+46708251358", datetime.timedelta(minutes=5))
    assert submit.decode().text == "hello €"
    [built] = tpdu.submits(smsenc.encode("hello €"), to="+46708251358", validity=datetime.timedelta(minutes=5))
    assert bytes(built).hex() == SUBMIT
    [built] = tpdu.submits(smsenc.encode("añ😀"), to=tpdu.Address("+46708251358"))
    assert bytes(built).hex() == SUBMIT_UCS2


def test_a_known_report():
    report = tpdu.StatusReport.parse(bytes.fromhex(REPORT_FULL))
    assert report.timestamp == datetime.datetime(2015, 5, 17, 23, 2, 50, tzinfo=zone(32))
    assert report.discharge_time == datetime.datetime(2015, 4, 18, 23, 2, 50, tzinfo=zone(24))
    assert (report.message_reference, str(report.recipient)) == (0x42, "+6391")
    assert (report.parameter_indicator, report.pid, report.dcs) == (b"\x07", 0x89, 4)
    assert (report.user_data, report.user_data_length) == (b"report", 6)
    assert report.decode().data == b"report"
    short = tpdu.StatusReport.parse(bytes.fromhex(REPORT))
    assert (short.parameter_indicator, short.pid, short.dcs, short.user_data) == (b"", None, None, None)
    assert short.decode() is None
    built = tpdu.StatusReport(
        message_reference=0x42,
        recipient="+6391",
        timestamp=report.timestamp,
        discharge_time=report.discharge_time,
        status=0xAB,
        pid=0x89,
        dcs=4,
        user_data=b"report",
    )
    assert bytes(built).hex() == REPORT_FULL


@pytest.mark.parametrize(
    ("status", "category", "meaning"),
    [
        (0x00, "completed", "received by the SME"),
        (0x01, "completed", "forwarded to the SME, delivery not confirmed"),
        (0x1F, "completed", "specific to the service centre"),
        (0x20, "temporary_still_trying", "congestion"),
        (0x46, "permanent", "validity period expired"),
        (0x62, "temporary_given_up", "no response from SME"),
        (0x03, "temporary_given_up", "reserved, read as service rejected"),
        (0xFF, "temporary_given_up", "reserved, read as service rejected"),
    ],
)
def test_the_status_has_a_category_and_a_meaning(status, category, meaning):
    octets = bytes.fromhex(REPORT)[:-1] + bytes([status])
    report = tpdu.StatusReport.parse(octets)
    assert (report.status, report.status_category, report.status_meaning) == (status, category, meaning)


def test_two_segments_of_a_delivery_are_read_with_their_header():
    deliver = tpdu.Deliver.parse(bytes.fromhex("440b916407281553f80000525022517462000a050003420202c46332"))
    decoded = deliver.decode()
    assert decoded.text == "bcd"
    assert decoded.header.concatenation == smsenc.Concatenation(0x42, 2, 2)


# ---- strictness


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
def test_every_truncation_is_an_error_at_its_octet_or_a_shorter_report(parser):
    whole = bytes.fromhex(PARSERS[parser])
    for end in range(len(whole)):
        if parser is tpdu.StatusReport and end == 21:
            assert bytes(parser.parse(whole[:end])) == whole[:end]
            continue
        with pytest.raises(DecodeError) as caught:
            parser.parse(whole[:end])
        assert caught.value.offset == end
        assert caught.value.field.startswith("TP-")
    with pytest.raises(DecodeError) as caught:
        parser.parse(whole + b"\0")
    assert (caught.value.offset, caught.value.field) == (len(whole), "TP-UD")


def test_the_type_must_be_that_of_the_class():
    for parser, octets in PARSERS.items():
        for other in set(PARSERS) - {parser}:
            with pytest.raises(DecodeError) as caught:
                other.parse(bytes.fromhex(octets))
            assert (caught.value.offset, caught.value.field) == (0, "TP-MTI")


def test_the_length_is_checked_by_the_coding():
    def submit(dcs, length, octets):
        return tpdu.Submit.parse(bytes.fromhex("0100038121f300") + bytes([dcs, length]) + bytes(octets))

    assert submit(0x00, 160, 140).user_data_length == 160
    assert submit(0x20, 140, 140).user_data_length == 140
    for dcs, length in [(0x00, 161), (0x04, 141), (0x08, 142), (0x20, 141)]:
        with pytest.raises(DecodeError) as caught:
            submit(dcs, length, 255)
        assert (caught.value.offset, caught.value.field) == (8, "TP-UDL")
    with pytest.raises(DecodeError) as caught:
        submit(0x04, 3, 2)
    assert (caught.value.offset, caught.value.field) == (11, "TP-UD")


def test_a_delivery_of_the_reserved_type_is_read_and_kept():
    octets = bytes([0x07]) + bytes.fromhex(DELIVER)[1:]
    deliver = tpdu.Deliver.parse(octets)
    assert deliver.decode().text == "Jakarta"
    assert bytes(deliver) == octets
    assert bytes(pickle.loads(pickle.dumps(deliver))) == octets
    assert tpdu.parse_received(octets) == deliver


def test_received_octets_find_their_class():
    assert isinstance(tpdu.parse_received(bytes.fromhex(DELIVER)), tpdu.Deliver)
    assert isinstance(tpdu.parse_received(bytearray.fromhex(REPORT)), tpdu.StatusReport)
    assert isinstance(tpdu.parse_received(bytes.fromhex("00" + REPORT), sca=True), tpdu.StatusReport)
    assert isinstance(tpdu.parse_received(bytes.fromhex("0100" + DELIVER), sca=True), tpdu.Deliver)
    for octets, sca, field in [
        (b"", False, "TP-MTI"),
        (b"", True, "SCA"),
        (b"\x05\x91", True, "SCA"),
        (b"\x01", False, "TP-MTI"),
    ]:
        with pytest.raises(DecodeError) as caught:
            tpdu.parse_received(octets, sca=sca)
        assert caught.value.field == field


# ---- AT commands


def test_the_pdu_of_an_at_command_has_the_service_centre_in_front():
    octets = bytes.fromhex("07919730071111f1" + DELIVER)
    deliver = tpdu.Deliver.parse(octets, sca=True)
    assert deliver.service_centre == tpdu.Address("+79037011111")
    assert bytes(deliver).hex() == DELIVER
    assert deliver.at_command() == (len(DELIVER) // 2, octets.hex().upper())
    assert pickle.loads(pickle.dumps(deliver)) == deliver
    assert deliver != tpdu.Deliver.parse(bytes.fromhex(DELIVER))
    for end in range(len(octets)):
        with pytest.raises(DecodeError) as caught:
            tpdu.Deliver.parse(octets[:end], sca=True)
        assert caught.value.offset == end
        assert caught.value.field == "SCA" if end < 8 else caught.value.field.startswith("TP-")


def test_a_submission_for_a_modem():
    [submit] = tpdu.submits(smsenc.encode("hello €"), to="+46708251358", service_centre="+79037011111")
    length, pdu = submit.at_command()
    assert (length, pdu) == (20, "07919730071111F101000B916407281553F8000008E8329BFD066DCA")
    assert tpdu.Submit.parse(bytes.fromhex(pdu), sca=True) == submit
    with pytest.raises(InvalidOption) as caught:
        tpdu.submits(smsenc.encode("x"), to="1", service_centre="Operator")
    assert caught.value.option == "service_centre"


# ---- messages


def test_a_message_becomes_one_submission_a_segment():
    message = smsenc.encode("ж" * 150, reference=7)
    pdus = tpdu.submits(
        message, to="+46708251358", message_reference=254, status_report_request="last", reply_path=True, pid=0x41
    )
    assert [pdu.message_reference for pdu in pdus] == [254, 255, 0]
    assert [pdu.status_report_request for pdu in pdus] == [False, False, True]
    assert tuple(pdu.user_data for pdu in pdus) == message.user_data
    assert [pdu.user_data_length for pdu in pdus] == [segment.user_data_length for segment in message]
    for pdu in pdus:
        assert tpdu.Submit.parse(bytes(pdu)) == pdu
        assert (pdu.dcs, pdu.pid, pdu.reply_path, pdu.has_header) == (8, 0x41, True, True)
    assert "".join(pdu.decode().text for pdu in pdus) == message.text
    assert all(pdu.status_report_request for pdu in tpdu.submits(message, to="1", status_report_request=True))


def test_a_binary_message_with_ports_becomes_submissions():
    message = smsenc.encode_binary(bytes(range(256)), header=[smsenc.Ports(2948, 9200)], reference=1)
    pdus = tpdu.submits(message, to="1")
    assert len(pdus) == 2
    assert b"".join(pdu.decode().data for pdu in pdus) == bytes(range(256))


def test_submits_refuses_what_it_cannot_use():
    with pytest.raises(TypeError):
        tpdu.submits("text", to="1")
    with pytest.raises(TypeError):
        tpdu.submits(smsenc.encode("x"), to=1)
    with pytest.raises(TypeError):
        tpdu.submits(smsenc.encode("x"), to="1", status_report_request=1)
    with pytest.raises(TypeError):
        tpdu.submits(smsenc.encode("x"), to="1", validity=3600)
    for options in [{"message_reference": 256}, {"pid": -1}, {"status_report_request": "first"}]:
        with pytest.raises(InvalidOption) as caught:
            tpdu.submits(smsenc.encode("x"), to="1", **options)
        assert caught.value.option in options


# ---- values


def samples():
    yield tpdu.Submit.parse(bytes.fromhex(SUBMIT))
    yield tpdu.Submit(
        destination="1",
        status_report_request=True,
        reject_duplicates=True,
        reply_path=True,
        validity=datetime.datetime(2030, 1, 1, tzinfo=UTC),
        service_centre="+1",
    )
    yield tpdu.Deliver.parse(bytes.fromhex(DELIVER))
    yield tpdu.Deliver(
        originator="Sender",
        timestamp=b"\xff" * 7,
        dcs=smsenc.DataCodingScheme(4),
        user_data=b"\x00",
        more_messages=True,
        loop_prevention=True,
        status_report_indication=True,
        reply_path=True,
        has_header=True,
    )
    yield tpdu.StatusReport.parse(bytes.fromhex(REPORT))
    yield tpdu.StatusReport.parse(bytes.fromhex(REPORT_FULL))
    yield tpdu.StatusReport.parse(bytes.fromhex(REPORT + "84010141aa"))


@pytest.mark.parametrize("value", list(samples()), ids=repr)
def test_values_compare_hash_pickle_and_become_dictionaries(value):
    again = pickle.loads(pickle.dumps(value))
    assert again == value
    assert hash(again) == hash(value)
    assert bytes(again) == bytes(value)
    assert type(value).parse(bytes.fromhex(value.at_command()[1]), sca=True) == value
    assert value != bytes(value)
    assert repr(value).startswith(f"{type(value).__name__}(")
    dictionary = json.loads(json.dumps(value.to_dict()))
    assert dictionary["schema"] == 1
    assert bytes.fromhex(dictionary["octets"]) == bytes(value)
    with pytest.raises(AttributeError):
        value.pid = 1


def test_representations_name_the_flags_that_are_set():
    submit, _, deliver, odd, report, *_ = samples()
    assert repr(submit) == (
        "Submit(destination='+46708251358', message_reference=0, pid=0x00, dcs=0x00, "
        "validity=datetime.timedelta(seconds=300), user_data_length=8)"
    )
    assert repr(deliver) == (
        "Deliver(originator='+62818155237', timestamp='2009-04-20T19:16:24+07:00', pid=0x00, dcs=0x00, "
        "user_data_length=7)"
    )
    assert "has_header=True, more_messages=True, loop_prevention=True" in repr(odd)
    assert repr(report).endswith("status=0xAB, more_messages=True)")


def test_flags_stand_at_their_bits():
    submit = {"reject_duplicates": 0x04, "status_report_request": 0x20, "has_header": 0x40, "reply_path": 0x80}
    for name, bit in submit.items():
        assert bytes(tpdu.Submit(destination="1", **{name: True}))[0] == 0x01 | bit
    deliver = {"loop_prevention": 0x08, "status_report_indication": 0x20, "has_header": 0x40, "reply_path": 0x80}
    for name, bit in deliver.items():
        assert bytes(tpdu.Deliver(originator="1", timestamp=bytes(7), **{name: True}))[0] == 0x04 | bit
    assert bytes(tpdu.Deliver(originator="1", timestamp=bytes(7), more_messages=True))[0] == 0x00
    time = {"timestamp": bytes(7), "discharge_time": bytes(7)}
    report = {"loop_prevention": 0x08, "answers_command": 0x20, "has_header": 0x40}
    for name, bit in report.items():
        built = tpdu.StatusReport(message_reference=0, recipient="1", status=0, **time, **{name: True})
        assert bytes(built)[0] == 0x06 | bit
        assert getattr(built, name)


def test_user_data_of_septets_need_their_number():
    with pytest.raises(InvalidOption) as caught:
        tpdu.Submit(destination="1", user_data=b"\xe8")
    assert caught.value.option == "user_data_length"
    with pytest.raises(InvalidOption) as caught:
        tpdu.Submit(destination="1", user_data=b"\xe8", user_data_length=2)
    assert (caught.value.option, caught.value.value) == ("user_data_length", 2)
    with pytest.raises(InvalidOption) as caught:
        tpdu.Submit(destination="1", dcs=4, user_data=bytes(141))
    assert (caught.value.option, caught.value.value) == ("user_data", 141)
    with pytest.raises(InvalidOption) as caught:
        tpdu.Submit(destination="1", dcs=4, user_data=bytes(300))
    assert caught.value.option == "user_data"
    assert tpdu.Submit(destination="1", dcs=4, user_data=bytes(140)).user_data_length == 140
    assert tpdu.Submit(destination="1", user_data=b"\x68", user_data_length=1).decode().text == "h"


def test_keywords_only_and_types():
    with pytest.raises(TypeError):
        tpdu.Submit("1")
    with pytest.raises(TypeError):
        tpdu.Submit(destination="1", unknown=1)
    with pytest.raises(TypeError):
        tpdu.Submit(destination="1", has_header=1)
    with pytest.raises(TypeError):
        tpdu.Deliver(originator="1", timestamp="2024-01-01")
    with pytest.raises(TypeError):
        tpdu.Deliver.parse("040b")


# ---- properties


def outcome(parser, octets, sca=False):
    try:
        return parser.parse(octets, sca=sca)
    except DecodeError as error:
        return error


@given(st.binary(max_size=200), st.booleans())
def test_any_octets_parse_to_what_builds_them_or_to_a_decode_error(octets, sca):
    for parser in PARSERS:
        parsed = outcome(parser, octets, sca)
        if isinstance(parsed, DecodeError):
            assert 0 <= parsed.offset <= len(octets)
            continue
        assert (bytes.fromhex(parsed.at_command()[1]) if sca else bytes(parsed)) == octets
        json.dumps(parsed.to_dict())
        repr(parsed)
        parsed.decode()


@given(st.sampled_from([DELIVER, SUBMIT, REPORT, REPORT_FULL]), st.data())
def test_one_changed_octet_is_an_error_or_comes_back(octets, data):
    changed = bytearray.fromhex(octets)
    changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    for parser in PARSERS:
        parsed = outcome(parser, changed)
        if not isinstance(parsed, DecodeError):
            assert bytes(parsed) == changed
            assert pickle.loads(pickle.dumps(parsed)) == parsed


@given(st.text(max_size=400), st.integers(0, 255))
def test_the_submissions_of_any_text_decode_to_it(text, reference):
    message = smsenc.encode(text, lone_surrogates="replace")
    pdus = tpdu.submits(message, to="+1", message_reference=reference)
    assert [pdu.message_reference for pdu in pdus] == [(reference + i) % 256 for i in range(len(message))]
    assert "".join(tpdu.Submit.parse(bytes(pdu)).decode().text for pdu in pdus) == message.text
