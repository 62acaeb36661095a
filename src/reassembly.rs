//! Segments in any order in, whole messages out (3GPP TS 23.040 clauses 9.2.3.24.1 and 9.2.3.24.8).
//!
//! Segments belong together when originator, reference, its size, total and destination port are equal, and all are
//! text or all are octets; the service centre does not count. The clock is passed in, memory is bounded, and the whole
//! state can be written down and read back ([`crate::snapshot`]).
//!
//! Rules: an identical segment that comes again is dropped, also behind a message that was completed not long ago. A
//! different segment with a number that is taken means that the reference is used again: the open message is given up
//! for the new one. A different total makes a different message, and is counted. When a bound is passed the message
//! that was opened first goes; a message is given up when so much time has passed since it was opened.

use std::collections::{BTreeMap, HashMap};

use crate::alphabet::Alphabet;
use crate::decode::{Anomaly, Content, Decoded, septets};
use crate::element::{Concatenation, Ports, ReferenceSize};
use crate::error::EncodingName;
use crate::reference::digest;
use crate::ucs2;

/// How much a [`Reassembler`] holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Messages that are open at a time, and as many completed ones that are remembered for their duplicates.
    pub messages: usize,
    /// Octets of content, and eight for each remembered segment of a completed message.
    pub octets: usize,
    /// Seconds after which an open message is given up; `None` for never.
    pub expiry: Option<f64>,
    /// Seconds for which a completed message is remembered: the network repeats a segment within minutes, and the same
    /// message that is sent again later is a message.
    pub memory: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { messages: 10_000, octets: 16_000_000, expiry: Some(86_400.0), memory: 300.0 }
    }
}

/// What happened so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Messages completed, those of one segment included.
    pub completed: u64,
    /// Segments dropped because they had come before.
    pub duplicates: u64,
    /// Messages opened beside an open one of the same reference and another total.
    pub conflicts: u64,
    /// Open messages given up because their reference was used again.
    pub superseded: u64,
    /// Open messages given up because their time was over.
    pub expired: u64,
    /// Open messages given up because a bound was passed.
    pub evicted: u64,
}

/// A whole message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Whole {
    /// The originator as it was given with the first segment that came.
    pub originator: String,
    /// Reference, size and total; `None` for a message of one segment without concatenation.
    pub concatenation: Option<Concatenation>,
    /// The ports of the first segment.
    pub ports: Option<Ports>,
    /// The coding of the first segment.
    pub encoding: EncodingName,
    /// What the message says.
    pub content: Content,
    /// What was wrong, by sequence number.
    pub anomalies: Vec<(u8, Anomaly)>,
}

/// A message that was given up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Incomplete {
    /// The originator.
    pub originator: String,
    /// Reference, size and total.
    pub concatenation: Concatenation,
    /// The sequence numbers that came, with their content.
    pub segments: Vec<(u8, Content)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) originator: Box<str>,
    pub(crate) reference: u16,
    pub(crate) size: ReferenceSize,
    pub(crate) port: Option<u16>,
    pub(crate) octets: bool,
}

/// One segment that waits for the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) encoding: EncodingName,
    pub(crate) alphabet: Alphabet,
    pub(crate) payload: Vec<u8>,
    pub(crate) anomalies: Vec<Anomaly>,
    pub(crate) ports: Option<Ports>,
}

impl Part {
    fn digest(&self) -> u64 {
        digest(&self.payload)
    }

