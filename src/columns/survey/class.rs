//! What a character is to a survey, and what all characters of a text come to.

use unicode_script::{Script, UnicodeScript};

use super::seen::Seen;
use crate::Text;
use crate::estimate::estimate;
use crate::kernel::{GREEK, Kinds, Level, Place};
use crate::options::{Coding, Family, Options, Prepare};

/// A cause of more different members than this is not told from others of its kind.
pub(super) const MEMBERS: usize = 6;

/// What keeps a row out of GSM 7 bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// One character.
    Character(char),
    /// Letters of a script, by its number in [`super::Survey::script_name`].
    Letters(u8),
}

pub(super) const LATIN: u8 = Script::Latin as u8;

/// What is known of a character: the script in the lower octet, and whether it is foreign.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Class(u16);

impl Class {
    const NO_SCRIPT: u8 = Script::Unknown as u8;
    /// What is foreign, whatever it is.
    pub(super) const REST: Class = Class(Class::FOREIGN | Class::NO_SCRIPT as u16);
    const NONE: Class = Class(Class::NO_SCRIPT as u16);
    const FOREIGN: u16 = 1 << 8;
    /// Foreign, and told by its script.
    const LETTER: u16 = 1 << 9;

    fn new(character: char, coding: Option<&Options>) -> Self {
        let script = match character.script() {
            Script::Common | Script::Inherited | Script::Unknown => Class::NO_SCRIPT,
            script => script as u8,
        };
        let beyond = u32::from(character) > 0xFFFF;
        let foreign = coding.is_some_and(|options| {
            if beyond {
                return true; // no alphabet holds it
            }
            let mut octets = [0; 4];
            estimate(Text::Utf8(character.encode_utf8(&mut octets)), options).is_err()
        });
        // Letters of the Latin script have replacements one by one, and Greek capitals are half at home.
        let letter = foreign && script != Class::NO_SCRIPT && script != LATIN;
        let flags = if foreign { Class::FOREIGN } else { 0 } | if letter { Class::LETTER } else { 0 };
        Class(u16::from(script) | flags)
    }

    pub(super) fn script(self) -> Option<u8> {
        let script = self.0 as u8;
        (script != Class::NO_SCRIPT).then_some(script)
    }

    /// Whether all characters of the class are the same member, or none.
    fn is_one(self) -> bool {
        self.0 & (Class::FOREIGN | Class::LETTER) != Class::FOREIGN
    }

    pub(super) fn is_foreign(self) -> bool {
        self.0 & Class::FOREIGN != 0
    }

    pub(super) fn member(self, character: char) -> Option<Member> {
        match self.0 {
            flags if flags & Class::LETTER != 0 => Some(Member::Letters(self.0 as u8)),
            flags if flags & Class::FOREIGN != 0 => Some(Member::Character(character)),
            _ => None,
        }
    }
}

/// The classes of all characters, by what is permitted.
pub(super) struct Classes {
    /// Those of the first two planes, by the numbers of classes.
    kinds: Kinds,
    classes: Vec<Class>,
    /// What GSM 7 bit is permitted to hold; `None` where nothing is foreign.
    coding: Option<Options>,
}

impl Classes {
    pub(super) fn new(options: &Options) -> Self {
        // Where UCS-2 was asked for, no character is the cause of it. What is looked at is prepared already.
        let coding = (options.coding.family != Family::Ucs2).then(|| Options {
            coding: Coding { family: Family::Gsm7, ..options.coding.clone() },
            prepare: Prepare::default(),
            ..Options::default()
        });
        let class = |code| char::from_u32(code).map_or(Class::NONE, |c| Class::new(c, coding.as_ref()));
        let all: Vec<Class> = (0..0x2_0000).map(class).collect();
        // Those come first of which each character is a member by itself. There are fewer scripts than an octet can
        // number.
        let mut numbers = [None; 1 << 10];
        let mut classes = Vec::new();
        let mut number = |ones: bool| {
            for &class in all.iter().filter(|class| class.is_one() == ones) {
                numbers[usize::from(class.0)].get_or_insert_with(|| {
                    classes.push(class);
                    (classes.len() - 1) as u8
                });
            }
            classes.len() as u8
        };
        let alone = number(false);
        number(true);
        let kind = |code| numbers[usize::from(all[code as usize].0)].unwrap_or_default();
        let kinds = Kinds::new(alone, kind);
        Classes { kinds, classes, coding }
    }

