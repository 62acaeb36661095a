//! Sorts of texts: those that have the same kinds of characters.
//!
//! Texts of one campaign are much alike. Of those of one sort it is found out once which of their counts are letters of which
//! script, which are foreign, and what the cause is. If two differ in ASCII alone, even their counts are the same.

use std::collections::HashMap;

use super::class::{Class, Classes, LATIN, MEMBERS, Member};
use super::groups::Quick;
use super::remembered::{Remembered, Text};
use super::seen::{FEW, Key, Seen};
use crate::kernel::Place;

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

    /// How many characters they are of a text.
    #[inline(always)]
    fn sum(&self, seen: &Seen) -> usize {
        let few: u32 = self.few.iter().zip(&seen.few.often).map(|(of, often)| of & often).sum();
        let more: u32 = self.more.iter().zip(&seen.more).map(|(of, (_, often))| of & often).sum();
        (few + more) as usize
    }
}

/// What the characters of a text come to, but for letters of ASCII.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    /// Foreign characters.
    pub(super) foreign: usize,
    latin: usize,
    /// The first script but Latin that has most letters, and these.
    other: u8,
    letters: usize,
}

impl Sums {
    /// The script of most letters of a text, which has so many of ASCII; another one before Latin if equal.
    #[inline(always)]
    pub(super) fn script(&self, letters: usize) -> Option<u8> {
        let latin = self.latin + letters;
        match self.letters >= latin.max(1) {
            true => Some(self.other),
            false => (latin > 0).then_some(LATIN),
        }
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
            keys: seen.few.keys,
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
        let same = self.keys.iter().zip(&seen.few.keys).fold(true, |same, (key, other)| same & (key == other));
        same && self.more.iter().eq(seen.more.iter().map(|(key, _)| key))
    }

    /// What the characters of a text come to.
    #[inline]
    fn sums(&self, seen: &Seen) -> Sums {
        let (foreign, latin) = (self.foreign.sum(seen), self.latin.sum(seen));
        let mut sums = Sums { foreign, latin, other: LATIN, letters: 0 };
        for &(script, ref of) in &self.scripts {
            let letters = of.sum(seen);
            if letters > sums.letters {
                (sums.other, sums.letters) = (script, letters);
            }
        }
        sums
    }

    /// The members of the cause, each once, unless there are many.
    pub(super) fn members(&self) -> impl Iterator<Item = Member> {
        self.members.iter().copied().flatten()
    }

    /// How often each member occurs in a text.
    #[inline]
    pub(super) fn often(&self, seen: &Seen) -> impl Iterator<Item = (Member, usize)> {
        self.members.iter().zip(seen.often()).filter_map(|(&member, often)| Some((member?, often as usize)))
    }

    /// Whether there are more different members than are told from others: letters of a script can take in characters.
    pub(super) fn is_many(&self) -> bool {
        let letters = self.members().any(|member| matches!(member, Member::Letters(_)));
        self.more.contains(&Key::REST) || !letters && self.members().count() > MEMBERS
    }
}

/// The sorts that one piece of rows has.
pub(super) struct Sorts {
    sorts: Vec<Sort>,
    numbers: HashMap<Vec<Key>, u32, Quick>,
    /// Those that were asked for last, by some bits of their hash.
    recent: Vec<u32>,
    remembered: Remembered,
}

/// Sorts that are remembered at once, and recent ones.
const SORTS: usize = 1 << 12;
const RECENT: usize = 64;

impl Sorts {
    pub(super) fn new() -> Self {
        Sorts {
            sorts: Vec::new(),
            numbers: HashMap::default(),
            recent: vec![u32::MAX; RECENT],
            remembered: Remembered::new(),
        }
    }

    /// Looks at UTF-8 as [`Classes::look_at_octets`] does, and gives the sort of the text.
    #[inline]
    pub(super) fn look_at(&mut self, classes: &Classes, octets: &[u8], place: Place, seen: &mut Seen) -> (u32, Sums) {
        let gathered = self.remembered.gather(octets, place);
        if let Some((text, letters)) = gathered.then(|| self.remembered.known()).flatten() {
            seen.see_again(&text.few, letters);
            return (text.sort, text.sums);
        }
        classes.look_at_octets(octets, place, seen);
        let (sort, sums) = self.find(seen, classes);
        if gathered && seen.more.is_empty() {
            self.remembered.keep(Text { few: seen.few, sort, sums });
        }
        (sort, sums)
    }

    /// The number of the sort of a text, until the next one is asked for, and what its characters come to.
    #[inline]
    pub(super) fn find(&mut self, seen: &Seen, classes: &Classes) -> (u32, Sums) {
        let place = (seen.few.hash >> (u64::BITS - RECENT.ilog2())) as usize;
        let mut number = self.recent[place];
        if !self.sorts.get(number as usize).is_some_and(|sort| sort.is_of(seen)) {
            number = self.look_up(seen, classes);
            self.recent[place] = number;
        }
        (number, self.get(number).sums(seen))
    }

    #[inline(never)]
    fn look_up(&mut self, seen: &Seen, classes: &Classes) -> u32 {
        let keys: Vec<Key> = seen.keys().collect();
        if let Some(&number) = self.numbers.get(&keys) {
            return number;
        }
        if self.sorts.len() == SORTS {
            self.sorts.clear();
            self.numbers.clear();
            self.remembered.forget();
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
