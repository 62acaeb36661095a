//! Many texts at once: what each takes, its script, the characters that keep it out of GSM 7 bit, and what replacing
//! them would save. Rows are counted in groups, in one pass.
//!
//! What a row takes is counted as everywhere. Beside that, a report says which characters are dear: the *cause* of
//! a row in UCS-2 is the set of its characters that no permitted alphabet holds, in the text as it is prepared for
//! sending, before anything is cut off, and in what the options add to it. Letters of a script that is foreign as a whole are one member of a cause
//! together (nobody replaces Cyrillic letter by letter), so that there are few causes.
//!
//! Most rows are text of the default alphabet, in Latin letters, and a kernel tells them in one go. Only the others are
//! looked at by character, and only those of them that take several segments, and whose foreign characters all have a
//! replacement, are estimated twice.

mod causes;
mod class;
mod desk;
mod groups;
mod remembered;
mod savings;
mod seen;
mod sorts;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use unicode_script::{Script, UnicodeScript};

use super::batch::{Batch, Others};
use super::parallel::{piece, pieces, work_off};
use super::{GSM7, Rows};
use crate::estimate::plans;
use crate::kernel::Marks;
use crate::options::Options;

use causes::Causes;
pub use causes::{MANY, NO_CAUSE};
pub use class::Member;
use class::{Classes, LATIN};
use desk::{Added, Desk};
pub use groups::{Count, Group};
use groups::{Groups, Packed};
use savings::Savings;

/// The error of rows longer than is permitted, beside those of [`super::ErrorCode`].
pub const TOO_LONG: u8 = 100;

/// Rows of a piece of work at most, so that what it remembers stays small.
const PIECE: usize = 1 << 14;

/// Characters of longer texts would not fit the counts.
const LONGEST: usize = u32::MAX as usize;

/// What a survey is to say of single rows, and what it need not ask.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The group and the units of each.
    pub rows: bool,
    /// So many first rows of each group.
    pub first: usize,
    /// Whether somebody has checked that octets which are said to be UTF-8 are that: nobody needs to do it again. If it is
    /// wrong, what is said of rows may be wrong, and nothing else.
    pub checked: bool,
}

/// What a survey says of rows.
#[derive(Clone, Debug)]
pub struct Surveyed {
    groups: Groups,
    length: usize,
    /// The number of the group of each row, and its units, if they are wanted.
    pub rows: Option<(Vec<u32>, Vec<i32>)>,
}

impl Surveyed {
    /// Without rows.
    #[must_use]
    pub fn new(wanted: Wanted) -> Self {
        Surveyed { groups: Groups::new(wanted.first), length: 0, rows: wanted.rows.then(Default::default) }
    }

    /// The number of rows.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "nobody asks")]
    pub fn len(&self) -> usize {
        self.length
    }

    /// The groups in the order of their first rows.
    #[must_use]
    pub fn groups(&self) -> &[(Group, Count)] {
        &self.groups.counts
    }

    /// The first rows of a group, as many as were wanted.
    #[must_use]
    pub fn first(&self, group: u32) -> &[usize] {
        self.groups.first.get(group as usize).map_or(&[], Vec::as_slice)
    }
}

/// Looks at rows, and numbers the causes that it has met.
pub struct Survey {
    options: Options,
    savings: Savings,
    classes: Classes,
    /// Whoever looks at rows keeps those that were known when it began.
    causes: Mutex<Arc<Causes>>,
    added: Added,
    longest: usize,
}

/// What rows have come to that were looked at, but not entered: their new causes have no numbers yet.
#[derive(Default)]
pub struct Looked {
    pieces: Vec<Piece>,
    rows: usize,
}

/// One piece of the work.
struct Piece {
    groups: Groups,
    rows: Option<(Vec<u32>, Vec<i32>)>,
    /// How many causes were known, and those that are new: the next ones by number, within the piece.
    known: u32,
    causes: Vec<(Vec<Member>, savings::Help)>,
    /// The number of the group [`PLAIN`], if a row of it was met.
    plain: Option<u32>,
}

impl Survey {
    /// A survey of texts that are to be sent with these options, and could be sent with the replacements of others. Texts
    /// of more octets than `longest`, or 4 GiB, are not looked at.
    #[must_use]
    pub fn new(options: &Options, replacing: Option<&Options>, longest: usize) -> Self {
        let savings = Savings::new(options, replacing);
        let (causes, classes) = (Mutex::new(Arc::new(Causes::new(&savings))), Classes::new(options));
        let added = Added::new(options, &classes);
        Survey { options: options.clone(), savings, classes, causes, added, longest: longest.min(LONGEST) }
    }