    fn content(self) -> Content {
        match self.encoding {
            EncodingName::Gsm7 => Content::Text(septets(&self.payload, self.alphabet).0),
            EncodingName::Ucs2 => Content::Text(ucs2::decode(&self.payload)),
            EncodingName::EightBit => Content::Data(self.payload),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Open {
    pub(crate) number: u64,
    pub(crate) opened: f64,
    pub(crate) originator: String,
    pub(crate) parts: BTreeMap<u8, Part>,
}

/// A completed message: digests of its segments, by sequence number less one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Done {
    pub(crate) number: u64,
    pub(crate) completed: f64,
    pub(crate) digests: Vec<u64>,
}

/// All that is known of one key: open and completed messages by total.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Slot {
    pub(crate) open: BTreeMap<u8, Open>,
    pub(crate) done: BTreeMap<u8, Done>,
}

/// Puts messages together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reassembler {
    pub(crate) limits: Limits,
    pub(crate) statistics: Statistics,
    pub(crate) slots: HashMap<Key, Slot>,
    /// The order in which messages were opened, and completed ones completed.
    pub(crate) open: BTreeMap<u64, (Key, u8)>,
    pub(crate) done: BTreeMap<u64, (Key, u8)>,
    pub(crate) next: u64,
    pub(crate) octets: usize,
}

pub(crate) const DIGEST_OCTETS: usize = 8;

