//! `smsenc.decode`, `Decoded` and `Anomaly`.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};

use super::convert::{Octets, Reduced, SCHEMA, hex, new_string};
use super::header::UserDataHeader;
use super::segment::Segment;
use super::{error, kept, options};
use crate::{
    Anomaly as CoreAnomaly, AnomalyKind, Content, DataCodingScheme, Decoded as Core, Reading, decode as core_decode,
};

/// Something that a receiver had to overlook or to guess.
#[pyclass(frozen, eq, hash, skip_from_py_object, module = "smsenc")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Anomaly {
    anomaly: CoreAnomaly,
    sequence: Option<u8>,
}

impl Anomaly {
    pub(super) fn of(anomaly: CoreAnomaly, sequence: Option<u8>) -> Self {
        Anomaly { anomaly, sequence }
    }
}

#[pymethods]
impl Anomaly {
    #[new]
    #[pyo3(signature = (kind, offset, sequence = None))]
    fn new(kind: &Bound<'_, PyAny>, offset: usize, sequence: Option<u8>) -> PyResult<Self> {
        let name = super::convert::string("kind", kind)?.to_string_lossy();
        let kinds = || AnomalyKind::ALL.map(AnomalyKind::name).join(", ");
        let kind = AnomalyKind::from_name(&name).ok_or_else(|| error::invalid_option("kind", kind, &kinds()))?;
        Ok(Anomaly { anomaly: CoreAnomaly { kind, offset }, sequence })
    }

    #[getter]
    fn kind(&self) -> &'static str {
        self.anomaly.kind.name()
    }

    #[getter]
    fn offset(&self) -> usize {
        self.anomaly.offset
    }

    #[getter]
    fn sequence(&self) -> Option<u8> {
        self.sequence
    }

    pub(super) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("kind", self.kind())?;
        dict.set_item("offset", self.offset())?;
        dict.set_item("sequence", self.sequence)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        let sequence = self.sequence.map_or(String::new(), |sequence| format!(", sequence={sequence}"));
        format!("Anomaly('{}', offset={}{sequence})", self.kind(), self.offset())
    }

    fn __getnewargs__(&self) -> (&'static str, usize, Option<u8>) {
        (self.kind(), self.offset(), self.sequence)
    }
}

/// The text of a content, or `None`.
pub(super) fn content_text<'py>(py: Python<'py>, content: &Content) -> PyResult<Option<Bound<'py, PyString>>> {
    match content {
        Content::Text(characters) => new_string(py, characters).map(Some),
        Content::Data(_) => Ok(None),
    }
}

/// The octets of a content, or `None`.
pub(super) fn content_data<'py>(py: Python<'py>, content: &Content) -> Option<Bound<'py, PyBytes>> {
    match content {
        Content::Text(_) => None,
        Content::Data(octets) => Some(PyBytes::new(py, octets)),
    }
}

/// What a segment says.
#[pyclass(frozen, eq, hash, module = "smsenc")]
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Decoded {
    core: Core,
    user_data: Vec<u8>,
    reading: Reading,
}

impl Decoded {
    pub(super) fn core(&self) -> &Core {
        &self.core
    }

    pub(super) fn read(user_data: &[u8], reading: Reading) -> Self {
        Decoded { core: core_decode(user_data, reading), user_data: user_data.to_vec(), reading }
    }

    /// How a segment of our own is read.
    pub(super) fn of_segment(segment: &Segment, strip_bom: bool) -> Self {
        let (message, number) = (segment.core(), segment.number());
        let reading = Reading {
            dcs: message.dcs(),
            user_data_length: Some(message.user_data_length(number)),
            has_header: !message.header(number).is_empty(),
            strip_bom,
        };
        Self::read(&message.user_data(number), reading)
    }
}

#[pymethods]
impl Decoded {
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyString>>> {
        content_text(py, &self.core.content)
    }

