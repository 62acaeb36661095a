"""Tunes, and the ringing tone text transfer language (RTTTL).

``name ":" [default *("," default)] ":" command *("," command)``, in the reading of the
files in the wild: octave 4 has a at 440 Hz (the first text, of 1998, numbers the same octaves 5 to 8).

Taken beyond the grammar, because files need it: upper case; ``h`` for ``b``; the dot before the octave as
well as after it (gammu loses it after); one comma at the end of the text (gammu wants it there, gnokii reads
a pause after it: to us it says nothing); names longer than 10 characters. Everything else is an
``RtttlError``.
"""

from __future__ import annotations

from dataclasses import dataclass

from smsenc.errors import DecodeError, InvalidOption

from ._base import check_choice, check_int, check_str
from .ringtone import DURATIONS, MODIFIERS, PITCHES, Modifier

__all__ = ["RtttlError", "Tone", "Tune"]

_NAMED_PITCHES = {**{pitch: pitch for pitch in PITCHES}, "h": "b"}
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_FACTORS = {"": 1.0, ".": 1.5, "..": 1.75, "2/3": 2 / 3}


class RtttlError(DecodeError):
    """A text that is not RTTTL. ``offset`` counts characters of the text, ``field`` names the part."""

    def __init__(self, reason: str, offset: int, field: str) -> None:
        super().__init__(reason, offset, field)
        ValueError.__init__(self, f"{field} at character {offset}: {reason}")


@dataclass(frozen=True, slots=True)
class Tone:
    """A note or a pause of a tune.

    ``pitch`` is one of ``PITCHES`` (``"p"`` a pause), ``octave`` 4 (a is 440 Hz) to 7 and ``None`` for a
    pause, ``duration`` the divider of a full note (1, 2, 4, 8, 16, 32), ``modifier`` ``""``, ``"."``
    (dotted), ``".."`` or ``"2/3"``, ``tempo`` 25 to 900 quarter notes per minute. Raises ``InvalidOption``.
    """

    pitch: str
    octave: int | None
    duration: int
    modifier: Modifier = ""
    tempo: int = 63

    def __post_init__(self) -> None:
        check_choice("pitch", self.pitch, PITCHES)
        if self.pitch == "p":
            if self.octave is not None:
                raise InvalidOption("octave", self.octave, "None for a pause")
        else:
            check_int("octave", self.octave, 4, 7)
        check_choice("duration", self.duration, DURATIONS)
        check_choice("modifier", self.modifier, MODIFIERS)
        check_int("tempo", self.tempo, 25, 900)

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return 240 / self.tempo / self.duration * _FACTORS[self.modifier]


@dataclass(frozen=True, slots=True)
class Tune:
    """A name and at least one tone."""

    name: str
    tones: tuple[Tone, ...]

    def __post_init__(self) -> None:
        check_str("name", self.name)
        object.__setattr__(self, "tones", tuple(self.tones))
        if not self.tones:
            raise InvalidOption("tones", self.tones, "at least one")
        for tone in self.tones:
            if not isinstance(tone, Tone):
                raise TypeError(f"tones must be Tone, not {type(tone).__name__}")

    @classmethod
    def from_rtttl(cls, text: str) -> Tune:
        """Read RTTTL. Raises ``RtttlError``, which says where.

        >>> Tune.from_rtttl("Up:d=8,o=5,b=120:c,e,2g.").tones[2]
        Tone(pitch='g', octave=5, duration=2, modifier='.', tempo=120)
        """
        check_str("text", text)
        first = text.find(":")
        if first < 0:
            raise RtttlError("no colon after the name", len(text), "RTTTL name")
        second = text.find(":", first + 1)
        if second < 0:
            raise RtttlError("no colon after the defaults", len(text), "RTTTL defaults")
        state = _State()
        for item in _items(text, first + 1, second, "RTTTL default"):
            if not state.default(item):
                raise item.error("letter = number is expected", 0)
        tones = []
        for item in _items(text, second + 1, len(text), "RTTTL command"):
            if not state.default(item):
                tones.append(state.note(item))
        if not tones:
            raise RtttlError("no note", len(text), "RTTTL command")
        return cls(text[:first], tuple(tones))

    def to_rtttl(self) -> str:
        """Write RTTTL that every reader takes: all defaults given, the dot before the octave.

        Raises ``InvalidOption`` for what RTTTL cannot say: a colon in the name, a double dot, a 2/3.
        """
        if ":" in self.name:
            raise InvalidOption("name", self.name, "no colon")
        durations = [tone.duration for tone in self.tones]
        octaves = [tone.octave for tone in self.tones if tone.octave is not None]
        duration = max(DURATIONS, key=durations.count)
        octave = max((4, 5, 6, 7), key=octaves.count)
        tempo = self.tones[0].tempo
        commands = []
        start = f"{self.name}:d={duration},o={octave},b={tempo}:"
        for tone in self.tones:
            if tone.modifier not in ("", "."):
                raise InvalidOption("modifier", tone.modifier, "'' or '.' in RTTTL")
            if tone.tempo != tempo:
                tempo = tone.tempo
                commands.append(f"b={tempo}")
            length = "" if tone.duration == duration else str(tone.duration)
            height = "" if tone.octave in (octave, None) else str(tone.octave)
            commands.append(f"{length}{tone.pitch}{tone.modifier}{height}")
        return start + ",".join(commands)


