//! Time stamps: TP-SCTS, TP-DT and the absolute TP-VP (3GPP TS 23.040 clause 9.2.3.11).
//!
//! Seven octets of swapped semi-octets: year, month, day, hour, minute, second of the local time, and its distance from
//! GMT in quarters of an hour. The digits are kept as they came, because networks send impossible ones; whether they
//! are a time is asked of the value.

/// The first year of the century rule. There was no short message before 1990 (the first one went out in 1992), so
/// years 90 to 99 are of the twentieth century, and 00 to 89 of the twenty-first.
const FIRST_YEAR: u16 = 1990;

/// The largest distance from GMT that the octet can express, in quarters of an hour.
const MAX_QUARTERS: i8 = 79;

/// A time stamp, as its octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp(pub [u8; 7]);

/// A local time and its distance from GMT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LocalTime {
    /// 1990 to 2089.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// Quarters of an hour, -79 to 79: what the local time is ahead of GMT.
    pub quarters: i8,
}

impl LocalTime {
    /// Whether there is such a time and a time stamp can hold it.
    fn is_possible(&self) -> bool {
        (FIRST_YEAR..FIRST_YEAR + 100).contains(&self.year)
            && (1..=12).contains(&self.month)
            && (1..=days(self.year, self.month)).contains(&self.day)
            && self.hour < 24
            && self.minute < 60
            && self.second < 60
            && self.quarters.unsigned_abs() <= MAX_QUARTERS.unsigned_abs()
    }
}

impl Timestamp {
    /// The time stamp of a local time; `None` if there is no such time between 1990 and 2089.
    #[must_use]
    pub fn new(time: &LocalTime) -> Option<Self> {
        time.is_possible().then(|| {
            let zone = swap(time.quarters.unsigned_abs());
            Timestamp([
                swap((time.year % 100) as u8),
                swap(time.month),
                swap(time.day),
                swap(time.hour),
                swap(time.minute),
                swap(time.second),
                // The tens of the zone have three bits; bit 3 of the octet is the sign.
                zone | if time.quarters < 0 { 0x08 } else { 0 },
            ])
        })
    }

    /// The local time that the digits express, if they express one. "If the MS receives a non-integer value in the SCTS,
    /// it shall assume that the digit is set to 0 but shall store the entire field exactly as received."
    #[must_use]
    pub fn local_time(&self) -> Option<LocalTime> {
        let [year, month, day, hour, minute, second, zone] = self.0;
        let short = u16::from(received(year));
        let quarters = received(zone & 0xF7) as i8;
        let time = LocalTime {
            year: if short < FIRST_YEAR % 100 { 2000 + short } else { 1900 + short },
            month: received(month),
            day: received(day),
            hour: received(hour),
            minute: received(minute),
            second: received(second),
            quarters: if zone & 0x08 == 0 { quarters } else { -quarters },
        };
        time.is_possible().then_some(time)
    }
}

/// A number below 100 as swapped semi-octets.
pub(crate) fn swap(number: u8) -> u8 {
    (number / 10 % 10) | (number % 10) << 4
}

/// The number of swapped semi-octets; `None` if one is no decimal digit.
pub(crate) fn digits(octet: u8) -> Option<u8> {
    let (tens, ones) = (octet & 0xF, octet >> 4);
    (tens < 10 && ones < 10).then_some(10 * tens + ones)
}

/// The number of swapped semi-octets, where one that is no decimal digit counts as 0.
fn received(octet: u8) -> u8 {
    let digit = |semi_octet: u8| if semi_octet < 10 { semi_octet } else { 0 };
    10 * digit(octet & 0xF) + digit(octet >> 4)
}

/// Days of a month of the Gregorian calendar; 2000 is the only year of a century in the range, and a leap year.
fn days(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_zones() {
        let quarters = |zone| Timestamp([0x90, 0x40, 0x02, 0x91, 0x61, 0x42, zone]).local_time().map(|t| t.quarters);
        for (zone, expected) in [(0x0A, -20), (0x40, 4), (0x8A, -28), (0x23, 32), (0x00, 0), (0x08, 0), (0x97, 79)] {
            assert_eq!(quarters(zone), Some(expected), "{zone:02X}");
        }
        assert_eq!(quarters(0xA0), Some(0), "a digit that is none counts as 0");
    }

    #[test]
    fn every_zone_and_every_year_comes_back() {
        for quarters in -MAX_QUARTERS..=MAX_QUARTERS {
            for year in FIRST_YEAR..FIRST_YEAR + 100 {
                let time = LocalTime { year, month: 2, day: 28, hour: 23, minute: 59, second: 58, quarters };
                assert_eq!(Timestamp::new(&time).and_then(|stamp| stamp.local_time()), Some(time));
            }
        }
    }

    #[test]
    fn impossible_times_are_none() {
        let stamp = Timestamp([0x51, 0x50, 0x71, 0x32, 0x20, 0x05, 0x23]);
        assert!(stamp.local_time().is_some());
        let impossible = [(1, 0x31), (1, 0x00), (2, 0x23), (2, 0x00), (3, 0x42), (4, 0x06), (5, 0x06)];
        for (at, octet) in impossible {
            let mut octets = stamp.0;
            octets[at] = octet;
            assert_eq!(Timestamp(octets).local_time(), None, "{octets:02X?}");
        }
        let odd = Timestamp([0x5F, 0x50, 0xF1, 0x32, 0x20, 0x05, 0x23]).local_time().map(|time| (time.year, time.day));
        assert_eq!(odd, Some((2005, 10)));
        let leap = |year| LocalTime { year, month: 2, day: 29, hour: 0, minute: 0, second: 0, quarters: 0 };
        assert!(Timestamp::new(&leap(2000)).is_some() && Timestamp::new(&leap(2024)).is_some());
        assert!(Timestamp::new(&leap(2023)).is_none() && Timestamp::new(&leap(1988)).is_none());
        assert!(Timestamp::new(&leap(2092)).is_none());
    }
}
