//! `smsenc.InformationElement` and `smsenc.UserDataHeader`.

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PySlice, PyTuple};

use super::convert::{Octets, Reduced, hex, sequence_index, wrong_type};
use super::{element, error, kept, options};
use crate::{InformationElement as CoreElement, UserDataHeader as Core};

/// An information element of a user data header (3GPP TS 23.040 clause 9.2.3.24).
#[pyclass(frozen, subclass, eq, hash, skip_from_py_object, module = "smsenc")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct InformationElement(pub(super) CoreElement);

#[pymethods]
impl InformationElement {
    #[new]
    #[pyo3(signature = (iei, data = None))]
    fn new(iei: &Bound<'_, PyAny>, data: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let iei_octet = options::integer("iei", iei, 0, 255)? as u8;
        let octets = data.map_or(Ok(Octets::Borrowed(&[])), |data| Octets::new("data", data))?;
        CoreElement::new(iei_octet, &octets).map(InformationElement).map_err(|error| error::header(iei.py(), error))
    }

    #[getter]
    fn iei(&self) -> u8 {
        self.0.iei()
    }

    #[getter]
    fn data<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.data())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(element::describe(&self.0).unwrap_or(format!(
            "InformationElement(0x{:02X}, {})",
            self.0.iei(),
            PyBytes::new(py, self.0.data()).repr()?
        )))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, (u8, Bound<'py, PyBytes>)> {
        Ok((py.import("smsenc._core")?.getattr("restore_element")?, (self.iei(), self.data(py))))
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, pyo3::types::PyDict>> {
        let dict = pyo3::types::PyDict::new(py);
        dict.set_item("iei", self.0.iei())?;
        dict.set_item("data", hex(self.0.data()))?;
        Ok(dict)
    }
}

/// The element of these octets, as the most specific class.
#[pyfunction(pass_module)]
pub(super) fn restore_element<'py>(
    module: &Bound<'py, PyModule>,
    iei: u8,
    data: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = module.py();
    let element = CoreElement::new(iei, &Octets::new("data", data)?).map_err(|error| error::header(py, error))?;
    element::object(py, &element)
}

/// The elements of a user data header, in order (3GPP TS 23.040 clause 9.2.3.24).
#[pyclass(frozen, eq, hash, sequence, module = "smsenc")]
#[derive(PartialEq, Eq, Hash)]
pub(super) struct UserDataHeader(pub(super) Core);

impl UserDataHeader {
    /// The elements of an argument: a header, or an iterable of elements.
    pub(super) fn elements(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<CoreElement>> {
        if let Ok(header) = value.cast::<UserDataHeader>() {
            return Ok(header.get().0.elements().to_vec());
        }
        let wanted = "a UserDataHeader or an iterable of InformationElement";
        let items = value.try_iter().map_err(|_| wrong_type(name, wanted, value))?;
        items
            .map(|item| {
                let item = item?;
                let element = item.cast::<InformationElement>().map_err(|_| wrong_type(name, wanted, &item))?;
                Ok(element.get().0.clone())
            })
            .collect()
    }

    fn element<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        element::object(py, &self.0.elements()[index])
    }

    fn objects<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let elements = (0..self.__len__()).map(|index| self.element(py, index)).collect::<PyResult<Vec<_>>>()?;
        PyTuple::new(py, elements)
    }
}

#[pymethods]
impl UserDataHeader {
    #[new]
    #[pyo3(signature = (elements = None))]
    fn new(elements: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(argument) = elements else { return Ok(UserDataHeader(Core::default())) };
        let header = Core::new(Self::elements("elements", argument)?);
        header.to_octets().map_err(|error| error::header(argument.py(), error))?;
        Ok(UserDataHeader(header))
    }

    #[staticmethod]
    fn parse(octets: &Bound<'_, PyAny>) -> PyResult<Self> {
        let parsed = Core::parse(&Octets::new("octets", octets)?);
        parsed.map(UserDataHeader).map_err(|error| error::decode(octets.py(), error))
    }

    #[getter]
    fn concatenation<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.concatenation().map(|found| element::object(py, &found.element())).transpose()
    }

    #[getter]
    fn ports<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.ports().map(|found| element::object(py, &found.element())).transpose()
    }

    #[getter]
    fn locking(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::language(py, self.0.alphabet().locking)
    }

    #[getter]
    fn single(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::language(py, self.0.alphabet().single)
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let octets = self.0.to_octets().map_err(|error| error::header(py, error))?;
        Ok(PyBytes::new(py, &octets))
    }

    fn __len__(&self) -> usize {
        self.0.elements().len()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = index.py();
        if index.is_instance_of::<PySlice>() {
            return self.objects(py)?.get_item_by(index);
        }
        self.element(
            py,
            options::index(index, self.__len__())?.ok_or_else(|| PyIndexError::new_err("no such element"))?,
        )
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.objects(py)?.try_iter()?.into_any())
    }

    #[pyo3(signature = (element, /, *range))]
    fn index(&self, py: Python<'_>, element: Py<PyAny>, range: &Bound<'_, PyTuple>) -> PyResult<usize> {
        sequence_index(self.objects(py)?.as_any(), element, range)
    }

    #[pyo3(signature = (element, /))]
    fn count(&self, py: Python<'_>, element: Py<PyAny>) -> PyResult<usize> {
        self.objects(py)?.call_method1("count", (element,))?.extract()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let elements = self.objects(py)?.iter().map(|e| Ok(e.repr()?.to_string())).collect::<PyResult<Vec<_>>>()?;
        Ok(if elements.is_empty() {
            "UserDataHeader()".into()
        } else {
            format!("UserDataHeader([{}])", elements.join(", "))
        })
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>,)> {
        Ok((self.objects(py)?,))
    }

    pub(super) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, pyo3::types::PyDict>>> {
        self.0.elements().iter().map(|element| InformationElement(element.clone()).to_dict(py)).collect()
    }
}

/// `tuple[slice]`, which PyO3's own `get_item` of a tuple does not offer.
trait GetItemBy<'py> {
    fn get_item_by(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>>;
}

impl<'py> GetItemBy<'py> for Bound<'py, PyTuple> {
    fn get_item_by(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.as_any().get_item(index)
    }
}
