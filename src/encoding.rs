//! What a message is coded in, what a character costs there, and how much one segment holds.

use crate::alphabet::{Alphabet, Septets};
use crate::error::EncodingName;
use crate::udh::USER_DATA_OCTETS;

/// The coding of a message, tables included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Septets of a GSM 7 bit alphabet (3GPP TS 23.038 clause 6.2.1).
    Gsm7(Alphabet),
    /// Octets of the caller.
    EightBit,
    /// UTF-16BE code units; a pair counts as two (clause 6.2.3 says UCS-2, networks and phones pass pairs on).
    Ucs2,
}

impl Encoding {
    /// The name without tables.
    #[must_use]
    pub fn name(self) -> EncodingName {
        match self {
            Encoding::Gsm7(_) => EncodingName::Gsm7,
            Encoding::EightBit => EncodingName::EightBit,
            Encoding::Ucs2 => EncodingName::Ucs2,
        }
    }

    /// The alphabet of a GSM 7 bit coding; the default alphabet otherwise.
    #[must_use]
    pub fn alphabet(self) -> Alphabet {
        match self {
            Encoding::Gsm7(alphabet) => alphabet,
            Encoding::EightBit | Encoding::Ucs2 => Alphabet::DEFAULT,
        }
    }

    /// Units of a character: septets or UTF-16 units, 1 or 2; `None` if the encoding cannot hold it. A lone surrogate
    /// is one UTF-16 unit. Octets know no characters.
    #[must_use]
    pub fn units(self, character: u32) -> Option<usize> {
        match self {
            Encoding::Gsm7(alphabet) => alphabet.septets(character).map(|septets| match septets {
                Septets::Plain(_) => 1,
                Septets::Escaped(_) => 2,
            }),
            Encoding::EightBit => None,
            Encoding::Ucs2 => Some(utf16_units(character)),
        }
    }

    /// Units that one segment holds behind a header of so many octets (UDHL included): septets behind the fill bits,
    /// octets, or UTF-16 units (TS 23.040 clause 9.2.3.24). 0 when the header takes everything.
    #[inline(always)]
    #[must_use]
    pub fn capacity(self, header_octets: usize) -> usize {
        let octets = USER_DATA_OCTETS.saturating_sub(header_octets);
        match self {
            Encoding::Gsm7(_) => octets * 8 / 7,
            Encoding::EightBit => octets,
            Encoding::Ucs2 => octets / 2,
        }
    }
}

/// UTF-16 units of a character.
#[inline]
pub(crate) fn utf16_units(character: u32) -> usize {
    1 + usize::from(character > 0xFFFF)
}

/// Septets that a header and its fill bits take (TS 23.040 clause 9.2.3.24).
#[must_use]
pub fn header_septets(header_octets: usize) -> usize {
    (header_octets * 8).div_ceil(7)
}

/// Fill bits between a header and the first septet.
#[must_use]
pub fn fill_bits(header_octets: usize) -> u8 {
    ((7 - header_octets % 7) % 7) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacity_behind_every_header_the_standard_names() {
        // Octets of the header; septets, octets, UTF-16 units and fill bits.
        let rows = [
            (0, 160, 140, 70, 0),
            (4, 155, 136, 68, 3),
            (5, 154, 135, 67, 2),
            (6, 153, 134, 67, 1),
            (7, 152, 133, 66, 0),
            (8, 150, 132, 66, 6),
            (9, 149, 131, 65, 5),
            (10, 148, 130, 65, 4),
            (11, 147, 129, 64, 3),
            (12, 146, 128, 64, 2),
            (13, 145, 127, 63, 1),
            (14, 144, 126, 63, 0),
            (15, 142, 125, 62, 6),
            (16, 141, 124, 62, 5),
            (17, 140, 123, 61, 4),
            (18, 139, 122, 61, 3),
            (19, 138, 121, 60, 2),
            (140, 0, 0, 0, 0),
            (200, 0, 0, 0, 3),
        ];
        for (octets, septets, eight, units, fill) in rows {
            assert_eq!(Encoding::Gsm7(Alphabet::DEFAULT).capacity(octets), septets);
            assert_eq!(Encoding::EightBit.capacity(octets), eight);
            assert_eq!(Encoding::Ucs2.capacity(octets), units);
            assert_eq!(fill_bits(octets), fill);
            assert_eq!((octets * 8 + usize::from(fill)) % 7, 0);
            assert_eq!(header_septets(octets) * 7, octets * 8 + usize::from(fill));
        }
    }
}
