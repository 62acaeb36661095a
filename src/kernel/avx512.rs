//! The kernels for AVX-512 with VBMI: 64 octets at a time, looked up in tables of 128.
//!
//! Only what gains by it: octets that are said to be UTF-8, and the kinds of their characters.
//!
//! # Safety
//! Every function here asks for one thing alone: that the processor has what [`super::Level::avx512`] looks for. Whoever
//! reads by pointer says at the place why it stays inside.

use std::arch::x86_64::*;
use std::ops::Range;

use super::kinds::{Ascii, Kinds};
use super::marks::{BLOCK, Carry, Counts, GREEK, Mark, Place, Second, Seen, SeenLong, View, Whole};
use super::tables::octets::{ASCII, COMPLETING, Half, ILL_FORMED, LEADING, WIDE};

/// A table of the lower or of the upper half of all octets.
type Table = [__m512i; 2];

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn table(half: &Half) -> Table {
    // SAFETY: a half is 128 octets, which are all that is read.
    unsafe { [_mm512_loadu_si512(half.as_ptr().cast()), _mm512_loadu_si512(half.as_ptr().add(64).cast())] }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn octet(value: u8) -> __m512i {
    _mm512_set1_epi8(value as i8)
}

/// By the low seven bits of each octet.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn look_up(table: Table, octets: __m512i) -> __m512i {
    _mm512_permutex2var_epi8(table[0], octets, table[1])
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn mark(octets: &[u8], part: Range<usize>, marks: &mut [Mark]) -> Whole {
    let octets = &octets[part];
    assert!(marks.len() == octets.len() / BLOCK + 1);
    let (ascii, leading, completing) = (table(&ASCII), table(&LEADING), table(&COMPLETING));
    let (mut carry, mut before, mut last, mut greek) = (Carry::default(), Counts::default(), _mm512_setzero_si512(), 0);
    for (number, mark) in marks.iter_mut().enumerate() {
        let rest = octets.len() - number * BLOCK;
        // SAFETY: there are no more marks than blocks, and one for the end: so a block begins within the octets or at their
        // end, and no more of it is read than is left of them.
        let block = unsafe {
            let from = octets.as_ptr().add(number * BLOCK).cast::<i8>();
            match rest {
                BLOCK.. => _mm512_loadu_epi8(from),
                _ => _mm512_mask_loadu_epi8(octet(b' '), (1 << rest) - 1, from),
            }
        };
        *mark = Mark { before, ..Mark::default() };
        let class = look_up(ascii, block);
        // The class of an octet above 0x7F says nothing; its own highest bit makes it odd.
        let odd = _mm512_test_epi8_mask(_mm512_or_si512(class, _mm512_and_si512(block, octet(0x80))), octet(0xFF));
        if odd == 0 && !carry.breaks_off() {
            last = block;
            continue; // one septet each
        }
        let high = _mm512_movepi8_mask(block);
        let wide = _mm512_test_epi8_mask(class, octet(WIDE)) & !high;
        let foreign = odd & !high & !wide;
        if high == 0 && !carry.breaks_off() {
            (mark.foreign, mark.wide) = (foreign, wide);
        } else {
            // The octet before each.
            let lanes = _mm512_alignr_epi64::<6>(block, last);
            let previous = _mm512_alignr_epi8::<15>(block, lanes);
            let continuation = _mm512_cmplt_epi8_mask(block, octet(0xC0));
            let lead_3 = _mm512_cmpge_epu8_mask(block, octet(0xE0));
            let completes = _mm512_test_epi8_mask(look_up(leading, previous), look_up(completing, block));
            let seen = Seen { foreign, wide, continuation, lead: high & !continuation, lead_3, completes };
            carry.errors |= _mm512_cmpeq_epi8_mask(_mm512_and_si512(block, octet(0xFE)), octet(0xC0));
            greek |= _mm512_cmpeq_epi8_mask(block, octet(GREEK));
            if carry.may_be_long(&seen) {
                let equal = |value| _mm512_cmpeq_epi8_mask(block, octet(value));
                let [first, second] = [table(&ILL_FORMED[0]), table(&ILL_FORMED[1])];
                let long = SeenLong {
                    lead_4: _mm512_cmpge_epu8_mask(block, octet(0xF0)),
                    euro: [equal(0xE2), equal(0x82), equal(0xAC)],
                    wrong: _mm512_test_epi8_mask(look_up(first, previous), look_up(second, block)),
                };
                *mark = carry.mark(&seen, Some(&long), before);
            } else {
                *mark = carry.mark(&seen, None, before);
            }
        }
        last = block;
        before = mark.behind();
    }
    Whole { well_formed: carry.errors == 0, greek: greek != 0 }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn count(marks: View<'_>, texts: &[Place], counts: &mut [Counts]) {
    marks.count(texts, counts);
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn reach(marks: View<'_>, text: Place, second: Second, capacity: usize) -> (usize, usize) {
    marks.reach(text, second, capacity)
}

/// Octets that are looked at in one go, so that each character which begins in them is whole.
const WHOLE: usize = BLOCK - 3;
/// The number of the octet behind each.
static NEXT: [u8; BLOCK] = {
    let mut next = [0; BLOCK];
    let mut place = 0;
    while place < BLOCK {
        next[place] = place as u8 + 1;
        place += 1;
    }
    next
};

/// Meets the characters that are not ASCII; see [`super::Level::meet`].
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn meet(octets: &[u8], kinds: &Kinds, met: &mut impl FnMut(u8, u32, usize)) -> Ascii {
    // SAFETY: 64 octets, which are all that is read.
    let next = unsafe { _mm512_loadu_si512(NEXT.as_ptr().cast()) };
    let behind = |block| _mm512_permutexvar_epi8(next, block);
    let (mut ascii, mut at) = (Ascii::default(), 0);
    loop {
        let rest = octets.len() - at;
        // SAFETY: no more is read than is left of the octets.
        let block = unsafe {
            let from = octets.as_ptr().add(at).cast::<i8>();
            match rest {
                BLOCK.. => _mm512_loadu_epi8(from),
                _ => _mm512_mask_loadu_epi8(octet(b' '), (1 << rest) - 1, from),
            }
        };
        let own = if rest > BLOCK { (1 << WHOLE) - 1 } else { u64::MAX };
        let letter = _mm512_sub_epi8(_mm512_or_si512(block, octet(0x20)), octet(b'a'));
        ascii.letters += (_mm512_cmplt_epu8_mask(letter, octet(26)) & own).count_ones() as usize;
        let is = |value| _mm512_cmpeq_epi8_mask(block, octet(value));
        let control = _mm512_cmplt_epu8_mask(block, octet(b' ')) & !is(b'\n') & !is(b'\r');
        ascii.uncommon |= (control | is(b'`') | is(0x7F)) & own != 0;
        let mut left = _mm512_cmpge_epu8_mask(block, octet(0xC0)) & own;
        if left != 0 {
            let second = behind(block);
            let third = behind(second);
            while left != 0 {
                let place = at + left.trailing_zeros() as usize;
                let read = |place: usize| octets.get(place).copied().unwrap_or_default();
                let tail = |place: usize| u32::from(read(place) & 0x3F);
                let lead = read(place);
                let leads = kinds.lead(lead);
                // Those of the kind of the first one, and that is among them.
                let (kind, code, same) = if leads.tell() {
                    let from = _mm512_cmpge_epu8_mask(block, octet(leads.first));
                    (leads.kind, 0, from & _mm512_cmple_epu8_mask(block, octet(leads.last)))
                } else {
                    let (page, end, last, same) = match lead {
                        0..=0xDF => (u32::from(lead & 0x1F), place + 1, second, u64::MAX),
                        0xE0..=0xEF => {
                            let same = _mm512_cmpeq_epi8_mask(second, octet(read(place + 1)));
                            (u32::from(lead & 0xF) << 6 | tail(place + 1), place + 2, third, same)
                        }
                        0xF0..=0xFF => {
                            let same = _mm512_cmpeq_epi8_mask(second, octet(read(place + 1)))
                                & _mm512_cmpeq_epi8_mask(third, octet(read(place + 2)));
                            let page = u32::from(lead & 7) << 12 | tail(place + 1) << 6 | tail(place + 2);
                            (page, place + 3, behind(third), same)
                        }
                    };
                    let same = same & is(lead);
                    let code = page << 6 | tail(end);
                    let kind = kinds.of(code);
                    let same = match kinds.table(page as usize) {
                        Some(table) if !kinds.is_alone(kind) => {
                            // SAFETY: a table is 64 octets, which are all that is read.
                            let table = unsafe { _mm512_load_si512(table.0.as_ptr().cast()) };
                            // The six low bits choose.
                            same & _mm512_cmpeq_epi8_mask(_mm512_permutexvar_epi8(last, table), octet(kind))
                        }
                        _ => same & _mm512_cmpeq_epi8_mask(last, octet(read(end))),
                    };
                    (kind, code, same)
                };
                // The lowest is always taken, whatever the octets are.
                let found = left & (same | (left & left.wrapping_neg()));
                met(kind, code, found.count_ones() as usize);
                left &= !found;
            }
        }
        if rest <= BLOCK {
            return ascii;
        }
        at += WHOLE;
    }
}
