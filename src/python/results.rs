//! The result classes: `Estimate`, `Message` and `Segment`.
//!
//! They hold no reference that could form a cycle, so the collector need not know them.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ptr;
use std::sync::{Arc, OnceLock};

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PySlice, PyString, PyTuple};

use super::convert::{Reduced, hex, new_string, substring};
use super::header::UserDataHeader;
use super::lean::{Known, Lean, object};
use super::{convert, hot, kept, options};
use crate::{Encoding, Estimate as CoreEstimate, Message as Core, Options, Replacement};

/// The version of the dictionaries that `to_dict` gives.
pub(super) const SCHEMA: u32 = 1;

/// What a message takes.
///
/// All fields are kept objects, so that reading one is as cheap as reading a slot.
#[pyclass(frozen, module = "smsenc")]
pub(super) struct Estimate {
    #[pyo3(get)]
    encoding: Py<PyAny>,
    #[pyo3(get)]
    segments: Py<PyAny>,
    #[pyo3(get)]
    units: Py<PyAny>,
    #[pyo3(get)]
    capacity: Py<PyAny>,
    #[pyo3(get)]
    remaining: Py<PyAny>,
    #[pyo3(get)]
    locking: Py<PyAny>,
    #[pyo3(get)]
    single: Py<PyAny>,
    /// What most estimates do not have.
    rare: Option<Box<Rare>>,
}

struct Rare {
    truncated_at: Py<PyAny>,
    needed: Py<PyAny>,
    replacements: Py<PyTuple>,
}

impl Lean for Estimate {
    fn known() -> &'static OnceLock<Known> {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        &KNOWN
    }

    #[inline(always)]
    unsafe fn release(value: *mut Self, py: Python<'_>) {
        // SAFETY: the value is there, and is not used any more.
        let Estimate { encoding, segments, units, capacity, remaining, locking, single, rare } =
            unsafe { value.read() };
        for field in [encoding, segments, units, capacity, remaining, locking, single] {
            drop(field.into_bound(py));
        }
        if let Some(rare) = rare {
            let Rare { truncated_at, needed, replacements } = *rare;
            drop((truncated_at.into_bound(py), needed.into_bound(py), replacements.into_bound(py)));
        }
    }
}

impl Estimate {
    /// Of nothing: for a look at how such an object is laid out.
    pub(super) fn prototype(py: Python<'_>) -> Self {
        let none = || py.None();
        Estimate {
            encoding: none(),
            segments: none(),
            units: none(),
            capacity: none(),
            remaining: none(),
            locking: none(),
            single: none(),
            rare: None,
        }
    }

    #[inline(always)]
    pub(super) fn new(py: Python<'_>, core: &CoreEstimate) -> PyResult<Self> {
        let (kept, alphabet) = (kept::kept(py)?, core.encoding.alphabet());
        let is_rare = core.truncation.is_some() || !core.replacements.is_empty();
        let rare = if is_rare { Some(Self::rare(py, core)?) } else { None };
        Ok(Estimate {
            encoding: kept.encoding(py, core.encoding.name()),
            segments: kept.number(py, core.segments)?,
            units: kept.number(py, core.units)?,
            capacity: kept.number(py, core.capacity)?,
            remaining: kept.number(py, core.remaining)?,
            locking: kept.language(py, alphabet.locking),
            single: kept.language(py, alphabet.single),
            rare,
        })
    }

    #[cold]
    fn rare(py: Python<'_>, core: &CoreEstimate) -> PyResult<Box<Rare>> {
        let number = |number: usize| hot::number(py, number).map(Bound::unbind);
        Ok(Box::new(Rare {
            truncated_at: core.truncation.map_or(Ok(py.None()), |cut| number(cut.position))?,
            needed: core.truncation.map_or(Ok(py.None()), |cut| number(cut.needed))?,
            replacements: replacements(py, &core.replacements)?.unbind(),
        }))
    }

    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let plain =
            [&self.encoding, &self.segments, &self.units, &self.capacity, &self.remaining, &self.locking, &self.single];
        let rare = [self.truncated_at(py), self.needed(py), self.replacements(py).into_any().unbind()];
        PyTuple::new(py, plain.into_iter().map(|field| field.clone_ref(py)).chain(rare).collect::<Vec<_>>())
    }
}

const ESTIMATE_FIELDS: [&str; 10] = [
    "encoding",
    "segments",
    "units",
    "capacity",
    "remaining",
    "locking",
    "single",
    "truncated_at",
    "needed",
    "replacements",
];

pub(super) fn replacements<'py>(py: Python<'py>, replacements: &[Replacement]) -> PyResult<Bound<'py, PyTuple>> {
    let triples = replacements.iter().map(|r| Ok((r.position, new_string(py, &r.from)?, new_string(py, &r.to)?)));
    PyTuple::new(py, triples.collect::<PyResult<Vec<_>>>()?)
}

