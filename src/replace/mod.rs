//! What may stand for a character that the default alphabet and its extension table lack.
//!
//! Three levels, each of which includes the one before: look-alikes that nobody misses ([`Level::Smart`]), everything
//! that looks like a character of the alphabet ([`Level::SmartWide`]), and Latin, Greek, Cyrillic and Georgian letters
//! by the nearest letters ([`Level::Transliterate`]). What stands for a character is always text of the default
//! alphabet and its extension table (3GPP TS 23.038 clauses 6.2.1, 6.2.1.1). The tables are generated from
//! `tables/replacements/`.
//!
//! Emoji, and scripts whose letters do not stand for sounds one by one, are left as they are: Arabic and Hebrew without
//! their vowels, Chinese without tones or Devanagari letter by letter would not be the message any more.

mod candidate;
mod cyrillic;
#[cfg(feature = "survey")]
mod rewriting;
#[rustfmt::skip]
mod tables;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use candidate::{Spared, replaced};
pub use cyrillic::Cyrillic;
#[cfg(feature = "survey")]
pub(crate) use rewriting::Rewriting;

/// What may be replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Replace {
    /// No character.
    #[default]
    Nothing,
    /// Characters that no permitted table holds, up to a level.
    Level(Level),
    /// The characters of the caller's map, each by its text.
    Map(Arc<BTreeMap<u32, String>>),
}

/// When the text with its replacements is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReplaceWhen {
    /// If it takes fewer segments than the text without, or that cannot be encoded. All or nothing.
    #[default]
    Saves,
    /// In any case.
    Always,
}

/// How far replacement may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Quotation marks, dashes, the ellipsis, spaces; characters that cannot be seen are dropped.
    Smart,
    /// Also full-width forms and whatever else looks like a character of the alphabet.
    SmartWide,
    /// Also letters with accents, and Greek, Cyrillic and Georgian ones.
    Transliterate,
}

/// What a replacement does beyond standing for its character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: it depends on no other character.
    Plain,
    /// A character that joins, or not, or selects a form: it is dropped only between characters on which it has no
    /// effect, those that are sent in the default alphabet.
    Joiner,
    /// A direction mark: dropped only if all of the text is sent in the default alphabet.
    Direction,
    /// A mark upon the character before it: dropped behind one that is sent in the default alphabet.
    Mark,
}

/// What may stand for one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Substitute {
    /// The lowest level that has it.
    pub level: Level,
    /// What it depends on.
    pub kind: Kind,
    /// The text, empty to drop the character.
    pub to: &'static str,
}

/// A row of the tables.
struct Entry {
    character: u32,
    first: u16,
    length: u8,
    class: u8,
}

/// What may stand for a character that the default tables lack, whatever stands around it, at any level up to this one.
#[must_use]
pub fn replacement(level: Level, character: u32) -> Option<Substitute> {
    find(&tables::ENTRIES, character).filter(|replacement| replacement.level <= level)
}

/// The same in a text of a language.
#[must_use]
pub fn replacement_in(language: Cyrillic, level: Level, character: u32) -> Option<Substitute> {
    match level {
        Level::Transliterate => find(language.entries(), character).or_else(|| replacement(level, character)),
        _ => replacement(level, character),
    }
}

fn find(entries: &[Entry], character: u32) -> Option<Substitute> {
    let entry = &entries[entries.binary_search_by_key(&character, |entry| entry.character).ok()?];
    let level = match entry.class & 0x0F {
        0 => Level::Smart,
        1 => Level::SmartWide,
        _ => Level::Transliterate,
    };
    let kind = match entry.class >> 4 {
        0 => Kind::Plain,
        1 => Kind::Joiner,
        2 => Kind::Direction,
        _ => Kind::Mark,
    };
    let first = usize::from(entry.first);
    Some(Substitute { level, kind, to: &tables::TEXTS[first..first + usize::from(entry.length)] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Alphabet, Encoding};

    fn to(level: Level, character: char) -> Option<&'static str> {
        replacement(level, character.into()).map(|replacement| replacement.to)
    }

    #[test]
    fn every_replacement_is_text_of_the_default_alphabet_for_a_character_that_it_lacks() {
        let gsm7 = Encoding::Gsm7(Alphabet::DEFAULT);
        let mut seen = 0;
        for entries in std::iter::once(&tables::ENTRIES[..]).chain(tables::CYRILLIC) {
            assert!(entries.is_sorted_by_key(|entry| entry.character));
            for &Entry { character, .. } in entries {
                let to = find(entries, character).map(|found| found.to);
                assert!(to.is_some_and(|to| to.chars().all(|c| gsm7.units(c.into()).is_some())), "{character:04X}");
                assert_eq!(gsm7.units(character), None, "{character:04X}");
                seen += 1;
            }
        }
        assert!(seen > 2000);
    }

    #[test]
    fn each_level_includes_the_one_before() {
        for (character, smart, wide, transliterated) in [
            ('“', Some("\""), Some("\""), Some("\"")),
            ('…', Some("..."), Some("..."), Some("...")),
            ('\u{A0}', Some(" "), Some(" "), Some(" ")),
            ('\t', None, Some(" "), Some(" ")),
            ('ａ', None, Some("a"), Some("a")),
            ('ç', None, None, Some("c")),
            ('ő', None, None, Some("ö")),
            ('ά', None, None, Some("A")),
            ('ω', None, None, Some("Ω")),
            ('Щ', None, None, Some("Shch")),
            ('ẞ', None, None, Some("SS")),
            ('é', None, None, None),
            ('Ω', None, None, None),
            ('€', None, None, None),
            ('中', None, None, None),
            ('न', None, None, None),
            ('ب', None, None, None),
            ('😀', None, None, None),
        ] {
            let levels = [Level::Smart, Level::SmartWide, Level::Transliterate];
            assert_eq!(levels.map(|level| to(level, character)), [smart, wide, transliterated], "{character}");
        }
    }

    #[test]
    fn the_same_letter_is_written_as_its_language_has_it() {
        let written = |language, text: &str| -> String {
            let to = |c: char| replacement_in(language, Level::Transliterate, c.into()).map(|found| found.to);
            text.chars().map(|c| to(c).map_or_else(|| c.to_string(), str::to_owned)).collect()
        };
        assert_eq!(written(Cyrillic::Russian, "Хорошо, Щёлково"), "Khorosho, Shchyolkovo");
        assert_eq!(written(Cyrillic::Ukrainian, "Київ, гривня"), "Kyyiv, hryvnya");
        assert_eq!(written(Cyrillic::Bulgarian, "България, Щастие"), "Balgariya, Shtastie");
        assert_eq!(written(Cyrillic::Serbian, "Живот, Ђоковић, џем"), "Zivot, Djokovic, dzem");
        assert_eq!(written(Cyrillic::Macedonian, "жив, Ќе"), "zhiv, Kje");
        assert_eq!(written(Cyrillic::Belarusian, "Горад, сяброў"), "Horad, syabrou");
    }

    #[test]
    fn joiners_and_marks_say_that_they_depend_on_what_stands_around_them() {
        let kind = |character| replacement(Level::Transliterate, character).map(|replacement| replacement.kind);
        assert_eq!(kind(0x200D), Some(Kind::Joiner));
        assert_eq!(kind(0xFE0F), Some(Kind::Joiner));
        assert_eq!(kind(0x200F), Some(Kind::Direction));
        assert_eq!(kind(0x301), Some(Kind::Mark));
        assert_eq!(kind(0xFEFF), Some(Kind::Plain));
        assert_eq!(kind(0x20E3), None);
    }
}
