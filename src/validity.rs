//! The validity period TP-VP in its three formats: 3GPP TS 23.040 clause 9.2.3.12.

use crate::timestamp::{Timestamp, digits, swap};

/// How long a service centre is to keep a message that it cannot deliver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValidityPeriod {
    /// One octet, counted from the submission (clause 9.2.3.12.1).
    Relative(RelativePeriod),
    /// Seven octets with a functionality indicator (clause 9.2.3.12.3).
    Enhanced(EnhancedPeriod),
    /// The time when it ends (clause 9.2.3.12.2).
    Absolute(Timestamp),
}

impl ValidityPeriod {
    /// TP-VPF, the format in bits 4 and 3 of the first octet (clause 9.2.3.3).
    #[must_use]
    pub fn format_bits(period: Option<&Self>) -> u8 {
        match period {
            None => 0b00,
            Some(ValidityPeriod::Enhanced(_)) => 0b01,
            Some(ValidityPeriod::Relative(_)) => 0b10,
            Some(ValidityPeriod::Absolute(_)) => 0b11,
        }
    }

    /// Appends TP-VP to octets.
    pub fn write(&self, octets: &mut Vec<u8>) {
        match self {
            ValidityPeriod::Relative(RelativePeriod(octet)) => octets.push(*octet),
            ValidityPeriod::Enhanced(EnhancedPeriod(all)) => octets.extend_from_slice(all),
            ValidityPeriod::Absolute(Timestamp(all)) => octets.extend_from_slice(all),
        }
    }
}

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;
const WEEK: u32 = 7 * DAY;

/// A relative validity period. Its steps: 5 minutes to 12 hours, 30 minutes to 24 hours, days from 2 to 30, weeks
/// from 5 to 63.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelativePeriod(pub u8);

impl RelativePeriod {
    /// The period in minutes.
    #[must_use]
    pub fn minutes(self) -> u32 {
        let value = u32::from(self.0);
        match self.0 {
            0..=143 => (value + 1) * 5,
            144..=167 => 12 * HOUR + (value - 143) * 30,
            168..=196 => (value - 166) * DAY,
            197..=255 => (value - 192) * WEEK,
        }
    }

    /// The period of exactly so many minutes, if there is one.
    #[must_use]
    pub fn exactly(minutes: u32) -> Option<Self> {
        Self::at_least(minutes).filter(|period| period.minutes() == minutes)
    }

    /// The shortest period of at least so many minutes; `None` beyond 63 weeks.
    #[must_use]
    pub fn at_least(minutes: u32) -> Option<Self> {
        (0..=255).map(RelativePeriod).find(|period| period.minutes() >= minutes)
    }

    /// The longest period of at most so many minutes; `None` below 5 minutes.
    #[must_use]
    pub fn at_most(minutes: u32) -> Option<Self> {
        (0..=255).rev().map(RelativePeriod).find(|period| period.minutes() <= minutes)
    }
}

/// The extension bit of a functionality indicator: another such octet follows.
const EXTENSION: u8 = 0x80;
/// The message is sent once, and once only.
const SINGLE_SHOT: u8 = 0x40;

/// An enhanced validity period, as its octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EnhancedPeriod(pub [u8; 7]);

/// The period in an enhanced validity period: bits 2 to 0 of its first octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EnhancedFormat {
    /// 000: none is given.
    None,
    /// 001: as in the relative format.
    Relative(RelativePeriod),
    /// 010: seconds; 0 is reserved.
    Seconds(u8),
    /// 011: hours, minutes and seconds.
    Clock {
        /// 0 to 99.
        hours: u8,
        /// 0 to 59.
        minutes: u8,
        /// 0 to 59.
        seconds: u8,
    },
    /// A format that is reserved, or octets that express nothing in theirs.
    Unknown(u8),
}

