//! Where a segment should end: at clusters, at words, never in a link.
//!
//! Every place of a text has a rank, which depends on the text alone: inside a cluster, between clusters, between words
//! inside a link, between words. The parts between two places of a rank are kept whole if they fit into a segment; one
//! that does not is cut at the places of the next lower rank, by the same rule, at last between any two characters.
//! So the places where a cut may be are the same wherever a segment begins, and to cut at the last one that fits gives
//! the fewest segments.
//!
//! * *Clusters* are extended grapheme clusters (UAX #29): flags, families, letters with their marks, Hangul syllables,
//!   Indic conjuncts, CR LF.
//! * *Words* end at white space, on either side of it, so that spaces stay with the word before them while they fit.
//!   Scripts that are written without spaces (Han, kana, Thai, Khmer, ...) may be cut between any two clusters, but not
//!   before what closes or behind what opens. The word boundaries of UAX #29 would not do: they part a word from its
//!   full stop and "don't-touch" at its hyphen.
//! * *Links* are addresses, placeholders and numbers, see [`crate::links`].

use std::cell::OnceCell;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::links::{self, Link};
use crate::options::Boundary;

/// What a place of a text is at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    /// Between two words, not in a link.
    Free,
    /// Between two words.
    Word,
    /// Between two clusters.
    Cluster,
}

/// The places of a text at which a segment may end.
pub(super) struct Breaks<'a> {
    text: &'a [u32],
    ranks: &'static [Rank],
    clusters: Clusters<'a>,
    links: OnceCell<Vec<Link>>,
}

impl<'a> Breaks<'a> {
    pub(super) fn new(text: &'a [u32], boundary: Boundary) -> Self {
        let ranks: &[Rank] = match boundary {
            Boundary::Character => &[],
            Boundary::Grapheme => &[Rank::Cluster],
            Boundary::Word => &[Rank::Free, Rank::Word, Rank::Cluster],
        };
        Breaks { text, ranks, clusters: Clusters::new(text), links: OnceCell::new() }
    }

    /// The last place up to `reach` at which a segment may end that holds `most` units. It takes time in proportion to
    /// the segment.
    pub(super) fn latest(&self, reach: usize, most: usize, units: impl Fn(u32) -> usize) -> usize {
        for &rank in self.ranks {
            if self.is(rank, reach) {
                return reach;
            }
            let (mut start, mut end, mut total) = (reach, reach, 0);
            while total <= most && !self.is(rank, start) {
                start -= 1;
                total += units(self.text[start]);
            }
            while total <= most && !self.is(rank, end) {
                total += units(self.text[end]);
                end += 1;
            }
            if total <= most {
                return start;
            }
        }
        reach
    }

    /// Whether a place has a rank; both ends of the text have every one.
    fn is(&self, rank: Rank, place: usize) -> bool {
        if place == 0 || place == self.text.len() {
            return true;
        }
        let word = || ends_word(self.text[place - 1], self.text[place]);
        match rank {
            Rank::Cluster => self.clusters.is_boundary(place),
            Rank::Word => word() && self.clusters.is_boundary(place),
            Rank::Free => word() && !self.is_in_link(place) && self.clusters.is_boundary(place),
        }
    }

    fn is_in_link(&self, place: usize) -> bool {
        let links = self.links.get_or_init(|| links::find(self.text));
        let next = links.partition_point(|link| link.range.end <= place);
        links.get(next).is_some_and(|link| link.range.start < place)
    }
}

/// Whether a word may end between two characters.
fn ends_word(before: u32, after: u32) -> bool {
    let [before, after] = [before, after].map(character);
    let spaced = is_space(before) || is_space(after);
    spaced || ((is_unspaced(before) || is_unspaced(after)) && !opens(before) && !closes(after))
}

/// White space at which a line could be broken, and the invisible one that parts Thai and Khmer words.
fn is_space(c: char) -> bool {
    (c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')) || c == '\u{200B}'
}

/// Characters of scripts that put no space between words: the classes ID, CJ and SA of UAX #14, by block.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}'       // Thai, Lao
        | '\u{1000}'..='\u{109F}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}' // Myanmar
        | '\u{1780}'..='\u{17FF}' | '\u{19E0}'..='\u{19FF}' // Khmer
        | '\u{1950}'..='\u{19DF}' | '\u{1A20}'..='\u{1AAF}' | '\u{AA80}'..='\u{AADF}' // Tai
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' // Han: radicals, marks
        | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}' // kana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
        | '\u{A000}'..='\u{A4CF}'     // Yi
    )
}