impl Reassembler {
    /// An empty one.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Reassembler { limits, ..Reassembler::default() }
    }

    /// The bounds.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// What happened so far.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        self.statistics
    }

    /// Messages that wait for segments.
    #[must_use]
    pub fn open(&self) -> usize {
        self.open.len()
    }

    /// Octets held.
    #[must_use]
    pub fn octets(&self) -> usize {
        self.octets
    }

    /// Takes a segment; gives the message that it completes.
    pub fn add(&mut self, segment: &Decoded, originator: &str, now: f64) -> Option<Whole> {
        self.expire(now);
        let ports = segment.header.ports();
        let part = Part {
            encoding: segment.encoding,
            alphabet: segment.alphabet,
            payload: segment.payload.clone(),
            anomalies: segment.anomalies.clone(),
            ports,
        };
        let Some(place) = segment.header.concatenation().filter(|place| place.total > 1) else {
            self.statistics.completed += 1;
            let whole = BTreeMap::from([(1, part)]);
            return Some(join(originator.to_owned(), segment.header.concatenation(), whole));
        };
        let key = Key {
            originator: normalise(originator),
            reference: place.reference,
            size: place.size,
            port: ports.map(|ports| ports.destination),
            octets: part.encoding == EncodingName::EightBit,
        };
        let whole = self.take(key, place, part, originator, now);
        while self.open.len() > self.limits.messages
            || self.octets > self.limits.octets
            || self.done.len() > self.limits.messages
        {
            self.evict();
        }
        whole
    }

    fn take(&mut self, key: Key, place: Concatenation, part: Part, originator: &str, now: f64) -> Option<Whole> {
        let total = place.total;
        let slot = self.slots.entry(key.clone()).or_default();
        let digest = part.digest();
        if slot.done.get(&total).is_some_and(|done| done.digests[usize::from(place.sequence) - 1] == digest)
            && !slot.open.contains_key(&total)
        {
            self.statistics.duplicates += 1;
            return None;
        }
        if let Some(taken) = slot.open.get(&total).and_then(|open| open.parts.get(&place.sequence)) {
            if taken.payload == part.payload {
                self.statistics.duplicates += 1;
                return None;
            }
            self.statistics.superseded += 1;
            self.remove_open(&key, total);
        }
        let slot = self.slots.entry(key.clone()).or_default();
        if !slot.open.contains_key(&total) && !slot.open.is_empty() {
            self.statistics.conflicts += 1;
        }
        let open = slot.open.entry(total).or_insert_with(|| {
            self.next += 1;
            self.open.insert(self.next, (key.clone(), total));
            Open { number: self.next, opened: now, originator: originator.to_owned(), parts: BTreeMap::new() }
        });
        self.octets += part.payload.len();
        open.parts.insert(place.sequence, part);
        if open.parts.len() < usize::from(total) {
            return None;
        }
        let open = self.remove_open(&key, total)?;
        let digests = open.parts.values().map(Part::digest).collect();
        self.remove_done(&key, total);
        self.next += 1;
        self.octets += usize::from(total) * DIGEST_OCTETS;
        self.done.insert(self.next, (key.clone(), total));
        let done = Done { number: self.next, completed: now, digests };
        self.slots.entry(key).or_default().done.insert(total, done);
        self.statistics.completed += 1;
        Some(join(open.originator, Some(place), open.parts))
    }

    /// Gives up the open messages whose time is over, and returns them.
    pub fn expire(&mut self, now: f64) -> Vec<Incomplete> {
        while let Some((key, total)) = self.remembered_until(now - self.limits.memory) {
            self.remove_done(&key, total);
        }
        let mut given_up = Vec::new();
        let Some(expiry) = self.limits.expiry else { return given_up };
        while let Some((key, total)) = self.opened_until(now - expiry) {
            self.statistics.expired += 1;
            given_up.extend(self.remove_open(&key, total).map(|open| incomplete(&key, total, open)));
        }
        given_up
    }

    /// The message that was opened first, if that was so long ago.
    fn opened_until(&self, time: f64) -> Option<(Key, u8)> {
        let (_, (key, total)) = self.open.first_key_value()?;
        let open = self.slots.get(key)?.open.get(total)?;
        (open.opened <= time).then(|| (key.clone(), *total))
    }

    /// The message that was completed first, if that was so long ago.
    fn remembered_until(&self, time: f64) -> Option<(Key, u8)> {
        let (_, (key, total)) = self.done.first_key_value()?;
        let done = self.slots.get(key)?.done.get(total)?;
        (done.completed <= time).then(|| (key.clone(), *total))
    }

    /// Gives up what is oldest: remembered messages first, they only serve to recognise duplicates.
    fn evict(&mut self) {
        let too_many_open = self.open.len() > self.limits.messages;
        let first = |index: &BTreeMap<u64, (Key, u8)>| index.values().next().cloned();
        if let Some((key, total)) = first(&self.done).filter(|_| !too_many_open) {
            self.remove_done(&key, total);
        } else if let Some((key, total)) = first(&self.open) {
            self.statistics.evicted += 1;
            self.remove_open(&key, total);
        }
    }

    fn remove_open(&mut self, key: &Key, total: u8) -> Option<Open> {
        let slot = self.slots.get_mut(key)?;
        let open = slot.open.remove(&total)?;
        self.open.remove(&open.number);
        self.octets -= open.parts.values().map(|part| part.payload.len()).sum::<usize>();
        self.drop_empty(key);
        Some(open)
    }

    fn remove_done(&mut self, key: &Key, total: u8) {
        if let Some(done) = self.slots.get_mut(key).and_then(|slot| slot.done.remove(&total)) {
            self.done.remove(&done.number);
            self.octets -= done.digests.len() * DIGEST_OCTETS;
            self.drop_empty(key);
        }
    }

    fn drop_empty(&mut self, key: &Key) {
        if self.slots.get(key).is_some_and(|slot| slot.open.is_empty() && slot.done.is_empty()) {
            self.slots.remove(key);
        }
    }
}

fn incomplete(key: &Key, total: u8, open: Open) -> Incomplete {
    let sequence = open.parts.keys().next().copied().unwrap_or(1);
    let concatenation = Concatenation { reference: key.reference, size: key.size, total, sequence };
    let segments = open.parts.into_iter().map(|(sequence, part)| (sequence, part.content())).collect();
    Incomplete { originator: open.originator, concatenation, segments }
}