class _Item:
    """What stands between two commas: its characters without white space, and where each stood."""

    __slots__ = ("characters", "end", "field", "offsets")

    def __init__(self, text: str, start: int, end: int, field: str) -> None:
        self.offsets = [offset for offset in range(start, end) if not text[offset].isspace()]
        # Lower case of ASCII only: elsewhere one character may become two, and offsets would shift.
        self.characters = "".join(text[offset] for offset in self.offsets).translate(_LOWER)
        self.end = end
        self.field = field

    def error(self, reason: str, index: int) -> RtttlError:
        offset = self.offsets[index] if index < len(self.offsets) else self.end
        return RtttlError(reason, offset, self.field)


def _items(text: str, start: int, end: int, field: str) -> list[_Item]:
    items = []
    while True:
        comma = text.find(",", start, end)
        items.append(_Item(text, start, end if comma < 0 else comma, field))
        if comma < 0:
            break
        start = comma + 1
    if not items[-1].characters:
        items.pop()  # an empty section, or a comma at the end
    for item in items:
        if not item.characters:
            raise item.error("nothing between two commas", 0)
    return items


class _State:
    """The defaults in force."""

    __slots__ = ("duration", "octave", "tempo")

    def __init__(self) -> None:
        self.duration = 4
        self.octave = 6
        self.tempo = 63

    def default(self, item: _Item) -> bool:
        """Obey ``letter = value``; False if the item is something else. Unknown letters mean nothing."""
        characters = item.characters
        if characters[1:2] != "=":
            return False
        letter, number = characters[0], characters[2:]
        if letter not in "dob":
            return True
        if not (number.isascii() and number.isdigit()) or len(number) > 3:
            raise item.error("a number is expected", 2)
        value = int(number)
        if letter == "d":
            if value not in DURATIONS:
                raise item.error("the duration is 1, 2, 4, 8, 16 or 32", 2)
            self.duration = value
        elif letter == "o":
            if not 4 <= value <= 7:
                raise item.error("the octave is 4 to 7", 2)
            self.octave = value
        else:
            if not 25 <= value <= 900:
                raise item.error("the tempo is 25 to 900", 2)
            self.tempo = value
        return True

    def note(self, item: _Item) -> Tone:
        characters = item.characters
        index = 0
        duration = self.duration
        while characters[index : index + 1] in tuple("0123456789"):
            index += 1
        if index:
            if characters[:index] not in ("1", "2", "4", "8", "16", "32"):
                raise item.error("the duration is 1, 2, 4, 8, 16 or 32", 0)
            duration = int(characters[:index])
        width = 2 if characters[index + 1 : index + 2] == "#" else 1
        pitch = _NAMED_PITCHES.get(characters[index : index + width])
        if pitch is None:
            raise item.error("a note is expected: p c c# d d# e f f# g g# a a# b h", index)
        index += width
        modifier: Modifier = ""
        octave = self.octave
        if characters[index : index + 1] == ".":
            modifier = "."
            index += 1
        if characters[index : index + 1] in ("4", "5", "6", "7"):
            octave = int(characters[index])
            index += 1
        if not modifier and characters[index : index + 1] == ".":
            modifier = "."
            index += 1
        if index != len(characters):
            raise item.error("a comma is expected", index)
        return Tone(pitch, None if pitch == "p" else octave, duration, modifier, self.tempo)
