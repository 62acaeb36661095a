//! The default alphabet as kernels look it up: made by the compiler from the generated table.

use crate::alphabet::default_code;

/// The code of a character that neither default table holds.
pub(super) const FOREIGN: u8 = 0xFF;
/// The bit of the code of a character of the extension table.
pub(super) const EXTENDED: u8 = 0x80;
pub(super) const ESCAPE: u8 = crate::alphabet::ESCAPE;

/// The codes of U+0000 to U+00FF.
pub(super) static LATIN1: [u8; 256] = {
    let mut codes = [0; 256];
    let mut character = 0;
    while character < 256 {
        codes[character] = default_code(character as u32);
        character += 1;
    }
    codes
};

/// The character of a septet of the default alphabet below U+0100; `None` for the others and for the escape.
pub(super) static BACK: [Option<u8>; 128] = {
    let mut characters = [None; 128];
    let mut character = 0;
    while character < 256 {
        let code = default_code(character as u32);
        if code < EXTENDED {
            characters[code as usize] = Some(character as u8);
        }
        character += 1;
    }
    characters
};

/// The pairs of an octet of 0xC0 and more and one of 0x80 to 0xBF behind it that no character begins with (Unicode, table
/// 3-7), as sets of six bits: 0 for a pair that may stand.
#[cfg(target_arch = "x86_64")]
mod ill_formed {
    /// The sets that an octet is the first of.
    pub(super) const fn first(octet: u8) -> u8 {
        match octet {
            0xC0 | 0xC1 => 1,
            0xE0 => 1 << 1,
            0xED => 1 << 2,
            0xF0 => 1 << 3,
            0xF4 => 1 << 4,
            0xF5.. => 1 << 5,
            _ => 0,
        }
    }

    /// The sets that an octet is the second of.
    pub(super) const fn second(octet: u8) -> u8 {
        let any = 1 | 1 << 5;
        any | match octet {
            0x80..=0x8F => 1 << 1 | 1 << 3,
            0x90..=0x9F => 1 << 1 | 1 << 4,
            0xA0..=0xBF => 1 << 2 | 1 << 4,
            _ => 0,
        }
    }
}

/// Of AVX-512 only: tables of half of all octets.
#[cfg(target_arch = "x86_64")]
pub(super) mod octets {
    use super::{EXTENDED, LATIN1, ill_formed};
    use crate::alphabet::default_code;

    /// By the low seven bits.
    pub(in crate::kernel) type Half = [u8; 128];

    /// What an octet of ASCII is: nothing, [`WIDE`], or [`FOREIGN`].
    pub(in crate::kernel) static ASCII: Half = {
        let mut classes = [0; 128];
        let mut octet = 0;
        while octet < 128 {
            classes[octet] = match LATIN1[octet] {
                super::FOREIGN => FOREIGN,
                EXTENDED.. => WIDE,
                _ => 0,
            };
            octet += 1;
        }
        classes
    };
    /// The class of what the alphabet does not hold.
    pub(in crate::kernel) const FOREIGN: u8 = 1;
    /// The class of the extension table.
    pub(in crate::kernel) const WIDE: u8 = 2;

    /// Characters of two octets that the alphabet holds, as sets: an octet behind a first one completes such a character
    /// if both are in one set. There is a set for each first octet that the alphabet needs.
    const SETS: ([u8; 128], [u8; 128]) = {
        let (mut leading, mut completing) = ([0; 128], [0; 128]);
        let mut sets = 0;
        let mut lead = 0xC2;
        while lead <= 0xDF {
            let mut found = false;
            let mut octet = 0x80;
            while octet < 0xC0 {
                if default_code((lead & 0x1F) << 6 | octet & 0x3F) != super::FOREIGN {
                    completing[octet as usize & 0x7F] |= 1 << sets;
                    found = true;
                }
                octet += 1;
            }
            if found {
                leading[lead as usize & 0x7F] = 1 << sets;
                sets += 1;
            }
            lead += 1;
        }
        assert!(1 << sets == HELD + 1);
        (leading, completing)
    };

