//! Causes: sets of members, each with a number, and whether replacements help against them.

use std::collections::HashMap;

use super::class::{MEMBERS, Member, settled};
use super::groups::Quick;
use super::savings::{Help, Savings};
use super::sorts::{Sort, Sorts};

/// So many causes are told apart; what comes later counts as [`MANY`].
const CAUSES: usize = 1 << 16;

/// The cause of rows that every character of is in a permitted alphabet.
pub const NO_CAUSE: u32 = 0;
/// The cause of rows that have too many foreign characters to tell them apart.
pub const MANY: u32 = 1;

/// Causes by number.
#[derive(Clone)]
pub(super) struct Causes {
    numbers: HashMap<Vec<Member>, u32>,
    pub(super) members: Vec<Vec<Member>>,
    helps: Vec<Help>,
}

impl Causes {
    /// [`NO_CAUSE`] and [`MANY`].
    pub(super) fn new(savings: &Savings) -> Self {
        Causes {
            numbers: HashMap::from([(Vec::new(), NO_CAUSE)]),
            members: vec![Vec::new(), Vec::new()],
            helps: vec![Help::None, savings.help_with_any()],
        }
    }

    /// The number of members that are in order; `None` if they get the next one.
    pub(super) fn find(&self, members: &[Member]) -> Option<u32> {
        let number = self.numbers.get(members).copied();
        number.or_else(|| (self.members.len() >= CAUSES).then_some(MANY))
    }

    /// Adds members that have no number.
    pub(super) fn add(&mut self, members: Vec<Member>, help: Help) -> u32 {
        let number = self.members.len() as u32;
        self.members.push(members.clone());
        self.helps.push(help);
        self.numbers.insert(members, number);
        number
    }
}

/// The causes that one piece of rows has: those that are known already by their numbers, new ones by numbers behind.
pub(super) struct Met<'a> {
    known: &'a Causes,
    savings: &'a Savings,
    pub(super) sorts: Sorts,
    by_members: HashMap<Vec<Member>, u32, Quick>,
    pub(super) new: Vec<(Vec<Member>, Help)>,
}

impl<'a> Met<'a> {
    pub(super) fn new(known: &'a Causes, savings: &'a Savings) -> Self {
        Met { known, savings, sorts: Sorts::new(), by_members: HashMap::default(), new: Vec::new() }
    }

    #[inline]
    pub(super) fn get(&self, sort: u32) -> &Sort {
        self.sorts.get(sort)
    }

    /// The cause of texts of a sort.
    #[inline]
    pub(super) fn cause(&mut self, sort: u32) -> u32 {
        match self.sorts.get(sort).cause {
            Some(cause) => cause,
            None => self.meet(sort),
        }
    }

    #[cold]
    fn meet(&mut self, sort: u32) -> u32 {
        let sort = self.sorts.get_mut(sort);
        if sort.is_many() {
            sort.cause = Some(MANY);
            return MANY;
        }
        let settled = settled(&sort.members().collect::<Vec<_>>());
        let number = match self.known.numbers.get(&settled).or_else(|| self.by_members.get(&settled)) {
            Some(&number) => number,
            None if settled.len() > MEMBERS => MANY,
            None => {
                let number = (self.known.members.len() + self.new.len()) as u32;
                self.by_members.insert(settled.clone(), number);
                let help = self.savings.help_with(&settled);
                self.new.push((settled, help));
                number
            }
        };
        sort.cause = Some(number);
        number
    }

    /// Whether replacements help against a cause that was met.
    #[inline]
    pub(super) fn help(&self, number: u32) -> &Help {
        let number = number as usize;
        match number.checked_sub(self.known.members.len()) {
            None => &self.known.helps[number],
            Some(new) => &self.new[new].1,
        }
    }
}