#[pymethods]
impl Estimate {
    #[getter]
    fn truncated_at(&self, py: Python<'_>) -> Py<PyAny> {
        self.rare.as_ref().map_or_else(|| py.None(), |rare| rare.truncated_at.clone_ref(py))
    }

    #[getter]
    fn needed(&self, py: Python<'_>) -> Py<PyAny> {
        self.rare.as_ref().map_or_else(|| py.None(), |rare| rare.needed.clone_ref(py))
    }

    #[getter]
    fn replacements<'py>(&self, py: Python<'py>) -> Bound<'py, PyTuple> {
        self.rare.as_ref().map_or_else(|| PyTuple::empty(py), |rare| rare.replacements.bind(py).clone())
    }

    pub(super) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("schema", SCHEMA)?;
        dict.set_item("type", "estimate")?;
        for (name, value) in ESTIMATE_FIELDS.iter().zip(self.fields(py)?) {
            let plain = match *name {
                "encoding" | "locking" | "single" if !value.is_none() => value.str()?.into_any(),
                "replacements" => {
                    let triples = value
                        .try_iter()?
                        .map(|triple| triple?.cast_into::<PyTuple>().map(|t| t.to_list()).map_err(Into::into));
                    triples.collect::<PyResult<Vec<_>>>()?.into_pyobject(py)?.into_any()
                }
                _ => value,
            };
            dict.set_item(name, plain)?;
        }
        Ok(dict)
    }

    fn _repr_html_<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        convert::picture(this)
    }

    fn __eq__<'py>(&self, py: Python<'py>, other: &Bound<'py, PyAny>) -> PyResult<Py<PyAny>> {
        match other.cast::<Estimate>() {
            Err(_) => Ok(py.NotImplemented()),
            Ok(other) => {
                let same = self.fields(py)?.eq(other.get().fields(py)?)?;
                Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
            }
        }
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.fields(py)?.hash()
    }

    pub(super) fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut shown = Vec::new();
        for (name, value) in ESTIMATE_FIELDS.iter().zip(self.fields(py)?) {
            match *name {
                "encoding" => shown.push(format!("{name}={}", value.str()?.repr()?)),
                "locking" | "single" if !value.is_none() => shown.push(format!("{name}={}", value.str()?.repr()?)),
                "replacements" if value.is_truthy()? => shown.push(format!("{name}={}", value.repr()?)),
                "segments" | "units" | "capacity" | "remaining" => shown.push(format!("{name}={value}")),
                "truncated_at" | "needed" if !value.is_none() => shown.push(format!("{name}={value}")),
                _ => {}
            }
        }
        Ok(format!("Estimate({})", shown.join(", ")))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, Bound<'py, PyTuple>> {
        Ok((py.import("smsenc._core")?.getattr("restore_estimate")?, self.fields(py)?))
    }
}

/// The estimate of these fields, for pickles.
#[pyfunction(pass_module)]
#[allow(clippy::too_many_arguments)]
pub(super) fn restore_estimate(
    module: &Bound<'_, PyModule>,
    encoding: Py<PyAny>,
    segments: Py<PyAny>,
    units: Py<PyAny>,
    capacity: Py<PyAny>,
    remaining: Py<PyAny>,
    locking: Py<PyAny>,
    single: Py<PyAny>,
    truncated_at: Py<PyAny>,
    needed: Py<PyAny>,
    replacements: Bound<'_, PyTuple>,
) -> Estimate {
    let plain = truncated_at.is_none(module.py()) && replacements.is_empty();
    let rare = Rare { truncated_at, needed, replacements: replacements.unbind() };
    let rare = (!plain).then(|| Box::new(rare));
    Estimate { encoding, segments, units, capacity, remaining, locking, single, rare }
}

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

