//! Texts that differ in ASCII alone: what was seen of the rest is remembered.
//!
//! The texts of a campaign come from few templates, and what differs are names and numbers. If those are ASCII, all
//! that is not ASCII is the same from text to text, and need not be looked at again. Where it is not so, as in texts with
//! names in Cyrillic, it is soon given up.

use super::groups::ODD;
use super::seen::Few;
use super::sorts::Sums;
use crate::kernel::{Gathered, Level, Place};

/// Texts that are remembered at once.
const PLACES: usize = 64;
/// Octets of a text that is gathered: of longer ones there is seldom room.
const LONGEST: usize = 2 * Gathered::MOST;
/// So many more texts may be new than known, and it is tried all the same.
const PATIENCE: usize = 64;

/// What is remembered of a text.
#[derive(Clone, Copy, Default)]
pub(super) struct Text {
    pub(super) few: Few,
    pub(super) sort: u32,
    pub(super) sums: Sums,
}

/// What was seen of texts, by what is not ASCII in them.
pub(super) struct Remembered {
    gathered: Gathered,
    texts: Vec<([u8; Gathered::MOST], Text)>,
    /// How many were known, and how many were not.
    known: usize,
    new: usize,
}

impl Remembered {
    pub(super) fn new() -> Self {
        let mut remembered = Remembered { gathered: Gathered::default(), texts: Vec::new(), known: 0, new: 0 };
        remembered.forget();
        remembered
    }

    /// Forgets all texts.
    pub(super) fn forget(&mut self) {
        self.texts.clear();
        // No text has such octets.
        self.texts.resize(PLACES, ([b' '; Gathered::MOST], Text::default()));
    }

    /// Gathers a text, if it is worth it; says whether it has been gathered.
    #[inline]
    pub(super) fn gather(&mut self, octets: &[u8], place: Place) -> bool {
        place.end - place.start <= LONGEST
            && self.new <= self.known + PATIENCE
            && Level::active().gather(octets, place, &mut self.gathered)
    }

    /// What is remembered of the text that was gathered, and its letters of ASCII.
    #[inline]
    pub(super) fn known(&mut self) -> Option<(&Text, usize)> {
        let (octets, text) = &self.texts[self.place()];
        let known = octets == self.gathered.octets();
        self.known += usize::from(known);
        self.new += usize::from(!known);
        known.then_some((text, self.gathered.letters()))
    }

    /// Remembers the text that was gathered.
    pub(super) fn keep(&mut self, text: Text) {
        let place = self.place();
        self.texts[place] = (*self.gathered.octets(), text);
    }

    #[inline]
    fn place(&self) -> usize {
        (self.gathered.hash().wrapping_mul(ODD) >> (u64::BITS - PLACES.ilog2())) as usize
    }
}
