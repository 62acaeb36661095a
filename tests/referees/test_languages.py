"""smsd reads the national language tables: all cells one by one, all pairs, and thousands of generated texts.

TS 23.038 clauses 6.2.1.2 (shift tables), annexes A.2 (single) and A.3 (locking). smstools is the one packaged
tool that reads whole TPDUs with the elements 0x24 and 0x25.
"""

from __future__ import annotations

import itertools

import pytest
import referee
import smstools
import texts
import twin
import wrap
from national import ESC, LANGUAGES, LOCKING, pool

import smsenc
from smsenc import gsm7

referee.require(smstools)

MARK = 0x78  # "x", which stands at its place in every locking table

# How many cells of each table hold a character, the escape not counted (annexes A.2 and A.3).
CELLS = {
    "turkish": (127, 17),
    "spanish": (0, 19),
    "portuguese": (127, 37),
    "bengali": (114, 82),
    "gujarati": (120, 70),
    "hindi": (127, 88),
    "kannada": (120, 73),
    "malayalam": (120, 82),
    "oriya": (116, 75),
    "punjabi": (110, 76),
    "tamil": (102, 77),
    "telugu": (120, 77),
    "urdu": (127, 90),
}


def _element(kind: str, language: smsenc.NationalLanguage) -> tuple[int, bytes]:
    return (0x25 if kind == "locking" else 0x24, bytes([language.identifier]))


def _tpdu(septets: list[int], *elements: tuple[int, bytes]) -> bytes:
    length, octets = twin.pack(septets, twin.header(*elements))
    return twin.deliver(octets, length, udhi=bool(elements))


def _tables():
    for language in LANGUAGES:
        if language in LOCKING:
            yield "locking", language
        yield "single", language


def test_every_cell_of_every_table_reads_the_same():
    """Each code in a TPDU of the twin, a mark behind each, so that what is dropped shifts nothing."""
    questions, tpdus = [], []
    for kind, language in _tables():
        for low in range(0, 128, 32):
            codes = [code for code in range(low, low + 32) if code not in (ESC, MARK)]
            septets = [s for code in codes for s in (([ESC] if kind == "single" else []) + [code, MARK])]
            questions.append((kind, language, codes, "x"))
            tpdus.append(_tpdu(septets, _element(kind, language)))
        # The mark's own code, marked by "y".
        questions.append((kind, language, [MARK], "y"))
        tpdus.append(_tpdu(([ESC] if kind == "single" else []) + [MARK, 0x79], _element(kind, language)))
    tally = referee.Tally("cells of the national tables")
    cells = {language.value: {"locking": 0, "single": 0} for language in LANGUAGES}
    for (kind, language, codes, mark), received in zip(questions, smstools.receive(tpdus), strict=True):
        answers = received.text.split(mark)
        assert len(answers) == len(codes) + 1, (kind, language, received)
        for code, answer in zip(codes, answers, strict=False):
            about = f"{language} {kind} {code:02X}"
            if kind == "locking":
                ours = gsm7.decode(bytes([code]), locking=language.value)
                defined = answer != ""
            else:
                ours = gsm7.decode(bytes([ESC, code]), single=language.value)
                defined = answer != ""
                if not defined:
                    # SMSTOOLS_ESCAPE_FALL_BACK: the clause wants the character of the default table.
                    tally.same(ours, gsm7.decode(bytes([code])), about)
            if (kind, language.value, code) == ("single", "telugu", 0x65):
                # SMSTOOLS_TELUGU_EURO: no entry in annex A.2.12, so the default table's "e".
                tally.same((answer, ours), ("\u20ac", "e"), about)
                continue
            if ours == "\u00a4" and answer == "\u20ac":
                answer = ours  # SMSTOOLS_CURRENCY_SIGN
            if defined:
                cells[language.value][kind] += 1
                tally.same(answer, ours, about)
    assert {name: (count["locking"], count["single"]) for name, count in cells.items()} == CELLS
    tally.close(at_least=3000)


