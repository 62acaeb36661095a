//! The costly characters of a text, found one by one.
//!
//! In UCS-2 those are the characters that force it: no permitted GSM 7 bit table holds them. If each is in some
//! permitted table and UCS-2 was chosen all the same (no two tables hold all of them, or UCS-2 needs fewer segments),
//! they are those that the default tables lack. In GSM 7 bit they are the characters that take two septets, and those
//! that need a national table.

use std::sync::OnceLock;

use unicode_normalization::char::is_combining_mark;

use super::settled;
use crate::alphabet::{Alphabet, NationalLanguage};
use crate::encoding::Encoding;
use crate::error::Addition;
use crate::estimate::settle;
use crate::options::{Options, Prepare};
use crate::prepare::{Prepared, composed};
use crate::replace::{Cyrillic, Kind, Level, Replace, ReplaceWhen, Substitute, replacement, replacement_in};
use crate::text::Text;

/// Why a character is costly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No GSM 7 bit table has it, not even a national one, and nothing that looks like it.
    NoGsm7Code,
    /// It stands in the extension table: an escape and one more septet (3GPP TS 23.038 clause 6.2.1.1).
    ExtensionTable,
    /// It cannot be seen, or looks like a plain space or line break.
    Invisible,
    /// An accent upon the character before it, which could be one character (normalization form C).
    DecomposedAccent,
    /// It looks like characters of the default alphabet, and is none.
    LookAlike,
    /// Only a national table has it (clause 6.2.1.2, annex A).
    NeedsNationalTable,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 6] = [
        Reason::NoGsm7Code,
        Reason::ExtensionTable,
        Reason::Invisible,
        Reason::DecomposedAccent,
        Reason::LookAlike,
        Reason::NeedsNationalTable,
    ];

    /// The name in results.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::NoGsm7Code => "no-gsm7-code",
            Reason::ExtensionTable => "extension-table",
            Reason::Invisible => "invisible",
            Reason::DecomposedAccent => "decomposed-accent",
            Reason::LookAlike => "look-alike",
            Reason::NeedsNationalTable => "needs-national-table",
        }
    }
}

/// One costly character.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CostlyCharacter {
    /// The character as it is sent, possibly a lone surrogate.
    pub character: u32,
    /// Its position in the caller's text.
    pub position: usize,
    /// Why it is costly.
    pub reason: Reason,
    /// Its septets or UTF-16 units in the chosen encoding.
    pub cost: usize,
    /// What could stand instead: nothing at all (empty), or other characters. For a decomposed accent the composed
    /// character, which stands for the one before as well.
    pub replacement: Option<Vec<u32>>,
}

/// What makes characters of a text costly: how it is sent.
#[derive(Clone, Debug)]
pub struct Costly {
    rule: Rule,
    /// Segments of the whole message.
    segments: usize,
    /// What is sent, if that is not the caller's text.
    prepared: Option<Prepared>,
    /// The language of the letters, if they are Cyrillic.
    cyrillic: OnceLock<Cyrillic>,
    /// Whether look-alikes are all that keeps the text from the default alphabet.
    all_gsm7: OnceLock<bool>,
}

#[derive(Clone, Debug)]
enum Rule {
    Gsm7(Alphabet),
    /// What none of these languages' tables nor the default ones hold.
    Ucs2(Vec<NationalLanguage>),
}

/// A place between two costly characters, to go on from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Where the next character stands in what is sent.
    position: usize,
    /// Where the last character stands that is no mark upon another one.
    base: usize,
}

impl Costly {
    /// The rule by which characters of this text are costly. A text whose header leaves no room for a character has none.
    #[must_use]
    pub fn new(text: Text<'_>, options: &Options) -> Self {
        let Ok(settled) = settled(text, options) else { return Self::under(Rule::Ucs2(Vec::new()), 1, None) };
        let rule = Rule::Ucs2(options.coding.languages.clone());
        let mut costly = Self::under(rule, settled.estimate.segments, settled.prepared);
        match settled.estimate.encoding {
            Encoding::Gsm7(alphabet) => costly.rule = Rule::Gsm7(alphabet),
            _ => {
                let forced = costly.characters(text).find_next().is_some();
                if !forced && costly.added(options).is_empty() {
                    costly.rule = Rule::Ucs2(Vec::new());
                }
            }
        }
        costly
    }

    fn under(rule: Rule, segments: usize, prepared: Option<Prepared>) -> Self {
        Costly { rule, segments, prepared, cyrillic: OnceLock::new(), all_gsm7: OnceLock::new() }
    }

