//! How many characters fit: 64 are a word of bits, of which those are set that take two units, and only in the word
//! where the end is, it is looked for. The contract is that of the module above.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;

use super::{BLOCK, QUADS, bit, bits, classify_wide, is_zero, load, narrow, not_above, table};
use crate::kernel::marks::filled;
use crate::kernel::tables::nibbles::EXTENSION;

/// Places that a word of bits tells of.
const WORD: usize = u64::BITS as usize;

/// The word of the places from `at` on; behind the end stand spaces.
macro_rules! word {
    ($units:expr, $unit:ty, $at:expr, $of:expr) => {
        match $units.get($at..$at + WORD) {
            // The word reads 64 units from the pointer on.
            Some(whole) => $of(whole.as_ptr()),
            None => {
                let mut block = [0x20 as $unit; WORD];
                block[..$units.len() - $at].copy_from_slice(&$units[$at..]);
                $of(block.as_ptr())
            }
        }
    };
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn extended_latin1(from: *const u8) -> u64 {
    let half = |from| {
        let block = load(from);
        let extended = _mm256_and_si256(_mm256_shuffle_epi8(table(&EXTENSION), block), bit(block));
        u64::from(!bits(is_zero(extended)))
    };
    half(from) | half(from.add(BLOCK)) << BLOCK
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn extended_ucs2(from: *const u16) -> u64 {
    let half = |from| {
        let (low, high) = narrow(from);
        let found = classify_wide(low, high);
        u64::from(found.extended & !found.foreign)
    };
    half(from) | half(from.add(BLOCK)) << BLOCK
}

/// What is above U+FFFF is not of the alphabet, and no more so as U+FFFF.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn extended_ucs4(from: *const u32) -> u64 {
    let mut units = [0u16; WORD];
    for (number, sixteen) in units.chunks_exact_mut(16).enumerate() {
        let (first, second) = (load(from.add(16 * number).cast()), load(from.add(16 * number + 8).cast()));
        let both = _mm256_permute4x64_epi64::<0xD8>(_mm256_packus_epi32(first, second));
        _mm256_storeu_si256(sixteen.as_mut_ptr().cast(), both);
    }
    extended_ucs2(units.as_ptr())
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn astral(from: *const u32) -> u64 {
    let mut word = 0;
    for number in 0..WORD / QUADS {
        let below = not_above(load(from.add(number * QUADS).cast()));
        let above = !_mm256_movemask_ps(_mm256_castsi256_ps(below)) & 0xFF;
        word |= (above as u64) << (number * QUADS);
    }
    word
}

macro_rules! fill {
    ($name:ident, $unit:ty, $of:ident) => {
        #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
        pub(in crate::kernel) unsafe fn $name(units: &[$unit], capacity: usize) -> (usize, usize) {
            filled(units.len(), capacity, |at| word!(units, $unit, at, $of))
        }
    };
}

fill!(fill_latin1, u8, extended_latin1);
fill!(fill_ucs2, u16, extended_ucs2);
fill!(fill_ucs4, u32, extended_ucs4);
fill!(fill_ucs4_utf16, u32, astral);
