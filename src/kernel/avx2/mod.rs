//! The kernels for AVX2: 32 octets, or 32 UTF-16 units, at a time.
//!
//! A table of 16 octets is looked up by 4 bits of 32 octets at once. So an octet is classified by its two halves: for
//! its low half a table gives the set of high halves for which something holds, and the high half is a bit of it. A
//! remainder is never done one by one: it is the last 32 octets with those already seen masked, or a block on the stack.
//!
//! # Safety
//! Every function here asks for one thing alone: that the processor has AVX2, BMI 1 and 2, and POPCNT, which
//! [`super::Level`] proves.
//! Whoever reads or writes by pointer says at the place why it stays inside.

#![allow(unsafe_op_in_unsafe_fn, reason = "all ask for the same, as said above; the memory is spoken of below")]

use std::arch::x86_64::*;

use super::portable;
use super::tables::FOREIGN;
use super::tables::nibbles::{BIT, EXTENSION, GREEK, GREEK_BIT, HELD_HIGH, HELD_LOW, Row};
use crate::alphabet::default_code;

mod fill;
mod gather;
mod kinds;
mod marks;
#[cfg(feature = "survey")]
mod part;
mod septets;
mod translate;
mod utf8;

pub(super) use fill::{fill_latin1, fill_ucs2, fill_ucs4, fill_ucs4_utf16};
pub(super) use gather::gather;
pub(super) use kinds::meet;
pub(super) use marks::{count, mark, reach, take};
#[cfg(feature = "survey")]
pub(super) use part::part;
pub(super) use septets::{pack, unpack};
pub(super) use translate::{latin1, septets_latin1, septets_ucs2, utf16be_bmp, utf16be_latin1, utf16be_ucs2};
pub(super) use utf8::scan_utf8;

/// Octets of a block, and units.
const BLOCK: usize = 32;

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

/// By eight bits: which of them are not set, the first ones first.
static MISSING: [[u8; 8]; 256] = {
    let mut missing = [[0; 8]; 256];
    let mut set = 0;
    while set < missing.len() {
        let (mut bit, mut count) = (0, 0);
        while bit < 8 {
            if set >> bit & 1 == 0 {
                missing[set][count] = bit as u8;
                count += 1;
            }
            bit += 1;
        }
        set += 1;
    }
    missing
};

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn load(from: *const u8) -> __m256i {
    _mm256_loadu_si256(from.cast())
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn store(to: *mut u8, block: __m256i) {
    _mm256_storeu_si256(to.cast(), block);
}

/// A table in both halves of a register. `Row` is 16 octets, which are all that is read.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn table(row: &Row) -> __m256i {
    _mm256_broadcastsi128_si256(_mm_loadu_si128(row.as_ptr().cast()))
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn octet(value: u8) -> __m256i {
    _mm256_set1_epi8(value as i8)
}

/// The last `count` (1 to 32) octets of a block.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn last(count: usize) -> __m256i {
    debug_assert!(count <= BLOCK);
    // `MASK` is 64 octets, of which 32 are read from at most the 32nd on.
    load(MASK.as_ptr().add(count.min(BLOCK)))
}

/// All bits, or none.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn all_or_none(all: bool) -> __m256i {
    last(usize::from(all) * BLOCK)
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn bits(block: __m256i) -> u32 {
    _mm256_movemask_epi8(block) as u32
}

/// The highest bit of each octet, by the instruction for it. Of the intrinsic the compiler makes 32 truth values, which it
/// takes apart one by one where they outlive a branch: as they do here, or not, by what it likes.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn highest(block: __m256i) -> u32 {
    #[cfg(miri)]
    return _mm256_movemask_epi8(block) as u32;
    #[cfg(not(miri))]
    {
        let bits: u32;
        std::arch::asm!(
            "vpmovmskb {:e}, {}",
            out(reg) bits,
            in(ymm_reg) block,
            options(pure, nomem, nostack, preserves_flags)
        );
        bits
    }
}

/// The sum of four numbers.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn sum(four: __m256i) -> u64 {
    let two = _mm_add_epi64(_mm256_castsi256_si128(four), _mm256_extracti128_si256::<1>(four));
    (_mm_cvtsi128_si64(two) + _mm_extract_epi64::<1>(two)) as u64
}

/// The letters of ASCII.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn letter(block: __m256i) -> __m256i {
    let letter = _mm256_sub_epi8(_mm256_or_si256(block, octet(0x20)), octet(b'a'));
    _mm256_cmpeq_epi8(_mm256_min_epu8(letter, octet(25)), letter)
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn is_zero(block: __m256i) -> __m256i {
    _mm256_cmpeq_epi8(block, _mm256_setzero_si256())
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn high_half(block: __m256i) -> __m256i {
    _mm256_and_si256(_mm256_srli_epi16::<4>(block), octet(0x0F))
}

/// The bit of the high half of each octet in the sets that tables give for low halves.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn bit(block: __m256i) -> __m256i {
    _mm256_shuffle_epi8(table(&BIT), high_half(block))
}

