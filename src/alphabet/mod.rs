//! Characters and septets: the alphabets of 3GPP TS 23.038 clause 6.2.1 and annex A.
//!
//! An [`Alphabet`] is a locking table (the default alphabet or a national one, annex A.3) with a single shift table
//! (the default extension table or a national one, annex A.2). A character of the locking table is one septet, a
//! character of the single shift table is the escape and one more. The tables themselves are generated.

#[rustfmt::skip]
mod tables;

use std::fmt;

use crate::kernel::Level;
use crate::text::Text;

/// The escape to the single shift table (clause 6.2.1, note 1).
pub const ESCAPE: u8 = 0x1B;

const HOLE: u16 = 0xFFFF;
/// `DEFAULT_CODE` of a character that is in neither default table.
const FOREIGN: u8 = 0xFF;
/// `DEFAULT_CODE` bit of a character of the extension table.
const EXTENDED: u8 = 0x80;

/// One septet of a character and the tables that have it there, as sets of bits: bit 0 is the default table, bits
/// 1 to 13 are national language identifiers.
struct Placement {
    septet: u8,
    locking: u16,
    single: u16,
}

/// All tables that hold a character, and its placements in them.
struct Record {
    locking: u16,
    single: u16,
    first: u16,
    count: u16,
}

/// A language with national shift tables; the value is its national language identifier (clause 6.2.1.2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum NationalLanguage {
    Turkish = 1,
    Spanish,
    Portuguese,
    Bengali,
    Gujarati,
    Hindi,
    Kannada,
    Malayalam,
    Oriya,
    Punjabi,
    Tamil,
    Telugu,
    Urdu,
}

impl NationalLanguage {
    /// Every language, by identifier.
    pub const ALL: [NationalLanguage; 13] = {
        use NationalLanguage::*;
        [
            Turkish, Spanish, Portuguese, Bengali, Gujarati, Hindi, Kannada, Malayalam, Oriya, Punjabi, Tamil, Telugu,
            Urdu,
        ]
    };

    /// The national language identifier, 1 to 13.
    #[must_use]
    pub fn identifier(self) -> u8 {
        self as u8
    }

    /// The language of an identifier; 0 and 14 and above are reserved.
    #[must_use]
    pub fn from_identifier(identifier: u8) -> Option<Self> {
        Self::ALL.get(usize::from(identifier).checked_sub(1)?).copied()
    }

    /// The language's name in lower case, as options and results spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 13] = [
            "turkish",
            "spanish",
            "portuguese",
            "bengali",
            "gujarati",
            "hindi",
            "kannada",
            "malayalam",
            "oriya",
            "punjabi",
            "tamil",
            "telugu",
            "urdu",
        ];
        NAMES[usize::from(self.identifier()) - 1]
    }

    /// The language of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }

    /// Whether the language has a locking shift table; Spanish has none (A.3.2 is void).
    #[must_use]
    pub fn has_locking_table(self) -> bool {
        tables::WITH_LOCKING >> self.identifier() & 1 == 1
    }

    /// Whether one of the language's tables holds a character.
    #[must_use]
    pub fn holds(self, character: u32) -> bool {
        let (locking, single) = holders(character);
        (locking | single) >> self.identifier() & 1 == 1
    }
}

impl fmt::Display for NationalLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A locking table with a single shift table; `None` is the default alphabet or the default extension table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Alphabet {
    /// The table of plain septets.
    pub locking: Option<NationalLanguage>,
    /// The table of septets behind an escape.
    pub single: Option<NationalLanguage>,
}

fn index(language: Option<NationalLanguage>) -> usize {
    language.map_or(0, |language| usize::from(language.identifier()))
}

/// How a character is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Septets {
    /// One septet of the locking table.
    Plain(u8),
    /// The escape and one septet of the single shift table.
    Escaped(u8),
}

impl Alphabet {
    /// The default alphabet with its extension table (clauses 6.2.1 and 6.2.1.1).
    pub const DEFAULT: Alphabet = Alphabet { locking: None, single: None };

    /// The number of national tables in use: so many elements does a header need for them.
    #[must_use]
    pub fn elements(self) -> usize {
        usize::from(self.locking.is_some()) + usize::from(self.single.is_some())
    }

    /// How a character is sent, or `None` if neither table holds it. A character that stands twice in a table is
    /// sent as the lower septet; the locking table goes before the single shift table.
    #[must_use]
    pub fn septets(self, character: u32) -> Option<Septets> {
        if self == Self::DEFAULT {
            return match default_code(character) {
                FOREIGN => None,
                code if code & EXTENDED != 0 => Some(Septets::Escaped(code & 0x7F)),
                code => Some(Septets::Plain(code)),
            };
        }
        let (locking, single) = (index(self.locking), index(self.single));
        let record = record(character);
        let placements = &tables::PLACEMENTS[usize::from(record.first)..usize::from(record.first + record.count)];
        let plain = placements.iter().find(|place| place.locking >> locking & 1 == 1);
        plain.map(|place| Septets::Plain(place.septet)).or_else(|| {
            let escaped = placements.iter().find(|place| place.single >> single & 1 == 1);
            escaped.map(|place| Septets::Escaped(place.septet))
        })
    }

    /// Appends the septets of a text, one an octet.
    ///
    /// # Errors
    /// The position of the first character that neither table holds.
    pub(crate) fn translate(self, text: Text<'_>, septets: &mut Vec<u8>) -> Result<(), usize> {
        if self == Self::DEFAULT {
            return Level::active().septets(text, septets);
        }
        for (position, character) in text.characters() {
            match self.septets(character).ok_or(position)? {
                Septets::Plain(septet) => septets.push(septet),
                Septets::Escaped(septet) => septets.extend([ESCAPE, septet]),
            }
        }
        Ok(())
    }

