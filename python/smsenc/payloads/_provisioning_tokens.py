"""The tokens of provisioning documents (OMA-WAP-ProvCont 1.1).

Each entry: code page, first token, the names of that token and those that follow it.
"""

from __future__ import annotations

from .wbxml import TokenTable

__all__ = ["PROVISIONING_TOKENS"]

_NAMES = (
    (
        0,
        0x07,
        "NAME NAP-ADDRESS NAP-ADDRTYPE CALLTYPE VALIDUNTIL AUTHTYPE AUTHNAME AUTHSECRET "
        "LINGER BEARER NAPID COUNTRY NETWORK INTERNET PROXY-ID PROXY-PROVIDER-ID DOMAIN "
        "PROVURL PXAUTH-TYPE PXAUTH-ID PXAUTH-PW STARTPAGE BASAUTH-ID BASAUTH-PW PUSHENABLED "
        "PXADDR PXADDRTYPE TO-NAPID PORTNBR SERVICE LINKSPEED DNLINKSPEED LOCAL-ADDR "
        "LOCAL-ADDRTYPE CONTEXT-ALLOW TRUST MASTER SID SOC WSP-VERSION PHYSICAL-PROXY-ID "
        "CLIENT-ID DELIVERY-ERR-SDU DELIVERY-ORDER TRAFFIC-CLASS MAX-SDU-SIZE "
        "MAX-BITRATE-UPLINK MAX-BITRATE-DNLINK RESIDUAL-BER SDU-ERROR-RATIO "
        "TRAFFIC-HANDL-PRIO TRANSFER-DELAY GUARANTEED-BITRATE-UPLINK "
        "GUARANTEED-BITRATE-DNLINK PXADDR-FQDN PROXY-PW PPGAUTH-TYPE",
    ),
    (0, 0x47, "PULLENABLED DNS-ADDR MAX-NUM-RETRY FIRST-RETRY-TIMEOUT REREG-THRESHOLD T-BIT"),
    (0, 0x4E, "AUTH-ENTITY SPI"),
    (1, 0x07, "NAME"),
    (1, 0x14, "INTERNET"),
    (1, 0x1C, "STARTPAGE"),
    (1, 0x22, "TO-NAPID PORTNBR SERVICE"),
    (
        1,
        0x2E,
        "AACCEPT AAUTHDATA AAUTHLEVEL AAUTHNAME AAUTHSECRET AAUTHTYPE ADDR ADDRTYPE APPID "
        "APROTOCOL PROVIDER-ID TO-PROXY URI RULE",
    ),
)
_TYPES = (
    (
        0,
        0x51,
        "PXLOGICAL PXPHYSICAL PORT VALIDITY NAPDEF BOOTSTRAP VENDORCONFIG CLIENTIDENTITY PXAUTHINFO NAPAUTHINFO ACCESS",
    ),
    (1, 0x53, "PORT"),
    (1, 0x55, "APPLICATION APPADDR APPAUTH CLIENTIDENTITY RESOURCE"),
)
_VALUES = (
    (0, 0x85, "IPV4 IPV6 E164 ALPHA APN SCODE TETRA-ITSI MAN"),
    (0, 0x90, "ANALOG-MODEM V.120 V.110 X.31 BIT-TRANSPARENT DIRECT-ASYNCHRONOUS-DATA-SERVICE"),
    (0, 0x9A, "PAP CHAP HTTP-BASIC HTTP-DIGEST WTLS-SS MD5"),
    (
        0,
        0xA2,
        "GSM-USSD GSM-SMS ANSI-136-GUTS IS-95-CDMA-SMS IS-95-CDMA-CSD IS-95-CDMA-PACKET "
        "ANSI-136-CSD ANSI-136-GPRS GSM-CSD GSM-GPRS AMPS-CDPD PDC-CSD PDC-PACKET IDEN-SMS "
        "IDEN-CSD IDEN-PACKET FLEX/REFLEX PHS-SMS PHS-CSD TETRA-SDS TETRA-PACKET "
        "ANSI-136-GHOST MOBITEX-MPAK CDMA2000-IX-SIMPLE-IP CDMA2000-IX-MOBILE-IP",
    ),
    (0, 0xC5, "AUTOBAUDING"),
    (
        0,
        0xCA,
        "CL-WSP CO-WSP CL-SEC-WSP CO-SEC-WSP CL-SEC-WTA CO-SEC-WTA OTA-HTTP-TO "
        "OTA-HTTP-TLS-TO OTA-HTTP-PO OTA-HTTP-TLS-PO",
    ),
    (1, 0x86, "IPV6 E164 ALPHA"),
    (1, 0x8D, "APPSRV OBEX"),
    (1, 0xE0, "AAA HA"),
)

_Runs = tuple[tuple[int, int, str], ...]


def _codes(runs: _Runs) -> dict[str, tuple[tuple[int, int], ...]]:
    codes: dict[str, tuple[tuple[int, int], ...]] = {}
    for page, first, names in runs:
        for token, name in enumerate(names.split(), first):
            codes[name] = (*codes.get(name, ()), (page, token))
    return codes


PROVISIONING_TOKENS = TokenTable(
    public_identifier=0x0B,
    tags={"wap-provisioningdoc": 0x05, "characteristic": 0x06, "parm": 0x07},
    starts={
        ("name", ""): ((0, 0x05),),
        ("value", ""): ((0, 0x06),),
        ("version", ""): ((0, 0x45),),
        ("version", "1.0"): ((0, 0x46),),
        ("type", ""): ((0, 0x50), (1, 0x50)),
        **{("name", name): codes for name, codes in _codes(_NAMES).items()},
        **{("type", name): codes for name, codes in _codes(_TYPES).items()},
    },
    values=_codes(_VALUES),
    # A value that happens to contain "PAP" is not cut up: phones compare whole values.
    whole_values=True,
)