    /// What an octet may be the first of, and what the one behind it may be the second of: characters that are [`HELD`],
    /// and pairs that are [`ILL_FORMED`], see the module of the name.
    pub(in crate::kernel) static PAIRS: [Half; 2] = {
        let mut sets = [SETS.0, SETS.1];
        let mut octet = 0x80;
        while octet < 0x100 {
            // What must not stand before any octet is one set here.
            let first = ill_formed::first(octet as u8);
            let first = first & 0x1F | first >> 5;
            assert!(ill_formed::second(octet as u8) & 1 == 1);
            sets[0][octet & 0x7F] |= first << HELD.count_ones();
            sets[1][octet & 0x7F] |= ill_formed::second(octet as u8) << HELD.count_ones();
            octet += 1;
        }
        sets
    };
    /// The sets of characters.
    pub(in crate::kernel) const HELD: u8 = 0b111;
    /// The sets of pairs that no character begins with.
    pub(in crate::kernel) const ILL_FORMED: u8 = !HELD;
}

/// Of AVX2 only: tables of sixteen for the instruction that looks up sixteen octets by four bits.
#[cfg(target_arch = "x86_64")]
pub(super) mod nibbles {
    use super::{BACK, EXTENDED, FOREIGN, LATIN1, ill_formed};
    use crate::alphabet::default_code;

    pub(in crate::kernel) type Row = [u8; 16];

    /// Which codes a table is to find.
    #[derive(Clone, Copy)]
    enum Wanted {
        Held,
        Extended,
        Plain,
        Unchanged,
    }

    /// By the low half of an octet, a set of high halves (from `base` on, a bit each) for which it is wanted.
    const fn sets(base: usize, wanted: Wanted) -> Row {
        let mut row = [0; 16];
        let mut octet = base;
        while octet < base + 128 {
            let code = LATIN1[octet];
            let is = match wanted {
                Wanted::Held => code != FOREIGN,
                Wanted::Extended => code != FOREIGN && code & EXTENDED != 0,
                Wanted::Plain => code & EXTENDED == 0,
                Wanted::Unchanged => code == octet as u8,
            };
            if is {
                row[octet & 15] |= 1 << (octet >> 4 & 7);
            }
            octet += 1;
        }
        row
    }

