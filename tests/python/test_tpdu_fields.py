"""The fields of smsenc.tpdu: addresses, time stamps, validity periods."""

from __future__ import annotations

import datetime
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import smsenc
from smsenc import DecodeError, InvalidOption, UnmappableCharacter, tpdu
from smsenc._core import ReplyAddress

UTC = datetime.timezone.utc

DELIVER = "040b912618185532f700009040029161428207caf03a2ca78701"


def zone(quarters: int) -> datetime.timezone:
    return datetime.timezone(datetime.timedelta(minutes=15 * quarters))


# ---- addresses


@pytest.mark.parametrize(
    ("octets", "value"),
    [("07d0d4f29c0e", "Test"), ("0dd041e19058341e01", "ABCDEFG"), ("14d041e19058341e9149e512", "ABCDEFGHIJK")],
)
def test_known_alphanumeric_addresses_read_and_build(octets, value):
    address = tpdu.Address.parse(bytes.fromhex(octets))
    assert (address.value, address.ton, address.npi) == (value, tpdu.TypeOfNumber.ALPHANUMERIC, 0)
    assert address == tpdu.Address(value)
    assert bytes(tpdu.Address(value)).hex() == octets


@pytest.mark.parametrize(
    ("arguments", "octets", "shown"),
    [
        (("+46708251358", {}), "0b916407281553f8", "+46708251358"),
        (("46708251358", {}), "0b816407281553f8", "46708251358"),
        (("46708251358", {"ton": 1}), "0b916407281553f8", "+46708251358"),
        (("+46708251358", {"ton": tpdu.TypeOfNumber.INTERNATIONAL}), "0b916407281553f8", "+46708251358"),
        (("*100#", {}), "05811a00fb", "*100#"),
        (("12abc", {"ton": 2, "npi": tpdu.NumberingPlan.PRIVATE}), "05a921dcfe", "12abc"),
        (("12", {"npi": 0}), "028021", "12"),
        (("", {}), "0081", ""),
        (("abc", {}), "06d061f118", "abc"),
    ],
)
def test_addresses_of_numbers_and_names(arguments, octets, shown):
    value, options = arguments
    address = tpdu.Address(value, **options)
    assert bytes(address).hex() == octets
    assert str(address) == shown
    again = tpdu.Address(address.value, ton=address.ton, npi=address.npi)
    assert again == address
    assert hash(again) == hash(address)
    assert eval(repr(address), {"Address": tpdu.Address}) == address
    assert pickle.loads(pickle.dumps(address)) == address


def test_seven_characters_with_the_length_of_eight_are_seven_and_flagged():
    tolerated = tpdu.Address.parse(bytes.fromhex("0ed041e19058341e01"))
    assert (tolerated.value, tolerated.has_spare_septet) == ("ABCDEFG", True)
    exact = tpdu.Address.parse(bytes.fromhex("0dd041e19058341e01"))
    assert (exact.value, exact.has_spare_septet) == ("ABCDEFG", False)
    assert tolerated != exact
    assert pickle.loads(pickle.dumps(tolerated)) == tolerated
    assert repr(tolerated) == "<Address 'ABCDEFG', octets 0ED041E19058341E01>"


@pytest.mark.parametrize(
    ("value", "options", "option"),
    [
        ("+49 151", {}, "value"),
        ("1" * 21, {}, "value"),
        ("ABCDEFGHIJKL", {}, "value"),
        ("ABCDEFGHIJ€", {}, "value"),
        ("12x", {"ton": 1}, "value"),
        ("Test", {"npi": 1}, "npi"),
        ("12", {"ton": 8}, "ton"),
        ("12", {"npi": 16}, "npi"),
    ],
)
def test_what_is_no_address_names_the_option(value, options, option):
    with pytest.raises(InvalidOption) as caught:
        tpdu.Address(value, **options)
    assert caught.value.option == option


def test_a_name_outside_the_alphabet_names_the_character():
    with pytest.raises(UnmappableCharacter) as caught:
        tpdu.Address("Café Łódź")
    assert (caught.value.character, caught.value.position) == ("Ł", 5)
    with pytest.raises(TypeError):
        tpdu.Address(46708251358)


@pytest.mark.parametrize(
    ("octets", "offset"),
    [("", 0), ("0b", 1), ("0b9116048956", 6), ("15910000", 0), ("0b91160489562609", 7), ("0b911604895626f900", 8)],
)
def test_octets_that_are_no_address_are_a_decode_error(octets, offset):
    with pytest.raises(DecodeError) as caught:
        tpdu.Address.parse(bytes.fromhex(octets))
    assert (caught.value.offset, caught.value.field) == (offset, "address")


