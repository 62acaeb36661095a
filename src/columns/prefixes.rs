//! Many numbers at once: the longest prefix of each that a list holds.

use super::Rows;
use super::parallel::{piece, pieces, work_off};
use crate::Text;

/// A number that begins with no prefix of the list.
pub const NO_PREFIX: i32 = -1;
/// A row that is no number: something else than 1 to 15 ASCII digits (ITU-T E.164) behind an optional `+`, or a leading 0.
pub const NO_NUMBER: i32 = -2;
/// A row without a number.
pub const MISSING: i32 = -3;

/// The digits of an international number at most (ITU-T E.164 clause 6).
const LONGEST: usize = 15;

/// A list of prefixes, as a tree of digits.
pub struct Prefixes {
    nodes: Vec<Node>,
}

#[derive(Clone, Copy)]
struct Node {
    next: [u32; 10],
    /// The entry for numbers that begin so.
    begins: i32,
    /// The entry for the number that is so as a whole.
    whole: i32,
}

impl Node {
    const EMPTY: Node = Node { next: [0; 10], begins: NO_PREFIX, whole: NO_PREFIX };
}

impl Prefixes {
    /// Prefixes with their numbers, counted from 0; those that stand for a whole number are marked. `None` if one is not
    /// made of ASCII digits. Of two equal ones the first counts.
    #[must_use]
    pub fn new<'a>(entries: impl IntoIterator<Item = (&'a str, bool)>) -> Option<Self> {
        let mut nodes = vec![Node::EMPTY];
        for (number, (prefix, whole)) in entries.into_iter().enumerate() {
            let mut at = 0;
            for octet in prefix.bytes() {
                let digit = digit(octet)?;
                if nodes[at].next[digit] == 0 {
                    nodes[at].next[digit] = u32::try_from(nodes.len()).ok()?;
                    nodes.push(Node::EMPTY);
                }
                at = nodes[at].next[digit] as usize;
            }
            let node = &mut nodes[at];
            let entry = if whole { &mut node.whole } else { &mut node.begins };
            if *entry == NO_PREFIX {
                *entry = i32::try_from(number).ok()?;
            }
        }
        Some(Prefixes { nodes })
    }

    /// The number of the longest prefix; [`NO_PREFIX`] or [`NO_NUMBER`] where there is none.
    #[must_use]
    pub fn find(&self, number: &[u8]) -> i32 {
        let digits = number.strip_prefix(b"+").unwrap_or(number);
        // Without a way out the compiler looks at many digits at a time.
        let all_digits = |octets: &[u8]| octets.iter().fold(true, |all, octet| all & octet.is_ascii_digit());
        if matches!(digits, [] | [b'0', ..]) || digits.len() > LONGEST || !all_digits(digits) {
            return NO_NUMBER;
        }
        let mut at = &self.nodes[0];
        let mut found = at.begins;
        for &octet in digits {
            // Node 0 is the root, to which no digit leads.
            match digit(octet).map(|digit| at.next[digit]) {
                Some(next) if next != 0 => at = &self.nodes[next as usize],
                _ => return found,
            }
            if at.begins != NO_PREFIX {
                found = at.begins;
            }
        }
        if at.whole == NO_PREFIX { found } else { at.whole }
    }

    /// Looks up the rows of all parts, on so many threads.
    #[must_use]
    pub fn find_all(&self, parts: &[&dyn Rows], threads: usize) -> Vec<i32> {
        let total = parts.iter().map(|rows| rows.len()).sum();
        let jobs = pieces(parts, piece(total, threads));
        let done = work_off(jobs, threads, |(rows, range)| {
            let slowly = |index| match rows.row(index) {
                Ok(Text::Latin1(octets)) => self.find(octets),
                Ok(_) | Err(super::ErrorCode::InvalidUtf8 | super::ErrorCode::WrongType) => NO_NUMBER,
                Err(_) => MISSING,
            };
            // Octets that are digits are UTF-8.
            let one = |index| match rows.octets(index) {
                Some((octets, part)) => octets.get(part).map_or(NO_NUMBER, |octets| self.find(octets)),
                None => slowly(index),
            };
            range.map(one).collect::<Vec<_>>()
        });
        done.concat()
    }
}

fn digit(octet: u8) -> Option<usize> {
    octet.is_ascii_digit().then(|| usize::from(octet - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_is_found() {
        let prefixes = Prefixes::new([("27", false), ("2783", false), ("1", false), ("27831", true)]).expect("digits");
        for (number, expected) in [
            ("27821", 0),
            ("2783", 1),
            ("278312", 1),
            ("27831", 3),
            ("+27831", 3),
            ("2", NO_PREFIX),
            ("15551234", 2),
            ("44", NO_PREFIX),
            ("", NO_NUMBER),
            ("+", NO_NUMBER),
            ("++1", NO_NUMBER),
            ("0027821", NO_NUMBER),
            ("27 82", NO_NUMBER),
            ("271234567890123", 0),
            ("2712345678901234", NO_NUMBER),
            ("2783x", NO_NUMBER),
        ] {
            assert_eq!(prefixes.find(number.as_bytes()), expected, "{number}");
        }
    }

    #[test]
    fn an_empty_prefix_is_the_default() {
        let prefixes = Prefixes::new([("27", false), ("", false)]).expect("digits");
        assert_eq!((prefixes.find(b"44"), prefixes.find(b"27"), prefixes.find(b"x")), (1, 0, NO_NUMBER));
    }

    #[test]
    fn a_prefix_that_is_no_digits_is_refused() {
        assert!(Prefixes::new([("2x", false)]).is_none());
    }
}
