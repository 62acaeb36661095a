//! Characters to septets and UTF-16BE, and septets back to characters. The contract is that of the module above.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;

use super::{BLOCK, bit, bits, classify, classify_wide, is_zero, load, narrow, octet, spaces, store, table};
use crate::kernel::tables::ESCAPE;
use crate::kernel::tables::nibbles::{DELTAS, DELTAS_BACK, GREEK_CODES, NO_BACK, Row, SAME_BACK, UNCHANGED};

/// What a translated block may write behind its end, and a block itself with an escape for each octet.
const SLACK: usize = 3 * BLOCK;

/// Octets of row `HIGH`, as an index that looks up 0 for every other octet.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn of_row<const HIGH: u8>(block: __m256i) -> __m256i {
    _mm256_adds_epu8(_mm256_xor_si256(block, octet(HIGH << 4)), octet(0x70))
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn delta<const HIGH: u8>(tables: &[Row], block: __m256i) -> __m256i {
    _mm256_shuffle_epi8(table(&tables[HIGH as usize]), of_row::<HIGH>(block))
}

/// The codes of U+0000 to U+00FF, all of which are in the alphabet; without the bit of extension characters.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
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
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn unchanged(block: __m256i, row: &Row) -> bool {
    let same = _mm256_and_si256(_mm256_shuffle_epi8(table(row), block), bit(block));
    bits(is_zero(same)) == 0
}

/// Appends 32 codes, with an escape before each of `extended`. Needs `SLACK` octets of room, of which it may write any.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
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
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
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

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn septets_latin1(units: &[u8], to: &mut Vec<u8>) -> Result<(), usize> {
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
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
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

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn septets_ucs2(units: &[u16], to: &mut Vec<u8>) -> Result<(), usize> {
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
        #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
        pub(in crate::kernel) unsafe fn $name(units: &[$unit], octets: &mut Vec<u8>) {
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

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn latin1(septets: &[u8], to: &mut Vec<u8>) -> usize {
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
