//! Many texts at once: what each takes, its script, and the characters that keep it out of GSM 7 bit.
//!
//! What a row takes is counted as everywhere. Beside that, this groups rows, so that a report can say which characters are dear: the *cause* of
//! a row is the set of its characters that no permitted alphabet holds. Letters of a script that is foreign as a whole
//! are one member of a cause together (nobody replaces Cyrillic letter by letter), so that there are few causes.

use std::collections::HashMap;

use unicode_script::{Script, UnicodeScript};

use super::parallel::{piece, pieces, work_off};
use super::{Estimates, Field, Fields, Rows};
use crate::Text;
use crate::message::estimate;
use crate::options::{Coding, Family, Options};

/// A cause of more different members than this is not told from others of its kind.
const MEMBERS: usize = 6;
/// So many causes are told apart; what comes later counts as [`MANY`].
const CAUSES: usize = 1 << 16;

/// The cause of rows that every character of is in a permitted alphabet.
pub const NO_CAUSE: u32 = 0;
/// The cause of rows that have too many foreign characters to tell them apart.
pub const MANY: u32 = 1;

/// What is estimated of a row.
const FIELDS: Fields = Fields::NONE.and(Field::Encoding).and(Field::Segments).and(Field::Units);

/// What keeps a row out of GSM 7 bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// One character.
    Character(char),
    /// Letters of a script, by its number in [`Survey::script_name`].
    Letters(u8),
}

/// What is known of a character: the script in the lower octet, and whether it is foreign.
#[derive(Clone, Copy)]
struct Class(u16);

impl Class {
    const NO_SCRIPT: u8 = Script::Unknown as u8;
    const FOREIGN: u16 = 1 << 8;
    /// Foreign, and told by its script.
    const LETTER: u16 = 1 << 9;

    fn new(character: char, coding: Option<&Options>) -> Self {
        let script = match character.script() {
            Script::Common | Script::Inherited | Script::Unknown => Class::NO_SCRIPT,
            script => script as u8,
        };
        let foreign = coding.is_some_and(|options| {
            let mut octets = [0; 4];
            estimate(Text::Utf8(character.encode_utf8(&mut octets)), options).is_err()
        });
        // Letters of the Latin script have replacements one by one, and Greek capitals are half at home.
        let letter = foreign && script != Class::NO_SCRIPT && script != Script::Latin as u8;
        let flags = if foreign { Class::FOREIGN } else { 0 } | if letter { Class::LETTER } else { 0 };
        Class(u16::from(script) | flags)
    }

    fn script(self) -> Option<u8> {
        let script = self.0 as u8;
        (script != Class::NO_SCRIPT).then_some(script)
    }

    fn member(self, character: char) -> Option<Member> {
        match self.0 {
            flags if flags & Class::LETTER != 0 => Some(Member::Letters(self.0 as u8)),
            flags if flags & Class::FOREIGN != 0 => Some(Member::Character(character)),
            _ => None,
        }
    }
}

/// What a survey says of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surveyed {
    /// What the rows take: encoding, segments and units, as [`super::estimate`] has them.
    pub estimates: Estimates,
    /// The script that most letters are in, another one before Latin if equal; `None` in rows without letters or text.
    pub scripts: Vec<Option<u8>>,
    /// The number of the cause in [`Survey::causes`].
    pub causes: Vec<u32>,
}

/// Looks at rows, and numbers the causes that it has met.
pub struct Survey {
    /// The characters of the first plane; no character beyond is in an alphabet.
    classes: Vec<Class>,
    options: Options,
    coding: Option<Options>,
    numbers: HashMap<Vec<Member>, u32>,
    causes: Vec<Vec<Member>>,
}

/// One piece of the work: a script for each row, and the members of those rows that have some.
struct Piece {
    estimates: Estimates,
    scripts: Vec<Option<u8>>,
    found: Vec<(usize, Vec<Member>)>,
}

