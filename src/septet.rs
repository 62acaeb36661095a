//! Septets and octets: the packing of 3GPP TS 23.038 clause 6.1.2.
//!
//! Septet *i* takes the bits 7*i* to 7*i* + 6 of a little-endian stream of bits. SMS knows the number of septets from
//! TP-UDL, so spare bits are zero and nothing is ever padded (6.1.2.1); the carriage return that fills a spare septet
//! belongs to USSD (6.1.2.3) and to cell broadcast (6.1.2.2) alone, and only the functions named after those apply it.

use crate::kernel::Level;
use crate::kernel::portable::compress;

/// The carriage return, which fills spare room outside SMS.
const CR: u8 = 0x0D;

/// Octets that `count` septets take behind `fill_bits` fill bits.
#[must_use]
pub fn packed_len(count: usize, fill_bits: u8) -> usize {
    (count * 7 + usize::from(fill_bits)).div_ceil(8)
}

/// Septets that so many octets can hold behind `fill_bits` fill bits.
#[must_use]
pub fn unpacked_len(octets: usize, fill_bits: u8) -> usize {
    (octets * 8).saturating_sub(usize::from(fill_bits)) / 7
}

/// Packs septets, one an octet, behind `fill_bits` (0 to 6) zero bits. The high bit of each octet is ignored.
#[must_use]
pub fn pack(septets: &[u8], fill_bits: u8) -> Vec<u8> {
    let mut octets = vec![0; packed_len(septets.len(), fill_bits)];
    pack_over(septets, fill_bits, &mut octets);
    octets
}

/// Packs over as many octets as [`packed_len`] says.
pub(crate) fn pack_over(septets: &[u8], fill_bits: u8, octets: &mut [u8]) {
    if fill_bits == 0 {
        Level::active().pack(septets, 0, octets);
    } else {
        pack_shifted(septets, fill_bits, octets);
    }
}

/// Eight septets at a time: 56 bits and what was left over of those before.
fn pack_shifted(septets: &[u8], fill_bits: u8, octets: &mut [u8]) {
    let mut left = 0;
    let mut sevens = octets.chunks_mut(7);
    for (eight, seven) in septets.chunks(8).zip(&mut sevens) {
        let mut word = [0; 8];
        word[..eight.len()].copy_from_slice(eight);
        let word = compress(u64::from_le_bytes(word)) << (fill_bits % 8) | left;
        seven.copy_from_slice(&word.to_le_bytes()[..seven.len()]);
        left = word >> 56;
    }
    // An octet by itself that the fill bits have pushed out.
    if let Some([last, ..]) = sevens.next() {
        *last = left as u8;
    }
}

/// The first `count` septets behind `fill_bits` fill bits, one an octet; fewer when the octets end before.
#[must_use]
pub fn unpack(octets: &[u8], count: usize, fill_bits: u8) -> Vec<u8> {
    let count = count.min(unpacked_len(octets.len(), fill_bits));
    let mut septets = Vec::new();
    let octets = &octets[octets.len().min(usize::from(fill_bits / 8))..];
    Level::active().unpack(octets, count, fill_bits % 8, &mut septets);
    septets
}

/// Packs for USSD, where nothing tells the number of septets (clause 6.1.2.3.1): seven spare bits are filled with a
/// carriage return, and a text that ends in one on an octet boundary gets another.
#[must_use]
pub fn pack_ussd(septets: &[u8]) -> Vec<u8> {
    let mut padded = septets.to_vec();
    if padded.len() % 8 == 7 || (padded.len().is_multiple_of(8) && padded.last() == Some(&CR)) {
        padded.push(CR);
    }
    pack(&padded, 0)
}

/// Unpacks USSD (clause 6.1.2.3.1): a carriage return that ends on an octet boundary is filling and is left out.
#[must_use]
pub fn unpack_ussd(octets: &[u8]) -> Vec<u8> {
    let mut septets = unpack(octets, usize::MAX, 0);
    if septets.len().is_multiple_of(8) && septets.last() == Some(&CR) {
        septets.pop();
    }
    septets
}

/// Septets of one cell broadcast page (clause 6.1.2.2): 82 octets.
pub const CELL_BROADCAST_SEPTETS: usize = 93;

/// Packs a cell broadcast page: filled with carriage returns to 93 septets, 82 octets (clause 6.1.2.2). `None` if
/// there are more than 93 septets.
#[must_use]
pub fn pack_cell_broadcast(septets: &[u8]) -> Option<Vec<u8>> {
    let mut page = septets.to_vec();
    (page.len() <= CELL_BROADCAST_SEPTETS).then(|| {
        page.resize(CELL_BROADCAST_SEPTETS, CR);
        pack(&page, 0)
    })
}

/// Unpacks a cell broadcast page: the carriage returns at its end are filling and are left out (clause 6.1.2.2).
#[must_use]
pub fn unpack_cell_broadcast(octets: &[u8]) -> Vec<u8> {
    let mut septets = unpack(octets, CELL_BROADCAST_SEPTETS, 0);
    while septets.last() == Some(&CR) {
        septets.pop();
    }
    septets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(octets: &[u8]) -> String {
        octets.iter().map(|octet| format!("{octet:02x}")).collect()
    }

    #[test]
    fn known_octets() {
        assert_eq!(hex(&pack(b"1234567", 0)), "31d98c56b3dd00");
        assert_eq!(hex(&pack_ussd(b"1234567")), "31d98c56b3dd1a");
        assert_eq!(hex(&pack_ussd(b"1234567\r")), "31d98c56b3dd1a0d");
        assert_eq!(unpack_ussd(&pack_ussd(b"1234567")), b"1234567");
        // The receiver performs the carriage return twice, which 6.1.2.3.1 calls no misoperation.
        assert_eq!(unpack_ussd(&pack_ussd(b"1234567\r")), b"1234567\r\r");
        assert_eq!(hex(&pack(b"abc", 3)), "088bc7");
        assert_eq!(pack_cell_broadcast(b"a").map(|page| page.len()), Some(82));
        assert_eq!(pack_cell_broadcast(&[0; 94]), None);
        assert_eq!(unpack_cell_broadcast(&pack_cell_broadcast(b"hello").unwrap_or_default()), b"hello");
    }

    #[test]
    fn packing_is_undone_at_every_length_and_offset() {
        for fill in 0..7 {
            for count in 0..200 {
                let septets: Vec<u8> = (0..count).map(|i: usize| (i * 37 % 128) as u8).collect();
                let octets = pack(&septets, fill);
                assert_eq!(octets.len(), packed_len(count, fill));
                assert_eq!(unpack(&octets, count, fill), septets);
            }
        }
    }
}
