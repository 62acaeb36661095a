//! The concatenation reference that a message has when the caller gives none.
//!
//! It is a fixed hash of the encoded content, the same on every machine and in every version: encoding stays a pure
//! function, and different messages rarely share a reference. It excludes nothing; a counter does.

use crate::element::ReferenceSize;

const PRIMES: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93];

/// The reference of a content: one septet an octet, UTF-16BE, or data.
#[must_use]
pub fn content_reference(content: &[u8], size: ReferenceSize) -> u16 {
    reference_of(digest(content)) & size.max()
}

/// The reference of 16 bits that a digest gives.
#[inline]
pub(crate) fn reference_of(digest: u64) -> u16 {
    (digest >> 32) as u16
}

/// A hash of octets: multiply and fold, sixteen octets at a time, little-endian; the length separates contents that end
/// in zeros.
pub(crate) fn digest(content: &[u8]) -> u64 {
    Digest::new(content.len()).finish(content)
}

/// [`digest`] of a content that is still being made, of which the length is known. Each step of it waits for the one
/// before: the processor does other work meanwhile, if there is any between them.
pub(crate) struct Digest {
    state: u64,
    read: usize,
}

impl Digest {
    const BLOCK: usize = 16;

    #[inline]
    pub(crate) fn new(length: usize) -> Self {
        Digest { state: PRIMES[0] ^ length as u64, read: 0 }
    }

    /// Reads on in the content, as far as there is of it now, but for the last octets.
    #[inline]
    pub(crate) fn read(&mut self, content: &[u8]) {
        let mut state = self.state;
        let mut several = content[self.read..].chunks_exact(4 * Self::BLOCK);
        for four in &mut several {
            state = (0..4).fold(state, |state, block| Self::step(state, &four[block * Self::BLOCK..][..Self::BLOCK]));
        }
        let mut blocks = several.remainder().chunks_exact(Self::BLOCK);
        for block in &mut blocks {
            state = Self::step(state, block);
        }
        self.read = content.len() - blocks.remainder().len();
        self.state = state;
    }

    #[inline(always)]
    fn step(state: u64, block: &[u8]) -> u64 {
        let both = u128::from_le_bytes(block.try_into().unwrap_or_default());
        fold(state ^ both as u64, (both >> 64) as u64 ^ PRIMES[1])
    }

    /// The digest of the whole content.
    #[inline]
    pub(crate) fn finish(mut self, content: &[u8]) -> u64 {
        self.read(content);
        let rest = &content[self.read..];
        if !rest.is_empty() {
            let mut block = [0; Self::BLOCK];
            match content.last_chunk() {
                // The block that ends where the content does holds the rest above others, which the shift drops.
                Some(&last) => {
                    let both = u128::from_le_bytes(last) >> ((Self::BLOCK - rest.len()) * 8);
                    block = both.to_le_bytes();
                }
                None => block[..rest.len()].copy_from_slice(rest),
            }
            self.state = Self::step(self.state, &block);
        }
        fold(self.state, PRIMES[0])
    }
}

#[inline(always)]
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
    fn a_content_read_in_parts_has_the_digest_of_the_whole() {
        let content: Vec<u8> = (0..200u8).collect();
        for length in 0..content.len() {
            for part in [1, 15, 16, 17, 160] {
                let mut digest = Digest::new(length);
                (0..length).step_by(part).for_each(|end| digest.read(&content[..end]));
                assert_eq!(digest.finish(&content[..length]), super::digest(&content[..length]));
            }
        }
    }

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