impl Survey {
    /// A survey of texts that are to be sent with these options.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        // Where UCS-2 was asked for, no character is the cause of it.
        let coding = (options.coding.family != Family::Ucs2).then(|| Options {
            coding: Coding { family: Family::Gsm7, ..options.coding.clone() },
            prepare: options.prepare.clone(),
            ..Options::default()
        });
        let class =
            |code| char::from_u32(code).map_or(Class(Class::NO_SCRIPT.into()), |c| Class::new(c, coding.as_ref()));
        let classes = (0..0x1_0000).map(class).collect();
        let causes = vec![Vec::new(), Vec::new()];
        let options = options.clone();
        Survey { classes, options, coding, numbers: HashMap::from([(Vec::new(), NO_CAUSE)]), causes }
    }

    /// The causes met so far, by number; those of [`NO_CAUSE`] and [`MANY`] are empty.
    #[must_use]
    pub fn causes(&self) -> &[Vec<Member>] {
        &self.causes
    }

    /// The name of a script, as Unicode spells it in full.
    #[must_use]
    pub fn script_name(number: u8) -> Option<&'static str> {
        // The crate has no way back from a number to a script; those that are asked for have characters early on.
        let mut scripts = ('\0'..=char::MAX).map(|character| character.script());
        scripts.find(|&script| script as u8 == number).map(Script::full_name)
    }

    fn class(&self, character: char) -> Class {
        match self.classes.get(character as usize) {
            Some(&class) => class,
            None => Class::new(character, self.coding.as_ref()),
        }
    }

    /// Surveys the rows of all parts, on so many threads.
    pub fn add(&mut self, parts: &[&dyn Rows], threads: usize) -> Surveyed {
        let total = parts.iter().map(|rows| rows.len()).sum();
        let jobs = pieces(parts, piece(total, threads));
        let this = &*self;
        let done = work_off(jobs, threads, |(rows, range)| {
            let estimates = Estimates::zeroed(range.len(), FIELDS);
            let mut piece = Piece { estimates, scripts: Vec::with_capacity(range.len()), found: Vec::new() };
            let mut writer = piece.estimates.writer();
            let (mut scripts, mut members) = (Vec::new(), Vec::new());
            for (place, index) in range.enumerate() {
                // Most rows are at home in the default alphabet: a kernel tells them in one go.
                let octets = rows
                    .octets(index)
                    .filter(|(octets, part)| writer.set_octets(place, octets, part.clone(), &this.options));
                if let Some(script) = octets.and_then(|(octets, part)| octets.get(part)).and_then(script_at_home) {
                    piece.scripts.push(Some(script));
                    continue;
                }
                // A row is looked up, and its octets are checked, once for both.
                let row = rows.row(index);
                writer.set(place, row, &this.options);
                piece.scripts.push(row.ok().and_then(|text| this.look_at(text, &mut scripts, &mut members)));
                if !members.is_empty() {
                    settle(&mut members);
                    piece.found.push((place, std::mem::take(&mut members)));
                }
            }
            piece
        });
        let (scripts, causes) = (Vec::with_capacity(total), vec![NO_CAUSE; total]);
        let mut result = Surveyed { estimates: Estimates::new(FIELDS), scripts, causes };
        for piece in done {
            let start = result.scripts.len();
            for (place, members) in piece.found {
                result.causes[start + place] = self.number(members);
            }
            result.scripts.extend(piece.scripts);
            result.estimates.append(piece.estimates);
        }
        result
    }

    /// The script of a text; what is foreign in it goes into `members`, each once.
    fn look_at(&self, text: Text<'_>, scripts: &mut Vec<(u8, usize)>, members: &mut Vec<Member>) -> Option<u8> {
        const LATIN: u8 = Script::Latin as u8;
        scripts.clear();
        let mut latin = 0;
        let meet = |character: char| {
            let class = self.class(character);
            match class.script() {
                Some(LATIN) => latin += 1,
                Some(script) => match scripts.iter_mut().find(|(other, _)| *other == script) {
                    Some((_, count)) => *count += 1,
                    None => scripts.push((script, 1)),
                },
                None => {}
            }
            if let Some(member) = class.member(character) {
                // One more than are told apart is enough to know.
                if members.len() <= MEMBERS && !members.contains(&member) {
                    members.push(member);
                }
            }
        };
        match text {
            // ASCII is never foreign, and its letters are counted many at a time.
            Text::Latin1(octets) if octets.is_ascii() => {
                return octets.iter().any(u8::is_ascii_alphabetic).then_some(LATIN);
            }
            Text::Utf8(text) => {
                foreign_characters(text, meet);
                latin += text.bytes().map(|octet| usize::from(octet.is_ascii_alphabetic())).sum::<usize>();
            }
            // A lone surrogate has no script and no replacement.
            text => text.characters().filter_map(|(_, code)| char::from_u32(code)).for_each(meet),
        }
        // The first of the most frequent: `max_by_key` gives the last.
        let other = scripts.iter().rev().max_by_key(|&&(_, count)| count);
        match other {
            Some(&(script, count)) if count >= latin => Some(script),
            _ => (latin > 0).then_some(LATIN),
        }
    }

    fn number(&mut self, members: Vec<Member>) -> u32 {
        if let Some(&number) = self.numbers.get(&members) {
            return number;
        }
        if members.len() > MEMBERS || self.causes.len() >= CAUSES {
            return MANY;
        }
        let number = self.causes.len() as u32;
        self.causes.push(members.clone());
        self.numbers.insert(members, number);
        number
    }
}