/// An encoded message, a sequence of its segments.
#[pyclass(frozen, sequence, module = "smsenc")]
pub(super) struct Message {
    core: Core,
    given: Given,
    /// What is sent, if that is not what the caller gave.
    sent: Option<Given>,
    options: Arc<Options>,
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
        options: Arc<Options>,
    ) -> PyResult<Self> {
        let sent = core.changed_text().map(|text| new_string(py, text)).transpose()?;
        let sent = sent.map(|text| Given::Text(text.unbind()));
        Ok(Message { core, given: Given::Text(text.unbind()), sent, options })
    }

    pub(super) fn of_data(core: Core, data: Bound<'_, PyBytes>, options: Arc<Options>) -> Self {
        let cut = core.content().len() < data.as_bytes().len();
        let sent = cut.then(|| Given::Data(PyBytes::new(data.py(), core.content()).unbind()));
        Message { core, given: Given::Data(data.unbind()), sent, options }
    }

    /// TP-UD of each segment. A getter in [`hot`].
    #[inline(always)]
    pub(super) fn user_data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let template = self.core.template();
        hot::tuple(py, self.core.len(), |segment| {
            let octets = PyBytes::new_with(py, self.core.user_data_octets(&template, segment), |octets| {
                self.core.write_user_data(&template, segment, octets);
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

    pub(super) fn segment(this: &Bound<'_, Self>, index: usize) -> Segment {
        Segment { message: this.clone().unbind(), index }
    }

    fn segment_list<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        hot::tuple(this.py(), this.get().core.len(), |index| {
            Ok(object(this.py(), Self::segment(this, index))?.into_any())
        })
    }
}

#[pymethods]
impl Message {
    #[getter]
    fn encoding(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
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
    fn text<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyString>> {
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
            options: Arc::clone(&self.options),
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
        Ok(object(this.py(), Self::segment(this, index))?.into_any())
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
        let profile = options::to_dict(py, &self.options)?;
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

/// `index` of a sequence, as tuples do it.
pub(super) fn sequence_index(tuple: &Bound<'_, PyAny>, item: Py<PyAny>, range: &Bound<'_, PyTuple>) -> PyResult<usize> {
    let arguments = std::iter::once(item.into_bound(tuple.py())).chain(range.iter()).collect::<Vec<_>>();
    tuple.call_method1("index", PyTuple::new(tuple.py(), arguments)?)?.extract()
}

/// The beginning of a long representation.
pub(super) fn shorten(shown: &str) -> String {
    match shown.char_indices().nth(60) {
        None => shown.to_owned(),
        Some((end, _)) => format!("{}...'", &shown[..end]),
    }
}

/// One short message of a message.
#[pyclass(frozen, module = "smsenc")]
pub(super) struct Segment {
    message: Py<Message>,
    index: usize,
}

impl Lean for Segment {
    fn known() -> &'static OnceLock<Known> {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        &KNOWN
    }

    #[inline(always)]
    unsafe fn release(value: *mut Self, py: Python<'_>) {
        // SAFETY: the value is there, and is not used any more.
        drop(unsafe { value.read() }.message.into_bound(py));
    }
}

impl Segment {
    pub(super) fn core(&self) -> &Core {
        &self.message.get().core
    }

    /// The number of the segment, from 0.
    pub(super) fn number(&self) -> usize {
        self.index
    }
}

#[pymethods]
impl Segment {
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyString>>> {
        let text = self.message.get().text(py);
        text.map(|text| substring(&text, self.core().text_range(self.index))).transpose()
    }

    #[getter]
    fn data<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        let binary = self.core().estimate().encoding == Encoding::EightBit;
        binary.then(|| self.payload(py))
    }

    #[getter]
    fn encoding(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.message.get().encoding(py)
    }

    #[getter]
    fn dcs(&self) -> u8 {
        self.core().dcs().0
    }

    #[getter]
    fn units(&self) -> usize {
        self.core().units(self.index)
    }

    #[getter]
    fn sequence(&self) -> usize {
        self.index + 1
    }

    #[getter]
    fn total(&self) -> usize {
        self.core().len()
    }

    #[getter]
    fn header(&self) -> UserDataHeader {
        UserDataHeader(self.core().header(self.index))
    }

    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.core().payload(self.index))
    }

    #[getter]
    fn user_data<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.core().user_data(self.index))
    }

    #[getter]
    fn user_data_length(&self) -> usize {
        self.core().user_data_length(self.index)
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("sequence", self.sequence())?;
        dict.set_item("total", self.total())?;
        dict.set_item("text", self.text(py)?)?;
        dict.set_item("data", self.data(py).map(|data| hex(data.as_bytes())))?;
        dict.set_item("units", self.units())?;
        dict.set_item("dcs", self.dcs())?;
        dict.set_item("header", hex(&self.core().header(self.index).to_octets().unwrap_or_default()))?;
        dict.set_item("user_data", hex(&self.core().user_data(self.index)))?;
        dict.set_item("user_data_length", self.user_data_length())?;
        Ok(dict)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(other) = other.cast::<Segment>() else { return Ok(py.NotImplemented()) };
        let other = other.get();
        let said = |segment: &Segment| {
            let core = segment.core();
            (core.dcs(), core.header(segment.index), core.estimate().encoding, segment.index, core.len())
        };
        let same = said(self) == said(other) && self.core().payload(self.index) == other.core().payload(other.index);
        Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.core().payload(self.index), self.index, self.total(), self.dcs()).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let content = match self.text(py)? {
            Some(text) => shorten(&text.repr()?.to_string_lossy()),
            None => format!("{} octets", self.units()),
        };
        let place = format!("{} of {}", self.sequence(), self.total());
        Ok(format!(
            "<Segment {place}: {content}, units={}, user_data_length={}>",
            self.units(),
            self.user_data_length()
        ))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, (Py<Message>, usize)> {
        Ok((py.import("operator")?.getattr("getitem")?, (self.message.clone_ref(py), self.index)))
    }
}