    /// The character of a plain septet; `None` for the escape and for an empty cell.
    #[must_use]
    pub fn plain(self, septet: u8) -> Option<char> {
        cell(&tables::LOCKING[index(self.locking)], septet)
    }

    /// The character of a septet behind an escape; `None` for an empty cell.
    #[must_use]
    pub fn escaped(self, septet: u8) -> Option<char> {
        cell(&tables::SINGLE[index(self.single)], septet)
    }
}

fn cell(table: &[u16; 128], septet: u8) -> Option<char> {
    match table[usize::from(septet & 0x7F)] {
        HOLE => None,
        code => char::from_u32(u32::from(code)),
    }
}

fn place(character: u32) -> Option<(usize, usize)> {
    let block = *tables::BLOCK_OF.get((character >> 6) as usize)?;
    Some((usize::from(block), (character & 63) as usize))
}

fn record(character: u32) -> &'static Record {
    let number = place(character).map_or(0, |(block, offset)| tables::RECORD_OF[block][offset]);
    &tables::RECORDS[usize::from(number)]
}

/// The code of a character in the default alphabet: its septet, with the high bit behind an escape; 0xFF if neither
/// default table holds it.
#[inline]
pub(crate) const fn default_code(character: u32) -> u8 {
    match character >> 6 {
        block @ 0..1024 => tables::DEFAULT_CODE[tables::BLOCK_OF[block as usize] as usize][(character & 63) as usize],
        _ => FOREIGN,
    }
}

/// The locking tables and the single shift tables that hold a character, as sets of bits.
#[inline]
pub(crate) fn holders(character: u32) -> (u16, u16) {
    let record = record(character);
    (record.locking, record.single)
}

/// A set of tables: bit 0 is the default table, bits 1 to 13 are national language identifiers.
pub(crate) fn with_locking_tables(languages: u16) -> u16 {
    languages & tables::WITH_LOCKING
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alphabets() -> impl Iterator<Item = Alphabet> {
        let choices = || std::iter::once(None).chain(NationalLanguage::ALL.into_iter().map(Some));
        choices()
            .filter(|locking| locking.is_none_or(NationalLanguage::has_locking_table))
            .flat_map(move |locking| choices().map(move |single| Alphabet { locking, single }))
    }

    #[test]
    fn every_character_comes_back_in_every_alphabet() {
        let mut compared = 0;
        for alphabet in alphabets() {
            for septet in 0..128u8 {
                if let Some(character) = alphabet.plain(septet) {
                    let Some(Septets::Plain(lowest)) = alphabet.septets(character.into()) else {
                        panic!("{alphabet:?} {character:?}");
                    };
                    assert_eq!(alphabet.plain(lowest), Some(character));
                    assert!(lowest <= septet);
                    compared += 1;
                }
                if let Some(character) = alphabet.escaped(septet) {
                    let back = match alphabet.septets(character.into()) {
                        Some(Septets::Plain(plain)) => alphabet.plain(plain),
                        Some(Septets::Escaped(escaped)) => alphabet.escaped(escaped),
                        None => None,
                    };
                    assert_eq!(back, Some(character));
                    compared += 1;
                }
            }
        }
        assert!(compared > 30_000, "{compared}");
    }

    #[test]
    fn the_sets_of_holders_agree_with_the_tables() {
        for character in (0..0x1_1000u32).filter(|&c| !crate::text::is_surrogate(c)) {
            let (locking, single) = holders(character);
            let held = |alphabet: Alphabet| alphabet.septets(character);
            for language in NationalLanguage::ALL {
                let alphabet = Alphabet { locking: Some(language), single: None };
                if language.has_locking_table() {
                    assert_eq!(
                        matches!(held(alphabet), Some(Septets::Plain(_))),
                        locking >> language.identifier() & 1 == 1
                    );
                }
                let escaped = Alphabet { locking: None, single: Some(language) };
                assert_eq!(
                    held(escaped).is_some(),
                    locking & 1 == 1 || single >> language.identifier() & 1 == 1,
                    "{character:X} {language}"
                );
            }
        }
    }

    #[test]
    fn awkward_characters_of_the_default_alphabet() {
        let default = Alphabet::DEFAULT;
        assert_eq!(default.septets('Ç'.into()), Some(Septets::Plain(0x09)));
        assert_eq!(default.septets('ç'.into()), None);
        assert_eq!(default.septets('`'.into()), None);
        assert_eq!(default.septets('\u{A0}'.into()), None);
        assert_eq!(default.septets('\t'.into()), None);
        assert_eq!(default.septets('\u{1B}'.into()), None);
        assert_eq!(default.septets('\u{0C}'.into()), Some(Septets::Escaped(0x0A)));
        assert_eq!(default.septets('€'.into()), Some(Septets::Escaped(0x65)));
        assert_eq!(default.plain(ESCAPE), None);
        let telugu = Alphabet { locking: None, single: Some(NationalLanguage::Telugu) };
        assert_eq!(telugu.septets('€'.into()), None, "A.2.12 has no entry at 0x65");
        let urdu = Alphabet { locking: None, single: Some(NationalLanguage::Urdu) };
        assert_eq!(urdu.escaped(0x0B), urdu.escaped(0x18), "an asterisk stands twice");
        assert!(!NationalLanguage::Spanish.has_locking_table());
    }
}
