//! Every kernel of every level gives what plain Rust gives, for every length, alignment and kind of text, and what the
//! tables say where the plain kernels could be wrong as well.

mod octets;

use std::sync::LazyLock;

use smsenc::kernel::{Counts, Gathered, Kinds, Level, Marks, Place, Second};
use smsenc::{Alphabet, ESCAPE, Encoding, Septets, Text};

/// A generator of numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn one(&mut self, of: &[u32]) -> u32 {
        of[self.below(of.len())]
    }
}

/// Every length up to this one; `SMSENC_TEST_LENGTH` makes it less for tools that are slow.
fn longest() -> usize {
    let asked = std::env::var("SMSENC_TEST_LENGTH").ok().and_then(|length| length.parse().ok());
    asked.unwrap_or(1024)
}

/// The lengths to try: all, or under Miri, which takes a thousand times as long, those around the blocks of a kernel.
fn lengths() -> Vec<usize> {
    if cfg!(miri) { vec![0, 1, 15, 31, 33, 64, 97] } else { (0..=longest()).collect() }
}

/// The levels with kernels of their own for strings: under Miri those for AVX-512, which are for columns alone, are not run
/// a second time by another name.
fn levels() -> Vec<Level> {
    Level::available().into_iter().filter(|level| !cfg!(miri) || level.name() != "avx512").collect()
}

/// Whether a tool runs this that needs a multiple of the time.
fn is_slow() -> bool {
    cfg!(miri) || longest() < 1024
}

/// The characters of the default alphabet: plain ones, and those of the extension table.
static HELD: LazyLock<(Vec<u32>, Vec<u32>)> = LazyLock::new(held);

fn held() -> (Vec<u32>, Vec<u32>) {
    let all = (0..0x3000u32).filter(|&c| !(0xD800..0xE000).contains(&c));
    let (plain, extended): (Vec<u32>, Vec<u32>) = all
        .filter(|&c| Alphabet::DEFAULT.septets(c).is_some())
        .partition(|&c| matches!(Alphabet::DEFAULT.septets(c), Some(Septets::Plain(_))));
    assert_eq!((plain.len(), extended.len()), (127, 10));
    (plain, extended)
}

/// Texts of a length: plain, with extension characters, with few and with many foreign ones, anything at all.
fn texts(random: &mut Random, length: usize, limit: u32) -> Vec<Vec<u32>> {
    let (plain, extended) = &*HELD;
    let below = |characters: &[u32]| characters.iter().copied().filter(|&c| c < limit).collect::<Vec<_>>();
    let (plain, extended) = (below(plain), below(extended));
    let awkward = below(&[
        0, 0x1B, 0x60, 0x7F, 0x80, 0xA0, 0xFF, 0x100, 0x391, 0x392, 0x393, 0x3A2, 0x3AA, 0x3B1, 0x1393, 0x20AB, 0x20AC,
        0x20AD, 0xAC20, 0x7FF, 0x800, 0xD7FF, 0xD83D, 0xDE00, 0xE000, 0xFFFD, 0xFFFF, 0x1_0000, 0x1_0024, 0x1_F600,
        0x10_FFFF,
    ]);
    let mut texts = Vec::new();
    for (extensions, foreign) in [(0, 0), (1, 0), (8, 0), (32, 0), (0, 1), (2, 1), (16, 64)] {
        let mut text = Vec::with_capacity(length);
        while text.len() < length {
            let place = random.below(64);
            text.push(match place {
                _ if place < extensions => random.one(&extended),
                _ if place >= 64 - foreign && random.below(8) == 0 => random.one(&awkward),
                _ if random.below(2) == 0 => 0x61 + random.below(26) as u32,
                _ => random.one(&plain),
            });
        }
        texts.push(text);
    }
    texts.push(vec![0x5B; length]);
    texts.push((0..length).map(|_| random.below(limit as usize) as u32).collect());
    texts
}

fn others() -> Vec<Level> {
    let levels = levels();
    assert_eq!(levels[0], Level::PORTABLE);
    if levels.len() == 1 {
        eprintln!("only the portable kernels can run here: nothing is compared");
    }
    levels[1..].to_vec()
}

/// What all kernels of a level that take a text say of one.
fn answers(level: Level, text: Text<'_>) -> impl PartialEq + std::fmt::Debug {
    let mut septets = vec![0xAA; 3];
    let translated = level.septets(text, &mut septets);
    if translated.is_err() {
        septets.clear();
    }
    let mut utf16 = vec![0xBB; 3];
    level.utf16be(text, &mut utf16);
    if let Text::Ucs2(units) = text {
        let mut over = vec![0; units.len() * 2];
        level.utf16be_over(units, &mut over);
        assert_eq!(over, utf16[3..]);
    }
    let counts = (level.utf16_units(text), level.has_surrogate(text), level.has_pairs(text));
    (level.scan(text), translated, septets, utf16, counts, fills(level, text))
}

