//! The kernels for octets that are said to be UTF-8: what stands where in them, and their characters by kinds.

use super::*;

/// Octets that may be UTF-8, and which part of them is meant: in the midst of octets of all kinds, or at their very end.
fn perhaps_utf8(random: &mut Random, length: usize) -> (Vec<u8>, std::ops::Range<usize>) {
    // The alphabet holds the first eight.
    const HELD: usize = 8;
    let pieces: [&[u8]; 36] = [
        b"a",
        b"plain text, ",
        b"[",
        b"\xC3\xA9",
        b"\xC2\xA3",
        b"\xCE\x94",
        b"\xE2\x82\xAC",
        b"z",
        b"\x1B",
        b"`",
        b"\x00",
        b"\xCE\x91",
        b"\xD0\xAF",
        b"\xE2\x80\x93",
        b"\xE0\xA0\x80",
        b"\xED\x9F\xBF",
        b"\xF4\x8F\xBF\xBF",
        b"\xF0\x9F\x98\x80",
        b"\xC3",
        b"\xC2",
        b"\xCE",
        b"\xE2",
        b"\xE2\x82",
        b"\x82",
        b"\xAC",
        b"\xA0",
        b"\xC0\x80",
        b"\xE0\x9F\xBF",
        b"\xED\xA0\x80",
        b"\xF0\x8F\xBF\xBF",
        b"\xF0\x9F\x98",
        b"\xF4\x90\x80\x80",
        b"\xF5\x80\x80\x80",
        b"\xF8\x88\x80\x80\x80",
        b"\x80",
        b"\xFF",
    ];
    let mut octets: Vec<u8> = (0..random.below(40)).map(|_| random.below(256) as u8).collect();
    let start = octets.len();
    // All that the alphabet holds; with a little else; with much else; or nothing that is not well formed.
    let (odd, kinds) = [(0, 36), (1, 36), (8, 36), (80, 18), (300, 18)][random.below(5)];
    while octets.len() < start + length {
        let kind = if random.below(300) < odd { random.below(kinds) } else { random.below(HELD) };
        octets.extend_from_slice(pieces[kind]);
    }
    if random.below(3) == 0 {
        octets.truncate(start + length); // somewhere in a character, perhaps
    }
    let end = octets.len();
    octets.extend((0..[0, 0, 1, 31, 32, 70][random.below(6)]).map(|_| [0xA9, 0x82, b'a'][random.below(3)]));
    (octets, start..end)
}

/// What marks must say of a text, character by character.
fn counts(text: &str) -> [usize; 4] {
    let mut counts = [0, 0, text.len() - text.chars().count(), 0];
    for character in text.chars() {
        match Alphabet::DEFAULT.septets(character.into()) {
            None => counts[0] += 1,
            Some(Septets::Plain(_)) => {}
            Some(Septets::Escaped(_)) => counts[1] += 1,
        }
        counts[3] += character.len_utf16() - 1;
    }
    counts
}

/// Where a text can be cut so that no more units stand before, character by character.
fn reached(text: &str, second: Second, capacity: usize) -> (usize, usize) {
    let mut units = 0;
    for (place, character) in text.char_indices() {
        let two = match second {
            Second::Wide => matches!(Alphabet::DEFAULT.septets(character.into()), Some(Septets::Escaped(_))),
            Second::Astral => character.len_utf16() == 2,
        };
        let more = 1 + usize::from(two);
        if units + more > capacity {
            return (place, units);
        }
        units += more;
    }
    (text.len(), units)
}

/// Marks texts that can be marked at once.
fn mark(marks: &mut Marks, level: Level, octets: &[u8], places: &[Place], checked: bool) -> bool {
    assert_eq!(marks.take(level, octets, places), places.len());
    marks.mark(level, octets, checked)
}

