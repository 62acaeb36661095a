//! What a character is to a survey, and what all characters of a text come to.

use unicode_script::{Script, UnicodeScript};

use crate::Text;
use crate::estimate::estimate;
use crate::kernel::{GREEK, Kinds, Level};
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
struct Class(u16);

impl Class {
    const NO_SCRIPT: u8 = Script::Unknown as u8;
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

    fn script(self) -> Option<u8> {
        let script = self.0 as u8;
        (script != Class::NO_SCRIPT).then_some(script)
    }

    /// Whether all characters of the class are the same member, or none.
    fn is_one(self) -> bool {
        self.0 & (Class::FOREIGN | Class::LETTER) != Class::FOREIGN
    }

    fn member(self, character: char) -> Option<Member> {
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

/// What has been seen of a text so far, and memory for the next one.
#[derive(Default)]
pub(super) struct Seen {
    /// Foreign characters, each once, in the order of the text.
    pub(super) members: Vec<Member>,
    /// How often each occurs.
    pub(super) often: Vec<usize>,
    /// Scripts but Latin, and how many letters.
    scripts: Vec<(u8, usize)>,
    latin: usize,
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

    /// The script of a text: that of most letters, another one before Latin if equal. What is foreign in it is in
    /// `seen` then.
    pub(super) fn look_at(&self, text: Text<'_>, seen: &mut Seen) -> Option<u8> {
        let octets = match text {
            Text::Latin1(octets) if octets.is_ascii() => Some(octets),
            Text::Utf8(text) => Some(text.as_bytes()),
            _ => None,
        };
        if let Some(script) = octets.and_then(|octets| self.look_at_octets(octets, seen)) {
            return script;
        }
        seen.clear();
        // A lone surrogate has no script and no replacement.
        for character in text.characters().filter_map(|(_, code)| char::from_u32(code)) {
            self.meet(self.kinds.of(character.into()), character.into(), 1, seen);
        }
        seen.script()
    }

    /// The same of octets in UTF-8, if all that is ASCII among them is common.
    #[inline]
    pub(super) fn look_at_octets(&self, octets: &[u8], seen: &mut Seen) -> Option<Option<u8>> {
        seen.clear();
        let mut met = |kind, code, count| self.meet(kind, code, count, seen);
        let ascii = Level::active().meet(octets, &self.kinds, &mut met);
        if ascii.uncommon {
            return None;
        }
        seen.latin += ascii.letters;
        Some(seen.script())
    }

    #[inline]
    fn meet(&self, kind: u8, code: u32, count: usize, seen: &mut Seen) {
        let class = self.classes.get(usize::from(kind)).copied().unwrap_or_else(|| self.beyond(code));
        if let Some(script) = class.script() {
            seen.count(script, count);
        }
        if let Some(member) = char::from_u32(code).and_then(|character| class.member(character)) {
            seen.add(member, count);
        }
    }

    #[cold]
    fn beyond(&self, code: u32) -> Class {
        char::from_u32(code).map_or(Class::NONE, |character| Class::new(character, self.coding.as_ref()))
    }
}

impl Seen {
    fn clear(&mut self) {
        self.members.clear();
        self.often.clear();
        self.scripts.clear();
        self.latin = 0;
    }

    #[inline]
    fn count(&mut self, script: u8, letters: usize) {
        match self.scripts.iter_mut().find(|(other, _)| *other == script) {
            _ if script == LATIN => self.latin += letters,
            Some((_, count)) => *count += letters,
            None => self.scripts.push((script, letters)),
        }
    }

    #[inline]
    pub(super) fn add(&mut self, member: Member, count: usize) {
        match self.members.iter().position(|&other| other == member) {
            Some(place) => self.often[place] += count,
            // One more than are told apart is enough to know.
            None if self.members.len() <= MEMBERS => {
                self.members.push(member);
                self.often.push(count);
            }
            None => {}
        }
    }

    /// The script of most letters.
    fn script(&self) -> Option<u8> {
        // The first of the most frequent: `max_by_key` gives the last.
        let other = self.scripts.iter().rev().max_by_key(|&&(_, count)| count);
        match other {
            Some(&(script, count)) if count >= self.latin => Some(script),
            _ => (self.latin > 0).then_some(LATIN),
        }
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