/// Joins segments in order. Each GSM 7 bit segment was read with its own tables; runs of UCS-2 are joined as octets and
/// then read, which mends pairs of surrogates that the sender divided.
fn join(originator: String, place: Option<Concatenation>, parts: BTreeMap<u8, Part>) -> Whole {
    let first = parts.values().next();
    let encoding = first.map_or(EncodingName::Gsm7, |part| part.encoding);
    let ports = first.and_then(|part| part.ports);
    let mut anomalies = Vec::new();
    let mut text = Vec::new();
    let mut data = Vec::new();
    let mut units: Vec<u8> = Vec::new();
    for (sequence, mut part) in parts {
        anomalies.extend(part.anomalies.drain(..).map(|anomaly| (sequence, anomaly)));
        if part.encoding == EncodingName::Ucs2 {
            units.extend(part.payload);
            continue;
        }
        text.extend(ucs2::decode(&std::mem::take(&mut units)));
        match part.content() {
            Content::Text(characters) => text.extend(characters),
            Content::Data(octets) => data.extend(octets),
        }
    }
    text.extend(ucs2::decode(&units));
    let content = if encoding == EncodingName::EightBit { Content::Data(data) } else { Content::Text(text) };
    Whole { originator, concatenation: place, ports, encoding, content, anomalies }
}