def test_a_reply_address_is_an_element():
    element = ReplyAddress("+46708251358")
    assert (element.iei, element.data.hex()) == (0x22, "0b916407281553f8")
    assert element.address == tpdu.Address("+46708251358")
    header = smsenc.UserDataHeader.parse(b"\x0a\x22\x08" + element.data)
    assert isinstance(header[0], ReplyAddress)
    assert repr(header[0]) == "ReplyAddress('+46708251358')"
    assert pickle.loads(pickle.dumps(element)) == element
    assert isinstance(pickle.loads(pickle.dumps(element)), ReplyAddress)
    raw = smsenc.UserDataHeader.parse(b"\x03\x22\x01\x0b")[0]
    assert not isinstance(raw, ReplyAddress)
    assert len(smsenc.encode("x" * 150, header=[element])) == 2


# ---- time


@pytest.mark.parametrize(
    ("octets", "time"),
    [
        ("9040029161420a", datetime.datetime(2009, 4, 20, 19, 16, 24, tzinfo=zone(-20))),
        ("90400291614240", datetime.datetime(2009, 4, 20, 19, 16, 24, tzinfo=zone(4))),
        ("9040029161428a", datetime.datetime(2009, 4, 20, 19, 16, 24, tzinfo=zone(-28))),
        ("99211332959518", datetime.datetime(1999, 12, 31, 23, 59, 59, tzinfo=zone(-1))),
        ("98211332959500", datetime.datetime(2089, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("09101000000000", datetime.datetime(1990, 1, 1, tzinfo=UTC)),
    ],
)
def test_time_stamps_read_and_build(octets, time):
    whole = bytes.fromhex(DELIVER)
    whole = whole[:11] + bytes.fromhex(octets) + whole[18:]
    deliver = tpdu.Deliver.parse(whole)
    assert deliver.timestamp == time
    assert deliver.timestamp.utcoffset() == time.utcoffset()
    assert tpdu.Deliver(originator="1", timestamp=time).timestamp_octets.hex() == octets


def test_a_digit_that_is_no_decimal_digit_counts_as_zero_and_stays():
    # "... it shall assume that the digit is set to 0 but shall store the entire field exactly as received."
    whole = bytes.fromhex(DELIVER)
    whole = whole[:11] + bytes.fromhex("5f50f1322005a0") + whole[18:]
    deliver = tpdu.Deliver.parse(whole)
    assert deliver.timestamp == datetime.datetime(2005, 5, 10, 23, 2, 50, tzinfo=UTC)
    assert deliver.timestamp_octets.hex() == "5f50f1322005a0"
    assert bytes(deliver) == whole


@pytest.mark.parametrize("octets", ["90310291614200", "90f00291614200", "90403391614200", "00000000000000"])
def test_digits_that_are_no_time_are_none_and_stay(octets):
    whole = bytes.fromhex(DELIVER)
    whole = whole[:11] + bytes.fromhex(octets) + whole[18:]
    deliver = tpdu.Deliver.parse(whole)
    assert deliver.timestamp is None
    assert deliver.timestamp_octets.hex() == octets
    assert bytes(deliver) == whole
    assert bytes(pickle.loads(pickle.dumps(deliver))) == whole
    built = tpdu.Deliver(originator="1", timestamp=bytes.fromhex(octets))
    assert built.timestamp_octets.hex() == octets
    assert deliver.to_dict()["timestamp"] is None


@pytest.mark.parametrize(
    "time",
    [
        datetime.datetime(2024, 1, 1),
        datetime.datetime(1989, 12, 31, tzinfo=UTC),
        datetime.datetime(2090, 1, 1, tzinfo=UTC),
        datetime.datetime(2024, 1, 1, microsecond=1, tzinfo=UTC),
        datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(minutes=7))),
        datetime.datetime(2024, 1, 1, tzinfo=zone(80)),
        b"\0" * 6,
    ],
)
def test_times_that_no_stamp_holds_are_refused(time):
    with pytest.raises(InvalidOption) as caught:
        tpdu.Deliver(originator="1", timestamp=time)
    assert caught.value.option == "timestamp"


def test_relative_periods_read_and_build_at_every_value():
    seen = []
    for octet in range(256):
        parsed = tpdu.Submit.parse(bytes.fromhex("1100038121f30000") + bytes([octet, 0]))
        assert parsed.validity_format == "relative"
        built = tpdu.Submit(destination="123", validity=parsed.validity)
        assert built.validity_octets == bytes([octet])
        assert tpdu.round_validity(parsed.validity) == parsed.validity
        seen.append(parsed.validity)
    assert seen == sorted(set(seen))
    hour = datetime.timedelta(hours=1)
    assert [seen[0x8F], seen[0xA7], seen[0xA8], seen[0xFF]] == [12 * hour, 24 * hour, 48 * hour, 63 * 7 * 24 * hour]


