//! `smsenc.tpdu.Address`.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};

use super::convert::{Octets, hex, string, text, wrong_type};
use super::error::{self, invalid_option};
use super::options;
use crate::{Address as Core, AddressError, EncodeError, EncodingName, NumberingPlan, ServiceCentre, TypeOfNumber};

/// The name of a lone address in errors.
const FIELD: &str = "address";

/// An address field (3GPP TS 23.040 clause 9.1.2.5).
#[pyclass(frozen, eq, hash, skip_from_py_object, module = "smsenc.tpdu")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Address(pub(super) Core);

/// An argument that is an `Address`, or a `str` as `Address(str)` takes it.
pub(super) fn argument(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Core> {
    if let Ok(address) = value.cast::<Address>() {
        return Ok(address.get().0);
    }
    let string = value.cast::<PyString>().map_err(|_| wrong_type(name, "an Address or a str", value))?;
    Core::detect(text(string)?).map_err(|wrong| raised(name, value, wrong))
}

/// An argument that is the number of a service centre, or `None`.
pub(super) fn service_centre(value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<ServiceCentre>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    let address = argument("service_centre", value)?;
    ServiceCentre::new(address).map(Some).map_err(|wrong| raised("service_centre", value, wrong))
}

fn raised(name: &str, value: &Bound<'_, PyAny>, wrong: AddressError) -> PyErr {
    match wrong {
        AddressError::Character { character, position, alphanumeric: true } => {
            let encoding = EncodingName::Gsm7;
            error::encode(value.py(), EncodeError::Unmappable { character, position, encoding })
        }
        wrong => invalid_option(name, value, &wrong.to_string()),
    }
}

/// The arguments that give an address again, as Python writes them; its octets if none do.
pub(super) fn shown(address: &Core) -> String {
    let (display, value) = (address.to_string(), address.value());
    if Core::detect(display.as_str().into()).as_ref() == Ok(address) {
        return format!("'{display}'");
    }
    let (ton, plan) = (address.type_of_number(), address.numbering_plan());
    if Core::number(value.as_str().into(), ton, plan).as_ref() == Ok(address) {
        return format!("'{value}', ton={}, npi={}", ton as u8, plan.0);
    }
    format!("octets {}", hex(&address.octets()))
}

#[pymethods]
impl Address {
    #[new]
    #[pyo3(signature = (value, *, ton = None, npi = None))]
    fn new(value: &Bound<'_, PyAny>, ton: Option<&Bound<'_, PyAny>>, npi: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let given = text(string("value", value)?)?;
        let number = |name, value: Option<&Bound<'_, PyAny>>, high| {
            let value = value.filter(|value| !value.is_none());
            value.map(|value| options::integer(name, value, 0, high)).transpose()
        };
        let (type_of_number, plan) = (number("ton", ton, 7)?, number("npi", npi, 15)?);
        if type_of_number.is_none() && plan.is_none() {
            return Core::detect(given).map(Address).map_err(|wrong| raised("value", value, wrong));
        }
        let kind = match type_of_number {
            Some(ton) => TypeOfNumber::from_bits(ton as u8),
            None => Core::detect(given).map_err(|wrong| raised("value", value, wrong))?.type_of_number(),
        };
        if let (TypeOfNumber::Alphanumeric, Some(1..), Some(npi)) = (kind, plan, npi) {
            return Err(invalid_option("npi", npi, "0 with an alphanumeric address"));
        }
        let plan = plan.map_or(NumberingPlan::E164, |plan| NumberingPlan(plan as u8));
        let plus = kind == TypeOfNumber::International && given.characters().next() == Some((0, '+'.into()));
        let digits = if plus { given.slice(1..given.end()) } else { given };
        Core::number(digits, kind, plan).map(Address).map_err(|wrong| raised("value", value, wrong))
    }

    #[staticmethod]
    #[pyo3(signature = (octets, /))]
    fn parse(octets: &Bound<'_, PyAny>) -> PyResult<Self> {
        let parsed = Core::parse_all(&Octets::new("octets", octets)?, FIELD);
        parsed.map(Address).map_err(|wrong| error::decode(octets.py(), wrong))
    }

    #[getter]
    fn value(&self) -> String {
        self.0.value()
    }

    #[getter]
    fn ton(&self) -> u8 {
        self.0.type_of_number() as u8
    }

    #[getter]
    fn npi(&self) -> u8 {
        self.0.numbering_plan().0
    }

    #[getter]
    fn is_alphanumeric(&self) -> bool {
        self.0.is_alphanumeric()
    }

    #[getter]
    fn has_spare_septet(&self) -> bool {
        self.0.has_spare_septet()
    }

    pub(super) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("value", self.value())?;
        dict.set_item("ton", self.ton())?;
        dict.set_item("npi", self.npi())?;
        dict.set_item("octets", hex(&self.0.octets()))?;
        Ok(dict)
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.octets())
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        match shown(&self.0) {
            octets if octets.starts_with('o') => format!("<Address '{}', {octets}>", self.0),
            arguments => format!("Address({arguments})"),
        }
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<super::tpdu::Restored<'py>> {
        super::tpdu::restored(py, "address", &self.0.octets())
    }
}
