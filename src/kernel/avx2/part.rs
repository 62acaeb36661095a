//! Texts parted by their counts. The contract is that of the module above.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;

use super::{load, sum};
use crate::kernel::marks::{Counts, Place};
use crate::kernel::portable;

/// Texts that are looked at at once.
const AT_ONCE: usize = 4;

/// See [`crate::kernel::Level::part`].
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn part(
    octets: &[u8],
    texts: &[Place],
    counts: &[Counts],
    without: Counts,
    room: usize,
    others: &mut [u8; 256],
) -> (usize, usize) {
    let number = |number: u64| _mm256_set1_epi64x(number as i64);
    let and = |a, b| _mm256_and_si256(a, b);
    let zero = _mm256_setzero_si256();
    let (fours, rest) = texts.as_chunks::<AT_ONCE>();
    let (counts, counts_of_rest) = counts.as_chunks::<AT_ONCE>();
    let (mut septets, mut count) = (zero, 0);
    for (at, (four, counts)) in fours.iter().zip(counts).enumerate() {
        // Two places fill a register. Apart, starts and ends are those of the texts 0, 2, 1 and 3.
        let (first, second) = (load(four.as_ptr().cast()), load(four.as_ptr().add(2).cast()));
        let (starts, ends) = (_mm256_unpacklo_epi64(first, second), _mm256_unpackhi_epi64(first, second));
        let counts = _mm256_permute4x64_epi64::<0b11_01_10_00>(load(counts.as_ptr().cast()));
        let few = |counts| and(counts, number(0xFFFF));
        let (wide, continuations) = (few(_mm256_srli_epi64::<16>(counts)), few(_mm256_srli_epi64::<32>(counts)));
        let length = _mm256_sub_epi64(ends, starts);
        let taken = _mm256_add_epi64(_mm256_sub_epi64(length, continuations), wide);
        let held = _mm256_cmpeq_epi64(and(counts, number(without.0)), zero);
        let fits = and(_mm256_cmpgt_epi64(taken, zero), _mm256_cmpgt_epi64(number(room as u64 + 1), taken));
        let begins = |text: usize| u32::from(octets.get(four[text].start).copied().unwrap_or_default());
        let begin = begins(0) | begins(2) << 8 | begins(1) << 16 | begins(3) << 24;
        let letters = _mm256_cvtepu8_epi64(_mm_cvtsi32_si128((begin | 0x2020_2020) as i32));
        let (before, behind) = (number(u64::from(b'a') - 1), number(u64::from(b'z') + 1));
        let letter = and(_mm256_cmpgt_epi64(letters, before), _mm256_cmpgt_epi64(behind, letters));
        let plain = and(and(held, fits), letter);
        septets = _mm256_add_epi64(septets, and(taken, plain));
        // The numbers of the others, one in each octet. There are no more of them than texts before.
        let plain = _mm256_movemask_pd(_mm256_castsi256_pd(plain));
        let numbers = OTHERS[plain as usize] + 0x0101_0101 * (AT_ONCE * at) as u32;
        others[count..count + AT_ONCE].copy_from_slice(&numbers.to_le_bytes());
        count += AT_ONCE - plain.count_ones() as usize;
    }
    let septets = sum(septets) as usize;
    let first = texts.len() - rest.len();
    portable::part_from(octets, first, rest, counts_of_rest, without, room, others, (septets, count))
}

/// By four bits, which are those of texts 0, 2, 1 and 3: which texts have none, in order, one in each octet.
static OTHERS: [u32; 16] = {
    let mut others = [0; 16];
    let mut plain = 0;
    while plain < others.len() {
        let (mut text, mut count) = (0, 0);
        while text < AT_ONCE {
            if plain >> [0, 2, 1, 3][text] & 1 == 0 {
                others[plain] |= (text as u32) << (8 * count);
                count += 1;
            }
            text += 1;
        }
        plain += 1;
    }
    others
};