/// The form of an address in which equal originators are equal: a number without separators and without `+` or `00` in
/// front, anything else without spaces around it.
#[must_use]
pub fn normalise(originator: &str) -> Box<str> {
    let trimmed = originator.trim();
    let number: String = trimmed.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/')).collect();
    let digits = number.strip_prefix('+').or_else(|| number.strip_prefix("00")).unwrap_or(&number);
    if !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit()) {
        digits.into()
    } else {
        trimmed.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Reading, decode};
    use crate::{Message, Options, Text};

    fn segments(text: &str, reference: u16) -> Vec<Decoded> {
        let message = Message::encode(Text::from(text), &Options::default(), Some(reference)).expect("encodes");
        (0..message.len())
            .map(|segment| {
                let reading = Reading {
                    dcs: message.dcs(),
                    user_data_length: Some(message.user_data_length(segment)),
                    has_header: !message.header(segment).is_empty(),
                    strip_bom: false,
                };
                decode(&message.user_data(segment), reading)
            })
            .collect()
    }

    fn text(whole: Option<Whole>) -> Option<String> {
        match whole?.content {
            Content::Text(characters) => Some(characters.into_iter().filter_map(char::from_u32).collect()),
            Content::Data(_) => None,
        }
    }

    #[test]
    fn segments_in_any_order_each_one_twice() {
        let sent = "Sphinx of black quartz, judge my vow. ".repeat(255 * 153 / 38);
        let mut parts = segments(&sent, 7);
        assert!(parts.len() > 250);
        parts.reverse();
        let mut reassembler = Reassembler::default();
        let mut whole = Vec::new();
        for part in &parts {
            whole.extend(text(reassembler.add(part, "+12", 0.0)));
            whole.extend(text(reassembler.add(part, "0012", 1.0)));
        }
        assert_eq!(whole, [sent]);
        assert_eq!((reassembler.open(), reassembler.statistics().duplicates), (0, parts.len() as u64));
    }

    #[test]
    fn a_different_total_is_a_different_message() {
        let (two, three) = (segments(&"a".repeat(200), 5), segments(&"b".repeat(400), 5));
        let mut reassembler = Reassembler::default();
        assert_eq!(reassembler.add(&two[0], "1", 0.0), None);
        assert_eq!(reassembler.add(&three[0], "1", 0.0), None);
        assert_eq!(reassembler.statistics().conflicts, 1);
        assert_eq!(text(reassembler.add(&two[1], "1", 0.0)), Some("a".repeat(200)));
        reassembler.add(&three[2], "1", 0.0);
        assert_eq!(text(reassembler.add(&three[1], "1", 0.0)), Some("b".repeat(400)));
    }

    #[test]
    fn a_reference_used_again_begins_a_new_message() {
        let (old, new) = (segments(&"a".repeat(200), 5), segments(&"b".repeat(200), 5));
        let mut reassembler = Reassembler::default();
        reassembler.add(&old[0], "1", 0.0);
        reassembler.add(&new[0], "1", 0.0);
        assert_eq!(text(reassembler.add(&new[1], "1", 0.0)), Some("b".repeat(200)));
        assert_eq!(reassembler.statistics().superseded, 1);
    }

    #[test]
    fn the_same_message_sent_again_later_is_a_message() {
        let parts = segments(&"a".repeat(200), 5);
        let mut reassembler = Reassembler::default();
        let mut completed = 0;
        for now in [0.0, 10.0, 400.0] {
            for part in &parts {
                completed += usize::from(reassembler.add(part, "1", now).is_some());
            }
        }
        assert_eq!(completed, 2, "the one ten seconds later is a repetition of the network");
    }

    #[test]
    fn memory_is_bounded_and_the_oldest_goes_first() {
        let limits = Limits { messages: 10_000, ..Limits::default() };
        let mut reassembler = Reassembler::new(limits);
        let parts = segments(&"a".repeat(200), 5);
        for number in 0..100_000u32 {
            assert_eq!(reassembler.add(&parts[0], &format!("+44{number:09}"), 0.0), None);
        }
        assert_eq!((reassembler.open(), reassembler.statistics().evicted), (10_000, 90_000));
        assert_eq!(reassembler.octets(), 10_000 * 153);
        assert!(reassembler.add(&parts[1], "+44000099999", 0.0).is_some());
        assert!(reassembler.add(&parts[1], "+44000000000", 0.0).is_none());
        let mut small = Reassembler::new(Limits { octets: 200, ..Limits::default() });
        small.add(&parts[0], "1", 0.0);
        small.add(&parts[0], "2", 0.0);
        assert_eq!((small.open(), small.octets()), (1, 153));
    }

    #[test]
    fn open_messages_expire() {
        let parts = segments(&"a".repeat(200), 5);
        let mut reassembler = Reassembler::new(Limits { expiry: Some(60.0), ..Limits::default() });
        reassembler.add(&parts[0], "1", 0.0);
        assert!(reassembler.expire(59.0).is_empty());
        let given_up = reassembler.expire(60.0);
        assert_eq!(given_up.len(), 1);
        assert_eq!(given_up[0].segments.len(), 1);
        assert_eq!((reassembler.open(), reassembler.octets()), (0, 0));
    }

    #[test]
    fn a_snapshot_loses_nothing() {
        let parts = segments(&"Grüße € 😀 ".repeat(60), 300);
        let mut reassembler = Reassembler::default();
        for (number, part) in parts.iter().enumerate().skip(1) {
            reassembler.add(part, "+49 170 1234", number as f64);
        }
        segments(&"b".repeat(200), 9).iter().for_each(|part| drop(reassembler.add(part, "Info", 2.0)));
        let snapshot = reassembler.snapshot();
        let mut restored = Reassembler::restore(&snapshot).expect("our own");
        assert_eq!(restored.snapshot(), snapshot);
        assert_eq!(restored.octets(), reassembler.octets());
        assert_eq!(text(restored.add(&parts[0], "00491701234", 9.0)), Some("Grüße € 😀 ".repeat(60)));
        for end in 0..snapshot.len() {
            assert!(Reassembler::restore(&snapshot[..end]).is_err());
        }
    }

    #[test]
    fn a_pair_that_the_sender_divided_is_mended() {
        let mut reassembler = Reassembler::default();
        let dcs = crate::DataCodingScheme(8);
        let part = |octets: &[u8]| decode(octets, Reading { dcs, has_header: true, ..Reading::default() });
        reassembler.add(&part(&[5, 0, 3, 1, 2, 1, 0, 0x61, 0xD8, 0x3D]), "1", 0.0);
        let whole = reassembler.add(&part(&[5, 0, 3, 1, 2, 2, 0xDE, 0, 0, 0x62]), "1", 0.0);
        assert_eq!(text(whole), Some("a😀b".into()));
    }
}