/// How much of a text fits, by capacities of which some end in it and some do not.
fn fills(level: Level, text: Text<'_>) -> Vec<Option<(usize, usize)>> {
    let end = text.end();
    let capacities = [0, 1, 2, end / 2, (end * 2).saturating_sub(3), 63, 64, 65, 67, 128, 153, 160];
    let each = |second| capacities.map(|capacity| level.fill(text, second, capacity));
    [Second::Wide, Second::Astral].map(each).concat()
}

fn compare(text: Text<'_>, levels: &[Level]) {
    let expected = answers(Level::PORTABLE, text);
    for &level in levels {
        assert_eq!(answers(level, text), expected, "{} {text:X?}", level.name());
    }
}

#[test]
fn every_level_reads_texts_of_every_length_and_kind_alike() {
    let levels = others();
    let mut random = Random(1);
    for length in lengths() {
        for text in texts(&mut random, length, 0x100) {
            let latin1: Vec<u8> = text.iter().map(|&c| c as u8).collect();
            compare(Text::Latin1(&latin1), &levels);
        }
        for text in texts(&mut random, length, 0x1_0000) {
            let ucs2: Vec<u16> = text.iter().map(|&c| c as u16).collect();
            compare(Text::Ucs2(&ucs2), &levels);
        }
        for text in texts(&mut random, length, 0x11_0000) {
            compare(Text::Ucs4(&text), &levels);
            let utf8: String = text.iter().filter_map(|&c| char::from_u32(c)).collect();
            compare(Text::Utf8(&utf8), &levels);
        }
    }
}

