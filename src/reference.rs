//! The concatenation reference that a message has when the caller gives none.
//!
//! It is a fixed hash of the encoded content, the same on every machine and in every version: encoding stays a pure
//! function, and different messages rarely share a reference. It excludes nothing; a counter does.

use crate::element::ReferenceSize;

const PRIMES: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93];

/// The reference of a content: one septet an octet, UTF-16BE, or data.
#[must_use]
pub fn content_reference(content: &[u8], size: ReferenceSize) -> u16 {
    (digest(content) >> 32) as u16 & size.max()
}

/// A hash of octets: multiply and fold, sixteen octets at a time, little-endian; the length separates contents that end
/// in zeros.
pub(crate) fn digest(content: &[u8]) -> u64 {
    let word = |octets: &[u8]| {
        let mut word = [0; 8];
        word[..octets.len()].copy_from_slice(octets);
        u64::from_le_bytes(word)
    };
    let mut state = PRIMES[0] ^ content.len() as u64;
    let mut blocks = content.chunks_exact(16);
    for block in &mut blocks {
        let both = u128::from_le_bytes(block.try_into().unwrap_or_default());
        state = fold(state ^ both as u64, (both >> 64) as u64 ^ PRIMES[1]);
    }
    let rest = blocks.remainder();
    if !rest.is_empty() {
        let (low, high) = rest.split_at(rest.len().min(8));
        state = fold(state ^ word(low), word(high) ^ PRIMES[1]);
    }
    fold(state, PRIMES[0])
}

fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product >> 64) as u64 ^ product as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_fixed_for_ever() {
        let values = [&b""[..], b"a", b"abcdefgh", b"abcdefghijklmnop", &[0; 459]];
        let references = values.map(|content| content_reference(content, ReferenceSize::Sixteen));
        assert_eq!(references, EXPECTED);
        assert_eq!(content_reference(b"a", ReferenceSize::Eight), EXPECTED[1] & 0xFF);
    }

    const EXPECTED: [u16; 5] = [43876, 48256, 16928, 56713, 62814];

    #[test]
    fn references_spread() {
        let mut seen = [0u32; 256];
        for number in 0..25_600u32 {
            let content = format!("Your code is {number:06}. Do not share it with anybody. {}", "x".repeat(120));
            seen[usize::from(content_reference(content.as_bytes(), ReferenceSize::Eight))] += 1;
        }
        assert!(seen.iter().all(|&count| (50..=160).contains(&count)), "{seen:?}");
    }
}
