//! The class `Message`: a sequence of segments over what the core has encoded.
//!
//! It holds no reference that could form a cycle, so the collector need not know it.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ptr;
use std::sync::{Arc, OnceLock};

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PySlice, PyString, PyTuple};

use super::convert::{self, Reduced, hex, new_string, sequence_index, shorten};
use super::estimate::{Estimate, replacements};
use super::functions::defaults;
use super::lean::{Known, Lean, object};
use super::segment::Segment;
use super::{hot, kept, options};
use crate::{Message as Core, Options};

/// What the caller gave: a text or octets.
enum Given {
    Text(Py<PyString>),
    Data(Py<PyBytes>),
}

impl Given {
    #[inline(always)]
    fn release(self, py: Python<'_>) {
        match self {
            Given::Text(text) => drop(text.into_bound(py)),
            Given::Data(data) => drop(data.into_bound(py)),
        }
    }
}

#[inline(always)]
fn unless_default(options: &Arc<Options>) -> Option<Arc<Options>> {
    (!Arc::ptr_eq(options, defaults())).then(|| Arc::clone(options))
}

/// An encoded message, a sequence of its segments.
#[pyclass(frozen, sequence, module = "smsenc")]
pub(super) struct Message {
    core: Core,
    given: Given,
    /// What is sent, if that is not what the caller gave.
    sent: Option<Given>,
    /// `None` for the default ones, whose references then need no count.
    options: Option<Arc<Options>>,
}

impl Lean for Message {
    fn known() -> &'static OnceLock<Known> {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        &KNOWN
    }

    #[inline(always)]
    unsafe fn release(value: *mut Self, py: Python<'_>) {
        // SAFETY: the value is there; each of its fields is taken out once or dropped where it is.
        unsafe {
            let Message { core, given, sent, options } = &mut *value;
            ptr::read(given).release(py);
            if let Some(sent) = ptr::read(sent) {
                sent.release(py);
            }
            ptr::drop_in_place(core);
            ptr::drop_in_place(options);
        }
    }
}

impl Message {
    pub(super) fn core(&self) -> &Core {
        &self.core
    }

    #[inline(always)]
    pub(super) fn of_text(
        py: Python<'_>,
        core: Core,
        text: Bound<'_, PyString>,
        options: &Arc<Options>,
    ) -> PyResult<Self> {
        let sent = core.changed_text().map(|text| new_string(py, text)).transpose()?;
        let sent = sent.map(|text| Given::Text(text.unbind()));
        Ok(Message { core, given: Given::Text(text.unbind()), sent, options: unless_default(options) })
    }

    pub(super) fn of_data(core: Core, data: Bound<'_, PyBytes>, options: &Arc<Options>) -> Self {
        let cut = core.content().len() < data.as_bytes().len();
        let sent = cut.then(|| Given::Data(PyBytes::new(data.py(), core.content()).unbind()));
        Message { core, given: Given::Data(data.unbind()), sent, options: unless_default(options) }
    }

    /// TP-UD of each segment. A getter in [`hot`].
    #[inline(always)]
    pub(super) fn user_data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let template = self.core.template();
        hot::tuple(py, self.core.len(), |segment| {
            let unwritten = self.core.unwritten(&template, segment);
            let octets = PyBytes::new_with(py, unwritten.octets(), |octets| {
                unwritten.write_over(octets);
                Ok(())
            })?;
            Ok(octets.into_any())
        })
    }

    fn sent(&self) -> &Given {
        self.sent.as_ref().unwrap_or(&self.given)
    }

    fn estimated<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, Estimate>> {
        object(py, Estimate::new(py, self.core.estimate())?)
    }

    fn segment_list<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        hot::tuple(this.py(), this.get().core.len(), |index| {
            Ok(object(this.py(), Segment::new(this, index))?.into_any())
        })
    }
}

#[pymethods]
impl Message {
    #[getter]
    pub(super) fn encoding(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::encoding(py, self.core.estimate().encoding.name())
    }

    #[getter]
    fn segments(&self) -> usize {
        self.core.len()
    }

    #[getter]
    fn units(&self) -> usize {
        self.core.estimate().units
    }

    #[getter]
    fn capacity(&self) -> usize {
        self.core.estimate().capacity
    }

    #[getter]
    fn remaining(&self) -> usize {
        self.core.estimate().remaining
    }

    #[getter]
    fn locking(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::language(py, self.core.estimate().encoding.alphabet().locking)
    }

    #[getter]
    fn single(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::language(py, self.core.estimate().encoding.alphabet().single)
    }

    #[getter]
    fn truncated_at(&self) -> Option<usize> {
        self.core.estimate().truncation.map(|cut| cut.position)
    }

    #[getter]
    fn needed(&self) -> Option<usize> {
        self.core.estimate().truncation.map(|cut| cut.needed)
    }

