//! `smsenc.DataCodingScheme`.

use pyo3::prelude::*;

use super::kept;
use crate::DataCodingScheme as Core;

/// A data coding scheme octet (3GPP TS 23.038 clause 4).
#[pyclass(frozen, eq, hash, module = "smsenc")]
#[derive(PartialEq, Eq, Hash)]
pub(super) struct DataCodingScheme(Core);

impl DataCodingScheme {
    pub(super) fn core(&self) -> Core {
        self.0
    }
}

#[pymethods]
impl DataCodingScheme {
    #[new]
    fn new(octet: &Bound<'_, PyAny>) -> PyResult<Self> {
        super::options::integer("octet", octet, 0, 255).map(|octet| DataCodingScheme(Core(octet as u8)))
    }

    #[getter]
    fn octet(&self) -> u8 {
        self.0.0
    }

    #[getter]
    fn encoding(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::encoding(py, self.0.encoding())
    }

    #[getter]
    fn message_class(&self) -> Option<u8> {
        self.0.message_class().map(|class| class as u8)
    }

    #[getter]
    fn is_reserved(&self) -> bool {
        self.0.is_reserved()
    }

    #[getter]
    fn is_compressed(&self) -> bool {
        self.0.is_compressed()
    }

    #[getter]
    fn deletes_itself(&self) -> bool {
        self.0.deletes_itself()
    }

    #[getter]
    fn is_discardable(&self) -> bool {
        self.0.is_discardable()
    }

    #[getter]
    fn indication(&self) -> Option<&'static str> {
        self.0.indication().map(|(indication, _)| indication.name())
    }

    #[getter]
    fn indication_active(&self) -> Option<bool> {
        self.0.indication().map(|(_, active)| active)
    }

    fn __index__(&self) -> u8 {
        self.0.0
    }

    fn __int__(&self) -> u8 {
        self.0.0
    }

    fn __repr__(&self) -> String {
        format!("DataCodingScheme(0x{:02X})", self.0.0)
    }

    fn __getnewargs__(&self) -> (u8,) {
        (self.0.0,)
    }
}
