//! Time stamps as `datetime`, and periods as `timedelta`.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateAccess, PyDateTime, PyDelta, PyDeltaAccess, PyTimeAccess, PyTzInfo, PyTzInfoAccess};

use super::convert::wrong_type;
use super::error::invalid_option;
use crate::{LocalTime, Timestamp};

const QUARTER: i32 = 15 * 60;

/// The aware `datetime` of a time stamp, or `None` if its digits are no time.
pub(super) fn datetime<'py>(py: Python<'py>, stamp: &Timestamp) -> PyResult<Option<Bound<'py, PyDateTime>>> {
    let Some(time) = stamp.local_time() else { return Ok(None) };
    let offset = PyDelta::new(py, 0, i32::from(time.quarters) * QUARTER, 0, true)?;
    let zone = PyTzInfo::fixed_offset(py, offset)?;
    let LocalTime { year, month, day, hour, minute, second, .. } = time;
    PyDateTime::new(py, year.into(), month, day, hour, minute, second, 0, Some(&zone)).map(Some)
}

/// An argument that is an aware `datetime`, or the seven octets of a time stamp.
pub(super) fn stamp(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Timestamp> {
    if let Ok(octets) = value.cast::<PyBytes>() {
        let stamp = octets.as_bytes().try_into().map(Timestamp);
        return stamp.map_err(|_| invalid_option(name, value, "seven octets"));
    }
    let time = value.cast::<PyDateTime>().map_err(|_| wrong_type(name, "an aware datetime or bytes", value))?;
    of_datetime(name, time)
}

/// The time stamp of an aware `datetime`.
pub(super) fn of_datetime(name: &str, time: &Bound<'_, PyDateTime>) -> PyResult<Timestamp> {
    let allowed = "an aware datetime of whole seconds, 1990 to 2089, its offset in quarters of an hour below 20 hours";
    let wrong = || invalid_option(name, time, allowed);
    if time.get_tzinfo().is_none() || time.get_microsecond() != 0 {
        return Err(wrong());
    }
    let offset = time.call_method0("utcoffset")?;
    let offset = offset.cast::<PyDelta>().map_err(|_| wrong())?;
    let seconds = offset.get_days() * 86_400 + offset.get_seconds();
    if seconds % QUARTER != 0 || offset.get_microseconds() != 0 {
        return Err(wrong());
    }
    let local = LocalTime {
        year: u16::try_from(time.get_year()).map_err(|_| wrong())?,
        month: time.get_month(),
        day: time.get_day(),
        hour: time.get_hour(),
        minute: time.get_minute(),
        second: time.get_second(),
        quarters: i8::try_from(seconds / QUARTER).map_err(|_| wrong())?,
    };
    Timestamp::new(&local).ok_or_else(wrong)
}

/// A `timedelta` of seconds.
pub(super) fn delta(py: Python<'_>, seconds: u32) -> PyResult<Bound<'_, PyDelta>> {
    // At most 63 weeks.
    PyDelta::new(py, (seconds / 86_400) as i32, (seconds % 86_400) as i32, 0, true)
}

/// The seconds of a `timedelta` that is not negative, and whether it has a fraction more.
pub(super) fn seconds(period: &Bound<'_, PyDelta>) -> Option<(u32, bool)> {
    let days = u32::try_from(period.get_days()).ok()?;
    let seconds = days.checked_mul(86_400)?.checked_add(period.get_seconds() as u32)?;
    Some((seconds, period.get_microseconds() != 0))
}
