//! The kernels for AVX2: 32 octets, or 32 UTF-16 units, at a time.
//!
//! A table of 16 octets is looked up by 4 bits of 32 octets at once. So an octet is classified by its two halves: for
//! its low half a table gives the set of high halves for which something holds, and the high half is a bit of it. A
//! remainder is never done one by one: it is the last 32 octets with those already seen masked, or a block on the stack.
//!
//! # Safety
//! Every function here asks for one thing alone: that the processor has AVX2 and POPCNT, which [`super::Level`] proves.
//! Whoever reads or writes by pointer says at the place why it stays inside.

#![allow(unsafe_op_in_unsafe_fn, reason = "older compilers call every intrinsic unsafe; the memory is spoken of below")]

use std::arch::x86_64::*;

use super::Tally;
use super::portable;
use super::tables::ESCAPE;
use super::tables::nibbles::{
    BIT, DELTAS, DELTAS_BACK, EXTENSION, GREEK, GREEK_BIT, GREEK_CODES, HELD_HIGH, HELD_LOW, NO_BACK, Row, SAME_BACK,
    UNCHANGED, UTF8,
};

/// Octets of a block, and units.
const BLOCK: usize = 32;
/// What a translated block may write behind its end, and a block itself with an escape for each octet.
const SLACK: usize = 3 * BLOCK;

/// From `MASK[n..]` on, 32 octets of which the last n are set.
static MASK: [u8; 64] = {
    let mut mask = [0; 64];
    let mut at = 32;
    while at < 64 {
        mask[at] = 0xFF;
        at += 1;
    }
    mask
};

#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn load(from: *const u8) -> __m256i {
    _mm256_loadu_si256(from.cast())
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn store(to: *mut u8, block: __m256i) {
    _mm256_storeu_si256(to.cast(), block);
}

/// A table in both halves of a register. `Row` is 16 octets, which are all that is read.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn table(row: &Row) -> __m256i {
    _mm256_broadcastsi128_si256(_mm_loadu_si128(row.as_ptr().cast()))
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn octet(value: u8) -> __m256i {
    _mm256_set1_epi8(value as i8)
}

/// The last `count` (1 to 32) octets of a block.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn last(count: usize) -> __m256i {
    debug_assert!(count <= BLOCK);
    // `MASK` is 64 octets, of which 32 are read from at most the 32nd on.
    load(MASK.as_ptr().add(count.min(BLOCK)))
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn bits(block: __m256i) -> u32 {
    _mm256_movemask_epi8(block) as u32
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn is_zero(block: __m256i) -> __m256i {
    _mm256_cmpeq_epi8(block, _mm256_setzero_si256())
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn high_half(block: __m256i) -> __m256i {
    _mm256_and_si256(_mm256_srli_epi16::<4>(block), octet(0x0F))
}

/// The bit of the high half of each octet in the sets that tables give for low halves.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn bit(block: __m256i) -> __m256i {
    _mm256_shuffle_epi8(table(&BIT), high_half(block))
}

/// What a block of U+0000 to U+00FF is: each octet 0 if it is foreign; each 0 if it is not an extension character.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn classify(block: __m256i) -> (__m256i, __m256i) {
    // An index of 0x80 and more looks up 0, so each table answers for its half of the octets.
    let low = _mm256_shuffle_epi8(table(&HELD_LOW), block);
    let high = _mm256_shuffle_epi8(table(&HELD_HIGH), _mm256_xor_si256(block, octet(0x80)));
    let bit = bit(block);
    let held = _mm256_and_si256(_mm256_or_si256(low, high), bit);
    let extended = _mm256_and_si256(_mm256_shuffle_epi8(table(&EXTENSION), block), bit);
    (held, extended)
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn scan_latin1(units: &[u8]) -> Result<usize, usize> {
    let (from, count) = (units.as_ptr(), units.len());
    if count < BLOCK {
        return scan_short(units);
    }
    let (mut at, mut wide) = (0, 0);
    // All loads read 32 octets from `at`, or four times 32, with as many octets left.
    while at + 4 * BLOCK <= count {
        let (held_0, extended_0) = classify(load(from.add(at)));
        let (held_1, extended_1) = classify(load(from.add(at + BLOCK)));
        let (held_2, extended_2) = classify(load(from.add(at + 2 * BLOCK)));
        let (held_3, extended_3) = classify(load(from.add(at + 3 * BLOCK)));
        let foreign = _mm256_or_si256(
            _mm256_or_si256(is_zero(held_0), is_zero(held_1)),
            _mm256_or_si256(is_zero(held_2), is_zero(held_3)),
        );
        if bits(foreign) != 0 {
            break; // one of the next four blocks, which are now taken one by one
        }
        let any = _mm256_or_si256(_mm256_or_si256(extended_0, extended_1), _mm256_or_si256(extended_2, extended_3));
        if _mm256_testz_si256(any, any) == 0 {
            let plain = [extended_0, extended_1, extended_2, extended_3];
            wide += plain.into_iter().map(|extended| bits(is_zero(extended)).count_zeros() as usize).sum::<usize>();
        }
        at += 4 * BLOCK;
    }
    while at + BLOCK <= count {
        let (held, extended) = classify(load(from.add(at)));
        let foreign = bits(is_zero(held));
        if foreign != 0 {
            return Err(at + foreign.trailing_zeros() as usize);
        }
        wide += bits(is_zero(extended)).count_zeros() as usize;
        at += BLOCK;
    }
    if at < count {
        // The last 32 octets, of which there are at least so many.
        let fresh = bits(last(count - at));
        let (held, extended) = classify(load(from.add(count - BLOCK)));
        let foreign = bits(is_zero(held)) & fresh;
        if foreign != 0 {
            return Err(count - BLOCK + foreign.trailing_zeros() as usize);
        }
        wide += (!bits(is_zero(extended)) & fresh).count_ones() as usize;
    }
    Ok(wide)
}

/// Fewer than 32 octets.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn scan_short(units: &[u8]) -> Result<usize, usize> {
    let block = spaces(units);
    let (held, extended) = classify(block);
    let foreign = bits(is_zero(held));
    if foreign != 0 {
        return Err(foreign.trailing_zeros() as usize);
    }
    Ok(bits(is_zero(extended)).count_zeros() as usize)
}

