//! Kinds: of which kind the characters of a text in UTF-8 are, and how many of each.
//!
//! Whoever asks says what kinds there are. Characters come in scripts, so that one lookup serves many: 64 characters
//! that differ in their last octet alone share a table, and where a first octet is enough to tell the kind, no table is
//! asked at all.

use std::collections::HashMap;
#[cfg(target_arch = "x86_64")]
use std::ops::Range;

#[cfg(target_arch = "x86_64")]
use super::marks::BLOCK;

/// Characters that a table tells of: those that differ in the last octet of UTF-8.
const PAGE: u32 = 64;
/// The first character that has no kind: there are too few texts with those to keep tables of them.
const BEYOND: u32 = 0x2_0000;

/// The kinds of 64 characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(C, align(64))]
pub(super) struct Table(pub(super) [u8; PAGE as usize]);

/// First octets that are enough to tell a kind: from the first of them up to the last one.
#[derive(Clone, Copy)]
pub(super) struct Leads {
    pub(super) first: u8,
    pub(super) last: u8,
    pub(super) kind: u8,
}

impl Leads {
    const NONE: Leads = Leads { first: u8::MAX, last: 0, kind: Kinds::BEYOND };

    /// Whether they tell a kind.
    #[inline(always)]
    pub(super) fn tell(self) -> bool {
        self.first <= self.last
    }
}

/// The kinds of all characters.
pub struct Kinds {
    /// By the number of 64 characters: that of their table.
    pages: Vec<u16>,
    tables: Vec<Table>,
    leads: [Leads; 256],
    alone: u8,
}

impl Kinds {
    /// What stands for a kind of characters above U+1FFFF, which have none.
    pub const BEYOND: u8 = u8::MAX;

    /// The kinds that a function gives to characters that are not ASCII, all less than [`Kinds::BEYOND`]. Characters of
    /// the first kinds, so many, are told apart.
    #[must_use]
    pub fn new(alone: u8, kind: impl Fn(u32) -> u8) -> Self {
        let (mut tables, mut numbers) = (Vec::new(), HashMap::new());
        let pages = (0..BEYOND / PAGE).map(|page| {
            let table = Table(std::array::from_fn(|place| kind(page * PAGE + place as u32)));
            *numbers.entry(table).or_insert_with(|| {
                tables.push(table);
                (tables.len() - 1) as u16 // there are 2,048 pages
            })
        });
        let pages: Vec<u16> = pages.collect();
        let mut kinds = Kinds { pages, tables, leads: [Leads::NONE; 256], alone };
        kinds.leads = kinds.leads();
        kinds
    }

    fn leads(&self) -> [Leads; 256] {
        let one = |lead: u8| {
            let pages = match lead {
                0xC2..=0xDF => usize::from(lead & 0x1F)..usize::from(lead & 0x1F) + 1,
                0xE0 => 0x20..0x40,
                0xE1..=0xEF => usize::from(lead & 0xF) << 6..usize::from((lead & 0xF) + 1) << 6,
                _ => return None,
            };
            let mut all = self.pages[pages].iter().flat_map(|&page| self.tables[usize::from(page)].0);
            let kind = all.next()?;
            (kind >= self.alone && all.all(|other| other == kind)).then_some(kind)
        };
        let mut leads = [Leads::NONE; 256];
        let mut range: Option<Leads> = None;
        for lead in 0xC2..=0xEF {
            let Some(kind) = one(lead) else {
                range = None;
                continue;
            };
            let first = range.filter(|range| range.kind == kind).map_or(lead, |range| range.first);
            let found = Leads { first, last: lead, kind };
            leads[usize::from(first)..=usize::from(lead)].fill(found);
            range = Some(found);
        }
        leads
    }

    /// The kind of a character.
    #[inline(always)]
    #[must_use]
    pub fn of(&self, code: u32) -> u8 {
        match self.table((code / PAGE) as usize) {
            Some(table) => table.0[(code % PAGE) as usize],
            None => Kinds::BEYOND,
        }
    }

    /// The table of 64 characters by their number.
    #[inline(always)]
    pub(super) fn table(&self, page: usize) -> Option<&Table> {
        self.pages.get(page).map(|&page| &self.tables[usize::from(page)])
    }

    #[inline(always)]
    pub(super) fn lead(&self, lead: u8) -> Leads {
        self.leads[usize::from(lead)]
    }

    /// Whether characters of a kind are told apart.
    #[inline(always)]
    #[must_use]
    pub fn is_alone(&self, kind: u8) -> bool {
        kind < self.alone || kind == Kinds::BEYOND
    }
}

