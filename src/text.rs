//! The one input type of every stage: a text as CPython holds strings, or as Arrow columns do.
//!
//! A *position* is an index into the storage: for the fixed-width kinds the index of a character of the caller's
//! string, for UTF-8 an octet offset. A high surrogate directly followed by a low one is the character that the
//! pair encodes; any other surrogate is *lone* and is passed on as it is.

/// A text, read in place.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// One octet a character, U+0000 to U+00FF.
    Latin1(&'a [u8]),
    /// One 16-bit unit a character; surrogates may occur.
    Ucs2(&'a [u16]),
    /// One 32-bit unit a character; surrogates may occur.
    Ucs4(&'a [u32]),
    /// UTF-8, well formed.
    Utf8(&'a str),
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Text::Utf8(text)
    }
}

/// Runs one generic expression over whichever storage a text has.
macro_rules! with_source {
    ($text:expr, $source:ident => $body:expr) => {
        match $text {
            $crate::text::Text::Latin1($source) => $body,
            $crate::text::Text::Ucs2($source) => $body,
            $crate::text::Text::Ucs4($source) => $body,
            $crate::text::Text::Utf8($source) => $body,
        }
    };
}
pub(crate) use with_source;

/// A storage as the text that it is. A function that is called rarely from a hot path takes one of these: it is passed
/// in two registers, where a `Text` would be passed in memory, and would have to be there on the hot path as well.
pub(crate) trait Stored<'a>: Copy {
    fn text(self) -> Text<'a>;
}

macro_rules! stored {
    ($storage:ty, $kind:ident) => {
        impl<'a> Stored<'a> for &'a $storage {
            #[inline(always)]
            fn text(self) -> Text<'a> {
                Text::$kind(self)
            }
        }
    };
}

stored!([u8], Latin1);
stored!([u16], Ucs2);
stored!([u32], Ucs4);
stored!(str, Utf8);

impl<'a> Text<'a> {
    /// The position behind the last character.
    #[inline(always)]
    #[must_use]
    pub fn end(self) -> usize {
        with_source!(self, source => source.end())
    }

    /// The part of the text between two positions of character boundaries.
    #[must_use]
    pub fn slice(self, range: std::ops::Range<usize>) -> Text<'a> {
        match self {
            Text::Latin1(units) => Text::Latin1(&units[range]),
            Text::Ucs2(units) => Text::Ucs2(&units[range]),
            Text::Ucs4(units) => Text::Ucs4(&units[range]),
            Text::Utf8(text) => Text::Utf8(&text[range]),
        }
    }

    /// The characters with their positions.
    pub fn characters(self) -> impl Iterator<Item = (usize, u32)> + 'a {
        let mut position = 0;
        std::iter::from_fn(move || {
            let (character, next) = with_source!(self, source => source.next(position))?;
            let at = std::mem::replace(&mut position, next);
            Some((at, character))
        })
    }

    /// The character at a position, which must be one of a character.
    pub(crate) fn character(self, position: usize) -> u32 {
        with_source!(self, source => source.next(position)).map_or(0, |(character, _)| character)
    }

    /// Whether a pair of surrogates stands where one character could: such a text is rewritten before it is sent.
    #[must_use]
    pub fn has_surrogate_pair(self) -> bool {
        match self {
            _ if !crate::kernel::Level::active().has_surrogate(self) => false,
            Text::Latin1(_) | Text::Utf8(_) => false,
            Text::Ucs2(units) => units.windows(2).any(|w| pair(u32::from(w[0]), u32::from(w[1])).is_some()),
            Text::Ucs4(units) => units.windows(2).any(|w| pair(w[0], w[1]).is_some()),
        }
    }
}

/// What the stages are generic over: characters by position.
pub(crate) trait Source: Copy {
    /// The position behind the last character.
    fn end(self) -> usize;
    /// The character at a position and the position of the next one.
    fn next(self, position: usize) -> Option<(u32, usize)>;
}

