//! Validity periods: `timedelta`, aware `datetime`, and `smsenc.tpdu.EnhancedValidity`.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateTime, PyDelta};

use super::convert::{Octets, string, wrong_type};
use super::error::{self, invalid_option};
use super::time;
use crate::{
    DecodeError, DecodeErrorKind, EnhancedFormat, EnhancedPeriod as Core, RelativePeriod, Timestamp, ValidityPeriod,
};

const RELATIVE: &str = "a period of TS 23.040 clause 9.2.3.12.1 (5 minutes to 12 hours by 5 minutes, to 24 hours by 30 minutes, to 30 \
     days by days, to 63 weeks by weeks); round_validity() finds one";

/// The argument `validity`.
pub(super) fn argument(value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<ValidityPeriod>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    if let Ok(time) = value.cast::<PyDateTime>() {
        return time::of_datetime("validity", time).map(|stamp| Some(ValidityPeriod::Absolute(stamp)));
    }
    if let Ok(enhanced) = value.cast::<EnhancedValidity>() {
        return Ok(Some(ValidityPeriod::Enhanced(enhanced.get().0)));
    }
    let wanted = "a timedelta, an aware datetime, an EnhancedValidity or None";
    let period = value.cast::<PyDelta>().map_err(|_| wrong_type("validity", wanted, value))?;
    let exact = match time::seconds(period) {
        Some((seconds, false)) if seconds % 60 == 0 => RelativePeriod::exactly(seconds / 60),
        _ => None,
    };
    let exact = exact.ok_or_else(|| invalid_option("validity", value, RELATIVE))?;
    Ok(Some(ValidityPeriod::Relative(exact)))
}

/// What the attribute `validity` gives; `None` also for an absolute time that is no time.
pub(super) fn object<'py>(py: Python<'py>, validity: Option<&ValidityPeriod>) -> PyResult<Option<Bound<'py, PyAny>>> {
    Ok(match validity {
        None => None,
        Some(ValidityPeriod::Relative(period)) => Some(time::delta(py, period.minutes() * 60)?.into_any()),
        Some(ValidityPeriod::Enhanced(period)) => Some(Bound::new(py, EnhancedValidity(*period))?.into_any()),
        Some(ValidityPeriod::Absolute(stamp)) => time::datetime(py, stamp)?.map(Bound::into_any),
    })
}

/// The name of the format, as TP-VPF gives it.
pub(super) fn format(validity: Option<&ValidityPeriod>) -> Option<&'static str> {
    validity.map(|validity| match validity {
        ValidityPeriod::Relative(_) => "relative",
        ValidityPeriod::Enhanced(_) => "enhanced",
        ValidityPeriod::Absolute(Timestamp(_)) => "absolute",
    })
}

/// An enhanced validity period (3GPP TS 23.040 clause 9.2.3.12.3).
#[pyclass(frozen, eq, hash, skip_from_py_object, module = "smsenc.tpdu")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct EnhancedValidity(pub(super) Core);

#[pymethods]
impl EnhancedValidity {
    #[new]
    #[pyo3(signature = (period = None, *, format = None, single_shot = false))]
    fn new(
        py: Python<'_>,
        period: Option<&Bound<'_, PyAny>>,
        format: Option<&Bound<'_, PyAny>>,
        single_shot: bool,
    ) -> PyResult<Self> {
        let period = period.filter(|period| !period.is_none());
        let format = format.filter(|format| !format.is_none());
        let name = format.map(|format| string("format", format)).transpose()?.map(|name| name.to_string_lossy());
        let seconds = period.map(|period| {
            let delta = period.cast::<PyDelta>().map_err(|_| wrong_type("period", "a timedelta", period))?;
            match time::seconds(delta) {
                Some((seconds, false)) => Ok(seconds),
                _ => Err(invalid_option("period", period, "whole seconds, not negative")),
            }
        });
        let found = match (name.as_deref(), seconds.transpose()?) {
            (None | Some("none"), None) => Some(EnhancedFormat::None),
            (None, Some(seconds)) => EnhancedFormat::exactly(seconds),
            (Some("relative"), Some(seconds)) => EnhancedFormat::relative(seconds),
            (Some("seconds"), Some(seconds)) => u8::try_from(seconds).ok().map(EnhancedFormat::Seconds),
            (Some("clock"), Some(seconds)) => EnhancedFormat::clock(seconds),
            (Some("none" | "relative" | "seconds" | "clock"), _) => None,
            (Some(_), _) => {
                let none = py.None().into_bound(py);
                let allowed = "'none', 'relative', 'seconds', 'clock'";
                return Err(invalid_option("format", format.unwrap_or(&none), allowed));
            }
        };
        let built = found.and_then(|found| Core::new(found, single_shot)).map(EnhancedValidity);
        built.ok_or_else(|| match (period, format) {
            (None, Some(format)) => invalid_option("format", format, "'none' without a period"),
            _ => {
                let none = py.None().into_bound(py);
                invalid_option("period", period.unwrap_or(&none), "a period that the format can say")
            }
        })
    }

    #[staticmethod]
    #[pyo3(signature = (octets, /))]
    fn parse(octets: &Bound<'_, PyAny>) -> PyResult<Self> {
        let given = Octets::new("octets", octets)?;
        let kind = if given.len() < 7 { DecodeErrorKind::Truncated } else { DecodeErrorKind::Excess };
        let wrong = DecodeError::new(kind, given.len().min(7), "TP-VP");
        let seven = <[u8; 7]>::try_from(&*given).map_err(|_| error::decode(octets.py(), wrong))?;
        Ok(EnhancedValidity(Core(seven)))
    }

    #[getter]
    fn period<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDelta>>> {
        self.0.format().seconds().map(|seconds| time::delta(py, seconds)).transpose()
    }

    #[getter]
    fn format(&self) -> &'static str {
        self.0.format().name()
    }

    #[getter]
    fn single_shot(&self) -> bool {
        self.0.is_single_shot()
    }

    #[getter]
    fn is_extended(&self) -> bool {
        self.0.is_extended()
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let period =
            self.period(py)?.map_or(Ok("None".into()), |period| period.repr().map(|shown| shown.to_string()))?;
        let single_shot = if self.single_shot() { ", single_shot=True" } else { "" };
        Ok(format!("EnhancedValidity({period}, format='{}'{single_shot})", self.format()))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<super::tpdu::Restored<'py>> {
        super::tpdu::restored(py, "validity", &self.0.0)
    }
}

/// The relative validity period next to a period.
#[pyfunction(pass_module)]
#[pyo3(signature = (period, /, *, rounding = None))]
pub(super) fn round_validity<'py>(
    _module: &Bound<'py, PyModule>,
    period: &Bound<'py, PyAny>,
    rounding: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyDelta>> {
    let delta = period.cast::<PyDelta>().map_err(|_| wrong_type("period", "a timedelta", period))?;
    let up = match rounding {
        None => true,
        Some(rounding) => match &*string("rounding", rounding)?.to_string_lossy() {
            "up" => true,
            "down" => false,
            _ => return Err(invalid_option("rounding", rounding, "'up', 'down'")),
        },
    };
    let found = time::seconds(delta).and_then(|(seconds, more)| {
        let more = more || seconds % 60 != 0;
        if up {
            RelativePeriod::at_least(seconds / 60 + u32::from(more))
        } else {
            RelativePeriod::at_most(seconds / 60)
        }
    });
    let found =
        found.ok_or_else(|| invalid_option("period", period, "up: at most 63 weeks; down: at least 5 minutes"))?;
    time::delta(period.py(), found.minutes() * 60)
}
