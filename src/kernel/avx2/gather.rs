//! What is not ASCII of a text. The contract is that of the module above.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;

use super::{BLOCK, MISSING, bits, last, letter, load, store, sum};
use crate::kernel::gather::Gathered;
use crate::kernel::marks::Place;

/// See [`crate::kernel::Level::gather`].
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn gather(octets: &[u8], place: Place, to: &mut Gathered) -> bool {
    let text = &octets[place.start..place.end];
    let behind = octets.len() - place.end;
    let zero = _mm256_setzero_si256();
    for block in 0..Gathered::MOST / BLOCK {
        store(to.octets.as_mut_ptr().add(block * BLOCK), zero);
    }
    let (mut sums, mut length, mut letters) = (zero, 0, 0);
    for at in (0..text.len()).step_by(BLOCK) {
        let rest = text.len() - at;
        // 32 octets can be read, of the text and behind it; or they are copied.
        let mut copy = [0; BLOCK];
        let from = match rest + behind >= BLOCK {
            true => octets.as_ptr().add(place.start + at),
            false => {
                copy[..rest].copy_from_slice(&text[at..]);
                copy.as_ptr()
            }
        };
        // What is not of the text is 0.
        let block = _mm256_andnot_si256(last(BLOCK - rest.min(BLOCK)), load(from));
        letters += bits(letter(block)).count_ones();
        let high = bits(block);
        if high == 0 {
            continue;
        }
        let others = _mm256_and_si256(block, _mm256_cmpgt_epi8(zero, block));
        sums = _mm256_add_epi64(sums, _mm256_sad_epu8(others, zero));
        for eighth in 0..BLOCK / 8 {
            // Those of eight octets come first that are not ASCII.
            let plain = (!high >> (8 * eighth)) as u8;
            let order = _mm_loadl_epi64(MISSING[usize::from(plain)].as_ptr().cast());
            let eight = _mm_shuffle_epi8(_mm_loadl_epi64(from.add(8 * eighth).cast()), order);
            // There were no more than `MOST` before, and there is room for 32 more.
            _mm_storel_epi64(to.octets.as_mut_ptr().add(length).cast(), eight);
            length += plain.count_zeros() as usize;
        }
        if length > Gathered::MOST {
            return false;
        }
    }
    // What was written over the end.
    store(to.octets.as_mut_ptr().add(length), zero);
    (to.sum, to.length, to.letters) = (sum(sums), length, letters as usize);
    true
}