/// A storage in which every unit is a character, or half of a pair of surrogates.
pub(crate) trait Fixed: Source {
    /// The unit at a position before the end.
    fn unit(self, position: usize) -> u32;
}

impl Fixed for &[u8] {
    #[inline]
    fn unit(self, position: usize) -> u32 {
        self[position].into()
    }
}

impl Fixed for &[u16] {
    #[inline]
    fn unit(self, position: usize) -> u32 {
        self[position].into()
    }
}

impl Fixed for &[u32] {
    #[inline]
    fn unit(self, position: usize) -> u32 {
        self[position]
    }
}

/// Whether a code point is one half of a surrogate pair.
#[inline]
#[must_use]
pub fn is_surrogate(character: u32) -> bool {
    character & 0xFFFF_F800 == 0xD800
}

/// The character that a high and a low surrogate encode together.
#[inline]
#[must_use]
pub(crate) fn pair(high: u32, low: u32) -> Option<u32> {
    (high & 0xFFFF_FC00 == 0xD800 && low & 0xFFFF_FC00 == 0xDC00)
        .then(|| 0x1_0000 + ((high & 0x3FF) << 10) + (low & 0x3FF))
}

impl Source for &[u8] {
    #[inline]
    fn end(self) -> usize {
        self.len()
    }

    #[inline]
    fn next(self, position: usize) -> Option<(u32, usize)> {
        self.get(position).map(|&unit| (u32::from(unit), position + 1))
    }
}

impl Source for &[u16] {
    #[inline]
    fn end(self) -> usize {
        self.len()
    }

    #[inline]
    fn next(self, position: usize) -> Option<(u32, usize)> {
        let unit = u32::from(*self.get(position)?);
        if is_surrogate(unit)
            && let Some(character) = self.get(position + 1).and_then(|&low| pair(unit, u32::from(low)))
        {
            return Some((character, position + 2));
        }
        Some((unit, position + 1))
    }
}

impl Source for &[u32] {
    #[inline]
    fn end(self) -> usize {
        self.len()
    }

    #[inline]
    fn next(self, position: usize) -> Option<(u32, usize)> {
        let unit = *self.get(position)?;
        if is_surrogate(unit)
            && let Some(character) = self.get(position + 1).and_then(|&low| pair(unit, low))
        {
            return Some((character, position + 2));
        }
        Some((unit, position + 1))
    }
}

impl Source for &str {
    #[inline]
    fn end(self) -> usize {
        self.len()
    }

    #[inline]
    fn next(self, position: usize) -> Option<(u32, usize)> {
        let octets = self.as_bytes();
        let first = u32::from(*octets.get(position)?);
        let tail = |i: usize| octets.get(position + i).map_or(0, |&octet| u32::from(octet & 0x3F));
        Some(match first {
            0..=0x7F => (first, position + 1),
            0x80..=0xDF => ((first & 0x1F) << 6 | tail(1), position + 2),
            0xE0..=0xEF => ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), position + 3),
            _ => ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), position + 4),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_storages_give_the_same_characters() {
        let text = "a£€\u{FFFF}😀z";
        let expected: Vec<u32> = text.chars().map(u32::from).collect();
        let utf16: Vec<u16> = text.encode_utf16().collect();
        for source in [Text::Utf8(text), Text::Ucs2(&utf16), Text::Ucs4(&expected)] {
            assert_eq!(source.characters().map(|(_, c)| c).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn a_surrogate_is_lone_unless_a_high_one_meets_a_low_one() {
        let units = [0xDE00u16, 0xD83D, 0xD83D, 0xDE00, 0xD83D];
        let seen: Vec<_> = Text::Ucs2(&units).characters().collect();
        assert_eq!(seen, [(0, 0xDE00), (1, 0xD83D), (2, 0x1F600), (4, 0xD83D)]);
        assert!(Text::Ucs2(&units).has_surrogate_pair());
        assert!(!Text::Ucs2(&units[..3]).has_surrogate_pair());
    }
}