    /// The costly characters of what the options add: of the suffix, and of the number as it stands in the first of
    /// several segments. Their positions are those in it.
    #[must_use]
    pub fn added(&self, options: &Options) -> Vec<(Addition, Vec<CostlyCharacter>)> {
        let layout = options.splitting.layout();
        let numbering = layout.numbering.as_ref().filter(|_| self.segments > 1);
        let number = numbering.map_or_else(Vec::new, |numbering| numbering.around(1, self.segments).concat());
        let mut added = Vec::new();
        for (addition, text) in [(Addition::Suffix, layout.suffix_characters()), (Addition::Numbering, number)] {
            let alone = Self::under(self.rule.clone(), self.segments, None);
            let characters: Vec<_> = alone.characters(Text::Ucs4(&text)).collect();
            if !characters.is_empty() {
                added.push((addition, characters));
            }
        }
        added
    }

    /// The costly characters of the text that this was made from.
    #[must_use]
    pub fn characters<'a>(&'a self, text: Text<'a>) -> Characters<'a> {
        self.characters_from(text, Place::default())
    }

    /// The costly characters from a place on.
    #[must_use]
    pub fn characters_from<'a>(&'a self, text: Text<'a>, place: Place) -> Characters<'a> {
        let (sent, origins) = match &self.prepared {
            None => (text, None),
            Some(prepared) => (Text::Ucs4(prepared.characters()), Some(prepared.origins())),
        };
        Characters { sent, origins, costly: self, place }
    }
}

/// The costly characters of a text, in its order. To count them, nothing is made.
#[derive(Clone, Debug)]
pub struct Characters<'a> {
    sent: Text<'a>,
    origins: Option<&'a [usize]>,
    costly: &'a Costly,
    place: Place,
}

/// A costly character, not yet asked why.
#[derive(Clone, Copy)]
struct Found {
    position: usize,
    base: usize,
    character: u32,
    cost: usize,
}

impl Characters<'_> {
    /// Where the next one is looked for.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    fn find_next(&mut self) -> Option<Found> {
        let (start, mut base) = (self.place.position, self.place.base);
        let rest = self.sent.slice(start..self.sent.end());
        for (offset, character) in rest.characters() {
            let position = start + offset;
            if !is_mark(character) {
                base = position;
            }
            if let Some(cost) = self.costly.rule.cost(character) {
                self.place = Place { position: position + width(self.sent, position), base };
                return Some(Found { position, base, character, cost });
            }
        }
        self.place = Place { position: self.sent.end(), base };
        None
    }

    fn explained(&self, found: Found) -> CostlyCharacter {
        let Found { position, character, cost, .. } = found;
        let (reason, replacement) = match self.costly.rule {
            Rule::Gsm7(_) if is_default(character) => (Reason::ExtensionTable, None),
            Rule::Gsm7(_) => (Reason::NeedsNationalTable, None),
            Rule::Ucs2(_) => self.why_ucs2(found),
        };
        let position = self.origins.map_or(position, |origins| origins[position]);
        CostlyCharacter { character, position, reason, cost, replacement }
    }

    fn why_ucs2(&self, found: Found) -> (Reason, Option<Vec<u32>>) {
        let character = found.character;
        if let Some(accented) = self.accented(found) {
            return (Reason::DecomposedAccent, Some(vec![accented]));
        }
        if is_invisible(character) {
            return (Reason::Invisible, self.dropped(found));
        }
        let canonical = composed(&[character]);
        if canonical != [character] {
            return (Reason::LookAlike, Some(canonical));
        }
        let substitute = replacement_in(self.cyrillic(), Level::Transliterate, character);
        let becomes = match substitute {
            Some(Substitute { kind: Kind::Plain, to, .. }) => Some(to.chars().map(u32::from).collect()),
            Some(_) => self.dropped(found),
            None => None,
        };
        let looks_alike = substitute.is_some_and(|substitute| substitute.level <= Level::SmartWide);
        let national = NationalLanguage::ALL.into_iter().any(|language| language.holds(character));
        let reason = match () {
            () if looks_alike || is_latin_shape(character) => Reason::LookAlike,
            () if national => Reason::NeedsNationalTable,
            () => Reason::NoGsm7Code,
        };
        (reason, becomes)
    }

    /// The language of a Cyrillic text decides what its letters become.
    fn cyrillic(&self) -> Cyrillic {
        *self.costly.cyrillic.get_or_init(|| Cyrillic::of(self.sent.characters().map(|(_, character)| character)))
    }

    /// What a character becomes that depends on what stands around it: the stage that replaces is asked about the
    /// neighbourhood, and about all of the text for a mark of direction.
    fn dropped(&self, found: Found) -> Option<Vec<u32>> {
        let substitute = replacement(Level::Transliterate, found.character)?;
        match substitute.kind {
            Kind::Plain => return Some(substitute.to.chars().map(u32::from).collect()),
            Kind::Direction if !*self.costly.all_gsm7.get_or_init(|| brings_gsm7(self.sent)) => return None,
            Kind::Direction | Kind::Joiner | Kind::Mark => {}
        }
        const AROUND: usize = 32;
        let start = self.boundary(found.position.saturating_sub(AROUND));
        let end = self.boundary(self.sent.end().min(found.position + AROUND));
        let around = self.sent.slice(start..end);
        let settled = settle(around, &replacing(Level::Transliterate)).ok()?;
        let prepared = settled.prepared?;
        let mut changes = prepared.replacements().into_iter();
        changes.find(|change| start + change.position == found.position).map(|change| change.to)
    }

    /// The next position that divides no character.
    fn boundary(&self, mut position: usize) -> usize {
        match self.sent {
            Text::Utf8(text) => {
                while !text.is_char_boundary(position) {
                    position += 1;
                }
                position
            }
            Text::Latin1(_) | Text::Ucs2(_) | Text::Ucs4(_) => position,
        }
    }

    /// The one character that an accent makes together with the character before it, if there is one.
    fn accented(&self, found: Found) -> Option<u32> {
        if found.base == found.position {
            return None;
        }
        // Real accents are few: no text in stream-safe form has more than 30 of them on one character (Unicode
        // Standard Annex 15, section 13). Beyond them an accent is a character like any other.
        const MOST: usize = 32;
        let from_base = self.sent.slice(found.base..self.sent.end()).characters();
        let run: Vec<_> = from_base
            .enumerate()
            .take_while(|&(number, (_, character))| number == 0 || is_mark(character))
            .take(MOST)
            .map(|(_, at)| at)
            .collect();
        let here = run.iter().position(|&(offset, _)| found.base + offset == found.position)?;
        let characters: Vec<u32> = run.iter().map(|&(_, character)| character).collect();
        let together = composed(&characters);
        let (&first, left) = together.split_first()?;
        // A mark that stands in the run more than once is taken up from the front.
        let mark = composed(&[found.character]).first().copied()?;
        let times = |marks: &[u32]| marks.iter().filter(|&&other| other == mark || other == found.character).count();
        (times(&characters[here..]) > times(left)).then_some(first)
    }
}

