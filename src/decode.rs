//! The same road backwards: user data of one segment to text or octets.
//!
//! A receiver takes what it gets; what was wrong with it is told as [`Anomaly`], never silently.

use crate::alphabet::{Alphabet, ESCAPE};

/// Something that a receiver had to overlook or to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnomalyKind {
    /// An escape before a septet that the single shift table does not have: the locking table's character is shown
    /// (3GPP TS 23.038 clause 6.2.1.1).
    UndefinedEscape,
    /// An escape before an escape, reserved for a further table: a space is shown (clause 6.2.1.1 note 1).
    ReservedEscape,
    /// An escape at the end: nothing is shown.
    LoneEscape,
    /// A septet that the locking table does not have: a space is shown.
    UndefinedSeptet,
}

/// An anomaly and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Anomaly {
    /// What it is.
    pub kind: AnomalyKind,
    /// The septet or octet where it is.
    pub offset: usize,
}

/// The characters of septets, one an octet.
#[must_use]
pub fn septets(septets: &[u8], alphabet: Alphabet) -> (Vec<u32>, Vec<Anomaly>) {
    let mut characters = Vec::with_capacity(septets.len());
    let mut anomalies = Vec::new();
    let mut stream = septets.iter().map(|septet| septet & 0x7F).enumerate();
    while let Some((offset, septet)) = stream.next() {
        let mut note = |kind| anomalies.push(Anomaly { kind, offset });
        let character = if septet == ESCAPE {
            match stream.next() {
                None => {
                    note(AnomalyKind::LoneEscape);
                    continue;
                }
                Some((_, ESCAPE)) => {
                    note(AnomalyKind::ReservedEscape);
                    ' '
                }
                Some((_, shifted)) => alphabet.escaped(shifted).unwrap_or_else(|| {
                    note(AnomalyKind::UndefinedEscape);
                    alphabet.plain(shifted).unwrap_or(' ')
                }),
            }
        } else {
            alphabet.plain(septet).unwrap_or_else(|| {
                note(AnomalyKind::UndefinedSeptet);
                ' '
            })
        };
        characters.push(character.into());
    }
    (characters, anomalies)
}
