"""Nokia ringing tones (port 0x1581): the binary form, instruction by instruction.

Smart Messaging Specification 3.0.0, ringing tone programming language. A tone has a title and patterns
A to D of instructions: notes, and the scale, style, tempo and volume for the notes that follow. All of it is
bits, with filling only after the first command and before the end. ``RingingTone`` keeps every
instruction, so that ``RingingTone.parse(octets).data == octets``; ``Tune`` (``rtttl.py``) is the music alone.
Left out: titles in Unicode, and song types other than the basic one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Literal, TypeAlias, TypeVar

from smsenc.errors import DecodeError, InvalidOption

from ._base import Payload, Port, as_octets, check_choice, check_int, check_str, encode_text
from ._bits import BitReader, BitWriter

if TYPE_CHECKING:
    from .rtttl import Tune

__all__ = [
    "DURATIONS",
    "MODIFIERS",
    "PITCHES",
    "TEMPOS",
    "Instruction",
    "Modifier",
    "Note",
    "Pattern",
    "RingingTone",
    "Scale",
    "Style",
    "Tempo",
    "Volume",
]

Modifier: TypeAlias = Literal["", ".", "..", "2/3"]
PatternName: TypeAlias = Literal["A", "B", "C", "D"]
StyleName: TypeAlias = Literal["natural", "continuous", "staccato"]
_T = TypeVar("_T")

#: The note values 0 (pause) to 12.
PITCHES = ("p", "c", "c#", "d", "d#", "e", "f", "f#", "g", "g#", "a", "a#", "b")
#: Dividers of a full note, in the order of their codes.
DURATIONS = (1, 2, 4, 8, 16, 32)
#: None, dotted, double dotted, two thirds; in the order of their codes.
MODIFIERS: Final[tuple[Modifier, ...]] = ("", ".", "..", "2/3")
#: Quarter notes per minute, in the order of their codes.
TEMPOS = (
    *(25, 28, 31, 35, 40, 45, 50, 56, 63, 70, 80, 90, 100, 112, 125, 140),
    *(160, 180, 200, 225, 250, 285, 320, 355, 400, 450, 500, 565, 635, 715, 800, 900),
)
_STYLES: Final[tuple[StyleName, ...]] = ("natural", "continuous", "staccato")
_PATTERNS: Final[tuple[PatternName, ...]] = ("A", "B", "C", "D")
# Instruction identifiers (3 bits).
_NOTE, _SCALE, _STYLE, _TEMPO, _VOLUME = range(1, 6)
_PROGRAMMING, _SOUND, _BASIC_SONG = 0b0100101, 0b0011101, 0b001


@dataclass(frozen=True, slots=True)
class Note:
    """A note or a pause, of ``PITCHES``, ``DURATIONS`` and ``MODIFIERS``."""

    pitch: str
    duration: int
    modifier: Modifier = ""

    def __post_init__(self) -> None:
        check_choice("pitch", self.pitch, PITCHES)
        check_choice("duration", self.duration, DURATIONS)
        check_choice("modifier", self.modifier, MODIFIERS)


@dataclass(frozen=True, slots=True)
class Scale:
    """The octave of the notes that follow: 4 (a is 440 Hz) to 7 (3520 Hz); 5 until the first scale."""

    octave: int

    def __post_init__(self) -> None:
        check_int("octave", self.octave, 4, 7)


@dataclass(frozen=True, slots=True)
class Style:
    """``"natural"`` (a short rest after each note), ``"continuous"`` or ``"staccato"``."""

    style: StyleName

    def __post_init__(self) -> None:
        check_choice("style", self.style, _STYLES)


@dataclass(frozen=True, slots=True)
class Tempo:
    """Quarter notes per minute, one of ``TEMPOS``; 63 until the first tempo."""

    tempo: int

    def __post_init__(self) -> None:
        check_choice("tempo", self.tempo, TEMPOS)


@dataclass(frozen=True, slots=True)
class Volume:
    """0 (off) to 15; 7 until the first volume."""

    volume: int

    def __post_init__(self) -> None:
        check_int("volume", self.volume, 0, 15)


Instruction: TypeAlias = Note | Scale | Style | Tempo | Volume
_INSTRUCTIONS = (Note, Scale, Style, Tempo, Volume)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A part of a tone. ``name`` is ``"A"`` to ``"D"``, ``loop`` 0 (none) to 15 (without end).

    At most 255 instructions; none at all repeats the pattern of that name, which stands before.
    """

    name: PatternName
    instructions: tuple[Instruction, ...] = ()
    loop: int = 0

    def __post_init__(self) -> None:
        check_choice("name", self.name, _PATTERNS)
        check_int("loop", self.loop, 0, 15)
        object.__setattr__(self, "instructions", tuple(self.instructions))
        if len(self.instructions) > 255:
            raise InvalidOption("instructions", len(self.instructions), "at most 255")
        for instruction in self.instructions:
            if not isinstance(instruction, _INSTRUCTIONS):
                raise TypeError(f"instructions must be notes and the like, not {type(instruction).__name__}")