fn check_marks(
    marks: &mut Marks,
    level: Level,
    octets: &[u8],
    part: std::ops::Range<usize>,
    random: &mut Random,
) -> bool {
    let text = std::str::from_utf8(&octets[part.clone()]);
    // Texts one behind the other, cut anywhere.
    let mut places = vec![Place { start: part.start, end: part.start }];
    while places.len() < 8 {
        let start = places[places.len() - 1].end;
        places.push(Place { start, end: start + random.below(part.end - start + 1) });
    }
    places.push(Place { start: places[7].end, end: part.end });
    let checked = text.is_ok() && random.below(2) == 0;
    assert_eq!(
        mark(marks, level, octets, &places, checked),
        text.is_ok(),
        "{} {:X?}",
        level.name(),
        &octets[part.clone()]
    );
    let Ok(text) = text else { return false };
    // The capitals of the alphabet are what matters; what begins as they do may be taken for one.
    let is_capital = |c: char| ('Α'..='Ω').contains(&c) && Alphabet::DEFAULT.septets(c.into()).is_some();
    assert!(marks.may_be_greek() || !text.contains(is_capital), "{} {text:?}", level.name());
    assert!(!marks.may_be_greek() || octets.contains(&0xCE), "{} {text:?}", level.name());
    let mut found = [Counts::BROKEN; 9];
    marks.count(level, &places, &mut found);
    for (place, found) in places.into_iter().zip(found) {
        let Some(own) = text.get(place.start - part.start..place.end - part.start) else {
            assert_eq!(found, Counts::BROKEN);
            continue;
        };
        let said = [found.foreign(), found.wide(), found.continuations(), found.astral()];
        assert_eq!(said, counts(own), "{} {own:?}", level.name());
        for second in [Second::Wide, Second::Astral] {
            let capacity = random.below(own.len() + 3);
            let (end, units) = marks.reach(level, place, second, capacity);
            assert_eq!(
                (end - place.start, units),
                reached(own, second, capacity),
                "{} {capacity} {own:?}",
                level.name()
            );
        }
    }
    true
}

#[test]
fn every_level_marks_octets_as_the_standard_library_reads_them() {
    let (mut random, mut marks) = (Random(6), Marks::default());
    let (mut texts, mut compared) = (0, 0);
    let cases = if cfg!(miri) {
        35
    } else if is_slow() {
        600
    } else {
        30_000
    };
    for length in lengths().into_iter().cycle().take(cases) {
        let (octets, part) = perhaps_utf8(&mut random, length);
        for level in Level::available() {
            texts += usize::from(check_marks(&mut marks, level, &octets, part.clone(), &mut random));
            compared += 1;
        }
    }
    assert!(texts > compared / 4 && texts < compared * 9 / 10, "{texts} texts of {compared}");
}