/// At most 32 octets with spaces behind.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn spaces(octets: &[u8]) -> __m256i {
    let mut block = [b' '; BLOCK];
    block[..octets.len()].copy_from_slice(octets);
    load(block.as_ptr())
}

/// The low and the high octets of 32 units, in order.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn narrow(from: *const u16) -> (__m256i, __m256i) {
    let (first, second) = (load(from.cast()), load(from.add(16).cast()));
    let low = _mm256_set1_epi16(0xFF);
    let pack = |a, b| _mm256_permute4x64_epi64::<0xD8>(_mm256_packus_epi16(a, b));
    (
        pack(_mm256_and_si256(first, low), _mm256_and_si256(second, low)),
        pack(_mm256_srli_epi16::<8>(first), _mm256_srli_epi16::<8>(second)),
    )
}

/// What 32 units are, all masks: foreign, an extension character, a Greek capital, the euro sign.
struct Wide {
    foreign: u32,
    extended: u32,
    greek: __m256i,
    euro: __m256i,
}

/// Classifies the low and the high octets of units.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn classify_wide(low: __m256i, high: __m256i) -> Wide {
    let (held, extended) = classify(low);
    let is_latin = is_zero(high);
    let latin = _mm256_andnot_si256(is_zero(held), is_latin);
    if bits(is_latin) == u32::MAX {
        let none = _mm256_setzero_si256();
        return Wide { foreign: !bits(latin), extended: !bits(is_zero(extended)), greek: none, euro: none };
    }
    let sets = _mm256_shuffle_epi8(table(&GREEK), _mm256_and_si256(low, octet(0x0F)));
    let among = _mm256_and_si256(sets, _mm256_shuffle_epi8(table(&GREEK_BIT), high_half(low)));
    let greek = _mm256_andnot_si256(is_zero(among), _mm256_cmpeq_epi8(high, octet(0x03)));
    let euro = _mm256_and_si256(_mm256_cmpeq_epi8(high, octet(0x20)), _mm256_cmpeq_epi8(low, octet(0xAC)));
    let known = _mm256_or_si256(latin, _mm256_or_si256(greek, euro));
    let extended = _mm256_or_si256(_mm256_andnot_si256(is_zero(extended), is_latin), euro);
    Wide { foreign: !bits(known), extended: bits(extended), greek, euro }
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn scan_ucs2(units: &[u16]) -> Result<usize, usize> {
    let (from, count) = (units.as_ptr(), units.len());
    let (mut at, mut wide) = (0, 0);
    while at + BLOCK <= count {
        // 32 units are left from `at` on.
        let (low, high) = narrow(from.add(at));
        let found = classify_wide(low, high);
        if found.foreign != 0 {
            return Err(at + found.foreign.trailing_zeros() as usize);
        }
        wide += found.extended.count_ones() as usize;
        at += BLOCK;
    }
    if at < count {
        let (start, fresh, (low, high)) = if count >= BLOCK {
            (count - BLOCK, bits(last(count - at)), narrow(from.add(count - BLOCK)))
        } else {
            let mut block = [0x20; BLOCK];
            block[..count].copy_from_slice(units);
            (0, u32::MAX, narrow(block.as_ptr()))
        };
        let found = classify_wide(low, high);
        let foreign = found.foreign & fresh;
        if foreign != 0 {
            return Err(start + foreign.trailing_zeros() as usize);
        }
        wide += (found.extended & fresh).count_ones() as usize;
    }
    Ok(wide)
}

