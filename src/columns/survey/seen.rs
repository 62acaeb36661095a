//! What was seen of a text: kinds of characters, and how many of each.

use super::class::{Classes, LATIN};
use super::groups::ODD;
use crate::kernel::Kinds;

/// Keys that are looked for all at once. Most texts have one or two, and a text with more of them that are characters has
/// more than are told apart.
pub(super) const FEW: usize = 8;

/// A kind of characters, or one character that is told apart from others of its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Key(u32);

impl Key {
    /// All characters that are not told apart any more: there are too many.
    pub(super) const REST: Key = Key(1);

    /// `code` is 0 where those of the kind are not told apart.
    #[inline(always)]
    fn new(kind: u8, code: u32) -> Self {
        Key((u32::from(kind) + 1) << 24 | code)
    }

    pub(super) fn kind(self) -> Option<u8> {
        (self.0 >> 24).checked_sub(1).map(|kind| kind as u8)
    }

    pub(super) fn character(self) -> Option<char> {
        char::from_u32(self.0 & 0xFF_FFFF)
    }
}

/// A few keys, each once, in the order of the text; behind them that of nothing.
#[derive(Clone, Copy, Default)]
pub(super) struct Few {
    pub(super) keys: [Key; FEW],
    pub(super) often: [u32; FEW],
    count: usize,
    pub(super) hash: u64,
}

/// What has been seen of a text so far, and memory for the next one.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) few: Few,
    /// Kinds that find no place there, and all characters that do not.
    pub(super) more: Vec<(Key, u32)>,
    /// Latin letters that have no key: those of ASCII, and of the rest.
    pub(super) letters: usize,
}

impl Seen {
    #[inline]
    pub(super) fn clear(&mut self) {
        self.see_again(&Few::default(), 0);
    }

    /// Sees what was seen of another text, and so many letters of ASCII.
    #[inline]
    pub(super) fn see_again(&mut self, few: &Few, letters: usize) {
        (self.few, self.letters) = (*few, letters);
        self.more.clear();
    }

    /// Adds so many characters of a kind, or this one, if those of the kind are told apart.
    #[inline(always)]
    pub(super) fn add(&mut self, kind: u8, code: u32, often: usize, classes: &Classes) {
        let key = Key::new(kind, code);
        // Nothing here is a way out, as a rule: nobody can foresee it.
        let mut places: [u32; FEW] = std::array::from_fn(|place| 1 << place);
        places
            .iter_mut()
            .zip(&self.few.keys)
            .for_each(|(place, other)| *place &= 0u32.wrapping_sub((*other == key).into()));
        let known = places.into_iter().fold(0, |known, place| known | place);
        let new = known == 0;
        let place = if new { self.few.count } else { known.trailing_zeros() as usize };
        if place >= FEW || kind == Kinds::BEYOND {
            return self.add_more(kind, code, often, classes);
        }
        self.few.keys[place] = key;
        self.few.often[place] += often as u32;
        self.few.count += usize::from(new);
        let hash = (self.few.hash ^ u64::from(key.0)).wrapping_mul(ODD).rotate_left(29);
        self.few.hash = if new { hash } else { self.few.hash };
    }

    #[cold]
    #[inline(never)]
    fn add_more(&mut self, kind: u8, code: u32, often: usize, classes: &Classes) {
        if kind == Kinds::BEYOND {
            let (kind, code) = classes.beyond(code);
            return self.add(kind, code, often, classes);
        }
        let mut key = Key::new(kind, code);
        if code != 0 {
            key = Key::REST;
            self.letters += if classes.class(kind).script() == Some(LATIN) { often } else { 0 };
        }
        match self.more.iter_mut().find(|(other, _)| *other == key) {
            Some((_, count)) => *count += often as u32,
            None => self.more.push((key, often as u32)),
        }
    }

    #[inline]
    pub(super) fn keys(&self) -> impl Iterator<Item = Key> {
        self.all().map(|(key, _)| key)
    }

    /// How often each key was seen.
    #[inline]
    pub(super) fn often(&self) -> impl Iterator<Item = u32> {
        self.all().map(|(_, often)| often)
    }

    #[inline]
    fn all(&self) -> impl Iterator<Item = (Key, u32)> {
        let few = self.few.keys.into_iter().zip(self.few.often).take(self.few.count);
        few.chain(self.more.iter().copied())
    }
}