    /// The bit of a high half in those sets.
    pub(in crate::kernel) static BIT: Row = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];
    pub(in crate::kernel) static HELD_LOW: Row = sets(0, Wanted::Held);
    pub(in crate::kernel) static HELD_HIGH: Row = sets(128, Wanted::Held);
    pub(in crate::kernel) static EXTENSION: Row = sets(0, Wanted::Extended);
    pub(in crate::kernel) static PLAIN: Row = sets(0, Wanted::Plain);
    pub(in crate::kernel) static UNCHANGED: Row = sets(0, Wanted::Unchanged);

    /// What turns an octet of row `high` into its code, by exclusive or.
    pub(in crate::kernel) static DELTAS: [Row; 16] = {
        let mut rows = [[0; 16]; 16];
        let mut octet = 0;
        while octet < 256 {
            if LATIN1[octet] != FOREIGN {
                rows[octet >> 4][octet & 15] = octet as u8 ^ (LATIN1[octet] & 0x7F);
            }
            octet += 1;
        }
        rows
    };

    /// Sets as above over septets: those whose character is the same octet, and those without one below U+0100.
    pub(in crate::kernel) static SAME_BACK: Row = back(true);
    pub(in crate::kernel) static NO_BACK: Row = back(false);

    const fn back(same: bool) -> Row {
        let mut row = [0; 16];
        let mut septet = 0;
        while septet < 128 {
            let is = match BACK[septet] {
                Some(character) => same && character == septet as u8,
                None => !same,
            };
            if is {
                row[septet & 15] |= 1 << (septet >> 4);
            }
            septet += 1;
        }
        row
    }

    /// What turns a septet of row `high` into its character, by exclusive or.
    pub(in crate::kernel) static DELTAS_BACK: [Row; 8] = {
        let mut rows = [[0; 16]; 8];
        let mut septet = 0;
        while septet < 128 {
            if let Some(character) = BACK[septet] {
                rows[septet >> 4][septet & 15] = septet as u8 ^ character;
            }
            septet += 1;
        }
        rows
    };

    /// Greek capitals stand in U+0390 to U+03AF: by the low half, bit 0 for U+039x and bit 1 for U+03Ax.
    pub(in crate::kernel) static GREEK: Row = {
        let mut row = [0; 16];
        let mut character = 0x390;
        while character < 0x3B0 {
            if default_code(character as u32) != FOREIGN {
                row[character & 15] |= 1 << ((character >> 4) - 0x39);
            }
            character += 1;
        }
        row
    };
    /// The bit of a high half in that set.
    pub(in crate::kernel) static GREEK_BIT: Row = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0];
    /// The codes of U+0390 to U+03AF.
    pub(in crate::kernel) static GREEK_CODES: [Row; 2] = {
        let mut rows = [[0; 16]; 2];
        let mut character = 0x390;
        while character < 0x3B0 {
            let code = default_code(character as u32);
            if code != FOREIGN {
                rows[(character >> 4) - 0x39][character & 15] = code;
            }
            character += 1;
        }
        rows
    };

    /// Two octets of UTF-8: there are eight pairs of a lead (C2, C3, CE) and a high half of the octet behind it that
    /// hold something, so a set of eight bits tells for every lead, high half and low half what is possible.
    pub(in crate::kernel) struct Utf8 {
        /// By the low half of the lead.
        pub(in crate::kernel) lead: Row,
        /// By the high half of the octet behind it.
        pub(in crate::kernel) high: Row,
        /// By its low half.
        pub(in crate::kernel) low: Row,
    }

    pub(in crate::kernel) static UTF8: Utf8 = {
        let mut tables = Utf8 { lead: [0; 16], high: [0; 16], low: [0; 16] };
        let mut pairs = 0;
        let mut lead = 0xC2u32;
        while lead <= 0xDF {
            let mut high = 8;
            while high < 12 {
                let mut found = false;
                let mut low = 0;
                while low < 16 {
                    let character = (lead & 0x1F) << 6 | (high & 3) << 4 | low;
                    if default_code(character) != FOREIGN {
                        tables.low[low as usize] |= 1 << pairs;
                        found = true;
                    }
                    low += 1;
                }
                if found {
                    assert!(lead < 0xD0, "the low half of a lead tells it from others below D0");
                    tables.lead[lead as usize & 15] |= 1 << pairs;
                    tables.high[high as usize] |= 1 << pairs;
                    pairs += 1;
                }
                high += 1;
            }
            lead += 1;
        }
        assert!(pairs == 8);
        tables
    };

    /// Pairs of octets that do not follow each other in UTF-8, as sets: two are one if a set has the first one by its high
    /// half and by its low half, and the second one by its high half.
    pub(in crate::kernel) struct Following {
        pub(in crate::kernel) high: Row,
        pub(in crate::kernel) low: Row,
        pub(in crate::kernel) second: Row,
    }

    /// The highest bit is a pair that may be one or not: two octets behind the first of a character.
    pub(in crate::kernel) static FOLLOWING: Following = {
        // Both halves of a first octet, and the high half of a second one, a bit for each that a set has.
        let sets: [[u16; 3]; 8] = [
            // A first octet, and none that goes on with the character.
            [0xF000, 0xFFFF, 0xF0FF],
            // ASCII, and one that goes on.
            [0x00FF, 0xFFFF, 0x0F00],
            // C0 and C1 begin no character.
            [0x1000, 0x0003, 0x0F00],
            // What E0 begins is at least U+0800.
            [0x4000, 0x0001, 0x0300],
            // What ED begins is no surrogate.
            [0x4000, 0x2000, 0x0C00],
            // What F0 begins is at least U+10000; F5 and more begin no character.
            [0x8000, 0xFFE1, 0x0100],
            // What F4 begins is at most U+10FFFF.
            [0x8000, 0xFFF0, 0x0E00],
            [0x0F00, 0xFFFF, 0x0F00],
        ];
        let mut tables = Following { high: [0; 16], low: [0; 16], second: [0; 16] };
        let mut set = 0;
        while set < 8 {
            let [high, low, second] = sets[set];
            let mut half = 0;
            while half < 16 {
                tables.high[half] |= ((high >> half & 1) as u8) << set;
                tables.low[half] |= ((low >> half & 1) as u8) << set;
                tables.second[half] |= ((second >> half & 1) as u8) << set;
                half += 1;
            }
            set += 1;
        }
        // What is said of both kernels is the same.
        let mut first = 0xC0;
        while first < 0x100 {
            let mut second = 0x80;
            while second < 0xC0 {
                let wrong = tables.high[first >> 4] & tables.low[first & 15] & tables.second[second >> 4];
                let told = ill_formed::first(first as u8) & ill_formed::second(second as u8);
                assert!((wrong != 0) == (told != 0));
                second += 1;
            }
            first += 1;
        }
        tables
    };
}