def test_rounding_is_asked_for():
    period = datetime.timedelta(hours=13, minutes=1)
    with pytest.raises(InvalidOption) as caught:
        tpdu.Submit(destination="1", validity=period)
    assert caught.value.option == "validity"
    assert tpdu.round_validity(period) == datetime.timedelta(hours=13, minutes=30)
    assert tpdu.round_validity(period, rounding="down") == datetime.timedelta(hours=13)
    assert tpdu.round_validity(datetime.timedelta(0)) == datetime.timedelta(minutes=5)
    assert tpdu.round_validity(datetime.timedelta(minutes=5, microseconds=1)) == datetime.timedelta(minutes=10)
    weeks = datetime.timedelta(weeks=63)
    assert tpdu.round_validity(weeks * 2, rounding="down") == weeks
    for wrong, rounding in [(weeks * 1.001, "up"), (datetime.timedelta(minutes=4), "down"), (-weeks, "up")]:
        with pytest.raises(InvalidOption) as caught:
            tpdu.round_validity(wrong, rounding=rounding)
        assert caught.value.option == "period"
    with pytest.raises(InvalidOption):
        tpdu.round_validity(weeks, rounding="nearest")
    with pytest.raises(TypeError):
        tpdu.round_validity(5)


def test_an_absolute_period_is_a_datetime():
    end = datetime.datetime(2030, 2, 3, 4, 5, 6, tzinfo=zone(-10))
    submit = tpdu.Submit(destination="1", validity=end)
    assert (submit.validity, submit.validity_format) == (end, "absolute")
    assert tpdu.Submit.parse(bytes(submit)) == submit
    odd = bytes(submit).replace(submit.validity_octets, b"\xff" * 7)
    parsed = tpdu.Submit.parse(odd)
    assert (parsed.validity, parsed.validity_format, parsed.validity_octets) == (None, "absolute", b"\xff" * 7)
    assert bytes(parsed) == odd


@pytest.mark.parametrize(
    ("period", "options", "octets"),
    [
        (None, {}, "00000000000000"),
        (None, {"single_shot": True}, "40000000000000"),
        (datetime.timedelta(seconds=255), {}, "02ff0000000000"),
        (datetime.timedelta(minutes=5), {}, "03005000000000"),
        (datetime.timedelta(minutes=5), {"format": "relative"}, "01000000000000"),
        (datetime.timedelta(seconds=9), {"format": "clock", "single_shot": True}, "43000090000000"),
        (datetime.timedelta(days=30), {}, "01c40000000000"),
    ],
)
def test_enhanced_periods_read_and_build(period, options, octets):
    validity = tpdu.EnhancedValidity(period, **options)
    assert bytes(validity).hex() == octets
    assert (validity.period, validity.single_shot) == (period, options.get("single_shot", False))
    assert tpdu.EnhancedValidity.parse(bytes(validity)) == validity
    assert pickle.loads(pickle.dumps(validity)) == validity
    assert eval(repr(validity), {"EnhancedValidity": tpdu.EnhancedValidity, "datetime": datetime}) == validity
    submit = tpdu.Submit(destination="1", validity=validity)
    assert (submit.validity, submit.validity_format) == (validity, "enhanced")
    assert tpdu.Submit.parse(bytes(submit)) == submit


def test_enhanced_periods_that_cannot_be():
    second = datetime.timedelta(seconds=1)
    wrong = [
        ((second / 2,), {}, "period"),
        ((-second,), {}, "period"),
        ((0 * second,), {"format": "seconds"}, "period"),
        ((256 * second,), {"format": "seconds"}, "period"),
        ((second,), {"format": "relative"}, "period"),
        ((360_000 * second,), {"format": "clock"}, "period"),
        ((second,), {"format": "none"}, "period"),
        ((), {"format": "seconds"}, "format"),
        ((second,), {"format": "hours"}, "format"),
    ]
    for arguments, options, option in wrong:
        with pytest.raises(InvalidOption) as caught:
            tpdu.EnhancedValidity(*arguments, **options)
        assert caught.value.option == option
    reserved = tpdu.EnhancedValidity.parse(b"\x87" + bytes(6))
    assert (reserved.format, reserved.period, reserved.is_extended) == ("unknown", None, True)
    for octets, offset in [(bytes(6), 6), (bytes(8), 7)]:
        with pytest.raises(DecodeError) as caught:
            tpdu.EnhancedValidity.parse(octets)
        assert (caught.value.offset, caught.value.field) == (offset, "TP-VP")


quarters = st.integers(-79, 79).map(zone)


@given(st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2089, 12, 31, 23, 59, 59), timezones=quarters))
def test_any_time_of_the_century_comes_back(time):
    time = time.replace(microsecond=0)
    built = tpdu.Deliver(originator="1", timestamp=time)
    assert (built.timestamp, built.timestamp.utcoffset()) == (time, time.utcoffset())