def _text(stream, plain: list[str], escaped: list[str], septets: int) -> str:
    out, left = [], septets
    while left > 1:
        if stream.random() < 0.35:
            out.append(stream.choice(escaped))
            left -= 2
        else:
            out.append(stream.choice(plain))
            left -= 1
    # A blank at an end would be stripped by some readers; none is sent there.
    return ("a" + "".join(out)).strip() + "a"


def test_every_pair_of_tables_reads_the_same():
    """A locking table of one language and a single shift table of another, in one header: all combinations."""
    stream = referee.randomness("pairs of tables")
    pairs = [
        (locking, single)
        for locking, single in itertools.product([None, *LOCKING], [None, *LANGUAGES])
        if locking or single
    ]
    assert len(pairs) == 13 * 14 - 1
    questions, tpdus = [], []
    for locking, single in pairs:
        plain, escaped = pool(locking=locking and locking.value, single=single and single.value)
        elements = [_element("single", single)] if single else []
        elements += [_element("locking", locking)] if locking else []
        # The order of the elements has no meaning.
        for order in (elements, elements[::-1]):
            text = _text(stream, plain, escaped, stream.randint(20, 140))
            septets = list(gsm7.encode(text, locking=locking and locking.value, single=single and single.value))
            length, user_data = twin.pack(septets, twin.header(*order))
            questions.append((text, locking, single, length, user_data))
            tpdus.append(twin.deliver(user_data, length, udhi=True))
    tally = referee.Tally("pairs of tables")
    for received, (text, locking, single, length, user_data) in zip(smstools.receive(tpdus), questions, strict=True):
        about = f"locking {locking}, single {single}"
        tally.same(received.text, text, about)
        decoded = smsenc.decode(user_data, user_data_length=length, has_header=True)
        tally.same(decoded.text, text, about)
        tally.same(decoded.anomalies, (), about)
    tally.close(at_least=3 * 2 * len(pairs))


def test_the_last_of_two_equal_elements_counts():
    """TS 23.040 clause 9.2.3.24: of an element that may not be repeated the last one holds."""
    stream = referee.randomness("repeated elements")
    questions, tpdus = [], []
    for kind, languages in (("single", LANGUAGES), ("locking", LOCKING)):
        for first, last in itertools.permutations(languages, 2):
            options = {"locking": None, "single": None, kind: last.value}
            plain, escaped = pool(**options)
            text = _text(stream, plain, escaped, 40)
            length, user_data = twin.pack(
                gsm7.encode(text, **options), twin.header(_element(kind, first), _element(kind, last))
            )
            questions.append((kind, last, text, length, user_data))
            tpdus.append(twin.deliver(user_data, length, udhi=True))
    tally = referee.Tally("repeated elements")
    for received, (kind, last, text, length, user_data) in zip(smstools.receive(tpdus), questions, strict=True):
        tally.same(received.text, text)
        decoded = smsenc.decode(user_data, user_data_length=length, has_header=True)
        tally.same((decoded.text, getattr(decoded.header, kind)), (text, last), f"{kind} {last}")
    tally.close(at_least=2 * (13 * 12 + 12 * 11))


def test_parts_with_tables_of_their_own_join_to_what_each_says():
    """Clause 6.2.1.2: an element acts on its own segment; other segments may have other tables or none."""
    stream = referee.randomness("parts with different tables")
    messages, tpdus = [], []
    for reference in range(60):
        total = stream.randint(2, 5)
        parts = []
        for sequence in range(1, total + 1):
            locking, single = stream.choice([None, *LOCKING]), stream.choice([None, *LANGUAGES])
            options = {"locking": locking and locking.value, "single": single and single.value}
            text = _text(stream, *pool(**options), 60)
            elements = [(0x00, bytes([reference, total, sequence]))]
            elements += [_element("single", single)] if single else []
            elements += [_element("locking", locking)] if locking else []
            length, user_data = twin.pack(gsm7.encode(text, **options), twin.header(*elements))
            parts.append((text, length, user_data))
            tpdus.append(twin.deliver(user_data, length, udhi=True))
        messages.append(parts)
    received = iter(smstools.receive(tpdus))
    tally = referee.Tally("parts with different tables")
    for parts in messages:
        reassembler, whole = smsenc.Reassembler(), None
        for text, length, user_data in parts:
            tally.same(next(received).text, text)
            assert whole is None
            whole = reassembler.add(smsenc.decode(user_data, user_data_length=length, has_header=True))
        tally.same(whole and whole.text, "".join(text for text, *_ in parts))
    tally.close(at_least=60 * 3)