/// What no line begins with: closing brackets and quotes, stops, marks of repetition and abbreviation.
fn closes(c: char) -> bool {
    ",.;:!?)]}%\u{BB}’”…‰、。〉》」』】〕〗々〻ー・！％），．：；？］｝｡｣､\u{0E2F}\u{0E46}".contains(c)
}

/// What no line ends with: opening brackets and quotes, currencies before an amount.
fn opens(c: char) -> bool {
    "([{\u{AB}‘“〈《「『【〔〖（［｛｢$£¥￥€".contains(c)
}

fn character(unit: u32) -> char {
    // What is no character is a control to UAX #29 (rules GB4 and GB5), as NUL is.
    char::from_u32(unit).unwrap_or('\0')
}

/// The extended grapheme clusters of a text, looked for only where somebody asks.
struct Clusters<'a> {
    text: &'a [u32],
    /// All boundaries, made when a cluster is met that is longer than [`NEAR`]: so no text takes more than a look at
    /// every character.
    all: OnceCell<Vec<bool>>,
}

/// So far a boundary is looked for whose rules need no context.
const NEAR: usize = 16;

impl<'a> Clusters<'a> {
    fn new(text: &'a [u32]) -> Self {
        Clusters { text, all: OnceCell::new() }
    }

    /// Whether a place between two characters is between two clusters.
    fn is_boundary(&self, place: usize) -> bool {
        if let Some(all) = self.all.get() {
            return all[place];
        }
        if self.is_sure(place) {
            return true;
        }
        let nearest = (place.saturating_sub(NEAR).max(1)..place).rev().find(|&start| self.is_sure(start));
        match nearest.or((place <= NEAR).then_some(0)) {
            Some(start) => is_parted(self.text[start..=place].iter().map(|&unit| character(unit))),
            None => self.all.get_or_init(|| cluster_boundaries(self.text))[place],
        }
    }

    /// Whether a place is a boundary whatever stands further away.
    ///
    /// GB9c, GB11, GB12 and GB13 alone look further back than one character, and only forbid: they need a mark or a
    /// joiner before the place and a consonant or a picture behind it, or two regional indicators.
    fn is_sure(&self, place: usize) -> bool {
        const PLAIN: u32 = 0x300;
        let [before, after] = [self.text[place - 1], self.text[place]];
        if before < PLAIN && after < PLAIN {
            return (before, after) != (0x0D, 0x0A); // GB3
        }
        let [before, after] = [before, after].map(character);
        let is_regional = |c| matches!(c, '\u{1F1E6}'..='\u{1F1FF}');
        is_parted([before, after])
            && !is_regional(before)
            && (is_parted(['a', before])
                || (is_parted(['\u{915}', '\u{94D}', after]) && is_parted(['\u{1F600}', '\u{200D}', after])))
    }
}

/// Whether a boundary stands before the last of these characters, the first of which begins a cluster.
fn is_parted(characters: impl IntoIterator<Item = char>) -> bool {
    let text: String = characters.into_iter().collect();
    let Some((last, _)) = text.char_indices().next_back() else { return true };
    // The whole text is given, so no context can be missing.
    GraphemeCursor::new(last, text.len(), true).is_boundary(&text, 0).unwrap_or(true)
}

/// The places of a text at which something ends that readers keep together: a word that is in no link for
/// [`Boundary::Word`], else a cluster. Both ends of the text are among them.
pub(crate) fn reader_boundaries(text: &[u32], boundary: Boundary) -> Vec<usize> {
    let breaks = Breaks::new(text, boundary);
    let ends = cluster_boundaries(text).into_iter().enumerate().filter_map(|(place, end)| end.then_some(place));
    ends.filter(|&place| boundary != Boundary::Word || breaks.is(Rank::Free, place)).collect()
}