impl EnhancedFormat {
    /// The format's name in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            EnhancedFormat::None => "none",
            EnhancedFormat::Relative(_) => "relative",
            EnhancedFormat::Seconds(_) => "seconds",
            EnhancedFormat::Clock { .. } => "clock",
            EnhancedFormat::Unknown(_) => "unknown",
        }
    }

    /// So many seconds as hours, minutes and seconds; `None` beyond 99:59:59.
    #[must_use]
    pub fn clock(seconds: u32) -> Option<Self> {
        let hours = u8::try_from(seconds / 3600).ok().filter(|&hours| hours <= 99)?;
        Some(EnhancedFormat::Clock { hours, minutes: (seconds / 60 % 60) as u8, seconds: (seconds % 60) as u8 })
    }

    /// So many seconds, exactly, in the first format that can say it: seconds, hours minutes and seconds, relative.
    #[must_use]
    pub fn exactly(seconds: u32) -> Option<Self> {
        let short = u8::try_from(seconds).ok().filter(|&seconds| seconds != 0).map(EnhancedFormat::Seconds);
        short.or_else(|| Self::clock(seconds)).or_else(|| Self::relative(seconds))
    }

    /// So many seconds in the relative format, exactly.
    #[must_use]
    pub fn relative(seconds: u32) -> Option<Self> {
        if !seconds.is_multiple_of(60) {
            return None;
        }
        RelativePeriod::exactly(seconds / 60).map(EnhancedFormat::Relative)
    }

    /// The period in seconds, if there is one.
    #[must_use]
    pub fn seconds(self) -> Option<u32> {
        match self {
            EnhancedFormat::None | EnhancedFormat::Unknown(_) => None,
            EnhancedFormat::Relative(period) => Some(60 * period.minutes()),
            EnhancedFormat::Seconds(seconds) => Some(seconds.into()),
            EnhancedFormat::Clock { hours, minutes, seconds } => {
                Some(3600 * u32::from(hours) + 60 * u32::from(minutes) + u32::from(seconds))
            }
        }
    }
}

impl EnhancedPeriod {
    /// A period without extension; unused octets are zero. `None` for what cannot be written: seconds 0, hours beyond
    /// 99, minutes or seconds beyond 59, an unknown format.
    #[must_use]
    pub fn new(format: EnhancedFormat, single_shot: bool) -> Option<Self> {
        let (bits, value) = match format {
            EnhancedFormat::None => (0b000, [0; 3]),
            EnhancedFormat::Relative(RelativePeriod(octet)) => (0b001, [octet, 0, 0]),
            EnhancedFormat::Seconds(seconds @ 1..) => (0b010, [seconds, 0, 0]),
            EnhancedFormat::Clock { hours: hours @ ..=99, minutes: minutes @ ..=59, seconds: seconds @ ..=59 } => {
                (0b011, [swap(hours), swap(minutes), swap(seconds)])
            }
            EnhancedFormat::Seconds(_) | EnhancedFormat::Clock { .. } | EnhancedFormat::Unknown(_) => return None,
        };
        let indicator = bits | if single_shot { SINGLE_SHOT } else { 0 };
        Some(EnhancedPeriod([indicator, value[0], value[1], value[2], 0, 0, 0]))
    }

    /// Whether the service centre is to try the delivery only once.
    #[must_use]
    pub fn is_single_shot(&self) -> bool {
        self.0[0] & SINGLE_SHOT != 0
    }

    /// Whether more octets of the functionality indicator follow the first, which a receiver steps over.
    #[must_use]
    pub fn is_extended(&self) -> bool {
        self.0[0] & EXTENSION != 0
    }

