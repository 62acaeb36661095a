"""A deterministic corpus of short messages in many scripts, with every boundary of every encoding.

All texts are our own. ``messages`` gives as many as asked for, always the same for one seed: realistic
messages per script, and edge cases (lengths about every capacity of TS 23.038 and TS 23.040 with escape
and surrogate pairs on the edge, control characters, decomposed letters, lone surrogates). It knows
nothing of smsenc, and checks nothing.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

__all__ = ["SEED", "by_script", "edges", "messages"]

SEED = 2340

_NAMES = ["Ana", "Tom", "Maria", "Li", "Omar", "Zoe", "Ravi", "Ines", "Jonas", "Eva", "Nils", "Carla"]
_PLACES = ["the station", "Main St 12", "gate B7", "the office", "room 3.14", "the old bridge"]
_CURRENCIES = ["EUR", "USD", "€", "$", "£", "₹"]
_LINKS = ["https://ex.example/a1", "http://t.example/?q=7&r=x", "www.shop.example/~me", "m.example/#top"]

# {name} {place} {link} {code} {amount} {time} {day} are filled in.
_PHRASES: dict[str, list[str]] = {
    "english": [
        "Hi {name}, are we still on for {time}?",
        "Your code is {code}. Do not share it with anyone.",
        "Parcel {code} will be delivered on {day} between {time} and noon.",
        "Running late, see you at {place} in ten minutes.",
        "Your account was credited with {amount}. Balance on request.",
        "Reminder: dentist at {time} on {day}, {place}. Reply YES to confirm.",
        "Can you bring milk & bread? Thanks!",
        "Meeting moved to {time}. Same place, same people.",
        "Track it here: {link}",
        "ok :-)",
        "Happy birthday, {name}! Many happy returns of the day.",
        "The quick answer is no; the long answer is at {link}",
        "Call me when you get home, it is about the keys.",
        "Sale! 30% off everything until {day}. Stop? Text END to 5550{code}.",
        "Flight {code} now boards at {place}. Please hurry.",
    ],
    "french": [
        "Bonjour {name}, votre colis n° {code} est arrivé à l'agence.",
        "Rendez-vous déplacé à {time}, désolé pour le délai.",
        "Ça va ? On se voit à {time} près du café ?",
        "Votre solde est de {amount}. À bientôt !",
        "J'ai oublié mes clés, peux-tu rentrer plus tôt, s'il te plaît ?",
        "Noël approche : dernière livraison garantie le {day}.",
        "Où es-tu ? Le dîner est prêt, la crème brûlée aussi.",
        "Être à l'heure, c'est déjà être en retard.",
    ],
    "spanish": [
        "Hola {name}, ¿quedamos a las {time} en la estación?",
        "¡Feliz año! Que todo te vaya bien.",
        "Su código es {code}. No lo comparta con nadie.",
        "Mañana no hay clase; la próxima será el {day}.",
        "El camión llegará según lo previsto, más información en {link}",
        "Su saldo es de {amount}. Gracias por su atención.",
        "Último aviso: la factura vence el {day}.",
    ],
    "portuguese": [
        "Olá {name}, a reunião ficou para as {time}.",
        "Seu código é {code}. Não o informe a ninguém.",
        "Promoção até {day}: ótimas opções para as férias!",
        "Você já almoçou? Estou a caminho do escritório.",
        "A entrega não foi concluída; ligue para a estação.",
        "Parabéns! Muitas felicidades, coração.",
        "Atenção: manutenção às {time}. Às ordens.",
    ],
    "german": [
        "Grüß dich {name}, bin um {time} da.",
        "Ihre TAN lautet {code}. Bitte nicht weitergeben.",
        "Die Straße ist gesperrt, fahr über die Brücke.",
        "Schöne Grüße aus Köln, das Wetter ist mäßig.",
        "Rechnung über {amount} fällig am {day}.",
        "Tür öffnet um {time}, Übergabe im Büro.",
    ],
    "extension": [
        "if (x[{code}] == '{{') {{ y |= ~z; }}",
        "Price: {amount} [incl. VAT] ~ see {link}",
        "path C:\\temp\\{code}\\log ^ caret | pipe",
        "€€€ WIN {amount} € NOW €€€",
        "{{{{name}}}}: [{code}]",
        "\f{name}\f{code}",
        "[x] done [ ] open [~] half",
    ],
    "turkish": [
        "Sayın {name}, şifreniz {code}. Kimseyle paylaşmayın.",
        "İyi günler, kargonuz {day} günü dağıtıma çıkacaktır.",
        "Bugün hava çok güzel, çay içmeye gidelim mi?",
        "Ödemeniz alındı: {amount}. Teşekkür ederiz.",
        "Geç kalıyorum, ığdır otobüsü henüz gelmedi.",
        "Öğle yemeği saat {time}, ağacın altında.",
        "Ğ harfiyle başlayan sözcük yoktur, değil mi?",
        "Café'ye gel {name}, à la carte öğle yemeği, ¡olé!",
    ],
    "greek": [
        "Καλημέρα {name}, θα τα πούμε στις {time};",
        "Ο κωδικός σας είναι {code}.",
        "ΑΥΡΙΟ ΑΡΓΙΑ ΛΟΓΩ ΕΟΡΤΗΣ",
        "Η παραγγελία σας έφτασε στο κατάστημα.",
        "Χρόνια πολλά! Φιλιά από όλους.",
        "ΦΩΣ ΨΥΧΗ ΘΞ ΠΣ ΔΓΛ Ω",
    ],
    "russian": [
        "Привет, {name}! Встреча в {time}, не опаздывай.",
        "Ваш код: {code}. Никому его не сообщайте.",
        "Баланс карты {amount}. Спасибо за покупку.",
        "Ещё один день, и будет отпуск.",
        "Заказ №{code} готов к выдаче до {day}.",
        "Съешь ещё этих мягких булок, да выпей чаю.",
    ],
    "hindi": [
        "नमस्ते {name}, आपका कोड {code} है।",
        "आपका खाता {amount} से जमा हुआ है।",
        "कल {time} बजे मिलते हैं, देर मत करना।",
        "आपका पार्सल {day} को पहुँचेगा।",
        "शुभ दिवाली! आपको और परिवार को शुभकामनाएँ।",
        "क्या तुम घर पहुँच गए? १२३४५",
    ],
    "bengali": [
        "নমস্কার {name}, আপনার কোড {code}।",
        "আগামীকাল {time} টায় দেখা হবে।",
        "আপনার অ্যাকাউন্টে টাকা জমা হয়েছে।",
        "শুভ নববর্ষ! ভালো থাকুন।",
        "১২৩৪৫ নম্বরে ফোন করুন",
    ],
    "tamil": [
        "வணக்கம் {name}, உங்கள் எண் {code}.",
        "நாளை {time} மணிக்கு சந்திப்போம்.",
        "உங்கள் பொருள் வந்து சேர்ந்தது.",
        "இனிய பொங்கல் வாழ்த்துக்கள்!",
    ],
    "urdu": [
        "السلام علیکم {name}، آپ کا کوڈ {code} ہے۔",
        "کل {time} بجے ملاقات ہوگی۔",
        "آپ کا شکریہ، پھر ملیں گے۔",
        "آپ کی رقم جمع ہو گئی ہے۔",
    ],
    "arabic": [
        "مرحبا {name}، رمزك هو {code}.",
        "موعدنا غدا الساعة {time}، لا تتأخر.",
        "تم شحن طلبك وسيصل يوم {day}.",
        "كل عام وأنتم بخير!",
        "الرصيد ١٢٣٫٤٥ درهم",
    ],
    "chinese": [
        "您好{name},您的验证码是{code},请勿泄露。",
        "明天{time}在老地方见面。",
        "您的包裹已送达,请凭取件码{code}领取。",
        "生日快乐!祝你天天开心。",
        "账户余额{amount}。𠮷野家见",
    ],
    "other_indic": [
        "નમસ્તે {name}, તમારો કોડ {code} છે.",
        "ನಮಸ್ಕಾರ {name}, ನಿಮ್ಮ ಕೋಡ್ {code}.",
        "നമസ്കാരം {name}, കോഡ് {code}.",
        "ନମସ୍କାର {name}, କୋଡ୍ {code}।",
        "ਸਤ ਸ੍ਰੀ ਅਕਾਲ {name}, ਕੋਡ {code}।",
        "నమస్కారం {name}, మీ కోడ్ {code}.",
    ],
    "emoji": [
        "See you {name} 😀",
        "👨‍👩‍👧‍👦 dinner at {time} 🍝",
        "🇩🇪 vs 🇧🇷 tonight! ⚽",
        "👍🏽 deal, {amount}",
        "❤️❤️❤️",
        "🎉🎂 happy birthday {name} 🎈🥳",
        "🏳️‍🌈 parade {day} 1️⃣2️⃣:00",
        "code {code} 🔐 keep it secret 🤫",
        "👩🏿‍🚀🧑‍💻 #️⃣*️⃣",
    ],
    "typographic": [
        "“Hello,” she said — it’s {time}…",
        "‘{name}’ – the price is {amount}…",
        "Don’t miss it: 50 % off until {day}",
        "„Guten Tag“ ‚{name}‘ · © ™ ®",
        "1\u00a0000\u00a0km — 20\u202f°C",
        "soft\u00adhyphen, zero\u200bwidth, `tick`, tab\there",
        "• one\n• two\n• three",
    ],
}

_EMOJI = ["😀", "🙏", "❤️", "👍🏿", "👨‍👩‍👧", "🇫🇷", "€", "^", "[", "…", "’", "\n", "\r\n"]

_CONTROLS = [
    "\0",
    "\0\0\0",
    "a\0b",
    "\r",
    "\n",
    "\r\n",
    "a\r\nb\r\n",
    "\n\r\r\n\r",
    "1234567\r",
    "1234567",
    "@",
    "1234567@",
    "\f",
    "a\fb",
    "\x1b",
    "a\x1bb",
    "\x1b\x1b",
    "\u00a0",
    "a\u00a0b",
    "\t",
    "`",
    "\x7f",
    "\x80\x9f",
    "\ufeff",
    "\ufeffa",
    "a\ufeff",
    "\ufffd",
    "\uffff",
    "\ufffe",
    "\U0010ffff",
    "e\u0301",
    "\u0301",
    "A\u030a\u212b\u2126",
    "cafe\u0301 man\u0303ana u\u0308ber c\u0327a",
    "\u1100\u1161\u11a8",
    "\u0915\u093c",
    "\ud800",
    "\udfff",
    "\ud83d\ude00",
    "\ude00\ud83d",
    "\ud83d\ud83d\ude00\ude00",
    "a\ud83d",
    "\ude00a",
    "\ud83dé",
    "ça",
    "Ça",
    "ΑΒΓ",
    "αβγ",
    "µμ",
    "Ω\u2126",
    "€\u20a0",
    "*¡*¡",
    "।॥।",
]

# Units about which a count changes: one segment, two, three, and the same behind longer headers.
_GSM7_EDGES = [0, 1, 2, *range(137, 162), *range(290, 322), 450, *range(457, 461), *range(609, 614)]
_UCS2_EDGES = [0, 1, 2, *range(59, 73), *range(119, 146), 194, *range(198, 205), *range(266, 270)]


def _fill(phrase: str, rng: random.Random) -> str:
    return phrase.format(
        name=rng.choice(_NAMES),
        place=rng.choice(_PLACES),
        link=rng.choice(_LINKS),
        code=rng.randint(1000, 999_999),
        amount=f"{rng.randint(1, 9999)}.{rng.randint(0, 99):02d} {rng.choice(_CURRENCIES)}",
        time=f"{rng.randint(0, 23)}:{rng.choice(['00', '15', '30', '45'])}",
        day=f"{rng.randint(1, 31)}.{rng.randint(1, 12)}.",
    )


def _message(script: str, rng: random.Random) -> str:
    """One to twelve phrases of a script, now and then decorated, spoken to somebody else, or cut off."""
    parts = []
    for _ in range(rng.choice([1, 1, 1, 1, 2, 2, 3, 4, 6, 12])):
        source = rng.choice(["english", "emoji"]) if rng.random() < 0.03 else script
        parts.append(_fill(rng.choice(_PHRASES[source]), rng))
    text = rng.choice([" ", " ", " ", "\n", "\r\n", " - "]).join(parts)
    dice = rng.random()
    if dice < 0.10:
        place = rng.randint(0, len(text))
        text = text[:place] + rng.choice(_EMOJI) + text[place:]
    elif dice < 0.15:
        text = text[: rng.randint(0, len(text))]
    elif dice < 0.18:
        text = unicodedata.normalize("NFD", text)
    elif dice < 0.20:
        text = text.upper()
    return text


def by_script(count: int = 200, seed: int = SEED) -> dict[str, list[str]]:
    """``count`` realistic messages per script, the same for one seed."""
    lists = {}
    for script in _PHRASES:
        rng = random.Random(f"{seed} {script}")
        lists[script] = [_message(script, rng) for _ in range(count)]
    return lists


def _with_unit_count(units: int, one: str, two: str, at: int) -> str | None:
    """A text of ``units`` units with a character of two units that begins at unit ``at``."""
    if at + 2 > units:
        return None
    return one * at + two + one * (units - at - 2)


def edges() -> Iterator[str]:
    """Boundary lengths of every encoding, with pairs on, before and behind each edge; odd characters."""
    yield from _CONTROLS
    for units in _GSM7_EDGES:
        yield "a" * units
        yield "é" * units
        yield ("word " * units)[:units]
        yield ("€" * units)[: units // 2] + "x" * (units % 2)
        for at in (0, 144, 145, 151, 152, 153, 158, 159, 160, 304, 305, 306, units - 2, units - 1):
            for two in "€\f":
                text = _with_unit_count(units, "b", two, at) if at >= 0 else None
                if text is not None:
                    yield text
    for units in _UCS2_EDGES:
        yield "ж" * units
        yield "a" * max(0, units - 1) + "ж" * min(1, units)
        yield ("😀" * units)[: units // 2] + "ж" * (units % 2)
        yield "\ud83d" * units
        for at in (0, 63, 64, 65, 66, 67, 68, 69, 131, 132, 133, 134, units - 2, units - 1):
            for two in ("😀", "\ud83d\ude00"):
                text = _with_unit_count(units, "日", two, at) if at >= 0 else None
                if text is not None:
                    yield text
    # The same lengths in units of the national tables, single shift (two septets) and locking (one).
    for one, two in (("ı", "ş"), ("a", "ç"), ("ã", "ê"), ("क", "१"), ("ক", "১"), ("க", "௧"), ("ا", "۱")):
        for units in (67, 70, 71, 128, 132, 144, 145, 146, 148, 149, 150, 152, 155, 156, 296, 298, 299):
            yield one * units
            yield two * (units // 2) + "a" * (units % 2)
            for at in (0, 143, 144, 145, 147, 148, units - 2):
                text = _with_unit_count(units, one, two, at)
                if text is not None:
                    yield text
    for control in ("\0", "\r", "\r\n", "\n", "\f", "\x1b", "\u00a0", "\ud800", "e\u0301", "Ç", "ç"):
        for units in (66, 69, 70, 152, 159, 160):
            yield "a" * (units - 1) + control
            yield "a" * units + control
            yield control + "a" * units
    for size in (2_000, 10_000):
        yield "a" * size
        yield "ж" * size
        yield "€" * size
        yield "😀" * size


def messages(count: int = 20_000, seed: int = SEED) -> Iterator[str]:
    """``count`` messages: all edge cases mixed into realistic messages of every script in turn.

    When ``count`` is less than twice the number of the edge cases, a part of these is drawn.
    """
    rng = random.Random(seed)
    chosen = list(edges())
    rng.shuffle(chosen)
    del chosen[count // 2 :]
    scripts = list(_PHRASES)
    realistic = count - len(chosen)
    places = set(rng.sample(range(count), len(chosen)))
    for place in range(count):
        if place in places:
            yield chosen.pop()
        else:
            yield _message(scripts[place % len(scripts)], rng)
            realistic -= 1
    assert not chosen
    assert not realistic
