//! The number that a reader sees in every segment of a message of several: "(2/3)".

use crate::encoding::Encoding;

/// The form of a number: `" ({sequence}/{total})"`, or with `{text}` where the segment's text stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Numbering {
    form: String,
    /// Before the text of a segment.
    before: Vec<Piece>,
    /// Behind it.
    after: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Piece {
    Character(char),
    Sequence,
    Total,
}

impl Numbering {
    /// What a form must be.
    pub const FORM: &'static str = "a text with {sequence}, perhaps {total}, and at most one {text}";

    /// Reads a form: `{sequence}`, `{total}` and `{text}` are filled in, `{{` and `}}` are braces. Without `{text}`,
    /// the number stands behind the text. `None` for a form without `{sequence}`, or with anything else in braces.
    #[must_use]
    pub fn parse(form: &str) -> Option<Self> {
        let (mut pieces, mut text) = (Vec::new(), None);
        let mut rest = form;
        while let Some(character) = rest.chars().next() {
            let (piece, length) = match character {
                '{' | '}' if rest[1..].starts_with(character) => (Piece::Character(character), 2),
                '{' => {
                    let length = rest.find('}')? + 1;
                    let piece = match &rest[1..length - 1] {
                        "sequence" => Piece::Sequence,
                        "total" => Piece::Total,
                        "text" if text.is_none() => {
                            text = Some(pieces.len());
                            rest = &rest[length..];
                            continue;
                        }
                        _ => return None,
                    };
                    (piece, length)
                }
                '}' => return None,
                _ => (Piece::Character(character), character.len_utf8()),
            };
            pieces.push(piece);
            rest = &rest[length..];
        }
        let after = pieces.split_off(text.unwrap_or(0));
        let numbered = pieces.iter().chain(&after).any(|piece| *piece == Piece::Sequence);
        numbered.then(|| Numbering { form: form.to_owned(), before: pieces, after })
    }

    /// The form as it was given.
    #[must_use]
    pub fn form(&self) -> &str {
        &self.form
    }

    /// What stands before and behind the text of a segment.
    #[must_use]
    pub fn around(&self, sequence: usize, total: usize) -> [Vec<u32>; 2] {
        [&self.before, &self.after].map(|pieces| {
            let text = pieces.iter().map(|piece| match piece {
                Piece::Character(character) => character.to_string(),
                Piece::Sequence => sequence.to_string(),
                Piece::Total => total.to_string(),
            });
            text.collect::<String>().chars().map(u32::from).collect()
        })
    }

    /// Units of it for numbers of so many digits; `None` if the encoding lacks one of its characters.
    pub(crate) fn units(&self, encoding: Encoding, sequence_digits: usize, total_digits: usize) -> Option<usize> {
        // Every alphabet holds the digits, each in one unit.
        self.before.iter().chain(&self.after).try_fold(0, |units, piece| {
            Some(
                units
                    + match piece {
                        Piece::Character(character) => encoding.units(u32::from(*character))?,
                        Piece::Sequence => sequence_digits,
                        Piece::Total => total_digits,
                    },
            )
        })
    }
}

/// Digits of a number from 1 on.
pub(crate) fn digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |power| power as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Alphabet, NationalLanguage};

    fn filled(form: &str) -> Option<(String, String)> {
        let text = |units: &[u32]| units.iter().filter_map(|&unit| char::from_u32(unit)).collect();
        Numbering::parse(form).map(|numbering| numbering.around(2, 13)).map(|[a, b]| (text(&a), text(&b)))
    }

    #[test]
    fn a_form_is_filled_before_or_behind_the_text() {
        assert_eq!(filled(" ({sequence}/{total})"), Some((String::new(), " (2/13)".into())));
        assert_eq!(filled("{sequence}/{total} {text}"), Some(("2/13 ".into(), String::new())));
        assert_eq!(filled("[{sequence}]{text}…"), Some(("[2]".into(), "…".into())));
        assert_eq!(filled("{{{sequence}}}"), Some((String::new(), "{2}".into())));
    }

    #[test]
    fn other_forms_are_refused() {
        for form in ["", "{total}", "{}", "{0}", "{sequence:03}", "{sequence", "sequence}", "{text}{sequence}{text}"] {
            assert_eq!(Numbering::parse(form), None, "{form}");
        }
    }

    #[test]
    fn every_alphabet_holds_the_digits_in_one_unit() {
        let languages: Vec<_> = std::iter::once(None).chain(NationalLanguage::ALL.into_iter().map(Some)).collect();
        let mut seen = 0;
        for &single in &languages {
            for &locking in languages.iter().filter(|l| l.is_none_or(NationalLanguage::has_locking_table)) {
                let encoding = Encoding::Gsm7(Alphabet { locking, single });
                assert!(('0'..='9').all(|digit| encoding.units(digit.into()) == Some(1)), "{locking:?}");
                seen += 1;
            }
        }
        assert!(seen > 100);
    }

    #[test]
    fn digits_are_counted() {
        for (number, expected) in [(0, 1), (1, 1), (9, 1), (10, 2), (99, 2), (100, 3), (255, 3)] {
            assert_eq!(digits(number), expected, "{number}");
        }
    }
}
