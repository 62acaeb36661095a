"""OMA client provisioning: the document, the signature, the code pages."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from smsenc.errors import InvalidOption
from smsenc.payloads import Characteristic, ClientProvisioning

NAPDEF = Characteristic(
    "NAPDEF",
    (
        ("NAPID", "n1"),
        ("BEARER", "GSM-GPRS"),
        ("NAME", "Ex"),
        ("NAP-ADDRESS", "internet"),
        ("NAP-ADDRTYPE", "APN"),
    ),
)
# As libwbxml writes it and tshark reads it.
DOCUMENT = bytes.fromhex(
    "020B6A00C54601C65501871106036E310001871006AB01870706034578000187080603696E7465726E6574000187090689010101"
)
MAC = "C61093486946ED37B22036A622900532928A6CD1"


def test_a_document_as_libwbxml_encodes_it():
    assert ClientProvisioning((NAPDEF,)).document == DOCUMENT


def test_unsigned_it_has_the_short_content_type():
    settings = ClientProvisioning((NAPDEF,))
    assert settings.data == bytes.fromhex("010601B6") + DOCUMENT
    assert settings.mac is None
    assert settings.port == 0x0B84


def test_signed_with_a_pin():
    settings = ClientProvisioning((NAPDEF,), "userpin", "1234")
    assert settings.mac == MAC
    assert settings.data == bytes.fromhex("01062F1F2DB6918192") + MAC.encode() + b"\0" + DOCUMENT


@pytest.mark.parametrize(
    ("security", "pin", "imsi", "code", "key"),
    [
        # EF_IMSI: 9 where the number of digits is odd, 1 and F at the end where it is even.
        ("netwpin", None, "262011234567890", 0x80, "2926102143658709"),
        ("netwpin", None, "26201123456789", 0x80, "21261021436587f9"),
        ("userpin", "0099", None, 0x81, "30303939"),
        ("usernetwpin", "1234", "262011234567890", 0x82, "292610214365870931323334"),
    ],
)
def test_keys_of_the_three_methods(security, pin, imsi, code, key):
    settings = ClientProvisioning((NAPDEF,), security, pin, imsi)
    digest = hmac.new(bytes.fromhex(key), settings.document, hashlib.sha1).hexdigest().upper()
    assert settings.mac == digest
    assert settings.data[5:9] == bytes((0xB6, 0x91, code, 0x92))


def test_an_application_stands_on_code_page_1_but_values_on_page_0():
    application = Characteristic("APPLICATION", (("APPID", "w2"), ("NAME", "Start"), ("INTERNET", None)))
    document = ClientProvisioning((application,)).document
    assert (
        document[7:].hex()
        == (
            "c6" + "0001" + "55" + "01"  # characteristic type=APPLICATION, page 1
            "87" + "36" + "0000" + "06" + "03773200" + "01"  # APPID on page 1, value on page 0
            "87" + "07" + "06" + "03537461727400" + "01"  # NAME is on both pages: no switch
            "87" + "14" + "01"  # no value
            "01" + "01"
        )
    )


def test_characteristics_within_characteristics_and_unknown_names():
    inner = Characteristic("X-OWN", (("X-NAME", "GSM"),))
    document = ClientProvisioning((Characteristic("NAPDEF", (("NAPID", "PAP"), inner)),)).document
    assert document[7:].hex() == (
        "c6" + "5501"
        "87" + "11" + "069a" + "01"
        "c6" + "5003582d4f574e00" + "01"
        "87" + "0503582d4e414d4500" + "060347534d00" + "01"
        "01" + "01" + "01"
    )


def test_only_whole_values_become_tokens():
    document = ClientProvisioning((Characteristic("NAPDEF", (("NAME", "APN PAP"),)),)).document
    assert b"\x06\x03APN PAP\0" in document


def test_secrets_stand_in_no_text():
    settings = ClientProvisioning((NAPDEF,), "usernetwpin", "4711", "262011234567890")
    assert "4711" not in repr(settings)
    assert "26201" not in repr(settings)
    with pytest.raises(InvalidOption) as caught:
        ClientProvisioning((NAPDEF,), "userpin", "47x11")
    assert "47x11" not in str(caught.value)
    assert "47x11" not in repr(caught.value.value)


def test_values_out_of_range_are_named():
    for build, option in (
        (lambda: ClientProvisioning((NAPDEF,), "userpinmac", "1"), "security"),
        (lambda: ClientProvisioning((NAPDEF,), "userpin"), "pin"),
        (lambda: ClientProvisioning((NAPDEF,), "userpin", ""), "pin"),
        (lambda: ClientProvisioning((NAPDEF,), "netwpin"), "imsi"),
        (lambda: ClientProvisioning((NAPDEF,), "netwpin", None, "1234567890123456"), "imsi"),
        (lambda: ClientProvisioning((NAPDEF,), "netwpin", "1", "123456"), "pin"),
        (lambda: ClientProvisioning((NAPDEF,), None, "1"), "pin"),
        (lambda: ClientProvisioning((NAPDEF,), transaction=256), "transaction"),
        (lambda: Characteristic("a\0"), "type"),
        (lambda: Characteristic("A", (("a\0", None),)), "name"),
        (lambda: Characteristic("A", (("a", "\0"),)), "value"),
    ):
        with pytest.raises(InvalidOption) as caught:
            build()
        assert caught.value.option == option


def test_wrong_types_are_type_errors():
    for build in (
        lambda: ClientProvisioning(("NAPDEF",)),
        lambda: ClientProvisioning((NAPDEF,), "userpin", 1234),
        lambda: Characteristic(5),
        lambda: Characteristic("A", (("a", 5),)),
    ):
        with pytest.raises(TypeError):
            build()