    /// The causes entered so far, by number; those of [`NO_CAUSE`] and [`MANY`] are empty.
    #[must_use]
    pub fn causes(&self) -> Vec<Vec<Member>> {
        self.known().members.clone()
    }

    fn known(&self) -> MutexGuard<'_, Arc<Causes>> {
        // A panic of the core leaves nothing half done that anybody reads.
        self.causes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of a script, as Unicode spells it in full.
    #[must_use]
    pub fn script_name(number: u8) -> Option<&'static str> {
        // The crate has no way back from a number to a script; those that are asked for have characters early on.
        let mut scripts = ('\0'..=char::MAX).map(|character| character.script());
        scripts.find(|&script| script as u8 == number).map(Script::full_name)
    }

    /// Looks at the rows of all parts, on so many threads. `prefixes` has what was found of the number of each row, or
    /// nothing.
    #[must_use]
    pub fn look(&self, parts: &[&dyn Rows], prefixes: &[i32], threads: usize, wanted: Wanted) -> Looked {
        let total = parts.iter().map(|rows| rows.len()).sum();
        let known = Arc::clone(&self.known());
        let starts = parts.iter().scan(0, |start, rows| Some(std::mem::replace(start, *start + rows.len())));
        let starts: Vec<usize> = starts.collect();
        let size = piece(total, threads).min(PIECE);
        let jobs = parts.iter().zip(starts).flat_map(|(rows, start)| {
            pieces(std::slice::from_ref(rows), size).map(move |(rows, range)| (rows, start, range))
        });
        let plans = plans(&self.options);
        // What is known of many rows at once is not known of each of them.
        let in_bulk = prefixes.is_empty() && !wanted.rows && self.longest >= Marks::SPAN;
        let room = plans.as_ref().map_or(0, |plans| plans.single());
        let pieces = work_off(jobs, threads, |(rows, start, range)| {
            let mut desk = Desk::new(self, &known, plans.as_ref());
            let mut piece = Piece::new(wanted, range.len());
            let (first, mut others) = (range.start, Others::new());
            Batch::new(wanted.checked).runs(rows, range, plans.is_some(), |run| {
                let row = first + run.first;
                match piece.plain {
                    Some(plain) if in_bulk && !piece.groups.keeps(plain) => {
                        let septets = run.part(room, &mut others);
                        let plains = run.len() - others.rows().len();
                        piece.groups.count(plain, plains as u64, septets as u64);
                        for index in others.rows() {
                            let (group, taken) = desk.settle(&run, index, rows, row + index, 0);
                            piece.groups.add(group, start + row + index, taken as u64);
                        }
                    }
                    _ => {
                        for index in 0..run.len() {
                            let prefix = prefixes.get(start + row + index).copied().unwrap_or_default();
                            let (group, taken) = desk.settle(&run, index, rows, row + index, prefix);
                            piece.add(group, start + row + index, taken);
                        }
                    }
                }
            });
            (piece.known, piece.causes) = (known.members.len() as u32, desk.met.new);
            piece
        });
        Looked { pieces, rows: total }
    }

    /// Adds what was looked at to what has been found before. In whatever order rows were looked at: those that are
    /// entered first number their causes first.
    pub fn enter(&self, looked: Looked, to: &mut Surveyed) {
        let mut causes = self.known();
        let before = to.length;
        to.length += looked.rows;
        for piece in looked.pieces {
            let number = |(members, help): (Vec<Member>, _)| match causes.find(&members) {
                Some(number) => number,
                // Who still looks at rows keeps what was known: a copy is changed.
                None => Arc::make_mut(&mut causes).add(members, help),
            };
            let numbers: Vec<u32> = piece.causes.into_iter().map(number).collect();
            let groups = piece.groups.counts.into_iter().zip(piece.groups.first).map(|((mut group, count), first)| {
                if let Some(new) = group.cause.checked_sub(piece.known) {
                    group.cause = numbers[new as usize];
                }
                let number = to.groups.number(group.into());
                to.groups.count(number, count.rows, count.units);
                for row in first {
                    if to.groups.keeps(number) {
                        to.groups.keep(number, before + row);
                    }
                }
                number
            });
            let groups: Vec<u32> = groups.collect();
            if let (Some((rows, units)), Some((more, more_units))) = (&mut to.rows, piece.rows) {
                rows.extend(more.into_iter().map(|group| groups[group as usize]));
                units.extend(more_units);
            }
        }
    }
}

