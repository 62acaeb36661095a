//! Kinds of characters, of which the walk is that of [`crate::kernel::kinds`]. The contract is that of the module above.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;
use std::ops::Range;

use super::marks::at_least;
use super::utf8::is;
use super::{highest, letter, load, octet, table};
use crate::kernel::kinds::{self, AT_ONCE, Block, Kinds, Table};
use crate::kernel::marks::BLOCK;

/// 64 octets.
#[derive(Clone, Copy)]
struct Octets([__m256i; 2]);

impl Octets {
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    unsafe fn mask(self, test: impl Fn(__m256i) -> __m256i) -> u64 {
        let [first, second] = [test(self.0[0]), test(self.0[1])];
        u64::from(highest(first)) | u64::from(highest(second)) << 32
    }
}

impl Block for Octets {
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    unsafe fn load(octets: &[u8; BLOCK]) -> Self {
        Octets([load(octets.as_ptr()), load(octets.as_ptr().add(32))])
    }

    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    unsafe fn is(self, value: u8) -> u64 {
        self.mask(|block| is(block, value))
    }

    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    unsafe fn at_least(self, value: u8) -> u64 {
        self.mask(|block| at_least(block, value))
    }

    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    unsafe fn letters(self) -> u64 {
        self.mask(|block| letter(block))
    }

    // By itself: what the walk needs now and then would be made ready for it each time, and what blends choose by taken apart.
    #[inline(never)]
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    unsafe fn find(octets: &[u8; AT_ONCE], kinds: &Table, kind: u8) -> u128 {
        // A register looks up 16 octets; which of the four parts of the table counts, the next two bits say.
        let (rows, _) = kinds.0.as_chunks();
        let [first, second, third, fourth] = [table(&rows[0]), table(&rows[1]), table(&rows[2]), table(&rows[3])];
        let mut found = 0;
        for (number, half) in octets.as_chunks::<BLOCK>().0.iter().enumerate() {
            let of_half = Octets::load(half).mask(|block| {
                let low = _mm256_and_si256(block, octet(0x0F));
                let (bit_4, bit_5) = (_mm256_slli_epi16::<3>(block), _mm256_slli_epi16::<2>(block));
                let half = |even, odd| {
                    let (even, odd) = (_mm256_shuffle_epi8(even, low), _mm256_shuffle_epi8(odd, low));
                    _mm256_blendv_epi8(even, odd, bit_4)
                };
                is(_mm256_blendv_epi8(half(first, second), half(third, fourth), bit_5), kind)
            });
            found |= u128::from(of_half) << (number * BLOCK);
        }
        found
    }
}

/// See [`kinds::meet`].
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn meet(
    octets: &[u8],
    part: Range<usize>,
    kinds: &Kinds,
    met: &mut impl FnMut(u8, u32, usize),
) -> usize {
    kinds::meet::<Octets>(octets, part, kinds, met)
}
