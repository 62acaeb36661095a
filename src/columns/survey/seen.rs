//! What was seen of a text: kinds of characters, and how many of each.
//!
//! Texts of one campaign are much alike. Those that have the same kinds of characters are of one [`Sort`]: which of
//! their counts are letters of which script, which are foreign, and what the cause is, is found out once.

use std::collections::HashMap;

use super::class::{Class, Classes, LATIN, MEMBERS, Member};
use super::groups::{ODD, Quick};
use crate::kernel::Kinds;

/// Keys that are looked for all at once. Most texts have one or two, and a text with more of them that are characters has
/// more than are told apart.
const FEW: usize = 8;

/// A kind of characters, or one character that is told apart from others of its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Key(u32);

impl Key {
    const NONE: Key = Key(0);
    /// All characters that are not told apart any more: there are too many.
    const REST: Key = Key(1);

    /// `code` is 0 where those of the kind are not told apart.
    #[inline(always)]
    fn new(kind: u8, code: u32) -> Self {
        Key((u32::from(kind) + 1) << 24 | code)
    }

    fn kind(self) -> Option<u8> {
        (self.0 >> 24).checked_sub(1).map(|kind| kind as u8)
    }

    fn character(self) -> Option<char> {
        char::from_u32(self.0 & 0xFF_FFFF)
    }
}

/// What has been seen of a text so far, and memory for the next one.
#[derive(Default)]
pub(super) struct Seen {
    /// Each once, in the order of the text; behind them [`Key::NONE`].
    keys: [Key; FEW],
    often: [u32; FEW],
    count: usize,
    hash: u64,
    /// Kinds that find no place there, and all characters that do not.
    more: Vec<(Key, u32)>,
    /// Latin letters that have no key: those of ASCII, and of the rest.
    pub(super) letters: usize,
}

impl Seen {
    #[inline]
    pub(super) fn clear(&mut self) {
        (self.keys, self.often) = ([Key::NONE; FEW], [0; FEW]);
        (self.count, self.hash, self.letters) = (0, 0, 0);
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
            .zip(&self.keys)
            .for_each(|(place, other)| *place &= 0u32.wrapping_sub((*other == key).into()));
        let known = places.into_iter().fold(0, |known, place| known | place);
        let new = known == 0;
        let place = if new { self.count } else { known.trailing_zeros() as usize };
        if place >= FEW || kind == Kinds::BEYOND {
            return self.add_more(kind, code, often, classes);
        }
        self.keys[place] = key;
        self.often[place] += often as u32;
        self.count += usize::from(new);
        let hash = (self.hash ^ u64::from(key.0)).wrapping_mul(ODD).rotate_left(29);
        self.hash = if new { hash } else { self.hash };
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
    fn keys(&self) -> impl Iterator<Item = Key> {
        self.keys[..self.count].iter().copied().chain(self.more.iter().map(|&(key, _)| key))
    }

    /// How many characters some keys have.
    #[inline(always)]
    fn sum(&self, of: &Of) -> usize {
        let few: u32 = of.few.iter().zip(&self.often).map(|(of, often)| of & often).sum();
        let more: u32 = of.more.iter().zip(&self.more).map(|(of, (_, often))| of & often).sum();
        (few + more) as usize
    }
}

/// Some keys of a sort: all bits of each are set, or none.
#[derive(Default)]
struct Of {
    few: [u32; FEW],
    more: Vec<u32>,
}

impl Of {
    fn new(keys: impl Iterator<Item = bool>) -> Self {
        let mut of = Of::default();
        for (place, key) in keys.map(|key| if key { u32::MAX } else { 0 }).enumerate() {
            match of.few.get_mut(place) {
                Some(few) => *few = key,
                None => of.more.push(key),
            }
        }
        of
    }
}

/// What texts of the same keys have in common.
pub(super) struct Sort {
    keys: [Key; FEW],
    more: Vec<Key>,
    foreign: Of,
    latin: Of,
    /// The scripts but Latin, in the order of the text.
    scripts: Vec<(u8, Of)>,
    /// The member that each key is, if it is foreign; none of the rest.
    members: Vec<Option<Member>>,
    /// Once it has been asked for.
    pub(super) cause: Option<u32>,
}

impl Sort {
    fn new(seen: &Seen, classes: &Classes) -> Self {
        let of_key = |key: Key| key.kind().map_or(Class::REST, |kind| classes.class(kind));
        let classes: Vec<Class> = seen.keys().map(of_key).collect();
        let of = |is: &dyn Fn(&Class) -> bool| Of::new(classes.iter().map(is));
        let mut scripts: Vec<(u8, Of)> = Vec::new();
        for script in classes.iter().filter_map(|class| class.script()) {
            if script != LATIN && scripts.iter().all(|&(other, _)| other != script) {
                scripts.push((script, of(&|class| class.script() == Some(script))));
            }
        }
        let members = seen.keys().zip(&classes).map(|(key, class)| match key {
            Key::REST => None,
            key => class.member(key.character()?),
        });
        Sort {
            keys: seen.keys,
            more: seen.more.iter().map(|&(key, _)| key).collect(),
            foreign: of(&|class| class.is_foreign()),
            latin: of(&|class| class.script() == Some(LATIN)),
            scripts,
            members: members.collect(),
            cause: None,
        }
    }