/// Whole places, as many as fit: the next one would not.
#[test]
fn what_fits_takes_no_more_than_the_capacity_and_one_place_more_would() {
    let mut random = Random(5);
    let mut compared = 0;
    let lengths = [0, 1, 2, 31, 63, 64, 65, 127, 128, 129, 190, 300];
    for length in lengths.into_iter().take(if cfg!(miri) { 7 } else { lengths.len() }) {
        let (held, _) = held();
        let septets: Vec<u32> = (0..length).map(|_| random.one(&held)).collect();
        let brackets: Vec<u32> = (0..length).map(|at| [0x5B, 0x61][(at % 3).min(1)]).collect();
        let astral: Vec<u32> = (0..length).map(|_| random.one(&[0x61, 0x44F, 0x1F600])).collect();
        for (text, second) in [(&septets, Second::Wide), (&brackets, Second::Wide), (&astral, Second::Astral)] {
            let takes = |&unit: &u32| match second {
                Second::Wide => Encoding::Gsm7(Alphabet::DEFAULT).units(unit).unwrap_or(1),
                Second::Astral => Encoding::Ucs2.units(unit).unwrap_or(1),
            };
            for capacity in (0..=2 * length + 2).step_by(if cfg!(miri) { 7 } else { 1 }) {
                let mut expected = (0, 0);
                while let Some(unit) = text.get(expected.0).filter(|&unit| expected.1 + takes(unit) <= capacity) {
                    expected = (expected.0 + 1, expected.1 + takes(unit));
                }
                for level in levels() {
                    assert_eq!(level.fill(Text::Ucs4(text), second, capacity), Some(expected), "{text:X?} {capacity}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 300);
}

#[test]
fn every_alignment_is_alike() {
    let levels = others();
    let mut random = Random(2);
    for length in [1, 15, 31, 32, 33, 63, 64, 95, 130, 160, 161] {
        if cfg!(miri) && ![1, 95].contains(&length) {
            continue;
        }
        for text in texts(&mut random, length + 64, 0x100) {
            let latin1: Vec<u8> = text.iter().map(|&c| c as u8).collect();
            let ucs2: Vec<u16> = text.iter().map(|&c| c as u16).collect();
            let utf8: String = text.iter().filter_map(|&c| char::from_u32(c)).collect();
            for start in 0..64 {
                if cfg!(miri) && start > 1 {
                    break;
                }
                compare(Text::Latin1(&latin1[start..start + length]), &levels);
                compare(Text::Ucs2(&ucs2[start..start + length]), &levels);
                if let Some(part) = utf8.get(start..) {
                    compare(Text::Utf8(part), &levels);
                }
            }
        }
    }
}

/// Every character by itself, at every place of a block.
#[test]
fn every_character_is_found_where_it_stands() {
    let step = if cfg!(miri) { 1021 } else { 1 };
    for character in (0..0x1_1000u32).step_by(step).chain([0x1_F600, 0x10_FFFF]) {
        let expected = match Alphabet::DEFAULT.septets(character) {
            None => Err(()),
            Some(Septets::Plain(septet)) => Ok(vec![septet]),
            Some(Septets::Escaped(septet)) => Ok(vec![ESCAPE, septet]),
        };
        for level in levels() {
            // One place for most; every place of a block for those of interest.
            let places = if character < 0x100 || expected.is_ok() { 0..67 } else { 40..41 };
            for place in places.step_by(if cfg!(miri) { 13 } else { 1 }) {
                let mut ucs4 = vec![0x61u32; 70];
                ucs4[place] = character;
                let check = |text: Text<'_>, position: usize| {
                    let mut septets = Vec::new();
                    let translated = level.septets(text, &mut septets);
                    match &expected {
                        Err(()) => {
                            assert_eq!(level.scan(text), Err(position), "{character:X}");
                            assert_eq!(translated, Err(position), "{character:X}");
                        }
                        Ok(own) => {
                            let tally = level.scan(text).unwrap();
                            assert_eq!((tally.characters, tally.wide), (70, own.len() - 1), "{character:X}");
                            assert_eq!(septets[place..place + own.len()], own[..], "{character:X}");
                            assert_eq!(septets.len(), 69 + own.len());
                        }
                    }
                };
                check(Text::Ucs4(&ucs4), place);
                if character < 0x1_0000 {
                    check(Text::Ucs2(&ucs4.iter().map(|&c| c as u16).collect::<Vec<_>>()), place);
                }
                if character < 0x100 {
                    check(Text::Latin1(&ucs4.iter().map(|&c| c as u8).collect::<Vec<_>>()), place);
                }
                if let Some(utf8) = ucs4.iter().map(|&c| char::from_u32(c)).collect::<Option<String>>() {
                    check(Text::Utf8(&utf8), place);
                }
            }
        }
    }
}

#[test]
fn every_level_packs_and_unpacks_alike() {
    let levels = levels();
    let mut random = Random(3);
    for length in lengths() {
        // Whatever stands in the high bit is no part of a septet.
        let septets: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        let plain: Vec<u8> = septets.iter().map(|septet| septet & 0x7F).collect();
        let expected = crate::naive::pack(&plain, 0);
        let zeros = random.below(32);
        let behind: Vec<u8> = (0..length).map(|at| if at < zeros { 0 } else { plain[at] }).collect();
        let expected_behind = crate::naive::pack(&behind, 0);
        for &level in &levels {
            // Whatever stands before and behind is left alone.
            let mut packed = vec![7; 5 + expected.len() + 40];
            level.pack(&septets, zeros, &mut packed[5..5 + expected.len()]);
            assert_eq!(packed[5..5 + expected.len()], expected_behind[..], "{} {length} {zeros}", level.name());
            level.pack(&septets, 0, &mut packed[5..5 + expected.len()]);
            assert_eq!(packed[..5], [7; 5]);
            assert_eq!(packed[5..5 + expected.len()], expected[..], "{} {length}", level.name());
            assert_eq!(packed[5 + expected.len()..], [7; 40]);
            for fill in 0..7u8 {
                let behind = crate::naive::pack(&plain, fill.into());
                let mut unpacked = vec![9];
                level.unpack(&behind, length, fill, &mut unpacked);
                assert_eq!(unpacked[1..], plain[..], "{} {length} {fill}", level.name());
                if length > 0 {
                    let mut fewer = Vec::new();
                    level.unpack(&behind, length - 1, fill, &mut fewer);
                    assert_eq!(fewer, plain[..length - 1]);
                }
            }
        }
    }
}

#[test]
fn every_level_goes_back_to_characters_alike() {
    let levels = others();
    let mut random = Random(4);
    for length in lengths() {
        for kind in 0..4 {
            let octets: Vec<u8> = (0..length)
                .map(|_| match kind {
                    0 => b'a' + random.below(26) as u8,
                    1 if random.below(40) > 0 => 0x20 + random.below(0x60) as u8,
                    2 => 0x20 + random.below(0x60) as u8,
                    3 => [0, 1, 0x0A, 0x1E, 0x5C, 0x7F][random.below(6)],
                    _ => random.below(256) as u8,
                })
                .collect();
            let said = |level: Level| {
                let mut characters = vec![5];
                let done = level.latin1(&octets, &mut characters);
                assert_eq!(characters.len(), 1 + done);
                (done, characters, level.no_septet(&octets))
            };
            let expected = said(Level::PORTABLE);
            for (&octet, &character) in octets.iter().zip(&expected.1[1..]) {
                assert_eq!(Alphabet::DEFAULT.plain(octet), Some(character.into()));
            }
            if let Some(&stop) = octets.get(expected.0) {
                assert!(stop > 0x7F || Alphabet::DEFAULT.plain(stop).is_none_or(|c| c > '\u{FF}'), "{stop:X}");
            }
            for &level in &levels {
                assert_eq!(said(level), expected, "{} {octets:X?}", level.name());
            }
        }
    }
}