    #[getter]
    fn data<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        content_data(py, &self.core.content)
    }

    #[getter]
    fn encoding(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::encoding(py, self.core.encoding)
    }

    #[getter]
    fn dcs(&self) -> u8 {
        self.core.dcs.0
    }

    #[getter]
    fn header(&self) -> UserDataHeader {
        UserDataHeader(self.core.header.clone())
    }

    #[getter]
    fn locking(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::language(py, self.core.alphabet.locking)
    }

    #[getter]
    fn single(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::language(py, self.core.alphabet.single)
    }

    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.core.payload)
    }

    #[getter]
    fn anomalies<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let anomalies = self.core.anomalies.iter().map(|&anomaly| Anomaly::of(anomaly, None));
        PyTuple::new(py, anomalies.map(|anomaly| Bound::new(py, anomaly)).collect::<PyResult<Vec<_>>>()?)
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("schema", SCHEMA)?;
        dict.set_item("type", "decoded")?;
        dict.set_item("text", self.text(py)?)?;
        dict.set_item("data", self.data(py).map(|data| hex(data.as_bytes())))?;
        dict.set_item("encoding", self.core.encoding.as_str())?;
        dict.set_item("dcs", self.dcs())?;
        dict.set_item("locking", self.core.alphabet.locking.map(crate::NationalLanguage::name))?;
        dict.set_item("single", self.core.alphabet.single.map(crate::NationalLanguage::name))?;
        dict.set_item("header", self.header().to_dict(py)?)?;
        let anomalies = self.core.anomalies.iter().map(|&anomaly| Anomaly::of(anomaly, None).to_dict(py));
        dict.set_item("anomalies", anomalies.collect::<PyResult<Vec<_>>>()?)?;
        Ok(dict)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let content = match self.text(py)? {
            Some(text) => format!("text={}", text.repr()?),
            None => format!("data={} octets", self.core.payload.len()),
        };
        let header = if self.core.header.is_empty() {
            String::new()
        } else {
            format!(", header={}", Bound::new(py, self.header())?.repr()?)
        };
        let anomalies = self.anomalies(py)?;
        let anomalies = if anomalies.is_empty() { String::new() } else { format!(", anomalies={}", anomalies.repr()?) };
        Ok(format!("Decoded({content}, encoding='{}'{header}{anomalies})", self.core.encoding.as_str()))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, (Bound<'py, PyBytes>,)> {
        // Decoding is a pure function: the arguments are the result.
        let known = PyDict::new(py);
        known.set_item("dcs", self.reading.dcs.0)?;
        known.set_item("user_data_length", self.reading.user_data_length)?;
        known.set_item("has_header", self.reading.has_header)?;
        known.set_item("strip_bom", self.reading.strip_bom)?;
        let decode = py.import("smsenc._core")?.getattr("decode")?;
        let call = py.import("functools")?.getattr("partial")?.call((decode,), Some(&known))?;
        Ok((call, (PyBytes::new(py, &self.user_data),)))
    }
}

/// A TP-DCS argument: a number or a `DataCodingScheme`.
pub(super) fn scheme(value: Option<&Bound<'_, PyAny>>) -> PyResult<DataCodingScheme> {
    let Some(value) = value else { return Ok(DataCodingScheme::default()) };
    if let Ok(scheme) = value.cast::<super::dcs::DataCodingScheme>() {
        return Ok(scheme.get().core());
    }
    options::integer("dcs", value, 0, 255).map(|octet| DataCodingScheme(octet as u8))
}

/// Read the user data of one segment as a receiver does; what is wrong with it is told in `anomalies`.
#[pyfunction(pass_module)]
#[pyo3(signature = (segment_or_user_data, /, *, dcs = None, user_data_length = None, has_header = false, strip_bom = false))]
pub(super) fn decode(
    _module: &Bound<'_, PyModule>,
    segment_or_user_data: &Bound<'_, PyAny>,
    dcs: Option<&Bound<'_, PyAny>>,
    user_data_length: Option<&Bound<'_, PyAny>>,
    has_header: bool,
    strip_bom: bool,
) -> PyResult<Decoded> {
    if let Ok(segment) = segment_or_user_data.cast::<Segment>() {
        return Ok(Decoded::of_segment(segment.get(), strip_bom));
    }
    let length = user_data_length.filter(|length| !length.is_none());
    // TP-UDL is an octet, but a message_payload of SMPP may hold far more.
    let length = length.map(|length| options::integer("user_data_length", length, 0, i32::MAX.into())).transpose()?;
    let reading =
        Reading { dcs: scheme(dcs)?, user_data_length: length.map(|length| length as usize), has_header, strip_bom };
    Ok(Decoded::read(&Octets::new("user_data", segment_or_user_data)?, reading))
}
