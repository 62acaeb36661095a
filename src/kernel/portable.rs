//! The kernels in plain Rust: the oracle of the others, and what processors without AVX2 run.

use std::borrow::Cow;
use std::ops::Range;

use super::Tally;
use super::kinds::Kinds;
use super::marks::{BLOCK, Counts, GREEK, HELD, Mark, Place, Second, View, Whole};
use super::tables::{BACK, ESCAPE, EXTENDED, FOREIGN, LATIN1};
use crate::alphabet::default_code;
use crate::text::{Text, is_surrogate};

/// Characters of two septets, or the position of the first foreign one.
pub(super) fn scan_latin1(units: &[u8]) -> Result<usize, usize> {
    let mut wide = 0;
    // Blocks, so that the way out is not asked for at every character.
    for (number, block) in units.chunks(16).enumerate() {
        let (mut foreign, mut extended) = (false, 0);
        for &unit in block {
            let code = LATIN1[usize::from(unit)];
            foreign |= code == FOREIGN;
            extended += usize::from(code >> 7);
        }
        if foreign {
            let held = block.iter().take_while(|&&unit| LATIN1[usize::from(unit)] != FOREIGN).count();
            return Err(number * 16 + held);
        }
        wide += extended;
    }
    Ok(wide)
}

pub(super) fn scan_ucs2(units: &[u16]) -> Result<usize, usize> {
    scan_units(units.iter().map(|&unit| u32::from(unit)))
}

pub(super) fn scan_ucs4(units: &[u32]) -> Result<usize, usize> {
    scan_units(units.iter().copied())
}

fn scan_units(units: impl Iterator<Item = u32>) -> Result<usize, usize> {
    let mut wide = 0;
    for (position, unit) in units.enumerate() {
        match default_code(unit) {
            FOREIGN => return Err(position),
            code => wide += usize::from(code >> 7),
        }
    }
    Ok(wide)
}

/// How many units from the beginning on fit into a capacity, and what they take.
fn fill(takes: impl Iterator<Item = usize>, capacity: usize) -> (usize, usize) {
    let (mut places, mut units) = (0, 0);
    for more in takes {
        if units + more > capacity {
            break;
        }
        (places, units) = (places + 1, units + more);
    }
    (places, units)
}

/// Septets of a character; one that the alphabet does not hold is taken for one.
fn septets(character: u32) -> usize {
    let code = default_code(character);
    1 + usize::from(code != FOREIGN && code & EXTENDED != 0)
}

pub(super) fn fill_latin1(units: &[u8], capacity: usize) -> (usize, usize) {
    fill(units.iter().map(|&unit| septets(unit.into())), capacity)
}

pub(super) fn fill_ucs2(units: &[u16], capacity: usize) -> (usize, usize) {
    fill(units.iter().map(|&unit| septets(unit.into())), capacity)
}

pub(super) fn fill_ucs4(units: &[u32], capacity: usize) -> (usize, usize) {
    fill(units.iter().map(|&unit| septets(unit)), capacity)
}

pub(super) fn fill_ucs4_utf16(units: &[u32], capacity: usize) -> (usize, usize) {
    fill(units.iter().map(|&unit| 1 + usize::from(unit > 0xFFFF)), capacity)
}

/// UTF-8, which must be well formed.
pub(super) fn scan_utf8(octets: &[u8]) -> Result<Tally, usize> {
    let mut tally = Tally { characters: 0, wide: 0 };
    let mut position = 0;
    while let Some(&first) = octets.get(position) {
        let (character, next) = match first {
            0..=0x7F => (u32::from(first), position + 1),
            _ => utf8_character(octets, position),
        };
        match default_code(character) {
            FOREIGN => return Err(position),
            code => tally.wide += usize::from(code >> 7),
        }
        tally.characters += 1;
        position = next;
    }
    Ok(tally)
}

/// Those of some octets that are held, and said to be UTF-8, block by block; see [`super::Marks`]. Here all is told at the
/// first octet.
pub(super) fn mark(
    octets: &[u8],
    part: Range<usize>,
    held: Option<&[u64; HELD]>,
    _checked: bool,
    marks: &mut [Mark],
) -> Whole {
    let mut octets = Cow::Borrowed(&octets[part]);
    if let Some(held) = held {
        for (block, held) in octets.to_mut().chunks_mut(BLOCK).zip(held) {
            let left_out = block.iter_mut().enumerate().filter(|(place, _)| held >> place & 1 == 0);
            left_out.for_each(|(_, octet)| *octet = b' ');
        }
    }
    let octets = &*octets;
    let greek = octets.contains(&GREEK);
    if std::str::from_utf8(octets).is_err() {
        return Whole { well_formed: false, greek };
    }
    let mut before = Counts::default();
    for (number, mark) in marks.iter_mut().enumerate() {
        *mark = Mark { before, ..Mark::default() };
        let start = number * BLOCK;
        let block = &octets[start..octets.len().min(start + BLOCK)];
        if block.iter().fold(0, |all, &octet| all | octet | LATIN1[usize::from(octet)]) < EXTENDED {
            continue; // one septet each
        }
        for (place, &octet) in block.iter().enumerate() {
            let character = match octet {
                0..=0x7F => octet.into(),
                0x80..=0xBF => {
                    mark.continuation |= 1 << place;
                    continue;
                }
                _ => utf8_character(octets, start + place).0,
            };
            let code = default_code(character);
            mark.foreign |= u64::from(code == FOREIGN) << place;
            mark.wide |= u64::from(code != FOREIGN && code & EXTENDED != 0) << place;
            mark.astral |= u64::from(character > 0xFFFF) << place;
        }
        before = mark.behind();
    }
    Whole { well_formed: true, greek }
}

