//! The language of a Cyrillic text, as far as its letters tell: the same letter is written otherwise in each.

use super::tables;

/// A language that is told by letters which others lack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Cyrillic {
    /// Also every text that does not tell.
    #[default]
    Russian,
    Ukrainian,
    Belarusian,
    Bulgarian,
    Serbian,
    Macedonian,
}

impl Cyrillic {
    /// Reads the letters of a text. A hard sign that no е, ё, ю or я follows is the Bulgarian vowel.
    #[must_use]
    pub fn of(characters: impl IntoIterator<Item = u32>) -> Self {
        const FIRST: u32 = 0x400;
        // One bit a small letter from U+0430 on, and one for the vowel.
        let (mut letters, mut vowel, mut hard) = (0u64, false, false);
        for character in characters {
            let small = match character {
                FIRST..0x410 => character + 0x50,
                0x410..0x430 => character + 0x20,
                0x490 => 0x491,
                _ => character,
            };
            if hard && !matches!(small, 0x435 | 0x451 | 0x44E | 0x44F) {
                vowel = true;
            }
            hard = small == 0x44A;
            match small {
                0x430..0x460 => letters |= 1 << (small - 0x430),
                0x491 => letters |= Self::bit('ґ'),
                0x4D8..0x4DA | 0x492 | 0x493 | 0x49A | 0x49B | 0x4A2 | 0x4A3 | 0x4E8 | 0x4E9 | 0x4AE..0x4B2 => {
                    return Cyrillic::Russian; // Kazakh, Tatar, ...: і is no sign of Ukrainian there
                }
                _ => {}
            }
        }
        let has = |these: &str| these.chars().any(|letter| letters & Self::bit(letter) != 0);
        match () {
            () if has("ђћ") => Cyrillic::Serbian,
            () if has("ѓќѕ") => Cyrillic::Macedonian,
            () if has("јљњџ") => Cyrillic::Serbian,
            () if has("ў") || has("і") && has("ыэё") => Cyrillic::Belarusian,
            () if has("іїєґ") => Cyrillic::Ukrainian,
            () if (vowel || hard) && !has("ыэё") => Cyrillic::Bulgarian,
            () => Cyrillic::Russian,
        }
    }

    fn bit(letter: char) -> u64 {
        match letter {
            'ґ' => 1 << 63,
            _ => 1 << (u32::from(letter) - 0x430),
        }
    }

    /// What this language has otherwise than Russian.
    pub(super) fn entries(self) -> &'static [super::Entry] {
        match self {
            Cyrillic::Russian => &[],
            _ => tables::CYRILLIC[self as usize - 1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_by_letters_that_others_lack() {
        for (text, language) in [
            ("Привет, как дела?", Cyrillic::Russian),
            ("Подъезд закрыт", Cyrillic::Russian),
            ("объект", Cyrillic::Russian),
            ("ОБЪЯВЛЕНИЕ", Cyrillic::Russian),
            ("Київ", Cyrillic::Ukrainian),
            ("ґанок", Cyrillic::Ukrainian),
            ("Добры дзень, сябры і сяброўкі", Cyrillic::Belarusian),
            ("Къде си?", Cyrillic::Bulgarian),
            ("Здравей, съм тук", Cyrillic::Bulgarian),
            ("Ђоковић", Cyrillic::Serbian),
            ("Љубљана", Cyrillic::Serbian),
            ("Ќе дојдам", Cyrillic::Macedonian),
            ("Қазақстан тілі", Cyrillic::Russian),
            ("hello", Cyrillic::Russian),
        ] {
            assert_eq!(Cyrillic::of(text.chars().map(u32::from)), language, "{text}");
        }
    }
}