    /// Looks at a text: `seen` has its characters then, but for those of ASCII that are of no script and not foreign.
    pub(super) fn look_at(&self, text: Text<'_>, seen: &mut Seen) {
        match text {
            Text::Latin1(octets) if octets.is_ascii() => self.look_at_all(octets, seen),
            Text::Utf8(text) => self.look_at_all(text.as_bytes(), seen),
            _ => {
                seen.clear();
                // A lone surrogate has no script and no replacement.
                let characters = text.characters().filter_map(|(_, code)| char::from_u32(code));
                characters.for_each(|character| self.meet(character, seen));
            }
        }
    }

    fn look_at_all(&self, octets: &[u8], seen: &mut Seen) {
        self.look_at_octets(octets, Place { start: 0, end: octets.len() }, seen);
        self.meet_foreign_ascii(octets, seen);
    }

    /// Looks at UTF-8 at a place of some octets, but does not see what is foreign among those of ASCII.
    #[inline]
    pub(super) fn look_at_octets(&self, octets: &[u8], Place { start, end }: Place, seen: &mut Seen) {
        seen.clear();
        let mut met = |kind, code, count| seen.add(kind, code, count, self);
        let letters = Level::active().meet(octets, start..end, &self.kinds, &mut met);
        seen.letters += letters;
    }

    /// Sees what is foreign in ASCII.
    #[cold]
    pub(super) fn meet_foreign_ascii(&self, octets: &[u8], seen: &mut Seen) {
        let ascii = octets.iter().filter(|octet| octet.is_ascii()).map(|&octet| char::from(octet));
        ascii.filter(|&character| self.is_foreign(character)).for_each(|character| self.meet(character, seen));
    }

    /// Whether no permitted alphabet holds a character.
    pub(super) fn is_foreign(&self, character: char) -> bool {
        self.class(self.kind(character).0).is_foreign()
    }

    /// Whether there are such characters.
    pub(super) fn has_foreign(&self) -> bool {
        self.coding.is_some()
    }

    /// Adds a character to what was seen.
    pub(super) fn meet(&self, character: char, seen: &mut Seen) {
        let (kind, code) = self.kind(character);
        seen.add(kind, code, 1, self);
    }

    fn kind(&self, character: char) -> (u8, u32) {
        let code = u32::from(character);
        match self.kinds.of(code) {
            Kinds::BEYOND => self.beyond(code),
            kind => self.told_apart(kind, code),
        }
    }

    /// A kind, and which character it is, if those of the kind are told apart.
    fn told_apart(&self, kind: u8, code: u32) -> (u8, u32) {
        (kind, if self.kinds.is_alone(kind) { code } else { 0 })
    }

    /// The same of a character above U+1FFFF.
    #[cold]
    pub(super) fn beyond(&self, code: u32) -> (u8, u32) {
        let class = char::from_u32(code).map_or(Class::NONE, |character| Class::new(character, self.coding.as_ref()));
        // There are letters of such a script before, and characters that are no letters.
        let kind = self.classes.iter().position(|&other| other == class).unwrap_or_default();
        self.told_apart(kind as u8, code)
    }

    pub(super) fn class(&self, kind: u8) -> Class {
        self.classes.get(usize::from(kind)).copied().unwrap_or(Class::NONE)
    }
}

/// Whether octets of the default alphabet in UTF-8 are in Latin letters, as most are: there are letters, and no Greek
/// capitals. If not, all must be looked at.
#[inline]
pub(super) fn is_latin_at_home(octets: &[u8], ascii: bool) -> bool {
    octets.iter().any(u8::is_ascii_alphabetic) && (ascii || !octets.contains(&GREEK))
}

/// Puts the members in order; marks and punctuation of a script count with its letters.
pub(super) fn settled(members: &[Member]) -> Vec<Member> {
    let letters = |script: Script| members.contains(&Member::Letters(script as u8));
    let belongs = |member: &Member| match member {
        Member::Character(character) => {
            let scripts = character.script_extension();
            !scripts.is_common() && !scripts.is_inherited() && scripts.iter().any(letters)
        }
        Member::Letters(_) => false,
    };
    let mut kept: Vec<Member> =
        members.iter().filter(|member| members.len() == 1 || !belongs(member)).copied().collect();
    kept.sort_unstable();
    kept
}
