"""Count, estimate, encode and split under pytest-benchmark, per script and length, beside `len` and `str.encode`.

``python -m pytest benches/python/bench_scripts.py`` groups the operations of one text, references among them: ratios
are read within a group of one run. Paired and interleaved ratios, which goals are stated in, are made by ``ratios.py``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

import smsenc

SCRIPTS = {
    "english": "The quick brown fox jumps over the lazy dog. ",
    "accents": "Grüße aus Köln, à bientôt, mañana más. ".replace("á", "à").replace("ô", "ò"),
    "extension": "{code: [1, 2]} costs 5 € ~ ",
    "turkish": "Değerli müşterimiz, siparişiniz yola çıktı. ",
    "greek": "ΚΑΛΗΜΕΡΑ ΣΑΣ ",
    "russian": "Ваш заказ будет доставлен сегодня. ",
    "hindi": "आपका ऑर्डर आज पहुँचेगा। ",
    "arabic": "سيصل طلبك اليوم قبل الساعة الثالثة. ",
    "chinese": "您的包裹今天下午送达。",
    "emoji": "Party tonight 🎉🎂 see you 👋🏽 ",
}
LENGTHS = [20, 70, 160, 459]
OPERATIONS: dict[str, Callable[[str], object]] = {
    "len": len,
    "str.encode('utf-8')": lambda text: text.encode("utf-8"),
    "str.encode('utf-16-be')": lambda text: text.encode("utf-16-be"),
    "count_segments": smsenc.count_segments,
    "estimate": smsenc.estimate,
    "encode": smsenc.encode,
    "encode(...).user_data": lambda text: smsenc.encode(text).user_data,
}


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_operation(benchmark, script: str, length: int, operation: str) -> None:
    text = (SCRIPTS[script] * (length // len(SCRIPTS[script]) + 1))[:length]
    benchmark.group = f"{script} {length}"
    assert benchmark(OPERATIONS[operation], text) is not None
