//! The functions of the API and `Profile`, which has the same ones with its options compiled.

use std::sync::{Arc, LazyLock};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};

use super::column::Column;
use super::column_results::{EstimateColumns, MessageColumns};
use super::columns;
use super::convert::{Octets, string, text};
use super::error;
use super::estimate::Estimate;
use super::explain::{Explanation, explained};
use super::message::Message;
use super::options::{self, parse, reference};
use crate::{Message as Core, Options};

static DEFAULTS: LazyLock<Arc<Options>> = LazyLock::new(Arc::default);

/// The options of the module's functions.
#[inline]
pub(super) fn defaults() -> &'static Arc<Options> {
    &DEFAULTS
}

/// The options of a call.
pub(super) fn with(given: Option<&Bound<'_, PyDict>>) -> PyResult<Arc<Options>> {
    match given {
        Some(given) if !given.is_empty() => parse(&DEFAULTS, Some(given)).map(Arc::new),
        _ => Ok(Arc::clone(&DEFAULTS)),
    }
}

pub(super) fn count(value: &Bound<'_, PyAny>, options: &Options) -> PyResult<usize> {
    let string = string("text", value)?;
    crate::count_segments(text(string)?, options).map_err(|wrong| error::encode(value.py(), wrong))
}

pub(super) fn estimated(value: &Bound<'_, PyAny>, options: &Options) -> PyResult<Estimate> {
    let string = string("text", value)?;
    let estimate = crate::estimate(text(string)?, options).map_err(|wrong| error::encode(value.py(), wrong))?;
    Estimate::new(value.py(), &estimate)
}

fn estimated_binary(data: &Bound<'_, PyAny>, options: &Options) -> PyResult<Estimate> {
    let octets = Octets::new("data", data)?;
    let estimate = crate::estimate_binary(&octets, options).map_err(|wrong| error::encode(data.py(), wrong))?;
    Estimate::new(data.py(), &estimate)
}

pub(super) fn encoded(
    value: &Bound<'_, PyAny>,
    options: Arc<Options>,
    given: Option<&Bound<'_, PyAny>>,
) -> PyResult<Message> {
    let py = value.py();
    let string = string("text", value)?;
    let reference = reference(given, options.splitting.reference_size)?;
    let message = Core::encode(text(string)?, &options, reference).map_err(|wrong| error::encode(py, wrong))?;
    // A subclass of `str` may be anything: the message keeps the plain string.
    let plain = if string.is_exact_instance_of::<PyString>() { string.clone() } else { string.str()? };
    Message::of_text(py, message, plain, &options)
}

fn encoded_binary(
    data: &Bound<'_, PyAny>,
    options: Arc<Options>,
    given: Option<&Bound<'_, PyAny>>,
) -> PyResult<Message> {
    let py = data.py();
    let octets = Octets::new("data", data)?;
    let reference = reference(given, options.splitting.reference_size)?;
    let message = Core::encode_binary(&octets, &options, reference).map_err(|wrong| error::encode(py, wrong))?;
    Ok(Message::of_data(message, PyBytes::new(py, &octets), &options))
}

/// What octets take.
#[pyfunction(pass_module)]
#[pyo3(signature = (data, /, **options))]
pub(super) fn estimate_binary(
    _module: &Bound<'_, PyModule>,
    data: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<Estimate> {
    estimated_binary(data, &*with(options)?)
}

/// Encode octets into segments.
#[pyfunction(pass_module)]
#[pyo3(signature = (data, /, *, reference = None, **options))]
pub(super) fn encode_binary(
    _module: &Bound<'_, PyModule>,
    data: &Bound<'_, PyAny>,
    reference: Option<&Bound<'_, PyAny>>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<Message> {
    encoded_binary(data, with(options)?, reference)
}

/// Options compiled once. Its methods of one text are in [`super::hot`].
#[pyclass(frozen, eq, hash, module = "smsenc")]
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Profile(pub(super) Arc<Options>);

#[pymethods]
impl Profile {
    #[new]
    #[pyo3(signature = (**options))]
    fn new(options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        with(options).map(Profile)
    }

    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        options::to_dict(py, &self.0)
    }

    #[pyo3(signature = (**options))]
    fn replace(&self, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        parse(&self.0, options).map(|options| Profile(Arc::new(options)))
    }

    #[pyo3(signature = (text, /))]
    fn explain(&self, text: &Bound<'_, PyAny>) -> PyResult<Explanation> {
        explained(text, Arc::clone(&self.0))
    }

    #[pyo3(signature = (data, /))]
    fn estimate_binary(&self, data: &Bound<'_, PyAny>) -> PyResult<Estimate> {
        estimated_binary(data, &self.0)
    }

    #[pyo3(signature = (data, /, *, reference = None))]
    fn encode_binary(&self, data: &Bound<'_, PyAny>, reference: Option<&Bound<'_, PyAny>>) -> PyResult<Message> {
        encoded_binary(data, Arc::clone(&self.0), reference)
    }

    #[pyo3(signature = (texts, /))]
    fn count_segments_many(&self, texts: &Bound<'_, PyAny>) -> PyResult<Column> {
        columns::counted(texts, &self.0)
    }

    #[pyo3(signature = (texts, /))]
    fn estimate_many(&self, texts: &Bound<'_, PyAny>) -> PyResult<EstimateColumns> {
        columns::estimated(texts, &self.0)
    }

    #[pyo3(signature = (texts, /, *, references = None))]
    fn encode_many(&self, texts: &Bound<'_, PyAny>, references: Option<&Bound<'_, PyAny>>) -> PyResult<MessageColumns> {
        columns::encoded(texts, references, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (all, defaults) = (options::to_dict(py, &self.0)?, options::to_dict(py, &DEFAULTS)?);
        let mut changed = Vec::new();
        for (name, value) in all {
            if !value.eq(defaults.get_item(&name)?)? {
                changed.push(format!("{name}={}", value.repr()?));
            }
        }
        Ok(format!("Profile({})", changed.join(", ")))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        Ok((PyTuple::empty(py), self.options(py)?))
    }
}