/// Octets that are looked at in one go: most texts are no longer.
#[cfg(target_arch = "x86_64")]
pub(super) const AT_ONCE: usize = 2 * BLOCK;
/// So many of them that each character which begins in them is whole.
#[cfg(target_arch = "x86_64")]
const WHOLE: usize = AT_ONCE - 3;

/// 64 octets in the registers of a level. Masks have a bit for each, the first in the lowest.
///
/// # Safety
/// Every function asks for the processor of its level.
#[cfg(target_arch = "x86_64")]
pub(super) trait Block: Copy {
    unsafe fn load(octets: &[u8; BLOCK]) -> Self;
    /// Those of that value.
    unsafe fn is(self, value: u8) -> u64;
    /// Those of that value or above.
    unsafe fn at_least(self, value: u8) -> u64;
    /// The letters of ASCII.
    unsafe fn letters(self) -> u64;
    /// Those of two blocks of which a table says this kind, by their six low bits.
    unsafe fn find(octets: &[u8; AT_ONCE], table: &Table, kind: u8) -> u128;
}

/// What a function of blocks says of two of them.
#[cfg(target_arch = "x86_64")]
macro_rules! both {
    ($blocks:expr, $function:ident($($argument:expr),*)) => {
        u128::from($blocks[0].$function($($argument),*)) | u128::from($blocks[1].$function($($argument),*)) << BLOCK
    };
}

/// Meets the characters that are not ASCII; see [`super::Level::meet`]. The same for every level with vectors: the compiler
/// takes the instructions of each.
///
/// # Safety
/// As for the block.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) unsafe fn meet<B: Block>(
    octets: &[u8],
    part: Range<usize>,
    kinds: &Kinds,
    met: &mut impl FnMut(u8, u32, usize),
) -> usize {
    let (mut letters, mut at) = (0, part.start);
    loop {
        // What is behind the part is masked, or not copied.
        let rest = part.end - at;
        let own = match rest {
            0..AT_ONCE => (1 << rest) - 1,
            AT_ONCE => u128::MAX,
            _ => (1 << WHOLE) - 1,
        };
        let mut few;
        let octets: &[u8; AT_ONCE] = match octets[at..].first_chunk() {
            Some(octets) => octets,
            None => {
                few = [b' '; AT_ONCE];
                few[..rest].copy_from_slice(&octets[at..part.end]);
                &few
            }
        };
        let (halves, _) = octets.as_chunks();
        // SAFETY: nothing else is asked for than what the caller promises.
        unsafe {
            let blocks = [B::load(&halves[0]), B::load(&halves[1])];
            letters += (both!(blocks, letters()) & own).count_ones() as usize;
            let mut left = both!(blocks, at_least(0xC0)) & own;
            while left != 0 {
                let (kind, code, same) = same_kind(octets, left.trailing_zeros() as usize, blocks, kinds);
                // The lowest is always taken, whatever the octets are.
                let found = left & (same | (left & left.wrapping_neg()));
                met(kind, code, found.count_ones() as usize);
                left &= !found;
            }
        }
        if rest <= AT_ONCE {
            return letters;
        }
        at += WHOLE;
    }
}

/// The kind of the character that begins at a place; which one it is, if those of the kind are told apart; and where
/// others of the kind begin, all or some: of those that are told apart there are few in a text.
///
/// # Safety
/// As for the block.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn same_kind<B: Block>(octets: &[u8; AT_ONCE], place: usize, blocks: [B; 2], kinds: &Kinds) -> (u8, u32, u128) {
    // What is well formed does not come to the end.
    let read = |ahead: usize| octets[(place + ahead) % AT_ONCE];
    let tail = |ahead: usize| u32::from(read(ahead) & 0x3F);
    let lead = read(0);
    let leads = kinds.lead(lead);
    // SAFETY: as the caller promises.
    unsafe {
        if leads.tell() {
            return (leads.kind, 0, both!(blocks, at_least(leads.first)) & !both!(blocks, at_least(leads.last + 1)));
        }
        // What a character is told by before its last octet, and how far that one is.
        let (page, end) = match lead {
            0..=0xDF => (u32::from(lead & 0x1F), 1),
            0xE0..=0xEF => (u32::from(lead & 0xF) << 6 | tail(1), 2),
            0xF0..=0xFF => (u32::from(lead & 7) << 12 | tail(1) << 6 | tail(2), 3),
        };
        let code = page << 6 | tail(end);
        let kind = kinds.of(code);
        let table = match kinds.table(page as usize) {
            Some(table) if !kinds.is_alone(kind) => table,
            _ => return (kind, code, 0),
        };
        let mut same = both!(blocks, is(lead)) & B::find(octets, table, kind) >> end;
        for ahead in 1..end {
            same &= both!(blocks, is(read(ahead))) >> ahead;
        }
        (kind, 0, same)
    }
}