pub(super) use super::gather::gather;
pub(super) use super::marks::take;

pub(super) fn count(marks: View<'_>, texts: &[Place], counts: &mut [Counts]) {
    marks.count(texts, counts);
}

/// See [`super::Level::part`].
#[cfg(feature = "survey")]
pub(super) fn part(
    octets: &[u8],
    texts: &[Place],
    counts: &[Counts],
    without: Counts,
    room: usize,
    others: &mut [u8; 256],
) -> (usize, usize) {
    part_from(octets, 0, texts, counts, without, room, others, (0, 0))
}

/// The same of texts from a number on: septets and others are those of the texts before.
#[cfg(feature = "survey")]
#[expect(clippy::too_many_arguments, reason = "those of the function above, and what was found before")]
pub(super) fn part_from(
    octets: &[u8],
    first: usize,
    texts: &[Place],
    counts: &[Counts],
    without: Counts,
    room: usize,
    others: &mut [u8; 256],
    (mut septets, mut count): (usize, usize),
) -> (usize, usize) {
    for (number, (place, counts)) in (first..).zip(texts.iter().zip(counts)) {
        let begin = octets.get(place.start).copied().unwrap_or_default();
        let length = place.end.wrapping_sub(place.start);
        let taken = length.wrapping_sub(counts.continuations()).wrapping_add(counts.wide());
        // What is empty is not less than the room either. Nothing here is a way out: nobody can foresee it.
        let plain = begin.is_ascii_alphabetic() & !counts.any(without) & (taken.wrapping_sub(1) < room);
        // Every text is written, and the next one over it, if it is plain.
        others[count] = number as u8;
        count += usize::from(!plain);
        septets += taken * usize::from(plain);
    }
    (septets, count)
}

pub(super) fn reach(marks: View<'_>, text: Place, second: Second, capacity: usize) -> (usize, usize) {
    marks.reach(text, second, capacity)
}

fn utf8_character(octets: &[u8], position: usize) -> (u32, usize) {
    let tail = |i: usize| octets.get(position + i).map_or(0, |&octet| u32::from(octet & 0x3F));
    match u32::from(octets[position]) {
        first @ 0..=0xDF => ((first & 0x1F) << 6 | tail(1), position + 2),
        first @ 0xE0..=0xEF => ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), position + 3),
        first => ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), position + 4),
    }
}

