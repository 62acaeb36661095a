//! Surveys of columns say of each row what the functions for single texts say of it, and count every row once.

use std::collections::HashMap;
use std::ops::Range;

use proptest::prelude::*;
use smsenc::columns::survey::{Group, Member, NO_CAUSE, Surveyed, TOO_LONG, Wanted};
use smsenc::columns::{ENCODINGS, ErrorCode, Row, Rows, Survey, utf8_text};
use smsenc::kernel::Place;
use smsenc::replace::{Level, Replace, ReplaceWhen};
use smsenc::{Encoding, Family, Options, Overflow, Text, estimate, settle};

/// Rows as a column has them: octets that can be read in place, one behind the other; an empty one of every seven is
/// null.
struct Column(Vec<String>, String);

impl Column {
    fn new(texts: Vec<String>) -> Self {
        let joined = texts.concat();
        Column(texts, joined)
    }
}

impl Rows for Column {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn row(&self, index: usize) -> Row<'_> {
        match self.0[index].as_str() {
            "" if index.is_multiple_of(7) => Err(ErrorCode::Missing),
            text => utf8_text(text.as_bytes()),
        }
    }

    fn octets(&self, index: usize) -> Option<(&[u8], Range<usize>)> {
        self.row(index).ok().map(|_| (self.0[index].as_bytes(), 0..self.0[index].len()))
    }

    fn places(&self, rows: Range<usize>, places: &mut [Place]) -> &[u8] {
        let mut end = self.0[..rows.start].iter().map(String::len).sum();
        for (row, place) in rows.zip(places) {
            let start = end;
            end += self.0[row].len();
            *place = if self.row(row).is_ok() { Place { start, end } } else { Place::NOWHERE };
        }
        self.1.as_bytes()
    }
}

/// Texts in which links, marks and what is replaced stand beside each other.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = prop_oneof![
        "[a-z –’…]{0,170}",
        "(www\\.|https?://|[a-z]|[.:/@{}]|–|’|…|\u{A0}|\u{200D}|\u{301}|€|é){0,180}",
        "[a–“”\\[\\]€]{60,400}",
        "[a-zΑ-Ωà-ÿ`\t]{0,90}",
        "[a-z][a-zé€]{0,20}",
        "[a-z😀]{60,300}",
        "[а-яё –,]{0,150}",
        "[ء-ي ،]{0,100}",
        "[a-zé\u{301}\u{308}e–]{0,120}",
        proptest::collection::vec(any::<char>(), 0..90).prop_map(|characters| characters.into_iter().collect()),
    ];
    proptest::collection::vec(text, 1..40)
}

/// Options of campaigns: with several ways to prepare, limits and languages.
fn options() -> impl Strategy<Value = Options> {
    (0..8u8, 1..=4u8, any::<bool>()).prop_map(|(kind, limit, truncate)| {
        let mut options = Options::default();
        match kind {
            0 => options.prepare.compose = true,
            1 => options.coding.languages = smsenc::NationalLanguage::ALL.to_vec(),
            2 => options.splitting.max_segments = limit,
            3 => options.coding.family = Family::Gsm7,
            4 => options.coding.family = Family::Ucs2,
            5 => options.prepare.replace = Replace::Level(Level::Smart),
            _ => {}
        }
        if truncate {
            options.splitting.overflow = Overflow::Truncate { ellipsis: "...".into() };
        }
        options
    })
}

fn is_foreign(character: char, options: &Options) -> bool {
    let mut alone = options.clone();
    alone.prepare = Options::default().prepare;
    alone.coding.family = Family::Gsm7;
    estimate(Text::Utf8(&character.to_string()), &alone).is_err()
}

fn check(text: &str, group: &Group, units: i32, members: &[Member], options: &Options, other: &Options) {
    let single = match estimate(Text::Utf8(text), options) {
        Ok(single) => single,
        Err(error) => return assert_eq!((group.error, group.segments), (ErrorCode::from(&error) as u8, 0)),
    };
    assert_eq!((group.error, usize::from(group.segments), units as usize), (0, single.segments, single.units));
    assert_eq!(ENCODINGS[usize::from(group.encoding)], Some(single.encoding.name()));
    assert_eq!(group.cut, single.truncation.is_some());
    if single.encoding != Encoding::Ucs2 || options.coding.family == Family::Ucs2 {
        assert_eq!((group.cause, group.after), (NO_CAUSE, group.segments));
        return;
    }
    // The cause is the foreign characters of what is sent.
    let sent = settle(Text::Utf8(text), options).unwrap().prepared;
    let sent: String = match &sent {
        Some(sent) => sent.characters().iter().filter_map(|&code| char::from_u32(code)).collect(),
        None => text.into(),
    };
    let characters: Vec<char> = sent.chars().filter(|&character| is_foreign(character, options)).collect();
    for member in members {
        assert!(matches!(member, Member::Letters(_)) || characters.iter().any(|&c| *member == Member::Character(c)));
    }
    let named = members.iter().filter(|member| matches!(member, Member::Character(_))).count();
    if named == members.len() && named > 0 {
        assert!(characters.iter().all(|&character| members.contains(&Member::Character(character))));
    }
    // What replacing saves is what an estimate with replacements says.
    if group.after != group.segments {
        let tried = estimate(Text::Utf8(text), other).unwrap();
        assert_eq!(usize::from(group.after), tried.segments, "{text}");
    } else if named == members.len() && named > 0 && group.segments > 1 {
        let mut forced = other.clone();
        forced.coding.family = Family::Gsm7;
        forced.prepare.replace_when = ReplaceWhen::Always;
        let all: String =
            members.iter().filter_map(|m| if let Member::Character(c) = m { Some(*c) } else { None }).collect();
        if estimate(Text::Utf8(&all), &forced).is_ok() {
            assert_eq!(usize::from(group.after), estimate(Text::Utf8(text), other).unwrap().segments, "{text}");
        }
    }
}