/// The octet before each octet of a block, or the `N`th before; `before` is the block before.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn shifted<const INDEX: i32>(block: __m256i, before: __m256i) -> __m256i {
    _mm256_alignr_epi8::<INDEX>(block, _mm256_permute2x128_si256::<0x21>(before, block))
}

/// UTF-8, well formed. An octet is *explained* if it is a character of ASCII that the alphabet holds, the lead of a
/// character that it may hold, or completes one that it holds; the first other octet is part of a foreign character.
#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn scan_utf8(octets: &[u8]) -> Result<Tally, usize> {
    let count = octets.len();
    let (mut at, mut continuations, mut wide) = (0, 0, 0);
    let mut before = _mm256_setzero_si256();
    while at < count {
        // 32 octets are left from `at` on, or they are copied.
        let block = match octets.get(at..at + BLOCK) {
            Some(whole) => load(whole.as_ptr()),
            None => spaces(&octets[at..]),
        };
        let bit = bit(block);
        let held = _mm256_and_si256(_mm256_shuffle_epi8(table(&HELD_LOW), block), bit);
        let extended = _mm256_and_si256(_mm256_shuffle_epi8(table(&EXTENSION), block), bit);
        let mut unexplained = bits(is_zero(held));
        wide += bits(is_zero(extended)).count_zeros() as usize;
        if bits(block) != 0 {
            let previous = shifted::<15>(block, before);
            let one_before = shifted::<14>(block, before);
            let low = octet(0x0F);
            let row_c = |octets| _mm256_cmpeq_epi8(_mm256_and_si256(octets, octet(0xF0)), octet(0xC0));
            let leads = |octets| {
                let sets = _mm256_shuffle_epi8(table(&UTF8.lead), _mm256_and_si256(octets, low));
                _mm256_and_si256(sets, row_c(octets))
            };
            let high_sets = _mm256_shuffle_epi8(table(&UTF8.high), high_half(block));
            let low_sets = _mm256_shuffle_epi8(table(&UTF8.low), _mm256_and_si256(block, low));
            let completes = _mm256_and_si256(leads(previous), _mm256_and_si256(high_sets, low_sets));
            let is = |octets, value| _mm256_cmpeq_epi8(octets, octet(value));
            // U+20AC, E2 82 AC.
            let second = _mm256_and_si256(is(block, 0x82), is(previous, 0xE2));
            let euro = _mm256_and_si256(is(block, 0xAC), _mm256_and_si256(is(previous, 0x82), is(one_before, 0xE2)));
            let of_euro = _mm256_or_si256(is(block, 0xE2), _mm256_or_si256(second, euro));
            let two = _mm256_or_si256(leads(block), completes);
            unexplained &= bits(is_zero(two)) & !bits(of_euro);
            wide += bits(euro).count_ones() as usize;
            continuations += bits(_mm256_cmpgt_epi8(octet(0xC0), block)).count_ones() as usize;
        }
        if unexplained != 0 {
            let mut position = at + unexplained.trailing_zeros() as usize;
            while octets[position] & 0xC0 == 0x80 {
                position -= 1;
            }
            return Err(position);
        }
        before = block;
        at += BLOCK;
    }
    Ok(Tally { characters: count - continuations, wide })
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn astral_ucs4(units: &[u32]) -> usize {
    portable::astral_ucs4(units) // which the compiler makes vectors of
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn utf16_units_utf8(octets: &[u8]) -> usize {
    portable::utf16_units_utf8(octets)
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn has_surrogate_ucs2(units: &[u16]) -> bool {
    portable::has_surrogate_ucs2(units)
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn has_surrogate_ucs4(units: &[u32]) -> bool {
    portable::has_surrogate_ucs4(units)
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn no_septet(octets: &[u8]) -> Option<usize> {
    portable::no_septet(octets)
}

/// Octets of row `HIGH`, as an index that looks up 0 for every other octet.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn of_row<const HIGH: u8>(block: __m256i) -> __m256i {
    _mm256_adds_epu8(_mm256_xor_si256(block, octet(HIGH << 4)), octet(0x70))
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn delta<const HIGH: u8>(tables: &[Row], block: __m256i) -> __m256i {
    _mm256_shuffle_epi8(table(&tables[HIGH as usize]), of_row::<HIGH>(block))
}

/// The codes of U+0000 to U+00FF, all of which are in the alphabet; without the bit of extension characters.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn codes(block: __m256i) -> __m256i {
    let xor = |a, b| _mm256_xor_si256(a, b);
    let first = xor(delta::<0>(&DELTAS, block), delta::<2>(&DELTAS, block));
    let second = xor(delta::<4>(&DELTAS, block), delta::<5>(&DELTAS, block));
    let mut change = xor(xor(first, second), delta::<7>(&DELTAS, block));
    if bits(block) != 0 {
        let first = xor(delta::<0xA>(&DELTAS, block), delta::<0xB>(&DELTAS, block));
        let second = xor(delta::<0xC>(&DELTAS, block), delta::<0xD>(&DELTAS, block));
        let third = xor(delta::<0xE>(&DELTAS, block), delta::<0xF>(&DELTAS, block));
        change = xor(change, xor(xor(first, second), third));
    }
    xor(block, change)
}

/// Whether every octet of a block is its own code.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn unchanged(block: __m256i, row: &Row) -> bool {
    let same = _mm256_and_si256(_mm256_shuffle_epi8(table(row), block), bit(block));
    bits(is_zero(same)) == 0
}

/// Appends 32 codes, with an escape before each of `extended`. Needs `SLACK` octets of room, of which it may write any.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn append(codes: __m256i, mut extended: u32, to: &mut Vec<u8>) {
    let length = to.len();
    debug_assert!(to.capacity() - length >= SLACK);
    let mut end = to.as_mut_ptr().add(length);
    store(end, codes);
    if extended != 0 {
        // What stands from an extension character on is written again, one further on, behind an escape: at most
        // 32 escapes and 32 codes, and then 32 octets that a store may write too much.
        let mut again = [0u8; 2 * BLOCK];
        store(again.as_mut_ptr(), codes);
        while extended != 0 {
            let place = extended.trailing_zeros() as usize;
            end.add(place).write(ESCAPE);
            end = end.add(1);
            store(end.add(place), load(again.as_ptr().add(place)));
            extended &= extended - 1;
        }
        end = end.add(BLOCK);
        to.set_len(end.offset_from(to.as_ptr()) as usize);
    } else {
        to.set_len(length + BLOCK);
    }
}

/// Translates one block of U+0000 to U+00FF; the place of the first foreign octet otherwise.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn append_latin1(block: __m256i, to: &mut Vec<u8>) -> Result<(), usize> {
    if unchanged(block, &UNCHANGED) {
        append(block, 0, to);
        return Ok(());
    }
    let (held, extended) = classify(block);
    let foreign = bits(is_zero(held));
    if foreign != 0 {
        return Err(foreign.trailing_zeros() as usize);
    }
    append(codes(block), !bits(is_zero(extended)), to);
    Ok(())
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn septets_latin1(units: &[u8], to: &mut Vec<u8>) -> Result<(), usize> {
    to.reserve(units.len() + SLACK);
    let mut blocks = units.chunks_exact(BLOCK);
    for (number, block) in (&mut blocks).enumerate() {
        if to.capacity() - to.len() < SLACK {
            to.reserve(units.len() - number * BLOCK + SLACK);
        }
        append_latin1(load(block.as_ptr()), to).map_err(|place| number * BLOCK + place)?;
    }
    let rest = blocks.remainder();
    if !rest.is_empty() {
        to.reserve(SLACK);
        append_latin1(spaces(rest), to).map_err(|place| units.len() - rest.len() + place)?;
        // A space is one septet, so those that were put behind are as many septets.
        to.truncate(to.len() - (BLOCK - rest.len()));
    }
    Ok(())
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn append_ucs2(low: __m256i, high: __m256i, to: &mut Vec<u8>) -> Result<(), usize> {
    if _mm256_testz_si256(high, high) == 1 {
        return append_latin1(low, to);
    }
    let found = classify_wide(low, high);
    if found.foreign != 0 {
        return Err(found.foreign.trailing_zeros() as usize);
    }
    let greek = _mm256_or_si256(
        _mm256_shuffle_epi8(table(&GREEK_CODES[0]), of_row::<0x9>(low)),
        _mm256_shuffle_epi8(table(&GREEK_CODES[1]), of_row::<0xA>(low)),
    );
    let codes = _mm256_blendv_epi8(codes(low), greek, found.greek);
    append(_mm256_blendv_epi8(codes, octet(0x65), found.euro), found.extended, to);
    Ok(())
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn septets_ucs2(units: &[u16], to: &mut Vec<u8>) -> Result<(), usize> {
    to.reserve(units.len() + SLACK);
    let mut blocks = units.chunks_exact(BLOCK);
    for (number, block) in (&mut blocks).enumerate() {
        if to.capacity() - to.len() < SLACK {
            to.reserve(units.len() - number * BLOCK + SLACK);
        }
        let (low, high) = narrow(block.as_ptr());
        append_ucs2(low, high, to).map_err(|place| number * BLOCK + place)?;
    }
    let rest = blocks.remainder();
    if !rest.is_empty() {
        let mut block = [0x20; BLOCK];
        block[..rest.len()].copy_from_slice(rest);
        to.reserve(SLACK);
        let (low, high) = narrow(block.as_ptr());
        append_ucs2(low, high, to).map_err(|place| units.len() - rest.len() + place)?;
        to.truncate(to.len() - (BLOCK - rest.len()));
    }
    Ok(())
}

/// Appends two octets a unit by a loop that the compiler makes vectors of.
macro_rules! utf16be {
    ($name:ident, $unit:ty) => {
        #[target_feature(enable = "avx2,popcnt")]
        pub(super) unsafe fn $name(units: &[$unit], octets: &mut Vec<u8>) {
            octets.reserve(units.len() * 2);
            // There is room for two octets a unit behind the end, and all of them are written before they count.
            let end = octets.as_mut_ptr().add(octets.len()).cast::<[u8; 2]>();
            for (number, &unit) in units.iter().enumerate() {
                end.add(number).write((unit as u16).to_be_bytes());
            }
            octets.set_len(octets.len() + units.len() * 2);
        }
    };
}

utf16be!(utf16be_latin1, u8);
utf16be!(utf16be_ucs2, u16);
utf16be!(utf16be_bmp, u32);

/// 32 septets to 28 octets: 14 in the low octets of each half.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn compress(septets: __m256i) -> __m256i {
    let septets = _mm256_and_si256(septets, octet(0x7F));
    // Pairs: the second times 2^7; pairs of pairs: the second times 2^14; then a shift by 28.
    let pairs = _mm256_maddubs_epi16(_mm256_set1_epi16(0x8001u16 as i16), septets);
    let fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x4000_0001));
    let low = _mm256_and_si256(fours, _mm256_set1_epi64x(0x0FFF_FFFF));
    let eights =
        _mm256_or_si256(low, _mm256_srli_epi64::<4>(_mm256_andnot_si256(_mm256_set1_epi64x(0xFFFF_FFFF), fours)));
    let close = _mm256_setr_epi8(
        0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, -1, -1, 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, -1, -1,
    );
    _mm256_shuffle_epi8(eights, close)
}

