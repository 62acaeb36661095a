//! UTF-16BE: what UCS-2 of 3GPP TS 23.038 clause 6.2.3 is in practice.
//!
//! High octet first, no byte order mark, a character above U+FFFF as a pair of surrogates.

use crate::text::pair;

/// Appends a character; a lone surrogate is appended as it is.
pub(crate) fn push(character: u32, octets: &mut Vec<u8>) {
    match character.checked_sub(0x1_0000) {
        None => octets.extend_from_slice(&(character as u16).to_be_bytes()),
        Some(rest) => {
            octets.extend_from_slice(&(0xD800 | (rest >> 10) as u16).to_be_bytes());
            octets.extend_from_slice(&(0xDC00 | (rest & 0x3FF) as u16).to_be_bytes());
        }
    }
}

/// The characters of UTF-16BE octets; a lone surrogate stays one, an odd last octet is left out.
#[must_use]
pub fn decode(octets: &[u8]) -> Vec<u32> {
    let mut characters: Vec<u32> = Vec::with_capacity(octets.len() / 2);
    for unit in octets.chunks_exact(2) {
        let unit = u32::from(u16::from_be_bytes([unit[0], unit[1]]));
        match characters.last().and_then(|&last| pair(last, unit)) {
            Some(character) => {
                characters.pop();
                characters.push(character);
            }
            None => characters.push(unit),
        }
    }
    characters
}
