//! Columns say of each row what the functions for single texts say of it.

use std::ops::Range;

use proptest::prelude::*;
use smsenc::columns::{
    ENCODINGS, Encoded, ErrorCode, Estimates, Field, Fields, Row, Rows, encode, estimate, threads_for, utf8_text,
};
use smsenc::kernel::{Marks, Place};
use smsenc::{EncodeError, Family, InformationElement, Message, NationalLanguage, Options, Overflow, Splitting, Text};

fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = prop_oneof![
        "[a-z ]{0,170}",
        "[a-zà-ÿ€{}]{0,200}",
        "[а-я]{0,150}",
        proptest::collection::vec(any::<char>(), 0..90).prop_map(|characters| characters.into_iter().collect()),
    ];
    proptest::collection::vec(text, 0..40)
}

fn several() -> Options {
    let mut options = Options::default();
    options.splitting.max_segments = 2;
    options
}

fn code(error: &EncodeError) -> u8 {
    ErrorCode::from(error) as u8
}

/// Rows of texts; every seventh is null.
fn rows(texts: &[String]) -> Vec<Row<'_>> {
    let mut all: Vec<Row<'_>> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        all.push(if index % 7 == 6 { Err(ErrorCode::Missing) } else { utf8_text(text.as_bytes()) });
    }
    all
}