@dataclass(frozen=True, slots=True)
class RingingTone(Payload):
    """A ringing tone. ``title`` has at most 15 characters of ISO 8859-1; 1 to 255 ``patterns``.

    Raises ``InvalidOption``, and ``UnmappableCharacter`` for the title.

    >>> RingingTone("Up", (Pattern("A", (Tempo(160), Scale(5), Note("c", 8), Note("e", 2, "."))),)).data.hex()
    '024a3a4955c004000920922c2a5000'
    >>> RingingTone.from_rtttl("Up:d=8,o=5,b=160:c,2e.").patterns[0].instructions[:2]
    (Tempo(tempo=160), Scale(octave=5))
    """

    _port: ClassVar[Port] = Port.RINGING_TONE

    title: str
    patterns: tuple[Pattern, ...]

    def __post_init__(self) -> None:
        check_str("title", self.title)
        if len(self.title) > 15:
            raise InvalidOption("title", self.title, "at most 15 characters")
        encode_text(self.title, "iso-8859-1")
        object.__setattr__(self, "patterns", tuple(self.patterns))
        check_int("patterns", len(self.patterns), 1, 255)
        defined = set()
        for pattern in self.patterns:
            if not isinstance(pattern, Pattern):
                raise TypeError(f"patterns must be Pattern, not {type(pattern).__name__}")
            if not pattern.instructions and pattern.name not in defined:
                raise InvalidOption("patterns", pattern.name, "repeated only after it was defined")
            defined.add(pattern.name)

    @property
    def data(self) -> bytes:
        """The tone in its binary form."""
        bits = BitWriter()
        bits.put(2, 8)  # command length: the parts that follow
        bits.put(_PROGRAMMING, 7)
        bits.align()
        bits.put(_SOUND, 7)
        bits.put(_BASIC_SONG, 3)
        bits.put(len(self.title), 4)
        for octet in encode_text(self.title, "iso-8859-1"):
            bits.put(octet, 8)
        bits.put(len(self.patterns), 8)
        for pattern in self.patterns:
            bits.put(0, 3)  # pattern header
            bits.put(_PATTERNS.index(pattern.name), 2)
            bits.put(pattern.loop, 4)
            bits.put(len(pattern.instructions), 8)
            for instruction in pattern.instructions:
                _put(bits, instruction)
        bits.align()
        bits.put(0, 8)  # command end
        return bits.octets()

    @classmethod
    def parse(cls, data: bytes) -> RingingTone:
        """Read the binary form. Raises ``DecodeError``; filling must be zero, nothing may follow the end."""
        bits = BitReader(as_octets(data))
        bits.expect(2, 8, "command length")
        bits.expect(_PROGRAMMING, 7, "ringing tone programming")
        bits.align("filler")
        bits.expect(_SOUND, 7, "sound")
        bits.expect(_BASIC_SONG, 3, "song type")
        length = bits.get(4, "title length")
        title = bytes(bits.get(8, "title") for _ in range(length)).decode("iso-8859-1")
        offset = bits.offset
        count = bits.get(8, "number of patterns")
        if not count:
            raise DecodeError("no pattern", offset, "number of patterns")
        patterns: list[Pattern] = []
        for _ in range(count):
            bits.expect(0, 3, "pattern header")
            name = _PATTERNS[bits.get(2, "pattern identifier")]
            loop = bits.get(4, "loop")
            offset = bits.offset
            size = bits.get(8, "pattern length")
            if not size and all(name != pattern.name for pattern in patterns):
                raise DecodeError(f"pattern {name} is repeated but not defined", offset, "pattern length")
            patterns.append(Pattern(name, tuple(_get(bits) for _ in range(size)), loop))
        bits.align("filler")
        bits.expect(0, 8, "command end")
        bits.finish("command end")
        return cls(title, tuple(patterns))

    # -- to and from music

    @classmethod
    def from_tune(cls, tune: Tune) -> RingingTone:
        """The tone that plays ``tune``, its name the title.

        A tempo that has no code becomes the next faster one that has (120 is sent as 125). The scale is
        written before the first note and where it changes, the tempo likewise; style and volume stay
        at their defaults. Beyond 255 instructions the tune goes on in patterns B, C, D, which begin with
        tempo and scale again. Raises ``InvalidOption`` if four patterns cannot hold it.
        """
        from .rtttl import Tune

        if not isinstance(tune, Tune):
            raise TypeError(f"tune must be a Tune, not {type(tune).__name__}")
        parts: list[list[Instruction]] = [[]]
        tempo = octave = None
        for tone in tune.tones:
            quick = next(code for code in TEMPOS if code >= tone.tempo)
            for _ in range(2):
                step: list[Instruction] = []
                if quick != tempo:
                    step.append(Tempo(quick))
                if tone.octave is not None and tone.octave != octave:
                    step.append(Scale(tone.octave))
                step.append(Note(tone.pitch, tone.duration, tone.modifier))
                if len(parts[-1]) + len(step) <= 255:
                    break
                parts.append([])
                tempo = octave = None
            parts[-1] += step
            tempo = quick
            octave = tone.octave or octave
        if len(parts) > len(_PATTERNS):
            raise InvalidOption("tune", len(tune.tones), "tones that fit in 4 patterns of 255 instructions")
        named = zip(_PATTERNS, parts, strict=False)
        return cls(tune.name, tuple(Pattern(name, tuple(part)) for name, part in named))

    @classmethod
    def from_rtttl(cls, text: str) -> RingingTone:
        """The tone of an RTTTL text. Raises ``RtttlError``, ``InvalidOption``, ``UnmappableCharacter``."""
        from .rtttl import Tune

        return cls.from_tune(Tune.from_rtttl(text))

    @property
    def tune(self) -> Tune:
        """The music: every pattern once, in order, whatever its loop; style and volume are left out.

        Raises ``InvalidOption`` if the tone has no note.
        """
        from .rtttl import Tone, Tune

        tones = []
        tempo, octave = 63, 5
        defined: dict[str, tuple[Instruction, ...]] = {}
        for pattern in self.patterns:
            if pattern.instructions:
                defined[pattern.name] = pattern.instructions
            for instruction in defined[pattern.name]:
                if isinstance(instruction, Tempo):
                    tempo = instruction.tempo
                elif isinstance(instruction, Scale):
                    octave = instruction.octave
                elif isinstance(instruction, Note):
                    pitch, height = instruction.pitch, None if instruction.pitch == "p" else octave
                    tones.append(Tone(pitch, height, instruction.duration, instruction.modifier, tempo))
        return Tune(self.title, tuple(tones))


