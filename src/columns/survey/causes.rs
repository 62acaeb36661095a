//! Causes: sets of members, each with a number, and whether replacements help against them.

use std::collections::HashMap;

use super::class::{MEMBERS, Member, settled};
use super::groups::Quick;
use super::savings::{Help, Savings};

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
    /// By members in the order of a text.
    by_text: HashMap<Vec<Member>, u32, Quick>,
    by_members: HashMap<Vec<Member>, u32, Quick>,
    pub(super) new: Vec<(Vec<Member>, Help)>,
}

impl<'a> Met<'a> {
    pub(super) fn new(known: &'a Causes, savings: &'a Savings) -> Self {
        Met { known, savings, by_text: HashMap::default(), by_members: HashMap::default(), new: Vec::new() }
    }

    /// The number of members in any order.
    #[inline]
    pub(super) fn number(&mut self, members: &[Member]) -> u32 {
        if members.is_empty() {
            return NO_CAUSE;
        }
        match self.by_text.get(members) {
            Some(&number) => number,
            None => self.meet(members),
        }
    }

    #[cold]
    fn meet(&mut self, members: &[Member]) -> u32 {
        let settled = settled(members);
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
        self.by_text.insert(members.to_vec(), number);
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