    #[getter]
    fn replacements<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        replacements(py, &self.core.estimate().replacements)
    }

    #[getter]
    fn estimate<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, Estimate>> {
        self.estimated(py)
    }

    #[getter]
    fn origins<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        let origins = self.core.origins();
        // The last one is that of the end.
        origins.map(|origins| PyTuple::new(py, &origins[..origins.len() - 1])).transpose()
    }

    #[getter]
    pub(super) fn text<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyString>> {
        match self.sent() {
            Given::Text(text) => Some(text.bind(py).clone()),
            Given::Data(_) => None,
        }
    }

    #[getter]
    fn data<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        match self.sent() {
            Given::Text(_) => None,
            Given::Data(data) => Some(data.bind(py).clone()),
        }
    }

    #[getter]
    fn dcs(&self) -> u8 {
        self.core.dcs().0
    }

    #[getter]
    fn reference(&self) -> Option<u16> {
        self.core.reference()
    }

    #[getter]
    fn reference_bits(&self) -> u8 {
        self.core.reference_size().bits()
    }

    #[pyo3(signature = (reference, /))]
    fn with_reference(&self, py: Python<'_>, reference: &Bound<'_, PyAny>) -> PyResult<Self> {
        let size = self.core.reference_size();
        let reference = options::integer("reference", reference, 0, size.max().into())? as u16;
        let copy = |given: &Given| match given {
            Given::Text(text) => Given::Text(text.clone_ref(py)),
            Given::Data(data) => Given::Data(data.clone_ref(py)),
        };
        Ok(Message {
            core: self.core.with_reference(reference),
            given: copy(&self.given),
            sent: self.sent.as_ref().map(copy),
            options: self.options.clone(),
        })
    }

    fn to_dict<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        let (py, message) = (this.py(), this.get());
        let dict = message.estimated(py)?.get().to_dict(py)?;
        dict.set_item("type", "message")?;
        dict.set_item("text", message.text(py))?;
        dict.set_item("data", message.data(py).map(|data| hex(data.as_bytes())))?;
        dict.set_item("dcs", message.dcs())?;
        dict.set_item("reference", message.reference())?;
        let segments = Self::segment_list(this)?;
        let each = segments.iter().map(|segment| segment.cast_into::<Segment>()?.get().to_dict(py));
        dict.set_item("each_segment", each.collect::<PyResult<Vec<_>>>()?)?;
        Ok(dict)
    }

    fn __len__(&self) -> usize {
        self.core.len()
    }

    fn __getitem__<'py>(this: &Bound<'py, Self>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if index.is_instance_of::<PySlice>() {
            return Self::segment_list(this)?.as_any().get_item(index);
        }
        let found = options::index(index, this.get().core.len())?;
        let index = found.ok_or_else(|| PyIndexError::new_err("no such segment"))?;
        Ok(object(this.py(), Segment::new(this, index))?.into_any())
    }

    fn __iter__<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Ok(Self::segment_list(this)?.try_iter()?.into_any())
    }

    #[pyo3(signature = (segment, /, *range))]
    fn index(this: &Bound<'_, Self>, segment: Py<PyAny>, range: &Bound<'_, PyTuple>) -> PyResult<usize> {
        sequence_index(Self::segment_list(this)?.as_any(), segment, range)
    }

    #[pyo3(signature = (segment, /))]
    fn count(this: &Bound<'_, Self>, segment: Py<PyAny>) -> PyResult<usize> {
        Self::segment_list(this)?.call_method1("count", (segment,))?.extract()
    }

    fn _repr_html_<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        convert::picture(this)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        match other.cast::<Message>() {
            Err(_) => Ok(py.NotImplemented()),
            Ok(other) => {
                let same = self.core == other.get().core && self.core.reference() == other.get().core.reference();
                Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
            }
        }
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.core.content(), self.core.len(), self.core.reference(), self.dcs()).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let estimate = self.estimated(py)?.get().__repr__(py)?;
        let content = match self.sent() {
            Given::Text(text) => shorten(&text.bind(py).repr()?.to_string_lossy()),
            Given::Data(data) => format!("{} octets", data.as_bytes(py).len()),
        };
        let reference = self.core.reference().map_or(String::new(), |reference| format!(", reference={reference}"));
        let fields = estimate.trim_start_matches("Estimate(").trim_end_matches(')').to_owned();
        Ok(format!("Message({content}, {fields}{reference})"))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, Bound<'py, PyTuple>> {
        // Encoding is a pure function: the arguments are the message.
        let profile = options::to_dict(py, self.options.as_ref().unwrap_or_else(|| defaults()))?;
        let module = py.import("smsenc._core")?;
        let (function, given) = match &self.given {
            Given::Text(text) => ("encode", text.bind(py).as_any().clone()),
            Given::Data(data) => ("encode_binary", data.bind(py).as_any().clone()),
        };
        profile.set_item("reference", self.core.reference())?;
        let partial = py.import("functools")?.getattr("partial")?;
        let call = partial.call((module.getattr(function)?,), Some(&profile))?;
        Ok((call, PyTuple::new(py, [given])?))
    }
}