@pytest.fixture(scope="module")
def generated():
    """Messages that choose their tables themselves; the referee's reading of each segment."""
    stream = referee.randomness("national texts")
    messages = []
    for language in LANGUAGES:
        both = language if language in LOCKING else LANGUAGES[0]
        for locking, single in ((None, language), (both, language), (both, None)):
            plain, escaped = pool(locking=locking and locking.value, single=single and single.value)
            for number in range(24):
                length = (1, 20, 100, 145, 146, 149, 152, 155, 156, 200, 300, 460)[number % 12]
                if single is None:
                    text = "a" + "".join(stream.choices(plain, k=length)).strip() + "a"
                elif locking is None:
                    # Letters of which the locking tables lack some, and few others: a single shift table pays.
                    letters = ["abcdefghij 0123456789\u00e8\u00ec", escaped]
                    chosen = (stream.choice(letters[stream.random() < 0.1]) for _ in range(length))
                    text = "\u00e8" + "".join(chosen).strip() + "a"
                else:
                    text = _text(stream, plain, escaped, length)
                permitted = "all" if number % 3 == 0 else {str(language), str(both)}
                bits = stream.choice((8, 16))
                header = [smsenc.Ports(16000, 16001)] if number % 4 == 3 else []
                options = {"encoding": "gsm7", "languages": permitted, "reference_bits": bits, "header": header}
                messages.append(smsenc.encode(text, **options))
    segments = [segment for message in messages for segment in message]
    received = smstools.receive([wrap.deliver(segment) for segment in segments])
    return messages, segments, received


def test_generated_texts_read_as_they_were_written(generated):
    _, segments, received = generated
    tally = referee.Tally("segments of national texts")
    for segment, got in zip(segments, received, strict=True):
        tally.same(got.text, segment.text, f"header {bytes(segment.header).hex()}")
    tally.close(at_least=1200)


def test_each_segment_names_the_tables_of_its_message(generated):
    messages, _, received = generated
    tally = referee.Tally("languages of segments")
    rest = iter(received)
    seen = set()
    for message in messages:
        for _, got in zip(message, rest, strict=False):
            tally.same(_identifier(got, "Language_ext"), message.single.identifier if message.single else None)
            tally.same(_identifier(got, "Language"), message.locking.identifier if message.locking else None)
        seen.add((message.locking, message.single))
    # Each table was chosen at least once, and pairs were.
    assert {single for _, single in seen} == {None, *LANGUAGES}
    assert {locking for locking, _ in seen} == {None, *LOCKING}
    assert sum(1 for locking, single in seen if locking and single) >= 12
    tally.close(at_least=2400)


def _identifier(received: smstools.Received, name: str) -> int | None:
    """``Turkish (1)``; an absent one is `` (-1)``, or no line at all."""
    value = received.headers.get(name, " (-1)")
    number = int(value.rpartition("(")[2].rstrip(")"))
    return None if number < 0 else number


def test_the_default_alphabet_reads_the_same():
    """Without elements: the default tables, single segments and concatenated ones."""
    stream = referee.randomness("smstools default alphabet")
    messages = []
    for text in texts.many_gsm7(stream, 600):
        # SMSTOOLS_CURRENCY_SIGN; smsd's spool is a file of lines, so ends are kept free of breaks.
        text = "a" + text.replace("\u00a4", "$") + "a"
        messages.append(smsenc.encode(text))
    segments = [segment for message in messages for segment in message]
    tally = referee.Tally("smstools, default alphabet")
    for segment, got in zip(segments, smstools.receive([wrap.deliver(segment) for segment in segments]), strict=True):
        tally.same(got.text, segment.text)
    tally.close(at_least=1000)