fn check(columns: &Estimates, rows: &[Row<'_>], options: &Options) {
    assert_eq!(columns.len(), rows.len());
    for (index, row) in rows.iter().enumerate() {
        let single = match row {
            Err(code) => Err(*code as u8),
            Ok(text) => smsenc::estimate(*text, options).map_err(|error| code(&error)),
        };
        match single {
            Err(code) => {
                assert_eq!(columns.errors[index], code);
                assert_eq!((columns.encoding[index], columns.segments[index], columns.units[index]), (0, 0, 0));
            }
            Ok(single) => {
                assert_eq!(columns.errors[index], 0);
                assert_eq!(ENCODINGS[usize::from(columns.encoding[index])], Some(single.encoding.name()));
                let numbers = [columns.segments[index], columns.units[index], columns.capacity[index]];
                assert_eq!(numbers.map(|n| n as usize), [single.segments, single.units, single.capacity]);
                assert_eq!(columns.remaining[index] as usize, single.remaining);
            }
        }
    }
}

fn check_encoded(runs: &[Encoded], rows: &[Row<'_>], options: &Options) {
    let mut at = 0;
    for run in runs {
        for row in 0..run.len() {
            let single = match rows[at] {
                Err(code) => Err(code as u8),
                Ok(text) => Message::encode(text, options, None).map_err(|error| code(&error)),
            };
            let user_data: Vec<_> = run.segments(row).map(|segment| run.user_data(segment).to_vec()).collect();
            match single {
                Err(code) => assert_eq!((run.errors[row], user_data.len()), (code, 0)),
                Ok(message) => {
                    let expected: Vec<_> = (0..message.len()).map(|segment| message.user_data(segment)).collect();
                    assert_eq!(user_data, expected);
                    assert_eq!((run.errors[row], run.dcs[row]), (0, message.dcs().0));
                    assert_eq!(run.single[row] == 0, message.reference().is_some());
                    assert_eq!(run.reference[row], message.reference().map_or(0, i32::from));
                }
            }
            at += 1;
        }
    }
    assert_eq!(at, rows.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_row_is_estimated_as_a_single_text(texts in texts(), split in 0usize..40) {
        let rows = rows(&texts);
        for options in [Options::default(), several()] {
            let (first, second) = rows.split_at(split.min(rows.len()));
            let (first, second) = (first.to_vec(), second.to_vec());
            for threads in [1, 3] {
                let columns = estimate(&[&first, &second], &options, Fields::ALL, threads);
                check(&columns, &rows, &options);
            }
            let mut written = Estimates::new(Fields::ALL);
            written.resize(rows.len());
            let mut writer = written.writer();
            for (index, row) in rows.iter().enumerate() {
                writer.set(index, *row, &options);
            }
            check(&written, &rows, &options);
            let mut joined = estimate(&[&first], &options, Fields::ALL, 1);
            joined.append(estimate(&[&second], &options, Fields::ALL, 1));
            check(&joined, &rows, &options);
            let counted = estimate(&[&rows], &options, Fields::NONE.and(Field::Segments), 2);
            prop_assert_eq!((&counted.segments, &counted.errors), (&joined.segments, &joined.errors));
            prop_assert!(counted.units.is_empty());
        }
    }

    #[test]
    fn every_row_is_encoded_as_a_single_text(texts in texts(), limit in 0usize..4000) {
        let rows = rows(&texts);
        for options in [Options::default(), several()] {
            for (threads, limit) in [(1, usize::MAX), (3, limit)] {
                let runs = encode(&[&rows], &options, threads, limit);
                check_encoded(&runs, &rows, &options);
                prop_assert!(threads > 1 || runs.len() == 1);
            }
        }
    }

    #[test]
    fn octets_are_a_text_only_if_they_are_utf8(octets in proptest::collection::vec(any::<u8>(), 0..12)) {
        match (utf8_text(&octets), std::str::from_utf8(&octets)) {
            (Ok(text), Ok(expected)) => {
                let characters: Vec<u32> = text.characters().map(|(_, character)| character).collect();
                prop_assert_eq!(characters, expected.chars().map(u32::from).collect::<Vec<_>>());
            }
            (Err(code), Err(_)) => prop_assert_eq!(code, ErrorCode::InvalidUtf8),
            (_, expected) => prop_assert!(false, "{:?}", expected),
        }
    }
}

/// Texts in one buffer or by themselves, as columns of octets have them.
#[derive(Debug)]
struct Stored {
    common: Vec<u8>,
    texts: Vec<Where>,
}

#[derive(Debug)]
enum Where {
    Null,
    Common(Place),
    Itself(Vec<u8>),
}

impl Stored {
    fn text(&self, index: usize) -> Option<(&[u8], Range<usize>)> {
        match &self.texts[index] {
            Where::Null => None,
            Where::Common(place) => Some((&self.common, place.start..place.end)),
            Where::Itself(octets) => Some((octets, 0..octets.len())),
        }
    }
}

impl Rows for Stored {
    fn len(&self) -> usize {
        self.texts.len()
    }

    fn row(&self, index: usize) -> Row<'_> {
        self.text(index).map_or(Err(ErrorCode::Missing), |(octets, part)| utf8_text(&octets[part]))
    }

    fn octets(&self, index: usize) -> Option<(&[u8], Range<usize>)> {
        self.text(index)
    }

    fn places(&self, rows: Range<usize>, places: &mut [Place]) -> &[u8] {
        for (text, place) in self.texts[rows].iter().zip(places) {
            *place = if let Where::Common(place) = text { *place } else { Place::NOWHERE };
        }
        &self.common
    }
}

/// Octets that are mostly text, what stands between them and the next ones, and how the row is stored.
fn stored() -> impl Strategy<Value = Stored> {
    let text = prop_oneof![
        8 => "[a-z ]{0,170}",
        4 => "[a-zà-ÿ€{}]{0,400}",
        2 => "[а-я–]{0,200}",
        2 => "[a-z😀🎉]{0,200}",
        2 => proptest::collection::vec(any::<char>(), 0..90).prop_map(|characters| characters.into_iter().collect()),
        1 => "[a-z€]".prop_map(|text| text.repeat(Marks::SPAN / text.len() + 1)),
    ];
    let octets = prop_oneof![
        40 => text.prop_map(String::into_bytes),
        1 => proptest::collection::vec(any::<u8>(), 0..12),
        1 => Just(b"broken off \xE2\x82".to_vec()),
        1 => Just(b"\xAC begins within".to_vec()),
    ];
    let gap = prop_oneof![20 => Just(0), 1 => 0usize..100, 1 => 100usize..1000];
    proptest::collection::vec((octets, gap, 0..40), 0..400).prop_map(|rows| {
        let mut stored = Stored { common: Vec::new(), texts: Vec::new() };
        for (octets, gap, kind) in rows {
            stored.texts.push(match kind {
                0 => Where::Null,
                1 => Where::Itself(octets),
                _ => {
                    let start = stored.common.len();
                    stored.common.extend(octets);
                    let end = stored.common.len();
                    stored.common.extend(std::iter::repeat_n(0xA9, gap));
                    Where::Common(Place { start, end })
                }
            });
        }
        stored
    })
}

fn several_options() -> [Options; 6] {
    let mut all: [Options; 6] = std::array::from_fn(|_| Options::default());
    all[1].splitting.max_segments = 2;
    all[2].coding.family = Family::Gsm7;
    all[3].coding.family = Family::Ucs2;
    all[4].coding.languages = vec![NationalLanguage::Turkish];
    // A header that leaves no room for more than one segment, nor for a pair in one of them.
    let element = InformationElement::new(0x70, &[0; 130]).expect("it is short enough");
    all[5].splitting.header = Splitting::check_header(vec![element]).expect("it is permitted");
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rows_that_share_octets_are_estimated_as_single_texts(stored in stored(), turned in any::<bool>()) {
        let mut stored = stored;
        if turned {
            stored.texts.reverse();
        }
        let rows: Vec<Row<'_>> = (0..stored.len()).map(|index| stored.row(index)).collect();
        for options in several_options() {
            let columns = estimate(&[&stored], &options, Fields::ALL, 1);
            check(&columns, &rows, &options);
            let counted = estimate(&[&stored], &options, Fields::NONE.and(Field::Segments), 2);
            prop_assert_eq!((&counted.segments, &counted.errors), (&columns.segments, &columns.errors));
        }
    }
}

#[test]
fn threads_that_really_run_give_the_rows_in_order() {
    let texts: Vec<String> = (0..50_000usize).map(|n| "x".repeat(n % 331)).collect();
    let rows: Vec<Row<'_>> = texts.iter().map(|text| Ok(Text::from(text.as_str()))).collect();
    let options = Options::default();
    assert!(threads_for(rows.len(), std::num::NonZeroUsize::new(4)) == 4);
    let columns = estimate(&[&rows], &options, Fields::ALL, 4);
    check(&columns, &rows, &options);
    let runs = encode(&[&rows], &options, 4, 1 << 20);
    assert!(runs.len() > 2, "the octets do not fit one run");
    assert!(runs.iter().all(|run| run.octets.len() <= 1 << 20));
    check_encoded(&runs, &rows, &options);
}

#[test]
fn rows_that_were_cut_off_or_changed_are_found_again() {
    let mut options = several();
    options.splitting.overflow = Overflow::Truncate { ellipsis: String::new() };
    options.prepare.fold_line_breaks = true;
    let long = "x".repeat(400);
    let texts = ["short", "a\r\nb", long.as_str(), "short"];
    let mut columns = Estimates::zeroed(texts.len(), Fields::ALL);
    let mut writer = columns.writer();
    for (index, text) in texts.iter().enumerate() {
        writer.set(index, Ok(Text::from(*text)), &options);
    }
    assert_eq!(columns.rare.len(), 2);
    assert!(columns.rare(0).is_none() && columns.rare(3).is_none());
    assert_eq!(columns.rare(1).map(|rare| rare.replacements.len()), Some(1));
    assert_eq!(columns.rare(2).and_then(|rare| rare.truncation).map(|cut| (cut.position, cut.needed)), Some((306, 3)));
}

#[test]
fn no_rows_are_no_rows() {
    let options = Options::default();
    for parts in [&[][..], &[&Vec::new() as &dyn Rows]] {
        assert!(estimate(parts, &options, Fields::ALL, 1).is_empty());
        let runs = encode(parts, &options, 1, 100);
        assert_eq!((runs.len(), runs[0].len(), runs[0].row_offsets.len()), (1, 0, 1));
    }
}

#[test]
fn every_error_has_a_code_of_its_own() {
    let names: std::collections::HashSet<_> = ErrorCode::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), ErrorCode::ALL.len());
    for (number, code) in ErrorCode::ALL.into_iter().enumerate() {
        assert_eq!(code as usize, number);
    }
}