/// Whether a cluster ends at each place of a text, both ends included.
fn cluster_boundaries(text: &[u32]) -> Vec<bool> {
    let mut all = vec![false; text.len() + 1];
    let characters: String = text.iter().map(|&unit| character(unit)).collect();
    let mut place = 0;
    for cluster in characters.graphemes(true) {
        all[place] = true;
        place += cluster.chars().count();
    }
    all[place] = true;
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Vec<u32> {
        text.chars().map(u32::from).collect()
    }

    /// Where a segment may end that holds so many characters.
    fn places(text: &str, boundary: Boundary, most: usize) -> Vec<usize> {
        let text = points(text);
        let breaks = Breaks::new(&text, boundary);
        (0..=text.len()).filter(|&place| breaks.latest(place, most, |_| 1) == place).collect()
    }

    #[test]
    fn clusters_are_kept_whole_where_they_fit() {
        let cases: [(&str, usize, &[usize]); 8] = [
            ("ab", 9, &[0, 1, 2]),
            ("a\r\nb", 9, &[0, 1, 3, 4]),
            ("🇩🇪🇫🇷🇪", 9, &[0, 2, 4, 5]),
            ("x👨\u{200D}👩\u{200D}👧y", 9, &[0, 1, 6, 7]),
            ("👍\u{1F3FD}e\u{301}", 9, &[0, 2, 4]),
            ("क\u{94D}षि", 9, &[0, 4]),
            ("\u{1112}\u{1161}\u{11AB}한", 9, &[0, 3, 4]),
            ("e\u{301}\u{302}x", 2, &[0, 1, 2, 3, 4]),
        ];
        for (text, most, expected) in cases {
            assert_eq!(places(text, Boundary::Grapheme, most), expected, "{text:?}");
        }
    }

    #[test]
    fn words_numbers_and_addresses_are_kept_whole_where_they_fit() {
        let cases: [(&str, usize, &[usize]); 12] = [
            ("ab cd", 9, &[0, 2, 3, 5]),
            ("ab  cd", 9, &[0, 2, 3, 4, 6]),
            ("ab\u{A0}cd", 9, &[0, 5]),
            ("don't-touch.", 20, &[0, 12]),
            ("abcd e", 3, &[0, 1, 2, 3, 4, 5, 6]),
            ("a 12 34 b", 9, &[0, 1, 2, 7, 8, 9]),
            ("a 12 34 b", 4, &[0, 1, 2, 4, 5, 7, 8, 9]),
            ("a {{ b }} c", 9, &[0, 1, 2, 9, 10, 11]),
            ("你好。世", 9, &[0, 1, 3, 4]),
            ("「你」好", 9, &[0, 3, 4]),
            ("ก\u{E34}ข ab", 9, &[0, 2, 3, 4, 6]),
            ("a \u{301}b", 9, &[0, 1, 4]),
        ];
        for (text, most, expected) in cases {
            assert_eq!(places(text, Boundary::Word, most), expected, "{text:?}");
        }
    }

    /// Whatever is near or far, a look at one place says what segmentation of the whole text says.
    #[test]
    fn clusters_seen_nearby_are_those_of_the_whole_text() {
        let pieces = [
            "a",
            " ",
            "\r",
            "\n",
            "\u{301}",
            "\u{200D}",
            "😀",
            "👩",
            "\u{1F3FD}",
            "🇩",
            "🇪",
            "क",
            "\u{94D}",
            "ষ",
            "\u{9CD}",
            "\u{93F}",
            "\u{1100}",
            "\u{1161}",
            "\u{11A8}",
            "한",
            "\u{600}",
            "ก",
            "\u{E33}",
            "©",
            "\u{FE0F}",
            "你",
            "\0",
            "\u{10D4}",
            "\u{0D4E}",
        ];
        let mut random = 7u64;
        let (mut compared, mut parted) = (0, 0);
        for case in 0..6000u32 {
            // Few kinds in a text, so that long clusters come about.
            let first = case as usize * 5 % pieces.len();
            let kinds = 2 + case as usize % 9;
            let mut text = String::new();
            for _ in 0..case % 40 {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text += pieces[(first + (random >> 33) as usize % kinds * 3) % pieces.len()];
            }
            let text = points(&text);
            let all = cluster_boundaries(&text);
            for (place, &boundary) in all.iter().enumerate().take(text.len()).skip(1) {
                assert_eq!(Clusters::new(&text).is_boundary(place), boundary, "{place} {text:X?}");
                compared += 1;
                parted += usize::from(boundary);
            }
        }
        assert!(compared > 50_000 && parted > compared / 5 && parted < compared * 4 / 5, "{parted} of {compared}");
    }
}