/// What a block of U+0000 to U+00FF is: each octet 0 if it is foreign; each 0 if it is not an extension character.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn classify(block: __m256i) -> (__m256i, __m256i) {
    // An index of 0x80 and more looks up 0, so each table answers for its half of the octets.
    let low = _mm256_shuffle_epi8(table(&HELD_LOW), block);
    let high = _mm256_shuffle_epi8(table(&HELD_HIGH), _mm256_xor_si256(block, octet(0x80)));
    let bit = bit(block);
    let held = _mm256_and_si256(_mm256_or_si256(low, high), bit);
    let extended = _mm256_and_si256(_mm256_shuffle_epi8(table(&EXTENSION), block), bit);
    (held, extended)
}

/// As [`classify`] of a block that is ASCII; every other octet is foreign.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn classify_ascii(block: __m256i) -> (__m256i, __m256i) {
    let bit = bit(block);
    let held = _mm256_and_si256(_mm256_shuffle_epi8(table(&HELD_LOW), block), bit);
    (held, _mm256_and_si256(_mm256_shuffle_epi8(table(&EXTENSION), block), bit))
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn scan_latin1(units: &[u8]) -> Result<usize, usize> {
    let (from, count) = (units.as_ptr(), units.len());
    if count < BLOCK {
        return scan_short(units);
    }
    let (mut at, mut wide) = (0, 0);
    // All loads read 32 octets from `at`, or four times 32, with as many octets left.
    while at + 4 * BLOCK <= count {
        let blocks = [0, 1, 2, 3].map(|number| load(from.add(at + number * BLOCK)));
        let or = |a, b| _mm256_or_si256(a, b);
        let all = or(or(blocks[0], blocks[1]), or(blocks[2], blocks[3]));
        // Four blocks of ASCII alone need no look at the table of the rest.
        let classes = if bits(all) == 0 {
            blocks.map(|block| classify_ascii(block))
        } else {
            blocks.map(|block| classify(block))
        };
        let [(held_0, extended_0), (held_1, extended_1), (held_2, extended_2), (held_3, extended_3)] = classes;
        let least = _mm256_min_epu8(_mm256_min_epu8(held_0, held_1), _mm256_min_epu8(held_2, held_3));
        if bits(is_zero(least)) != 0 {
            break; // one of the next four blocks, which are now taken one by one
        }
        let any = or(or(extended_0, extended_1), or(extended_2, extended_3));
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
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
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
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn spaces(octets: &[u8]) -> __m256i {
    let mut block = [b' '; BLOCK];
    block[..octets.len()].copy_from_slice(octets);
    load(block.as_ptr())
}

/// The low and the high octets of 32 units, in order.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
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
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
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

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn scan_ucs2(units: &[u16]) -> Result<usize, usize> {
    let (from, count) = (units.as_ptr(), units.len());
    // Most texts of this width are in a script of which the alphabet holds nothing.
    if units.first().is_some_and(|&unit| default_code(unit.into()) == FOREIGN) {
        return Err(0);
    }
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

/// Units of four octets in a block.
const QUADS: usize = 8;

/// The bits of units above U+FFFF: all ones where the upper half of a unit is not zero, summed up as -1 each.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn not_above(block: __m256i) -> __m256i {
    _mm256_cmpeq_epi32(_mm256_srli_epi32::<16>(block), _mm256_setzero_si256())
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn astral_ucs4(units: &[u32]) -> usize {
    let count = units.len();
    let from = units.as_ptr();
    let mut within = 0;
    // Sums of 32 bits a lane, for fewer than 2^31 blocks each.
    for part in units.chunks(1 << 20) {
        let mut sums = _mm256_setzero_si256();
        for block in part.chunks_exact(QUADS) {
            sums = _mm256_sub_epi32(sums, not_above(load(block.as_ptr().cast())));
        }
        let mut lanes = [0u32; QUADS];
        store(lanes.as_mut_ptr().cast(), sums);
        within += lanes.iter().map(|&lane| lane as usize).sum::<usize>();
    }
    let rest = count % QUADS;
    if rest == 0 {
        return count - within;
    }
    if count < QUADS {
        return portable::astral_ucs4(units);
    }
    // The last eight units, of which there are so many, without those that have been counted.
    let block = not_above(load(from.add(count - QUADS).cast()));
    let found = bits(_mm256_and_si256(block, last(4 * rest)));
    count - within - (found.count_ones() / 4) as usize
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn utf16_units_utf8(octets: &[u8]) -> usize {
    portable::utf16_units_utf8(octets)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn has_surrogate_ucs2(units: &[u16]) -> bool {
    portable::has_surrogate_ucs2(units)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn has_surrogate_ucs4(units: &[u32]) -> bool {
    portable::has_surrogate_ucs4(units)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn no_septet(octets: &[u8]) -> Option<usize> {
    portable::no_septet(octets)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn utf16be_over(units: &[u16], octets: &mut [u8]) {
    portable::utf16be_over(units, octets);
}