/// The script of octets of the default alphabet in UTF-8: Latin, unless there are Greek capitals (or no letters, as it
/// seems from ASCII): then all must be looked at.
fn script_at_home(octets: &[u8]) -> Option<u8> {
    const GREEK: u8 = 0xCE; // the first octet of U+0380 to U+03BF
    (!octets.contains(&GREEK) && octets.iter().any(u8::is_ascii_alphabetic)).then_some(Script::Latin as u8)
}

/// Puts the members in order; marks and punctuation of a script count with its letters.
fn settle(members: &mut Vec<Member>) {
    let letters = |script: Script| members.contains(&Member::Letters(script as u8));
    let belongs = |member: &Member| match member {
        Member::Character(character) => {
            let scripts = character.script_extension();
            !scripts.is_common() && !scripts.is_inherited() && scripts.iter().any(letters)
        }
        Member::Letters(_) => false,
    };
    if members.len() > 1 {
        let kept: Vec<Member> = members.iter().filter(|member| !belongs(member)).copied().collect();
        *members = kept;
        members.sort_unstable();
    }
}

/// Hands on every character of a text that is not ASCII.
fn foreign_characters(text: &str, mut meet: impl FnMut(char)) {
    const STEP: usize = 16;
    let octets = text.as_bytes();
    let mut at = 0;
    while at < octets.len() {
        if octets[at].is_ascii() {
            let rest = &octets[at..];
            let ascii = rest.chunks_exact(STEP).take_while(|chunk| chunk.is_ascii()).count() * STEP;
            let more = rest[ascii..].iter().take_while(|octet| octet.is_ascii()).count();
            at += ascii + more;
        }
        // Behind ASCII a character begins.
        for character in text.get(at..).unwrap_or_default().chars() {
            if character.is_ascii() {
                break;
            }
            meet(character);
            at += character.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Row;

    fn survey(options: &Options, texts: &[&str]) -> (Survey, Vec<Option<&'static str>>, Vec<u32>) {
        let mut survey = Survey::new(options);
        let rows: Vec<Row<'_>> = texts.iter().map(|&text| crate::columns::utf8_text(text.as_bytes())).collect();
        let surveyed = survey.add(&[&rows], 1);
        let names = surveyed.scripts.iter().map(|script| script.and_then(Survey::script_name)).collect();
        (survey, names, surveyed.causes)
    }

    #[test]
    fn the_script_is_that_of_most_letters() {
        let texts = ["Hello", "12 €", "Привет ok", "ab Жж", "你好", "مرحبا 123", "", "Ω", "😀"];
        let (_, scripts, _) = survey(&Options::default(), &texts);
        let (latin, cyrillic) = (Some("Latin"), Some("Cyrillic"));
        let expected = [latin, None, cyrillic, cyrillic, Some("Han"), Some("Arabic"), None, Some("Greek"), None];
        assert_eq!(scripts, expected);
    }

    #[test]
    fn a_cause_is_the_set_of_what_no_alphabet_holds() {
        let texts = ["plain é €", "“a” – “b”", "– ”“", "Привет – да", "çok ş", "ş", "😀😀"];
        let (survey, _, causes) = survey(&Options::default(), &texts);
        let of = |row: usize| &survey.causes()[causes[row] as usize];
        let character = Member::Character;
        assert_eq!(causes[0], NO_CAUSE);
        assert_eq!(*of(1), [character('–'), character('“'), character('”')]);
        assert_eq!(causes[2], causes[1]);
        assert_eq!(*of(3), [character('–'), Member::Letters(Script::Cyrillic as u8)]);
        assert_eq!(*of(4), [character('ç'), character('ş')]);
        assert_eq!(*of(5), [character('ş')]);
        assert_eq!(*of(6), [character('😀')]);
    }

    #[test]
    fn marks_and_punctuation_of_a_script_count_with_its_letters() {
        let (survey, _, causes) = survey(&Options::default(), &["شكراً، نعم", "日本、です", "、"]);
        assert_eq!(survey.causes()[causes[0] as usize], [Member::Letters(Script::Arabic as u8)]);
        let mut both = [Member::Letters(Script::Han as u8), Member::Letters(Script::Hiragana as u8)];
        both.sort_unstable();
        assert_eq!(survey.causes()[causes[1] as usize], both);
        assert_eq!(survey.causes()[causes[2] as usize], [Member::Character('、')]);
    }

    #[test]
    fn what_a_permitted_language_holds_is_no_cause() {
        let coding = Coding { languages: vec![crate::NationalLanguage::Turkish], ..Coding::default() };
        let (_, _, causes) = survey(&Options { coding, ..Options::default() }, &["çok ş", "ő"]);
        assert_eq!(causes[0], NO_CAUSE);
        assert_ne!(causes[1], NO_CAUSE);
    }

    #[test]
    fn nothing_is_the_cause_where_ucs2_was_asked_for() {
        let coding = Coding { family: Family::Ucs2, ..Coding::default() };
        let (_, _, causes) = survey(&Options { coding, ..Options::default() }, &["ş – Привет"]);
        assert_eq!(causes, [NO_CAUSE]);
    }

    #[test]
    fn many_different_characters_are_one_cause() {
        let (_, _, causes) = survey(&Options::default(), &["āăąćĉċč", "ēĕėęěĝğ", "āăąćĉċ"]);
        assert_eq!(causes[..2], [MANY, MANY]);
        assert_ne!(causes[2], MANY);
    }

    #[test]
    fn octets_of_the_default_alphabet_are_told_as_texts_are() {
        /// Rows as a column has them.
        struct Octets<'a>(Vec<&'a str>);
        impl Rows for Octets<'_> {
            fn len(&self) -> usize {
                self.0.len()
            }
            fn row(&self, index: usize) -> Row<'_> {
                crate::columns::utf8_text(self.0[index].as_bytes())
            }
            fn octets(&self, index: usize) -> Option<(&[u8], std::ops::Range<usize>)> {
                Some((self.0[index].as_bytes(), 0..self.0[index].len()))
            }
        }
        let texts = ["Hello", "12 €", "ΔΦΓ a", "ΔΦ abc", "éü", "", "ş", "{[]}", "ok – da", "Ж"];
        let rows: Vec<Row<'_>> = texts.iter().map(|text| crate::columns::utf8_text(text.as_bytes())).collect();
        let options = Options::default();
        let (mut one, mut other) = (Survey::new(&options), Survey::new(&options));
        assert_eq!(one.add(&[&rows], 1), other.add(&[&Octets(texts.to_vec())], 1));
    }

    #[test]
    fn threads_do_not_change_the_result() {
        let texts: Vec<String> = (0..50_000).map(|n| ["a", "ş", "– Ж", "é"][n * 7 % 4].repeat(n % 5)).collect();
        let rows: Vec<Row<'_>> = texts.iter().map(|text| crate::columns::utf8_text(text.as_bytes())).collect();
        let (mut one, mut many) = (Survey::new(&Options::default()), Survey::new(&Options::default()));
        assert_eq!(one.add(&[&rows], 1), many.add(&[&rows, &Vec::new()], 4));
        assert_eq!(one.causes(), many.causes());
    }
}