/// As the plain encoding of Parquet has texts: with their lengths in between, which may be octets of any value.
#[test]
fn what_stands_between_texts_is_not_looked_at() {
    let (mut random, mut marks) = (Random(8), Marks::default());
    for _ in 0..if cfg!(miri) { 20 } else { 3000 } {
        let (mut octets, mut places, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        let longest = [1, 4, 4, 60, 64][random.below(5)];
        for _ in 0..1 + random.below(8) {
            let gap = if random.below(4) == 0 { 0 } else { random.below(longest + 1) };
            octets.extend((0..gap).map(|_| [0, 0x5B, 0x80, 0xC3, 0xE2, 0xF0, 0xFF, b'a'][random.below(8)]));
            let length = random.below(150);
            let (some, part) = perhaps_utf8(&mut random, length);
            places.push(Place { start: octets.len(), end: octets.len() + part.len() });
            octets.extend_from_slice(&some[part.clone()]);
            texts.push(some[part].to_vec());
        }
        octets.extend([0xC3; 70]);
        let texts: Result<Vec<_>, _> = texts.into_iter().map(String::from_utf8).collect();
        let touch = places.windows(2).any(|pair| pair[0].end == pair[1].start);
        for level in Level::available() {
            let known = mark(&mut marks, level, &octets, &places, false);
            // Where nothing stands between them, an octet too many of one and one too few of the next are a character.
            assert!(known == texts.is_ok() || touch, "{} {octets:X?} {places:?}", level.name());
            let (Ok(texts), mut found) = (&texts, [Counts::BROKEN; 8]) else { continue };
            marks.count(level, &places, &mut found);
            for (text, found) in texts.iter().zip(found) {
                let said = [found.foreign(), found.wide(), found.continuations(), found.astral()];
                assert_eq!(said, counts(text), "{} {text:?}", level.name());
            }
        }
    }
}

/// By the characters of each text.
#[cfg(feature = "survey")]
#[test]
fn every_level_parts_texts_by_their_counts() {
    let (mut random, mut marks) = (Random(11), Marks::default());
    let pieces =
        ["a", "Z", "@", "[", "{", "1", "\u{e9}", "\u{20ac}", "\u{394}", "\u{44f}", "\u{1f600}", "plain text, ", ""];
    let (mut told, mut left) = (0, 0);
    for _ in 0..if cfg!(miri) { 20 } else { 3000 } {
        let (mut octets, mut places, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..1 + random.below(128) {
            octets.resize(octets.len() + random.below(5), 0xC3);
            let few = 1 + random.below(pieces.len());
            let text: String = (0..random.below(9)).map(|_| pieces[random.below(few)]).collect();
            places.push(Place { start: octets.len(), end: octets.len() + text.len() });
            octets.extend_from_slice(text.as_bytes());
            texts.push(text);
        }
        let room = [0, 1, 10, 20, 160][random.below(5)];
        let mut counts = vec![Counts::BROKEN; places.len()];
        for level in Level::available() {
            assert!(mark(&mut marks, level, &octets, &places, true));
            marks.count(level, &places, &mut counts);
            for without in [Counts::FOREIGN, Counts::FOREIGN_OR_LONG] {
                let septets = |of: Septets| match of {
                    Septets::Plain(_) => 1,
                    Septets::Escaped(_) => 2,
                };
                let is_plain = |text: &String| {
                    let septets: Option<usize> =
                        text.chars().map(|c| Alphabet::DEFAULT.septets(c.into()).map(septets)).sum();
                    let long = without == Counts::FOREIGN_OR_LONG && !text.is_ascii();
                    let first = text.starts_with(|c: char| c.is_ascii_alphabetic());
                    septets.filter(|&septets| first && !long && septets <= room)
                };
                let expected: Vec<u8> =
                    (0..).zip(&texts).filter(|(_, text)| is_plain(text).is_none()).map(|(n, _)| n).collect();
                let mut others = [0; 256];
                let (septets, count) = level.part(&octets, &places, &counts, without, room, &mut others);
                assert_eq!(others[..count], expected, "{} {room} {texts:?}", level.name());
                assert_eq!(
                    septets,
                    texts.iter().filter_map(is_plain).sum::<usize>(),
                    "{} {room} {texts:?}",
                    level.name()
                );
                (told, left) = (told + texts.len() - count, left + count);
            }
        }
    }
    assert!(told > left / 20 && left > 0, "{told} {left}");
}

/// By the octets one by one.
#[test]
fn every_level_gathers_what_is_not_ascii() {
    let (mut random, mut gathered) = (Random(10), Gathered::default());
    let (mut all, mut many) = (0, 0);
    for _ in 0..if cfg!(miri) { 100 } else { 20_000 } {
        let share = random.below(9);
        let longest = [20, 70, 140, 300][random.below(4)];
        let length = random.below(longest);
        let octet = |random: &mut Random| random.below(0x80) as u8 | if random.below(8) < share { 0x80 } else { 0 };
        let (before, behind) = (random.below(40), [0, random.below(100)][random.below(2)]);
        let octets: Vec<u8> = (0..before + length + behind).map(|_| octet(&mut random)).collect();
        let place = Place { start: before, end: before + length };
        let text = &octets[before..before + length];
        let others: Vec<u8> = text.iter().copied().filter(|octet| !octet.is_ascii()).collect();
        let mut hash = None;
        for level in Level::available() {
            let told = level.gather(&octets, place, &mut gathered);
            assert_eq!(told, others.len() <= Gathered::MOST, "{} {octets:X?} {place:?}", level.name());
            if !told {
                many += 1;
                continue;
            }
            all += 1;
            let (found, rest) = gathered.octets().split_at(others.len());
            assert_eq!(found, others, "{} {octets:X?} {place:?}", level.name());
            assert!(rest.iter().all(|&octet| octet == 0), "{} {octets:X?} {place:?}", level.name());
            assert_eq!(gathered.letters(), text.iter().filter(|octet| octet.is_ascii_alphabetic()).count());
            assert_eq!(*hash.get_or_insert(gathered.hash()), gathered.hash(), "{}", level.name());
        }
    }
    assert!(all > many && many > 0, "{all} {many}");
}

/// What can be marked at once, by what is said of it.
#[test]
fn as_many_texts_are_taken_as_stand_one_behind_the_other() {
    let (mut random, mut marks) = (Random(9), Marks::default());
    let octets = vec![b'a'; 2 * Marks::SPAN];
    let (mut all, mut none) = (0, 0);
    for _ in 0..if cfg!(miri) { 500 } else { 5000 } {
        let mut at = random.below(3) * random.below(Marks::SPAN);
        let places: Vec<Place> = (0..1 + random.below(8))
            .map(|_| {
                let start = at + [0, 4, 64, 65][random.below(4)] * random.below(2);
                let end = start + [0, 1, 100, Marks::SPAN / 3, Marks::SPAN][random.below(5)];
                at = end;
                match random.below(40) {
                    0 => Place::NOWHERE,
                    1 => Place { start: end + 1, end: start },
                    2 => Place { start: start.saturating_sub(1), end },
                    _ => Place { start, end },
                }
            })
            .collect();
        let fits = |count: &usize| {
            let some = &places[..*count];
            let (first, last) = (some[0], some[some.len() - 1]);
            some.iter().all(|place| place.start <= place.end)
                && some.windows(2).all(|pair| pair[1].start.checked_sub(pair[0].end).is_some_and(|gap| gap <= 64))
                && last.end - first.start <= Marks::SPAN
                && last.end <= octets.len()
        };
        let expected = (1..=places.len()).take_while(fits).count();
        for level in Level::available() {
            assert_eq!(marks.take(level, &octets, &places), expected, "{} {places:?}", level.name());
        }
        all += usize::from(expected == places.len());
        none += usize::from(expected == 0);
    }
    assert!(all > 0 && none > 0, "{all} {none}");
}

#[test]
#[cfg_attr(miri, ignore = "too long for Miri")]
fn marks_hold_the_longest_span_whatever_stands_in_it() {
    let (mut random, mut marks) = (Random(7), Marks::default());
    for character in ["[", "`", "\u{E9}", "\u{20AC}", "\u{44F}", "\u{1F600}"] {
        for length in [Marks::SPAN - 64, Marks::SPAN - 1, Marks::SPAN] {
            let mut octets = character.repeat(length / character.len()).into_bytes();
            octets.resize(length, b'a');
            for level in Level::available() {
                assert!(check_marks(&mut marks, level, &octets, 0..length, &mut random));
            }
        }
    }
}

/// Every sequence of two or three octets that may be a character or not, at every place of a block.
#[test]
fn every_short_sequence_of_octets_is_a_character_or_none_wherever_it_stands() {
    let interesting =
        [0x20u8, 0x61, 0x5B, 0x80, 0x82, 0x94, 0xA3, 0xAC, 0xBF, 0xC0, 0xC2, 0xC3, 0xCE, 0xDF, 0xE2, 0xF0, 0xFF];
    let mut marks = Marks::default();
    let (step, places) = if cfg!(miri) { (6, 31..33) } else { (1, if is_slow() { 30..34 } else { 0..68 }) };
    for place in places {
        for first in (0x7F..=0xFFu8).step_by(if cfg!(miri) { 33 } else { 1 }) {
            for second in interesting.into_iter().step_by(step) {
                for third in interesting.into_iter().step_by(step) {
                    let mut octets = vec![b'a'; 70];
                    for (at, octet) in [first, second, third].into_iter().enumerate() {
                        if let Some(place) = octets.get_mut(place + at) {
                            *place = octet;
                        }
                    }
                    for end in [70, (place + 1).min(70), (place + 2).min(70), (place + 3).min(70)] {
                        let text = std::str::from_utf8(&octets[..end]).ok();
                        for level in Level::available() {
                            // No character of four octets is among these; those have a test of their own.
                            assert_eq!(
                                mark(&mut marks, level, &octets, &[Place { start: 0, end }], false),
                                text.is_some(),
                                "{place} {first:X} {second:X} {third:X}"
                            );
                        }
                    }
                }
            }
        }
    }
}

/// Every pair of a first octet and one behind it, with as many octets behind as a character may need, across the ends of
/// blocks.
#[test]
fn every_pair_of_octets_is_well_formed_or_not_as_the_standard_library_says() {
    let mut marks = Marks::default();
    let (firsts, seconds) = if cfg!(miri) { (16, 21) } else { (if is_slow() { 5 } else { 1 }, 1) };
    for first in (0xC0..=0xFFu8).step_by(firsts) {
        for second in (0x7F..=0xC0u8).step_by(seconds) {
            for behind in 0..4 {
                for place in [0, 29, 30, 31, 61, 62, 63] {
                    let mut octets = vec![b'a'; 70];
                    octets[place] = first;
                    octets[place + 1] = second;
                    octets[place + 2..place + 2 + behind].fill(0xBF);
                    for level in Level::available() {
                        let well_formed = std::str::from_utf8(&octets).is_ok();
                        let found = mark(&mut marks, level, &octets, &[Place { start: 0, end: octets.len() }], false);
                        assert_eq!(found, well_formed, "{} {place} {first:X} {second:X} {behind}", level.name());
                    }
                }
            }
        }
    }
}

/// A kind and a character, if the kind is told apart; in the order of the text, with how many there are.
type Met = Vec<((u8, u32), usize)>;

/// The kinds that a walk over the characters meets, each once, and the letters of ASCII.
fn walked(text: &str, kind: impl Fn(u32) -> u8, alone: u8) -> (Met, usize) {
    let (mut met, mut letters) = (Met::new(), 0);
    for character in text.chars() {
        if character.is_ascii() {
            letters += usize::from(character.is_ascii_alphabetic());
            continue;
        }
        let code = u32::from(character);
        let kind = if code < 0x2_0000 { kind(code) } else { Kinds::BEYOND };
        told(&mut met, (kind, if kind < alone || kind == Kinds::BEYOND { code } else { 0 }), 1);
    }
    (met, letters)
}

fn told(met: &mut Met, what: (u8, u32), count: usize) {
    match met.iter_mut().find(|(known, _)| *known == what) {
        Some((_, counted)) => *counted += count,
        None => met.push((what, count)),
    }
}

/// Kinds as scripts divide them: whole first octets, whole pages, pages of several kinds, characters told apart.
fn kind(code: u32) -> u8 {
    match code {
        0x400..0x480 => 3,
        0x480..0x500 => 3 + (code % 3) as u8,
        0x600..0x680 if code % 7 < 5 => 6,
        0x900..0x980 => 7,
        0x4E00..0xA000 => 8,
        0xAC00..0xD7A4 => 9,
        0x1_F600..0x1_F640 => 0,
        0x1_0000..0x1_0080 => 10,
        0x3040..0x3100 => 11 + (code % 2) as u8,
        _ => (code % 2) as u8,
    }
}

#[test]
fn kinds_are_met_as_a_walk_over_the_characters_meets_them() {
    const ALONE: u8 = 2;
    let kinds = Kinds::new(ALONE, kind);
    let step = if cfg!(miri) {
        9_973
    } else if is_slow() {
        997
    } else {
        1
    };
    for code in (0x80..0x11_0000).step_by(step) {
        assert_eq!(kinds.of(code), if code < 0x2_0000 { kind(code) } else { Kinds::BEYOND });
    }
    let starts = [
        0x0, 0x20, 0x60, 0xA0, 0xE0, 0x2010, 0x20A0, 0x3B0, 0x400, 0x440, 0x470, 0x4A0, 0x600, 0x640, 0x7F0, 0x800,
        0x900, 0xFF0, 0x3040, 0x4E00, 0x5FF0, 0x9FF0, 0xABF0, 0xCFF0, 0xD7A0, 0xE000, 0xFFF0, 0x1_0000, 0x1_F600,
        0x1_FFF0, 0x2_0000, 0x10_FFF0,
    ];
    let mut random = Random(11);
    let lengths = if cfg!(miri) { lengths() } else { (0..longest().min(260)).collect() };
    for length in lengths {
        for scripts in if cfg!(miri) { 2..3 } else { 1..6 } {
            let some: Vec<u32> = (0..scripts).map(|_| random.one(&starts)).collect();
            let ascii = random.below(20);
            let mut text = String::new();
            while text.len() < length {
                let code = match random.below(20) < ascii {
                    true => 0x61 + random.below(26) as u32,
                    false => random.one(&some) + random.below(48) as u32,
                };
                text.extend(char::from_u32(code));
            }
            let expected = walked(&text, kind, ALONE);
            for level in Level::available() {
                let mut met = Met::new();
                let mut meet = |kind, code, count| told(&mut met, (kind, code), count);
                // At the end of all octets, or before others.
                let octets = [text.as_bytes(), "é一".repeat(random.below(2) * 20).as_bytes()].concat();
                let letters = level.meet(&octets, 0..text.len(), &kinds, &mut meet);
                assert_eq!((met, letters), expected, "{} {text:?}", level.name());
            }
        }
    }
}