/// Writes 28 octets and two more.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn store_28(to: *mut u8, octets: __m256i) {
    _mm_storeu_si128(to.cast(), _mm256_castsi256_si128(octets));
    _mm_storeu_si128(to.add(14).cast(), _mm256_extracti128_si256::<1>(octets));
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn pack(septets: &[u8], octets: &mut Vec<u8>) {
    let length = (septets.len() * 7).div_ceil(8);
    // A last block of 30 octets may begin up to its 28th octet before the end.
    octets.reserve(length + BLOCK);
    let mut end = octets.as_mut_ptr().add(octets.len());
    let mut blocks = septets.chunks_exact(BLOCK);
    for block in &mut blocks {
        store_28(end, compress(load(block.as_ptr())));
        end = end.add(28);
    }
    let rest = blocks.remainder();
    if !rest.is_empty() {
        let mut block = [0; BLOCK];
        block[..rest.len()].copy_from_slice(rest);
        store_28(end, compress(load(block.as_ptr())));
    }
    octets.set_len(octets.len() + length);
}

/// 32 septets of two times 16 octets, from bit `fill` of their first and of their eighth octet on.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn expand(octets: __m256i, fill: __m128i) -> __m256i {
    let spread = _mm256_setr_epi8(
        0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14,
    );
    let eights = _mm256_srl_epi64(_mm256_shuffle_epi8(octets, spread), fill);
    let both = |mask_low: i64, mask_high: i64, words, shifted| {
        _mm256_or_si256(
            _mm256_and_si256(words, _mm256_set1_epi64x(mask_low)),
            _mm256_and_si256(shifted, _mm256_set1_epi64x(mask_high)),
        )
    };
    let fours = both(0x0FFF_FFFF, 0x0FFF_FFFF_0000_0000, eights, _mm256_slli_epi64::<4>(eights));
    let pairs = both(0x0000_3FFF_0000_3FFF, 0x3FFF_0000_3FFF_0000, fours, _mm256_slli_epi64::<2>(fours));
    both(0x007F_007F_007F_007F, 0x7F00_7F00_7F00_7F00, pairs, _mm256_slli_epi64::<1>(pairs))
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn unpack(octets: &[u8], count: usize, fill_bits: u8, septets: &mut Vec<u8>) {
    let (start, end) = (septets.len(), septets.len() + count);
    septets.reserve(count + BLOCK);
    let fill = _mm_cvtsi32_si128(i32::from(fill_bits));
    let to = septets.as_mut_ptr().add(start);
    // Every store begins before the `count`th septet, and there is room for 32 more. What is read is a slice of 30
    // octets, or a copy.
    for block in 0..count.div_ceil(BLOCK) {
        let copy;
        let from = match octets.get(block * 28..block * 28 + 30) {
            Some(whole) => whole,
            None => {
                let rest = &octets[block * 28..];
                let mut padded = [0; 30];
                let length = rest.len().min(30);
                padded[..length].copy_from_slice(&rest[..length]);
                copy = padded;
                &copy
            }
        };
        let low = _mm_loadu_si128(from.as_ptr().cast());
        let both =
            _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(low), _mm_loadu_si128(from.as_ptr().add(14).cast()));
        store(to.add(block * BLOCK), expand(both, fill));
    }
    septets.set_len(end);
}

