//! Kinds: of which kind the characters of a text in UTF-8 are, and how many of each.
//!
//! Whoever asks says what kinds there are. Characters come in scripts, so that one lookup serves many: 64 characters
//! that differ in their last octet alone share a table, and where a first octet is enough to tell the kind, no table is
//! asked at all.

use std::collections::HashMap;

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

/// What a text has of ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ascii {
    /// Letters.
    pub letters: usize,
    /// Whether there is more than the default alphabet holds: control characters but LF and CR (form feed, of the
    /// extension table, among them), or a grave accent.
    pub uncommon: bool,
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
    pub(super) fn is_alone(&self, kind: u8) -> bool {
        kind < self.alone || kind == Kinds::BEYOND
    }
}

/// Whether ASCII is a control character but LF and CR, or a grave accent.
#[inline(always)]
pub(super) fn is_uncommon(octet: u8) -> bool {
    // Without a way out the compiler looks at many octets at a time.
    (octet < b' ') & (octet != b'\n') & (octet != b'\r') | (octet == b'`') | (octet == 0x7F)
}

/// Octets that are looked at in one go, so that each character which begins in them is whole.
#[cfg(target_arch = "x86_64")]
const WHOLE: usize = BLOCK - 3;

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
    /// Those of which [`is_uncommon`] is true.
    unsafe fn uncommon(self) -> u64;
    /// Those of which a table says this kind, by their six low bits.
    unsafe fn find(self, table: &Table, kind: u8) -> u64;
}

/// Meets the characters that are not ASCII; see [`super::Level::meet`]. The same for every level with vectors: the compiler
/// takes the instructions of each.
///
/// # Safety
/// As for the block.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) unsafe fn meet<B: Block>(octets: &[u8], kinds: &Kinds, met: &mut impl FnMut(u8, u32, usize)) -> Ascii {
    let (mut ascii, mut at) = (Ascii::default(), 0);
    let mut few = [b' '; BLOCK];
    loop {
        let rest = octets.len() - at;
        // The last block is that of the end, with what has been seen before masked, unless all are fewer.
        let (base, own) = match rest {
            0..=BLOCK if octets.len() >= BLOCK => (octets.len() - BLOCK, u64::MAX << ((BLOCK - rest) % BLOCK)),
            0..=BLOCK => (0, u64::MAX),
            _ => (at, (1 << WHOLE) - 1),
        };
        let octets = octets[base..].first_chunk().unwrap_or_else(|| {
            few[..octets.len()].copy_from_slice(octets);
            &few
        });
        // SAFETY: nothing else is asked for than what the caller promises.
        unsafe {
            let block = B::load(octets);
            ascii.letters += (block.letters() & own).count_ones() as usize;
            ascii.uncommon |= block.uncommon() & own != 0;
            let mut left = block.at_least(0xC0) & own;
            while left != 0 {
                let (kind, code, same) = same_kind(octets, left.trailing_zeros() as usize, block, kinds);
                // The lowest is always taken, whatever the octets are.
                let found = left & (same | (left & left.wrapping_neg()));
                met(kind, code, found.count_ones() as usize);
                left &= !found;
            }
        }
        if rest <= BLOCK {
            return ascii;
        }
        at += WHOLE;
    }
}

/// The kind of the character that begins at a place; which one it is, unless a first octet is enough to tell the kind;
/// and where in a block others of the kind begin, all or some.
///
/// # Safety
/// As for the block.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn same_kind<B: Block>(octets: &[u8; BLOCK], place: usize, block: B, kinds: &Kinds) -> (u8, u32, u64) {
    // What is well formed does not come to the end.
    let read = |ahead: usize| octets[(place + ahead) % BLOCK];
    let tail = |ahead: usize| u32::from(read(ahead) & 0x3F);
    let lead = read(0);
    let leads = kinds.lead(lead);
    // SAFETY: as the caller promises.
    unsafe {
        if leads.tell() {
            return (leads.kind, 0, block.at_least(leads.first) & !block.at_least(leads.last + 1));
        }
        // What a character is told by before its last octet, and how far that one is.
        let (page, end, alike) = match lead {
            0..=0xDF => (u32::from(lead & 0x1F), 1, u64::MAX),
            0xE0..=0xEF => (u32::from(lead & 0xF) << 6 | tail(1), 2, block.is(read(1)) >> 1),
            0xF0..=0xFF => {
                let page = u32::from(lead & 7) << 12 | tail(1) << 6 | tail(2);
                (page, 3, block.is(read(1)) >> 1 & block.is(read(2)) >> 2)
            }
        };
        let code = page << 6 | tail(end);
        let kind = kinds.of(code);
        let last = match kinds.table(page as usize) {
            Some(table) if !kinds.is_alone(kind) => block.find(table, kind),
            _ => block.is(read(end)),
        };
        (kind, code, block.is(lead) & alike & last >> end)
    }
}
