//! What a character is to a survey, and what all characters of a text come to.

use unicode_script::{Script, UnicodeScript};

use crate::Text;
use crate::estimate::estimate;
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

/// A run of characters of one class, and the first of them.
#[derive(Clone, Copy)]
struct Run {
    class: Class,
    code: u32,
    length: usize,
}

impl Run {
    const NONE: Run = Run { class: Class::NONE, code: 0, length: 0 };
}

/// The classes of all characters, by what is permitted.
pub(super) struct Classes {
    /// Those of the first plane; no character beyond is in an alphabet.
    first: Vec<Class>,
    /// What GSM 7 bit is permitted to hold; `None` where nothing is foreign.
    coding: Option<Options>,
}

/// What has been seen of a text so far, and memory for the next one.
#[derive(Default)]
pub(super) struct Seen {
    /// Foreign characters, each once, in the order of the text.
    pub(super) members: Vec<Member>,
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
        Classes { first: (0..0x1_0000).map(class).collect(), coding }
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
        let mut run = Run::NONE;
        for character in text.characters().filter_map(|(_, code)| char::from_u32(code)) {
            self.meet(character.into(), &mut run, seen);
        }
        seen.end(run);
        seen.script()
    }

    /// The same of octets in UTF-8, if all that is ASCII among them is common.
    pub(super) fn look_at_octets(&self, octets: &[u8], seen: &mut Seen) -> Option<Option<u8>> {
        if !is_common(octets) {
            return None;
        }
        seen.clear();
        self.beyond_ascii(octets, seen);
        seen.latin += match seen.scripts.is_empty() {
            // Nothing to compare their number with.
            true => usize::from(octets.iter().any(u8::is_ascii_alphabetic)),
            false => letters(octets),
        };
        Some(seen.script())
    }

    /// Meets every character of UTF-8 that is not ASCII.
    #[inline]
    fn beyond_ascii(&self, octets: &[u8], seen: &mut Seen) {
        let mut run = Run::NONE;
        let mut at = 0;
        // The octets are well formed: a check that fails is the end of them.
        let more = |at: usize| octets.get(at).map_or(0, |&octet| u32::from(octet & 0x3F));
        while let Some(&lead) = octets.get(at) {
            let rest = u32::from(lead);
            let code = match lead {
                0..=0x7F => {
                    at += ascii_length(&octets[at..]);
                    continue;
                }
                0x80..=0xDF => {
                    at += 2;
                    (rest & 0x1F) << 6 | more(at - 1)
                }
                0xE0..=0xEF => {
                    at += 3;
                    (rest & 0xF) << 12 | more(at - 2) << 6 | more(at - 1)
                }
                0xF0..=0xFF => {
                    at += 4;
                    (rest & 7) << 18 | more(at - 3) << 12 | more(at - 2) << 6 | more(at - 1)
                }
            };
            self.meet(code, &mut run, seen);
        }
        seen.end(run);
    }

    #[inline(always)]
    fn meet(&self, code: u32, run: &mut Run, seen: &mut Seen) {
        let class = match self.first.get(code as usize) {
            Some(&class) => class,
            None => self.beyond(code),
        };
        // Most characters are what the one before is: letters of one script.
        if class == run.class && (class.is_one() || code == run.code) {
            run.length += 1;
            return;
        }
        let ended = std::mem::replace(run, Run { class, code, length: 1 });
        self.turn(ended, class, code, seen);
    }

    #[inline(never)]
    fn turn(&self, ended: Run, class: Class, code: u32, seen: &mut Seen) {
        seen.end(ended);
        if let Some(member) = char::from_u32(code).and_then(|character| class.member(character)) {
            // One more than are told apart is enough to know.
            if seen.members.len() <= MEMBERS && !seen.members.contains(&member) {
                seen.members.push(member);
            }
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
        self.scripts.clear();
        self.latin = 0;
    }

    fn end(&mut self, run: Run) {
        match run.class.script() {
            Some(LATIN) => self.latin += run.length,
            Some(script) => match self.scripts.iter_mut().find(|(other, _)| *other == script) {
                Some((_, count)) => *count += run.length,
                None => self.scripts.push((script, run.length)),
            },
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

/// Whether all ASCII among some octets is of the default alphabet, so that only what is beyond can be foreign. A grave
/// accent, DEL and control characters but LF and CR are not, or need to be looked at.
#[inline]
fn is_common(octets: &[u8]) -> bool {
    let rare = |octet: u8| (octet < b' ') & (octet != b'\n') & (octet != b'\r') | (octet == b'`') | (octet == 0x7F);
    !any(octets, rare)
}

/// Whether there is such an octet among some.
#[inline(always)]
fn any(octets: &[u8], is: impl Fn(u8) -> bool) -> bool {
    // Pieces of one size, without a way out of them: the compiler looks at all octets of a piece at once.
    const STEP: usize = 16;
    let (first, rest) = octets.split_at(octets.len() - octets.len() % STEP);
    let piece = |chunk: &[u8]| match <&[u8; STEP]>::try_from(chunk) {
        Ok(chunk) => chunk.iter().fold(0, |any, &octet| any | u8::from(is(octet))) != 0,
        Err(_) => chunk.iter().any(|&octet| is(octet)),
    };
    first.chunks_exact(STEP).any(piece) || rest.iter().any(|&octet| is(octet))
}

/// Letters of ASCII.
#[inline]
fn letters(octets: &[u8]) -> usize {
    // A count of 8 bits for each place of a piece, before any overflows.
    const STEP: usize = 16;
    let mut letters = 0;
    for block in octets.chunks(STEP * 255) {
        let mut counts = [0u8; STEP];
        let mut pieces = block.chunks_exact(STEP);
        for piece in &mut pieces {
            counts.iter_mut().zip(piece).for_each(|(count, octet)| *count += u8::from(octet.is_ascii_alphabetic()));
        }
        letters += counts.into_iter().map(usize::from).sum::<usize>();
        letters += pieces.remainder().iter().filter(|octet| octet.is_ascii_alphabetic()).count();
    }
    letters
}

/// How many octets of ASCII come first.
#[inline]
pub(super) fn ascii_length(octets: &[u8]) -> usize {
    const STEP: usize = 8;
    let mut at = 0;
    for chunk in octets.chunks_exact(STEP) {
        let high = chunk.try_into().map_or(0, u64::from_le_bytes) & 0x8080_8080_8080_8080;
        if high != 0 {
            return at + high.trailing_zeros() as usize / 8;
        }
        at += STEP;
    }
    at + octets[at..].iter().take_while(|octet| octet.is_ascii()).count()
}

/// Whether octets of the default alphabet in UTF-8 are in Latin letters, as most are: there are letters, and no Greek
/// capitals. If not, all must be looked at.
#[inline]
pub(super) fn is_latin_at_home(octets: &[u8], ascii: bool) -> bool {
    const GREEK: u8 = 0xCE; // the first octet of U+0380 to U+03BF
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
