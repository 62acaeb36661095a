//! Septets and octets. The contract is that of the module above.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;

use super::{BLOCK, last, load, octet, store};

/// 32 septets to 28 octets: 14 in the low octets of each half.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
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
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn store_28(to: *mut u8, octets: __m256i) {
    _mm_storeu_si128(to.cast(), _mm256_castsi256_si128(octets));
    _mm_storeu_si128(to.add(14).cast(), _mm256_extracti128_si256::<1>(octets));
}

/// Writes 28 octets and no more.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn store_exactly(to: *mut u8, octets: __m256i) {
    let (low, high) = (_mm256_castsi256_si128(octets), _mm256_extracti128_si256::<1>(octets));
    _mm_storeu_si128(to.cast(), low);
    // The last two octets of the first half once more, and the second half.
    let behind = _mm_alignr_epi8::<14>(high, _mm_slli_si128::<2>(low));
    _mm_storeu_si128(to.add(12).cast(), behind);
}

/// The first `zeros` septets count as zero; there are at most 31 such.
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn pack(septets: &[u8], zeros: usize, octets: &mut [u8]) {
    debug_assert!(octets.len() == (septets.len() * 7).div_ceil(8) && zeros < BLOCK);
    let mut kept = last(BLOCK - zeros);
    let mut blocks = septets.chunks_exact(BLOCK);
    // 28 octets are there for each block, and at most 27 for what is left.
    let mut end = octets.as_mut_ptr();
    let count = septets.len() / BLOCK;
    for (number, block) in (&mut blocks).enumerate() {
        let packed = compress(_mm256_and_si256(load(block.as_ptr()), kept));
        kept = _mm256_set1_epi8(-1);
        if number + 1 < count {
            store_28(end, packed); // two octets of the next block as well
        } else {
            store_exactly(end, packed);
        }
        end = end.add(28);
    }
    let rest = blocks.remainder();
    if !rest.is_empty() {
        let mut block = [0; BLOCK];
        block[..rest.len()].copy_from_slice(rest);
        let mut packed = [0; BLOCK];
        store_28(packed.as_mut_ptr(), compress(_mm256_and_si256(load(block.as_ptr()), kept)));
        let length = (rest.len() * 7).div_ceil(8);
        octets[count * 28..].copy_from_slice(&packed[..length]);
    }
}

/// 32 septets of two times 16 octets, from bit `fill` of their first and of their eighth octet on.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
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

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn unpack(octets: &[u8], count: usize, fill_bits: u8, septets: &mut Vec<u8>) {
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