/// Meets the characters that are not ASCII; see [`super::Level::meet`].
pub(super) fn meet(octets: &[u8], part: Range<usize>, kinds: &Kinds, met: &mut impl FnMut(u8, u32, usize)) -> usize {
    let octets = &octets[part];
    // Most characters are what the one before is: letters of one script.
    let (mut kind, mut code, mut length, mut at) = (0, 0, 0, 0);
    while let Some(&lead) = octets.get(at) {
        if lead.is_ascii() {
            at += ascii_length(&octets[at..]);
            continue;
        }
        let (next, end) = utf8_character(octets, at);
        at = end;
        let found = kinds.of(next);
        let next = if kinds.is_alone(found) { next } else { 0 };
        if length > 0 && (found, next) == (kind, code) {
            length += 1;
            continue;
        }
        if length > 0 {
            met(kind, code, length);
        }
        (kind, code, length) = (found, next, 1);
    }
    if length > 0 {
        met(kind, code, length);
    }
    letters(octets)
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
fn ascii_length(octets: &[u8]) -> usize {
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

/// Characters above U+FFFF.
#[inline]
pub(super) fn astral_ucs4(units: &[u32]) -> usize {
    let count = |block: &[u32]| -> u32 { block.iter().map(|&unit| u32::from(unit > 0xFFFF)).sum() };
    units.chunks(1024).map(|block| count(block) as usize).sum()
}

/// UTF-16 units of well formed UTF-8: a character each, and a second one for those of four octets.
#[inline]
pub(super) fn utf16_units_utf8(octets: &[u8]) -> usize {
    let count = |block: &[u8]| -> u8 { block.iter().map(|&o| u8::from(o & 0xC0 != 0x80) + u8::from(o >= 0xF0)).sum() };
    octets.chunks(96).map(|block| usize::from(count(block))).sum()
}

#[inline]
pub(super) fn has_surrogate_ucs2(units: &[u16]) -> bool {
    units.chunks(64).any(|block| block.iter().fold(false, |found, &unit| found | (unit & 0xF800 == 0xD800)))
}

#[inline]
pub(super) fn has_surrogate_ucs4(units: &[u32]) -> bool {
    units.chunks(64).any(|block| block.iter().fold(false, |found, &unit| found | is_surrogate(unit)))
}

pub(super) fn septets_latin1(units: &[u8], septets: &mut Vec<u8>) -> Result<(), usize> {
    septets_of(Text::Latin1(units), septets)
}

pub(super) fn septets_ucs2(units: &[u16], septets: &mut Vec<u8>) -> Result<(), usize> {
    septets_of(Text::Ucs2(units), septets)
}

pub(super) fn septets_of(text: Text<'_>, septets: &mut Vec<u8>) -> Result<(), usize> {
    septets.reserve(text.end());
    for (position, character) in text.characters() {
        match default_code(character) {
            FOREIGN => return Err(position),
            code if code & EXTENDED != 0 => septets.extend([ESCAPE, code & 0x7F]),
            code => septets.push(code),
        }
    }
    Ok(())
}

pub(super) fn utf16be_latin1(units: &[u8], octets: &mut Vec<u8>) {
    octets.extend(units.iter().flat_map(|&unit| [0, unit]));
}

pub(super) fn utf16be_ucs2(units: &[u16], octets: &mut Vec<u8>) {
    octets.extend(units.iter().flat_map(|unit| unit.to_be_bytes()));
}

#[inline]
pub(super) fn utf16be_over(units: &[u16], octets: &mut [u8]) {
    for (pair, unit) in octets.chunks_exact_mut(2).zip(units) {
        pair.copy_from_slice(&unit.to_be_bytes());
    }
}

/// Characters of one unit each.
pub(super) fn utf16be_bmp(units: &[u32], octets: &mut Vec<u8>) {
    octets.extend(units.iter().flat_map(|&unit| (unit as u16).to_be_bytes()));
}

pub(super) fn utf16be_of(text: Text<'_>, octets: &mut Vec<u8>) {
    for (_, character) in text.characters() {
        crate::ucs2::push(character, octets);
    }
}

/// Eight septets at a time into seven octets; the first `zeros` septets count as zero.
pub(super) fn pack(septets: &[u8], zeros: usize, octets: &mut [u8]) {
    let mut zeros = zeros;
    for (eight, seven) in septets.chunks(8).zip(octets.chunks_mut(7)) {
        let mut word = [0; 8];
        word[..eight.len()].copy_from_slice(eight);
        word[..zeros.min(8)].fill(0);
        zeros = zeros.saturating_sub(8);
        let octets = compress(u64::from_le_bytes(word)).to_le_bytes();
        seven.copy_from_slice(&octets[..seven.len()]);
    }
}

pub(super) fn unpack(octets: &[u8], count: usize, fill_bits: u8, septets: &mut Vec<u8>) {
    let end = septets.len() + count;
    septets.reserve(count + 8);
    for eight in 0..count.div_ceil(8) {
        // Eight septets and up to seven bits before them stand in eight octets.
        let rest = &octets[eight * 7..];
        let mut word = [0; 8];
        let length = rest.len().min(8);
        word[..length].copy_from_slice(&rest[..length]);
        let word = u64::from_le_bytes(word) >> fill_bits & 0x00FF_FFFF_FFFF_FFFF;
        septets.extend_from_slice(&expand(word).to_le_bytes());
    }
    septets.truncate(end);
}

/// Eight septets of a word, one an octet, moved together into the low 56 bits.
pub(crate) fn compress(word: u64) -> u64 {
    let word = word & 0x7F7F_7F7F_7F7F_7F7F;
    let word = (word & 0x007F_007F_007F_007F) | (word & 0x7F00_7F00_7F00_7F00) >> 1;
    let word = (word & 0x0000_3FFF_0000_3FFF) | (word & 0x3FFF_0000_3FFF_0000) >> 2;
    (word & 0x0FFF_FFFF) | (word & 0x0FFF_FFFF_0000_0000) >> 4
}

/// The reverse of [`compress`].
fn expand(word: u64) -> u64 {
    let word = (word & 0x0FFF_FFFF) | (word & 0x00FF_FFFF_F000_0000) << 4;
    let word = (word & 0x0000_3FFF_0000_3FFF) | (word & 0x0FFF_C000_0FFF_C000) << 2;
    (word & 0x007F_007F_007F_007F) | (word & 0x3F80_3F80_3F80_3F80) << 1
}

pub(super) fn latin1(septets: &[u8], characters: &mut Vec<u8>) -> usize {
    let before = characters.len();
    characters.extend(septets.iter().map_while(|&septet| BACK.get(usize::from(septet)).copied().flatten()));
    characters.len() - before
}

#[inline]
pub(super) fn no_septet(octets: &[u8]) -> Option<usize> {
    let any = octets.chunks(64).any(|block| block.iter().fold(0, |all, &octet| all | octet) > 0x7F);
    if any { octets.iter().position(|&octet| octet > 0x7F) } else { None }
}
