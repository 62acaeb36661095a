//! Segmentation: the only place that cuts.
//!
//! [`Cuts`] walks a text and ends a segment where the next character would not fit: each segment is as full as whole
//! characters allow, and that gives the fewest segments. A character is never divided, so neither is an escape pair
//! nor a surrogate pair (3GPP TS 23.040 clause 9.2.3.24.1). Counting is the number of cuts, without the octets.

use crate::text::Source;

/// One segment of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The position behind its last character.
    pub(crate) end: usize,
    /// Its units.
    pub(crate) units: usize,
}

/// The segments of a text at a capacity; see [`count`] for the closed form.
pub(crate) struct Cuts<S, U> {
    source: S,
    units: U,
    capacity: usize,
    position: usize,
}

/// A character needs more units than a segment holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoRoom;

impl<S: Source, U: Fn(u32) -> usize> Cuts<S, U> {
    /// Cuts from the beginning; `units` gives the cost of a character.
    pub(crate) fn new(source: S, units: U, capacity: usize) -> Self {
        Cuts { source, units, capacity, position: 0 }
    }
}

impl<S: Source, U: Fn(u32) -> usize> Iterator for Cuts<S, U> {
    type Item = Result<Cut, NoRoom>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.position;
        let mut used = 0;
        while let Some((character, next)) = self.source.next(self.position) {
            let units = (self.units)(character);
            if used + units > self.capacity {
                break;
            }
            used += units;
            self.position = next;
        }
        if self.position > start {
            return Some(Ok(Cut { end: self.position, units: used }));
        }
        (start < self.source.end()).then(|| {
            self.position = self.source.end();
            Err(NoRoom)
        })
    }
}

/// What a text takes at the capacity that its messages has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) segments: usize,
    /// Units in the last segment.
    pub(crate) last: usize,
}

/// The number of cuts of a text whose units are known to be `total`, `wide` of them second units of a character.
pub(crate) fn count<S: Source>(
    source: S,
    units: impl Fn(u32) -> usize,
    capacity: usize,
    total: usize,
    wide: usize,
) -> Result<Count, NoRoom> {
    if wide == 0 && capacity > 0 {
        // Every character is one unit: all segments but the last are full.
        let segments = total.div_ceil(capacity);
        return Ok(Count { segments, last: total - (segments.max(1) - 1) * capacity });
    }
    let mut count = Count { segments: 0, last: 0 };
    for cut in Cuts::new(source, units, capacity) {
        count = Count { segments: count.segments + 1, last: cut?.units };
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(text: &str, capacity: usize) -> Result<Vec<(usize, usize)>, NoRoom> {
        let units = |c: u32| 1 + usize::from(c == u32::from('€'));
        Cuts::new(text, units, capacity).map(|cut| cut.map(|cut| (cut.end, cut.units))).collect()
    }

    #[test]
    fn a_segment_is_as_full_as_whole_characters_allow() {
        assert_eq!(cuts("abc", 2), Ok(vec![(2, 2), (3, 1)]));
        assert_eq!(cuts("a€b", 2), Ok(vec![(1, 1), (4, 2), (5, 1)]));
        assert_eq!(cuts("", 2), Ok(vec![]));
        assert_eq!(cuts("a€", 1), Err(NoRoom));
        assert_eq!(cuts("a", 0), Err(NoRoom));
    }

    #[test]
    fn the_closed_form_counts_the_cuts() {
        for length in 0..40usize {
            let text = "x".repeat(length);
            for capacity in 1..9 {
                let walked = cuts(&text, capacity).unwrap_or_default();
                let counted = count(text.as_str(), |_| 1, capacity, length, 0);
                let last = walked.last().map_or(0, |cut| cut.1);
                assert_eq!(counted, Ok(Count { segments: walked.len(), last }));
            }
        }
    }
}