    #[inline(always)]
    fn is_of(&self, seen: &Seen) -> bool {
        let same = self.keys.iter().zip(&seen.keys).fold(true, |same, (key, other)| same & (key == other));
        same && self.more.iter().eq(seen.more.iter().map(|(key, _)| key))
    }

    /// The script of most letters of a text, another one before Latin if equal.
    #[inline]
    pub(super) fn script(&self, seen: &Seen) -> Option<u8> {
        let latin = seen.letters + seen.sum(&self.latin);
        let (mut script, mut least) = ((latin > 0).then_some(LATIN), latin.max(1));
        for &(other, ref of) in &self.scripts {
            let letters = seen.sum(of);
            if letters >= least {
                // The first of the most frequent.
                (script, least) = (Some(other), letters + 1);
            }
        }
        script
    }

    /// The foreign characters of a text.
    #[inline]
    pub(super) fn foreign(&self, seen: &Seen) -> usize {
        seen.sum(&self.foreign)
    }

    /// The members of the cause, each once, unless there are many.
    pub(super) fn members(&self) -> impl Iterator<Item = Member> {
        self.members.iter().copied().flatten()
    }

    /// How often each member occurs in a text.
    #[inline]
    pub(super) fn often(&self, seen: &Seen) -> impl Iterator<Item = (Member, usize)> {
        let often = seen.often.iter().copied().take(seen.count).chain(seen.more.iter().map(|&(_, often)| often));
        self.members.iter().zip(often).filter_map(|(&member, often)| Some((member?, often as usize)))
    }

    /// Whether there are more different members than are told from others: letters of a script can take in characters.
    pub(super) fn is_many(&self) -> bool {
        let letters = self.members().any(|member| matches!(member, Member::Letters(_)));
        self.more.contains(&Key::REST) || !letters && self.members().count() > MEMBERS
    }
}

/// The sorts that one piece of rows has.
#[derive(Default)]
pub(super) struct Sorts {
    sorts: Vec<Sort>,
    numbers: HashMap<Vec<Key>, u32, Quick>,
    /// Those that were asked for last, by some bits of their hash.
    recent: Vec<u32>,
}

/// Sorts that are remembered at once, and recent ones.
const SORTS: usize = 1 << 12;
const RECENT: usize = 64;

impl Sorts {
    pub(super) fn new() -> Self {
        Sorts { recent: vec![u32::MAX; RECENT], ..Sorts::default() }
    }

    /// The number of the sort of a text, until the next one is asked for.
    #[inline]
    pub(super) fn find(&mut self, seen: &Seen, classes: &Classes) -> u32 {
        let place = (seen.hash >> (u64::BITS - RECENT.ilog2())) as usize;
        let number = self.recent[place];
        match self.sorts.get(number as usize) {
            Some(sort) if sort.is_of(seen) => number,
            _ => {
                let number = self.look_up(seen, classes);
                self.recent[place] = number;
                number
            }
        }
    }

    #[inline(never)]
    fn look_up(&mut self, seen: &Seen, classes: &Classes) -> u32 {
        let keys: Vec<Key> = seen.keys().collect();
        if let Some(&number) = self.numbers.get(&keys) {
            return number;
        }
        if self.sorts.len() == SORTS {
            *self = Sorts::new();
        }
        self.sorts.push(Sort::new(seen, classes));
        let number = (self.sorts.len() - 1) as u32;
        self.numbers.insert(keys, number);
        number
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> &Sort {
        &self.sorts[number as usize]
    }

    pub(super) fn get_mut(&mut self, number: u32) -> &mut Sort {
        &mut self.sorts[number as usize]
    }
}