proptest! {
    #[test]
    fn each_row_is_counted_as_a_single_text_is(
        texts in texts(),
        options in options(),
        level in prop_oneof![Just(Level::Smart), Just(Level::SmartWide), Just(Level::Transliterate)],
        threads in 1..3usize,
    ) {
        let mut other = options.clone();
        other.prepare.replace = Replace::Level(level);
        let prefixes: Vec<i32> = (0..texts.len() as i32).map(|row| row % 3 - 1).collect();
        let column = Column::new(texts);
        let (survey, mut found) = (Survey::new(&options, Some(&other), 600), Surveyed::new(ALL));
        survey.enter(survey.look(&[&column], &prefixes, threads, ALL), &mut found);
        let (rows, units) = found.rows.clone().unwrap();
        let mut counts: HashMap<u32, (u64, u64)> = HashMap::new();
        for (row, text) in column.0.iter().enumerate() {
            let number = rows[row];
            let count = counts.entry(number).or_default();
            *count = (count.0 + 1, count.1 + units[row] as u64);
            let group = &found.groups()[number as usize].0;
            prop_assert_eq!(group.prefix, prefixes[row]);
            match column.row(row) {
                Err(code) => prop_assert_eq!(group.error, code as u8),
                Ok(_) if text.len() > 600 => prop_assert_eq!(group.error, TOO_LONG),
                Ok(_) => check(text, group, units[row], &survey.causes()[group.cause as usize], &options, &other),
            }
        }
        prop_assert_eq!(counts.len(), found.groups().len());
        for (number, &(_, count)) in found.groups().iter().enumerate() {
            prop_assert_eq!(counts[&(number as u32)], (count.rows, count.units));
        }
    }
}

/// Rows without numbers, of which nothing is asked by itself, are counted many at a time.
fn in_bulk(column: &Column, options: &Options, other: &Options, threads: usize) -> (Survey, Surveyed) {
    let wanted = Wanted { rows: false, first: 2, checked: true };
    let (survey, mut found) = (Survey::new(options, Some(other), usize::MAX), Surveyed::new(wanted));
    survey.enter(survey.look(&[column], &[], threads, wanted), &mut found);
    (survey, found)
}

const ALL: Wanted = Wanted { rows: true, first: 1, checked: false };

proptest! {
    // What is made of options takes long beside the rows.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_that_are_counted_together_are_counted_as_each_by_itself(
        texts in proptest::collection::vec(texts(), 1..12),
        options in options(),
        threads in 1..3usize,
    ) {
        let mut other = options.clone();
        other.prepare.replace = Replace::Level(Level::Smart);
        let column = Column::new(texts.concat());
        let (survey, found) = in_bulk(&column, &options, &other, threads);
        let numbers: Vec<u32> = (0..found.groups().len() as u32).collect();
        let mut counts = vec![(0, 0); numbers.len()];
        let mut first = vec![Vec::new(); numbers.len()];
        let alone = Survey::new(&options, Some(&other), usize::MAX);
        for row in 0..column.0.len() {
            // A row alone is looked at by itself.
            let mut single = Surveyed::new(ALL);
            alone.enter(alone.look(&[&vec![column.row(row)]], &[0], 1, ALL), &mut single);
            let (expected, members) = (single.groups()[0].0, alone.causes());
            let is_same = |&number: &u32| {
                let group = found.groups()[number as usize].0;
                group == Group { cause: group.cause, ..expected }
                    && survey.causes()[group.cause as usize] == members[expected.cause as usize]
            };
            let same: Vec<u32> = numbers.iter().copied().filter(is_same).collect();
            prop_assert_eq!(same.len(), 1, "{:?}", expected);
            let number = same[0] as usize;
            counts[number] = (counts[number].0 + 1, counts[number].1 + single.groups()[0].1.units);
            first[number].push(row);
        }
        for (number, &(_, count)) in found.groups().iter().enumerate() {
            prop_assert_eq!(counts[number], (count.rows, count.units));
            first[number].truncate(2);
            prop_assert_eq!(&first[number][..], found.first(number as u32));
        }
        if threads == 1 {
            prop_assert!(first.is_sorted());
        }
    }
}