def _put(bits: BitWriter, instruction: Instruction) -> None:
    if isinstance(instruction, Note):
        bits.put(_NOTE, 3)
        bits.put(PITCHES.index(instruction.pitch), 4)
        bits.put(DURATIONS.index(instruction.duration), 3)
        bits.put(MODIFIERS.index(instruction.modifier), 2)
    elif isinstance(instruction, Scale):
        bits.put(_SCALE, 3)
        bits.put(instruction.octave - 4, 2)
    elif isinstance(instruction, Style):
        bits.put(_STYLE, 3)
        bits.put(_STYLES.index(instruction.style), 2)
    elif isinstance(instruction, Tempo):
        bits.put(_TEMPO, 3)
        bits.put(TEMPOS.index(instruction.tempo), 5)
    else:
        bits.put(_VOLUME, 3)
        bits.put(instruction.volume, 4)


def _get(bits: BitReader) -> Instruction:
    offset = bits.offset
    kind = bits.get(3, "instruction")
    if kind == _NOTE:
        pitch = _code(bits, 4, PITCHES, "note value")
        duration = _code(bits, 3, DURATIONS, "note duration")
        return Note(pitch, duration, _code(bits, 2, MODIFIERS, "note duration specifier"))
    if kind == _SCALE:
        return Scale(bits.get(2, "scale") + 4)
    if kind == _STYLE:
        return Style(_code(bits, 2, _STYLES, "style"))
    if kind == _TEMPO:
        return Tempo(_code(bits, 5, TEMPOS, "tempo"))
    if kind == _VOLUME:
        return Volume(bits.get(4, "volume"))
    raise DecodeError(f"{kind:03b} is no instruction", offset, "instruction")


def _code(bits: BitReader, width: int, meanings: tuple[_T, ...], field: str) -> _T:
    offset = bits.offset
    code = bits.get(width, field)
    if code >= len(meanings):
        raise DecodeError(f"{code} is reserved", offset, field)
    return meanings[code]