#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn latin1(septets: &[u8], to: &mut Vec<u8>) -> usize {
    let before = to.len();
    to.reserve(septets.len() + BLOCK);
    // Every store begins where an octet for one of the septets belongs, and there is room for 32 more.
    let start = to.as_mut_ptr().add(before);
    let mut done = 0;
    while done < septets.len() {
        let rest = &septets[done..];
        let block = match rest.get(..BLOCK) {
            Some(whole) => load(whole.as_ptr()),
            None => spaces(rest),
        };
        let length = rest.len().min(BLOCK);
        if unchanged(block, &SAME_BACK) {
            store(start.add(done), block);
            done += length;
            continue;
        }
        let change = |a, b| _mm256_xor_si256(a, b);
        let first = change(delta::<0>(&DELTAS_BACK, block), delta::<1>(&DELTAS_BACK, block));
        let second = change(delta::<2>(&DELTAS_BACK, block), delta::<4>(&DELTAS_BACK, block));
        let third = change(delta::<5>(&DELTAS_BACK, block), delta::<6>(&DELTAS_BACK, block));
        let all = change(change(first, second), change(third, delta::<7>(&DELTAS_BACK, block)));
        store(start.add(done), change(block, all));
        let without = _mm256_and_si256(_mm256_shuffle_epi8(table(&NO_BACK), block), bit(block));
        // An octet that is no septet has no character either.
        let stops = !bits(is_zero(without)) | bits(block);
        if stops != 0 {
            done += (stops.trailing_zeros() as usize).min(length);
            break;
        }
        done += length;
    }
    to.set_len(before + done);
    done
}