    /// The period.
    #[must_use]
    pub fn format(&self) -> EnhancedFormat {
        let bits = self.0[0] & 0x07;
        let mut value = self.0.iter().skip_while(|&octet| octet & EXTENSION != 0).skip(1).copied();
        let mut next = || value.next();
        let read = match bits {
            0b000 => Some(EnhancedFormat::None),
            0b001 => next().map(|octet| EnhancedFormat::Relative(RelativePeriod(octet))),
            0b010 => next().map(EnhancedFormat::Seconds),
            0b011 => match [next(), next(), next()].map(|octet| octet.and_then(digits)) {
                [Some(hours), Some(minutes @ ..=59), Some(seconds @ ..=59)] => {
                    Some(EnhancedFormat::Clock { hours, minutes, seconds })
                }
                _ => None,
            },
            _ => None,
        };
        read.unwrap_or(EnhancedFormat::Unknown(bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_periods_at_every_boundary() {
        let known = [
            (0x00, 5),
            (0x8F, 12 * HOUR),
            (0x90, 12 * HOUR + 30),
            (0xA7, DAY),
            (0xA8, 2 * DAY),
            (0xC4, 30 * DAY),
            (0xC5, 5 * WEEK),
            (0xFF, 63 * WEEK),
        ];
        for (octet, minutes) in known {
            assert_eq!(RelativePeriod(octet).minutes(), minutes, "{octet:02X}");
        }
    }

    #[test]
    fn relative_periods_rise_and_come_back() {
        for octet in 0..=255 {
            let period = RelativePeriod(octet);
            let minutes = period.minutes();
            assert_eq!(RelativePeriod::exactly(minutes), Some(period));
            assert_eq!(RelativePeriod::exactly(minutes + 1), None);
            assert_eq!(RelativePeriod::at_most(minutes + 1), Some(period));
            assert_eq!(RelativePeriod::at_least(minutes - 1), Some(period));
        }
        assert_eq!(RelativePeriod::at_least(63 * WEEK + 1), None);
        assert_eq!(RelativePeriod::at_most(4), None);
    }

    #[test]
    fn enhanced_periods_come_back() {
        let clock = EnhancedFormat::Clock { hours: 99, minutes: 59, seconds: 1 };
        let formats = [
            EnhancedFormat::None,
            EnhancedFormat::Relative(RelativePeriod(0xA7)),
            EnhancedFormat::Seconds(255),
            EnhancedFormat::Seconds(1),
            clock,
        ];
        for format in formats {
            for single_shot in [false, true] {
                let period = EnhancedPeriod::new(format, single_shot).expect("possible");
                assert_eq!((period.format(), period.is_single_shot()), (format, single_shot));
                assert!(!period.is_extended());
            }
        }
        assert_eq!(EnhancedPeriod::new(clock, true).map(|p| p.0), Some([0x43, 0x99, 0x95, 0x10, 0, 0, 0]));
    }

    #[test]
    fn seconds_find_the_format_that_says_them() {
        let name = |seconds| EnhancedFormat::exactly(seconds).map(EnhancedFormat::name);
        let known = [(1, "seconds"), (255, "seconds"), (256, "clock"), (359_999, "clock"), (30 * 86400, "relative")];
        for (seconds, format) in known {
            assert_eq!(name(seconds), Some(format), "{seconds}");
            assert_eq!(EnhancedFormat::exactly(seconds).and_then(EnhancedFormat::seconds), Some(seconds));
        }
        assert_eq!(name(0), Some("clock"));
        assert_eq!((name(360_001), name(360_060)), (None, None));
    }

    #[test]
    fn what_an_enhanced_period_cannot_say() {
        assert_eq!(EnhancedPeriod::new(EnhancedFormat::Seconds(0), false), None);
        assert_eq!(EnhancedPeriod::new(EnhancedFormat::Unknown(4), false), None);
        let late = EnhancedFormat::Clock { hours: 0, minutes: 60, seconds: 0 };
        assert_eq!(EnhancedPeriod::new(late, false), None);
        for octets in [[3, 0, 6, 0, 0, 0, 0], [3, 0xA0, 0, 0, 0, 0, 0]] {
            assert_eq!(EnhancedPeriod(octets).format(), EnhancedFormat::Unknown(3));
        }
        assert_eq!(EnhancedPeriod([7, 0, 0, 0, 0, 0, 0]).format(), EnhancedFormat::Unknown(7));
    }

    #[test]
    fn the_period_stands_behind_all_octets_of_the_indicator() {
        let seconds = EnhancedPeriod([0x82, 0x80, 0x00, 9, 0, 0, 0]);
        assert!(seconds.is_extended());
        assert_eq!(seconds.format(), EnhancedFormat::Seconds(9));
        assert_eq!(EnhancedPeriod([0x82; 7]).format(), EnhancedFormat::Unknown(2));
        assert_eq!(EnhancedPeriod([0x83, 0x80, 0x80, 0x80, 0x00, 0x10, 0x20]).format(), EnhancedFormat::Unknown(3));
    }
}