impl Iterator for Characters<'_> {
    type Item = CostlyCharacter;

    fn next(&mut self) -> Option<CostlyCharacter> {
        let found = self.find_next()?;
        Some(self.explained(found))
    }

    fn nth(&mut self, number: usize) -> Option<CostlyCharacter> {
        for _ in 0..number {
            self.find_next()?;
        }
        self.next()
    }

    fn count(mut self) -> usize {
        std::iter::from_fn(|| self.find_next()).count()
    }
}

impl Rule {
    /// The units of a character, if it is costly.
    fn cost(&self, character: u32) -> Option<usize> {
        match self {
            Rule::Gsm7(alphabet) => {
                let septets = Encoding::Gsm7(*alphabet).units(character).unwrap_or(1);
                (septets > 1 || !is_default(character)).then_some(septets)
            }
            Rule::Ucs2(permitted) => {
                let held = is_default(character) || permitted.iter().any(|language| language.holds(character));
                if held { None } else { Encoding::Ucs2.units(character) }
            }
        }
    }
}

/// Whether the default alphabet or its extension table holds a character.
fn is_default(character: u32) -> bool {
    Encoding::Gsm7(Alphabet::DEFAULT).units(character).is_some()
}

/// Whether a character shows nothing, or no more than a plain space or line break.
pub(super) fn is_invisible(character: u32) -> bool {
    let substitute = replacement(Level::SmartWide, character);
    let blank = |to: &str| to.chars().all(char::is_whitespace);
    substitute.is_some_and(|substitute| match substitute.kind {
        Kind::Plain => blank(substitute.to),
        Kind::Joiner | Kind::Direction => true,
        Kind::Mark => false,
    }) || char::from_u32(character).is_some_and(char::is_control)
}

/// Greek capitals that have the shape of Latin ones.
fn is_latin_shape(character: u32) -> bool {
    char::from_u32(character).is_some_and(|character| "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".contains(character))
}

fn replacing(level: Level) -> Options {
    let prepare = Prepare { replace: Replace::Level(level), replace_when: ReplaceWhen::Always, ..Prepare::default() };
    Options { prepare, ..Options::default() }
}

fn brings_gsm7(text: Text<'_>) -> bool {
    let settled = settle(text, &replacing(Level::Transliterate));
    settled.is_ok_and(|settled| settled.estimate.encoding == Encoding::Gsm7(Alphabet::DEFAULT))
}

fn is_mark(character: u32) -> bool {
    character >= 0x300 && char::from_u32(character).is_some_and(is_combining_mark)
}

/// The width of the character at a position in the storage of a text.
fn width(text: Text<'_>, position: usize) -> usize {
    let mut next = text.slice(position..text.end()).characters();
    next.next();
    next.next().map_or(text.end() - position, |(offset, _)| offset)
}