impl Piece {
    fn new(wanted: Wanted, rows: usize) -> Self {
        let rows = wanted.rows.then(|| (Vec::with_capacity(rows), Vec::with_capacity(rows)));
        Piece { groups: Groups::new(wanted.first), rows, known: 0, causes: Vec::new(), plain: None }
    }

    /// Adds a row.
    #[inline(always)]
    fn add(&mut self, group: Packed, row: usize, taken: usize) {
        let number = self.groups.add(group, row, taken as u64);
        if group == PLAIN {
            self.plain = Some(number);
        }
        if let Some((rows, units)) = &mut self.rows {
            rows.push(number);
            units.push(i32::try_from(taken).unwrap_or(i32::MAX));
        }
    }
}

/// The group of most rows: of those that `Run::part` parts from others.
const PLAIN: Packed = Packed::plain(GSM7, 1, Some(LATIN), 0);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;
    use crate::columns::{ErrorCode, Row};
    use crate::estimate::estimate;
    use crate::numbering::Numbering;
    use crate::options::{Coding, Family, Layout, Prepare};
    use crate::replace::{Level, Replace};

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

    /// What is found of rows, looked at and entered.
    fn surveyed(survey: &Survey, parts: &[&dyn Rows], prefixes: &[i32], threads: usize) -> Surveyed {
        let mut found = Surveyed::new(ALL);
        survey.enter(survey.look(parts, prefixes, threads, ALL), &mut found);
        found
    }

    const ALL: Wanted = Wanted { rows: true, first: 2, checked: false };

    /// The group of each row.
    fn groups(found: &Surveyed) -> Vec<Group> {
        let rows = &found.rows.as_ref().unwrap().0;
        rows.iter().map(|&group| found.groups()[group as usize].0).collect()
    }

    fn rows<'a>(texts: &[&'a str]) -> Vec<Row<'a>> {
        texts.iter().map(|&text| crate::columns::utf8_text(text.as_bytes())).collect()
    }

    fn replacing(options: &Options, level: Level) -> Options {
        Options { prepare: Prepare { replace: Replace::Level(level), ..options.prepare.clone() }, ..options.clone() }
    }

    fn survey(options: &Options, texts: &[&str]) -> (Survey, Vec<Group>) {
        let survey = Survey::new(options, Some(&replacing(options, Level::Smart)), usize::MAX);
        let found = surveyed(&survey, &[&rows(texts)], &[], 1);
        let groups = groups(&found);
        (survey, groups)
    }

    #[test]
    fn the_script_is_that_of_most_letters() {
        let texts =
            ["Hello", "12 €", "Привет ok", "ab Жж", "你好", "مرحبا 123", "", "Ω", "😀", "`a\tb ΩΩ", "abcdef ж ж"];
        let (_, groups) = survey(&Options::default(), &texts);
        let scripts: Vec<_> = groups.iter().map(|group| group.script.and_then(Survey::script_name)).collect();
        let (latin, cyrillic, greek) = (Some("Latin"), Some("Cyrillic"), Some("Greek"));
        let expected = [latin, None, cyrillic, cyrillic, Some("Han"), Some("Arabic"), None, greek, None, greek, latin];
        assert_eq!(scripts, expected);
    }

    #[test]
    fn what_options_add_is_among_the_causes() {
        let mut options = Options::default();
        let layout = Layout {
            suffix: " – STOP".into(),
            numbering: Some(Numbering::parse("№{sequence}/{total} {text}").unwrap()),
            ..Layout::default()
        };
        options.splitting = options.splitting.with_layout(layout);
        let long = "“a” ".repeat(50);
        let (survey, groups) = survey(&options, &["plain", &long]);
        let [dash, number, open, close] = ['–', '№', '“', '”'].map(Member::Character);
        let causes = survey.causes();
        let of = |row: usize| &causes[groups[row].cause as usize];
        assert_eq!(*of(0), [dash]);
        assert_eq!(*of(1), [dash, open, close, number]);
        assert_eq!(groups[1].after, groups[1].segments);
    }

    #[test]
    fn a_cause_is_the_set_of_what_no_alphabet_holds() {
        let texts = ["plain é €", "“a” – “b”", "– ”“", "Привет – да", "çok ş", "ş", "😀😀", "`a`\t"];
        let (survey, groups) = survey(&Options::default(), &texts);
        let causes = survey.causes();
        let of = |row: usize| &causes[groups[row].cause as usize];
        let character = Member::Character;
        assert_eq!(groups[0].cause, NO_CAUSE);
        assert_eq!(*of(1), [character('–'), character('“'), character('”')]);
        assert_eq!(groups[2].cause, groups[1].cause);
        assert_eq!(*of(3), [character('–'), Member::Letters(Script::Cyrillic as u8)]);
        assert_eq!(*of(4), [character('ç'), character('ş')]);
        assert_eq!(*of(5), [character('ş')]);
        assert_eq!(*of(6), [character('😀')]);
        assert_eq!(*of(7), [character('\t'), character('`')]);
    }

    #[test]
    fn marks_and_punctuation_of_a_script_count_with_its_letters() {
        let (survey, groups) = survey(&Options::default(), &["شكراً، نعم", "日本、です", "、"]);
        let causes = survey.causes();
        let of = |row: usize| &causes[groups[row].cause as usize];
        assert_eq!(*of(0), [Member::Letters(Script::Arabic as u8)]);
        let mut both = [Member::Letters(Script::Han as u8), Member::Letters(Script::Hiragana as u8)];
        both.sort_unstable();
        assert_eq!(*of(1), both);
        assert_eq!(*of(2), [Member::Character('、')]);
    }

    #[test]
    fn what_a_permitted_language_holds_is_no_cause() {
        let coding = Coding { languages: vec![crate::NationalLanguage::Turkish], ..Coding::default() };
        let (_, groups) = survey(&Options { coding, ..Options::default() }, &["çok ş", "ő"]);
        assert_eq!(groups[0].cause, NO_CAUSE);
        assert_ne!(groups[1].cause, NO_CAUSE);
    }

    #[test]
    fn a_cause_is_read_from_the_text_that_is_sent() {
        let decomposed = "Cafe\u{301} – a\u{308} 😀";
        let members = |prepare| {
            let (survey, groups) = survey(&Options { prepare, ..Options::default() }, &[decomposed, "cafe\u{301}"]);
            (survey.causes()[groups[0].cause as usize].clone(), groups[1].cause == NO_CAUSE)
        };
        let [acute, diaeresis, dash, emoji] = ['\u{301}', '\u{308}', '–', '😀'].map(Member::Character);
        assert_eq!(members(Prepare::default()), (vec![acute, diaeresis, dash, emoji], false));
        assert_eq!(members(Prepare { compose: true, ..Prepare::default() }).0, [dash, emoji]);
        assert!(members(Prepare { compose: true, ..Prepare::default() }).1);
    }

    #[test]
    fn nothing_is_the_cause_where_ucs2_was_asked_for() {
        let coding = Coding { family: Family::Ucs2, ..Coding::default() };
        let (_, groups) = survey(&Options { coding, ..Options::default() }, &["ş – Привет"]);
        assert_eq!(groups[0].cause, NO_CAUSE);
    }

    #[test]
    fn many_different_characters_are_one_cause() {
        let (_, groups) = survey(&Options::default(), &["āăąćĉċč", "ēĕėęěĝğ", "āăąćĉċ"]);
        assert_eq!([groups[0].cause, groups[1].cause], [MANY, MANY]);
        assert_ne!(groups[2].cause, MANY);
    }

    #[test]
    fn what_is_more_than_can_be_told_apart_counts_for_the_script_all_the_same() {
        // 43 letters that no alphabet holds, each once: more than are remembered.
        let latin: String = ('\u{100}'..'\u{12B}').collect();
        let text = |others: usize| format!("{latin}{}", "ж".repeat(others));
        let (_, groups) = survey(&Options::default(), &[&text(42), &text(44), &format!("{latin}\u{20000}")]);
        let scripts: Vec<_> = groups.iter().map(|group| group.script.and_then(Survey::script_name)).collect();
        assert_eq!(scripts, [Some("Latin"), Some("Cyrillic"), Some("Latin")]);
        assert!(groups.iter().all(|group| group.cause == MANY));
    }

    #[test]
    fn there_may_be_more_kinds_of_texts_than_are_remembered() {
        let letters: Vec<char> = ('\u{100}'..'\u{118}').collect();
        let mut texts = Vec::new();
        for &first in &letters {
            for &second in &letters {
                texts.extend(letters.iter().map(|&third| String::from_iter([first, second, '一', third])));
            }
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (survey, groups) = survey(&Options::default(), &texts);
        let causes = survey.causes();
        for (text, group) in texts.iter().zip(groups) {
            let mut members: Vec<Member> = text.chars().filter(|&c| c != '一').map(Member::Character).collect();
            members.push(Member::Letters(Script::Han as u8));
            members.sort_unstable();
            members.dedup();
            assert_eq!(causes[group.cause as usize], members, "{text}");
        }
    }

    #[test]
    fn what_is_remembered_of_texts_is_what_is_seen_of_each() {
        let templates = ["Hi {} – “{}”", "жж {}", "{}: да – {}", "{} 😀{}", "ăâđêôơư“”{}‘’", "{}", "€ {}", "日{}本"];
        let names = ["", "Ada", "b2", "жук", "`", "x x", "abcdefgh", "7"];
        let long = "abc ".repeat(30);
        let mut texts = Vec::new();
        for round in 0..40 {
            for (number, template) in templates.iter().enumerate() {
                // Some are new each time, so that more are met than are remembered.
                let own =
                    char::from_u32(0x400 + round).filter(|_| number % 3 == 0).map_or_else(String::new, String::from);
                let name = names[(round as usize * 5 + number) % names.len()];
                let end = if round % 4 == 0 { long.as_str() } else { "" };
                texts.push(format!("{}{own}{end}", template.replace("{}", name)));
            }
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let options = Options::default();
        let told = |texts: &[&str]| {
            let survey = Survey::new(&options, Some(&replacing(&options, Level::Smart)), usize::MAX);
            let found = surveyed(&survey, &[&Octets(texts.to_vec())], &[], 1);
            let (groups, causes) = (groups(&found), survey.causes());
            let units = found.rows.unwrap().1;
            let told = groups.into_iter().zip(units);
            told.map(|(group, units)| (Group { cause: 0, ..group }, causes[group.cause as usize].clone(), units))
                .collect::<Vec<_>>()
        };
        for (text, together) in texts.iter().zip(told(&texts)) {
            assert_eq!(vec![together], told(&[text]), "{text}");
        }
    }

    #[test]
    fn savings_are_those_of_estimates_with_replacements() {
        let options = Options::default();
        let long = |text: &str| text.repeat(90 / text.chars().count());
        let texts = [
            long("a – b "),
            long("“’…‘” "),
            long("ok 😀 – "),
            long("Да – "),
            long("www.x–y.com "),
            long("see x.com/a–b "),
            long("{} – "),
            long("a\u{A0}e\u{301}–"),
            long("“”‘’–—… "),
            "– ".repeat(600),
            "[]{}–".repeat(80),
            "–".into(),
        ];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for level in [Level::Smart, Level::SmartWide, Level::Transliterate] {
            let other = replacing(&options, level);
            let survey = Survey::new(&options, Some(&other), usize::MAX);
            let found = surveyed(&survey, &[&Octets(texts.clone())], &[], 1);
            let mut saved = 0;
            for (text, group) in texts.iter().zip(groups(&found)) {
                // Only where every foreign character has a replacement is one told.
                let tried = estimate(Text::Utf8(text), &other).map(|estimate| estimate.segments);
                if group.after < group.segments {
                    saved += 1;
                    assert_eq!(Ok(group.after.into()), tried, "{text}");
                } else if !text.contains(['😀', 'Д', '\u{301}']) {
                    assert_eq!(Ok(group.segments.into()), tried, "{text}");
                }
            }
            assert!(saved >= 5, "{saved}");
        }
    }

    #[test]
    fn what_many_characters_save_is_tried() {
        let options = Options::default();
        let other = replacing(&options, Level::Smart);
        let survey = Survey::new(&options, Some(&other), usize::MAX);
        let quotes = "“a”‘b’–c—d…«e»";
        let letters = "ăâđêôơư";
        let texts = [
            quotes.repeat(6),
            format!("{quotes}\u{200E}{}", "x".repeat(100)),
            letters.repeat(12),
            format!("{quotes}{letters}{}", "x".repeat(100)),
            // No replacement makes it GSM 7 bit, but it is shorter by what is dropped.
            format!("{letters}\u{AD}\u{AD}\u{AD}{}", "x".repeat(62)),
        ];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = surveyed(&survey, &[&Octets(texts.clone())], &[], 1);
        let groups = groups(&found);
        assert!(groups.iter().all(|group| group.cause == MANY));
        for (text, group) in texts.iter().zip(&groups) {
            let tried = estimate(Text::Utf8(text), &other).map(|estimate| estimate.segments);
            assert_eq!(Ok(group.after.into()), tried, "{text}");
        }
        let saves: Vec<bool> = groups.iter().map(|group| group.after < group.segments).collect();
        assert_eq!(saves, [true, true, false, false, true]);
    }

    #[test]
    fn rows_that_are_too_long_or_wrong_are_groups_by_their_error() {
        let survey = Survey::new(&Options::default(), None, 5);
        let mut texts = rows(&["abcde", "abcdef", "ééé", "éé"]);
        texts.push(Err(ErrorCode::Missing));
        let found = surveyed(&survey, &[&texts], &[7, 7, -1, 7, 7], 1);
        let errors: Vec<_> = groups(&found).iter().map(|group| group.error).collect();
        assert_eq!(errors, [0, TOO_LONG, TOO_LONG, 0, ErrorCode::Missing as u8]);
        let prefixes: Vec<_> = groups(&found).iter().map(|group| group.prefix).collect();
        assert_eq!(prefixes, [7, 7, -1, 7, 7]);
        assert_eq!(found.rows.as_ref().unwrap().1, [5, 0, 0, 2, 0]);
        assert_eq!((found.len(), found.first(0)), (5, &[0, 3][..]));
        assert_eq!(found.groups()[0].1, Count { rows: 2, units: 7 });
    }

    #[test]
    fn octets_of_the_default_alphabet_are_told_as_texts_are() {
        let texts = ["Hello", "12 €", "ΔΦΓ a", "ΔΦ abc", "éü", "", "ş", "{[]}", "ok – da", "Ж"];
        let options = Options::default();
        let told = |rows: &dyn Rows| {
            let survey = Survey::new(&options, None, usize::MAX);
            let found = surveyed(&survey, &[rows], &[], 1);
            (found.groups().to_vec(), found.rows, survey.causes())
        };
        assert_eq!(told(&rows(&texts)), told(&Octets(texts.to_vec())));
    }

    #[test]
    fn threads_do_not_change_the_result() {
        let texts: Vec<String> = (0..50_000).map(|n| ["a", "ş", "– Ж", "é"][n * 7 % 4].repeat(n % 5)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (first, second) = texts.split_at(30_000);
        let prefixes: Vec<i32> = (0..50_000).map(|n| n % 3).collect();
        let options = Options::default();
        let told = |parts: &[&dyn Rows], threads| {
            let survey = Survey::new(&options, None, usize::MAX);
            let found = surveyed(&survey, parts, &prefixes, threads);
            (found.groups().to_vec(), found.rows, survey.causes())
        };
        let one = told(&[&rows(&texts)], 1);
        assert_eq!(one.0.iter().map(|(_, count)| count.rows).sum::<u64>(), 50_000);
        assert_eq!(one, told(&[&rows(first), &Vec::new(), &rows(second)], 4));
    }

    #[test]
    fn rows_are_entered_in_order_whenever_they_were_looked_at() {
        let options = Options::default();
        let batches = [vec!["ş", "– Ж", "a"], vec!["ő", "ş", "– Ж"], vec!["– Ж", "ę", "ő ę"]];
        let told = |survey: &Survey, found: Surveyed| {
            let first: Vec<_> = (0..found.groups().len() as u32).map(|group| found.first(group).to_vec()).collect();
            (found.groups().to_vec(), first, found.rows, survey.causes())
        };
        let one_by_one = Survey::new(&options, None, usize::MAX);
        let mut expected = Surveyed::new(ALL);
        for texts in &batches {
            one_by_one.enter(one_by_one.look(&[&rows(texts)], &[], 1, ALL), &mut expected);
        }
        let all_at_once = Survey::new(&options, None, usize::MAX);
        let look = |texts: &Vec<&str>| all_at_once.look(&[&rows(texts)], &[], 1, ALL);
        // The last one first.
        let mut looked: Vec<Looked> = batches.iter().rev().map(look).collect();
        looked.reverse();
        let mut found = Surveyed::new(ALL);
        looked.into_iter().for_each(|looked| all_at_once.enter(looked, &mut found));
        assert_eq!(told(&all_at_once, found), told(&one_by_one, expected));
    }
}
