//! What is not ASCII of a text in UTF-8, by itself: texts that differ in names and numbers often have the same.

use super::marks::Place;

/// Octets that are not ASCII, in order, and what else is known of the text that they are of.
pub struct Gathered {
    /// What is behind the end is 0, up to [`Gathered::MOST`]. What is behind that is written over.
    pub(super) octets: [u8; Gathered::ROOM],
    /// Their sum, and their number.
    pub(super) sum: u64,
    pub(super) length: usize,
    /// Letters of ASCII.
    pub(super) letters: usize,
}

impl Default for Gathered {
    fn default() -> Self {
        Gathered { octets: [0; Gathered::ROOM], sum: 0, length: 0, letters: 0 }
    }
}

impl Gathered {
    /// Octets that there may be.
    pub const MOST: usize = 128;
    /// 32 more can be written before it is found that there are too many, or behind the last one.
    const ROOM: usize = Gathered::MOST + 32;

    /// The octets, and 0 behind them: none of them is that.
    #[inline(always)]
    #[must_use]
    pub fn octets(&self) -> &[u8; Gathered::MOST] {
        self.octets.first_chunk().expect("there are more")
    }

    /// A number that is the same for the same octets.
    #[inline(always)]
    #[must_use]
    pub fn hash(&self) -> u64 {
        self.sum ^ (self.length as u64) << 16
    }

    /// The letters of ASCII.
    #[inline(always)]
    #[must_use]
    pub fn letters(&self) -> usize {
        self.letters
    }
}

/// See [`super::Level::gather`].
pub(super) fn gather(octets: &[u8], place: Place, to: &mut Gathered) -> bool {
    *to = Gathered::default();
    for &octet in &octets[place.start..place.end] {
        to.letters += usize::from(octet.is_ascii_alphabetic());
        if !octet.is_ascii() {
            if to.length == Gathered::MOST {
                return false;
            }
            to.octets[to.length] = octet;
            to.sum += u64::from(octet);
            to.length += 1;
        }
    }
    true
}
