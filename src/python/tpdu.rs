//! `smsenc.tpdu`: `Submit`, `submits`, and what the classes of TPDUs share.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDateTime, PyDict, PyString};

use super::address::{self, Address};
use super::convert::{Octets, SCHEMA, hex, wrong_type};
use super::decode::{Decoded, scheme};
use super::error::{self, invalid_option};
use super::message::Message;
use super::{options, time, validity};
use crate::decode::Reading;
use crate::tpdu::{
    ProtocolIdentifier, ReportRequest, Submit as CoreSubmit, SubmitOptions, UserData, UserDataError,
    parse_with_service_centre,
};
use crate::{DataCodingScheme, DecodeError, ServiceCentre};

/// What `__reduce__` gives: the function that restores, with the class and the octets.
pub(super) type Restored<'py> = (Bound<'py, PyAny>, (&'static str, Bound<'py, PyBytes>));

/// How an object is pickled: by its octets, which say all of it.
pub(super) fn restored<'py>(py: Python<'py>, class: &'static str, octets: &[u8]) -> PyResult<Restored<'py>> {
    Ok((py.import("smsenc._core")?.getattr("restore_tpdu")?, (class, PyBytes::new(py, octets))))
}

/// The object of a pickle.
#[pyfunction(pass_module)]
#[pyo3(signature = (kind, octets, /))]
pub(super) fn restore_tpdu<'py>(
    module: &Bound<'py, PyModule>,
    kind: &Bound<'py, PyAny>,
    octets: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let with_centre = |name: &str| {
        let known = PyDict::new(kind.py());
        known.set_item("sca", true)?;
        module.getattr(name)?.getattr("parse")?.call((octets,), Some(&known))
    };
    match &*super::convert::string("kind", kind)?.to_string_lossy() {
        "submit" => with_centre("Submit"),
        "deliver" => with_centre("Deliver"),
        "status_report" => with_centre("StatusReport"),
        "address" => module.getattr("Address")?.call_method1("parse", (octets,)),
        "validity" => module.getattr("EnhancedValidity")?.call_method1("parse", (octets,)),
        _ => Err(invalid_option("kind", kind, "a class of smsenc.tpdu")),
    }
}

/// Parses a TPDU, with a service centre in front if there is one.
pub(super) fn parsed<T>(
    octets: &Bound<'_, PyAny>,
    sca: bool,
    parse: impl FnOnce(&[u8]) -> Result<T, DecodeError>,
) -> PyResult<(Option<ServiceCentre>, T)> {
    let given = Octets::new("octets", octets)?;
    let parsed = if sca { parse_with_service_centre(&given, parse) } else { parse(&given).map(|tpdu| (None, tpdu)) };
    parsed.map_err(|wrong| error::decode(octets.py(), wrong))
}

/// A service centre and a TPDU as an AT command carries them.
pub(super) fn with_service_centre(centre: Option<&ServiceCentre>, tpdu: &[u8]) -> Vec<u8> {
    let mut octets = Vec::with_capacity(12 + tpdu.len());
    ServiceCentre::write(centre, &mut octets);
    octets.extend_from_slice(tpdu);
    octets
}

/// An argument of one octet; a value of its own if it is left out.
pub(super) fn octet(name: &str, value: Option<&Bound<'_, PyAny>>) -> PyResult<u8> {
    value.map_or(Ok(0), |value| options::integer(name, value, 0, 255).map(|octet| octet as u8))
}

/// An argument that is not `None`.
pub(super) fn some<'a, 'py>(value: Option<&'a Bound<'py, PyAny>>) -> Option<&'a Bound<'py, PyAny>> {
    value.filter(|value| !value.is_none())
}

/// TP-UDL of octets: the argument, or the number of octets where it counts those.
pub(super) fn length(
    py: Python<'_>,
    dcs: DataCodingScheme,
    octets: &[u8],
    value: Option<&Bound<'_, PyAny>>,
) -> PyResult<u8> {
    if let Some(value) = some(value) {
        return options::integer("user_data_length", value, 0, 255).map(|length| length as u8);
    }
    if !octets.is_empty() && UserData::counts_septets(dcs) {
        let none = py.None().into_bound(py);
        return Err(invalid_option("user_data_length", &none, "a number of septets, which TP-UDL counts here"));
    }
    u8::try_from(octets.len()).map_err(|_| too_long(py, octets.len(), crate::USER_DATA_OCTETS))
}

fn too_long(py: Python<'_>, octets: usize, limit: usize) -> PyErr {
    let wrong = UserDataError::TooLong { octets, limit };
    match octets.into_pyobject(py) {
        Ok(count) => invalid_option("user_data", &count, &wrong.to_string()),
        Err(error) => error.into(),
    }
}

/// User data that cannot be.
pub(super) fn wrong_user_data(py: Python<'_>, wrong: UserDataError) -> PyErr {
    match wrong {
        UserDataError::TooLong { octets, limit } => too_long(py, octets, limit),
        UserDataError::Length { length, .. } => match length.into_pyobject(py) {
            Ok(length) => invalid_option("user_data_length", &length, &wrong.to_string()),
            Err(error) => error.into(),
        },
    }
}

/// The arguments `user_data`, `user_data_length` and `dcs`.
pub(super) fn user_data(
    py: Python<'_>,
    octets: Option<&Bound<'_, PyAny>>,
    given: Option<&Bound<'_, PyAny>>,
    dcs: Option<&Bound<'_, PyAny>>,
) -> PyResult<UserData> {
    let octets = octets.map_or(Ok(Octets::Borrowed(&[])), |octets| Octets::new("user_data", octets))?;
    let dcs = scheme(dcs)?;
    let length = length(py, dcs, &octets, given)?;
    UserData::new(dcs, length, &octets).map_err(|wrong| wrong_user_data(py, wrong))
}

/// What the user data say, read as a receiver does.
pub(super) fn decoded(user_data: &UserData, has_header: bool, strip_bom: bool) -> Decoded {
    let length = Some(user_data.length().into());
    let reading = Reading { dcs: user_data.dcs(), user_data_length: length, has_header, strip_bom };
    Decoded::read(user_data.octets(), reading)
}

/// The flags that are set, as keyword arguments.
pub(super) fn flags(flags: &[(&str, bool)]) -> String {
    flags.iter().filter(|(_, set)| *set).map(|(name, _)| format!(", {name}=True")).collect()
}

/// A dictionary with the schema, the type and the octets of a TPDU.
pub(super) fn dictionary<'py>(
    py: Python<'py>,
    class: &str,
    octets: &[u8],
    centre: Option<&ServiceCentre>,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("schema", SCHEMA)?;
    dict.set_item("type", class)?;
    dict.set_item("octets", hex(octets))?;
    let centre = centre.map(|centre| Address(*centre.address()).to_dict(py)).transpose()?;
    dict.set_item("service_centre", centre)?;
    Ok(dict)
}

/// A time as a dictionary holds it: ISO 8601, or `None`.
pub(super) fn iso<'py>(time: Option<Bound<'py, PyDateTime>>) -> PyResult<Option<Bound<'py, PyAny>>> {
    time.map(|time| time.call_method0("isoformat")).transpose()
}

/// SMS-SUBMIT (3GPP TS 23.040 clause 9.2.2.2).
#[pyclass(frozen, eq, hash, module = "smsenc.tpdu")]
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Submit {
    core: CoreSubmit,
    service_centre: Option<ServiceCentre>,
}

#[pymethods]
impl Submit {
    #[new]
    #[pyo3(signature = (*, destination, user_data = None, user_data_length = None, dcs = None, has_header = false,
        message_reference = None, pid = None, validity = None, status_report_request = false,
        reject_duplicates = false, reply_path = false, service_centre = None))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        destination: &Bound<'_, PyAny>,
        user_data: Option<&Bound<'_, PyAny>>,
        user_data_length: Option<&Bound<'_, PyAny>>,
        dcs: Option<&Bound<'_, PyAny>>,
        has_header: bool,
        message_reference: Option<&Bound<'_, PyAny>>,
        pid: Option<&Bound<'_, PyAny>>,
        validity: Option<&Bound<'_, PyAny>>,
        status_report_request: bool,
        reject_duplicates: bool,
        reply_path: bool,
        service_centre: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let core = CoreSubmit {
            reject_duplicates,
            status_report_request,
            has_header,
            reply_path,
            message_reference: octet("message_reference", message_reference)?,
            destination: address::argument("destination", destination)?,
            protocol: ProtocolIdentifier(octet("pid", pid)?),
            validity: validity::argument(validity)?,
            user_data: self::user_data(py, user_data, user_data_length, dcs)?,
        };
        Ok(Submit { core, service_centre: address::service_centre(service_centre)? })
    }

    #[staticmethod]
    #[pyo3(signature = (octets, /, *, sca = false))]
    fn parse(octets: &Bound<'_, PyAny>, sca: bool) -> PyResult<Self> {
        parsed(octets, sca, CoreSubmit::parse).map(|(service_centre, core)| Submit { core, service_centre })
    }

    #[getter]
    fn destination(&self) -> Address {
        Address(self.core.destination)
    }

    #[getter]
    fn service_centre(&self) -> Option<Address> {
        self.service_centre.map(|centre| Address(*centre.address()))
    }

    #[getter]
    fn message_reference(&self) -> u8 {
        self.core.message_reference
    }

    #[getter]
    fn pid(&self) -> u8 {
        self.core.protocol.0
    }

    #[getter]
    fn pid_meaning(&self) -> &'static str {
        self.core.protocol.meaning()
    }

    #[getter]
    fn dcs(&self) -> u8 {
        self.core.user_data.dcs().0
    }

    #[getter]
    fn user_data<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.core.user_data.octets())
    }

    #[getter]
    fn user_data_length(&self) -> u8 {
        self.core.user_data.length()
    }

    #[getter]
    fn has_header(&self) -> bool {
        self.core.has_header
    }

    #[getter]
    fn status_report_request(&self) -> bool {
        self.core.status_report_request
    }

    #[getter]
    fn reject_duplicates(&self) -> bool {
        self.core.reject_duplicates
    }

    #[getter]
    fn reply_path(&self) -> bool {
        self.core.reply_path
    }

    #[getter]
    fn validity<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        validity::object(py, self.core.validity.as_ref())
    }

    #[getter]
    fn validity_format(&self) -> Option<&'static str> {
        validity::format(self.core.validity.as_ref())
    }

    #[getter]
    fn validity_octets<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let mut octets = Vec::new();
        if let Some(validity) = &self.core.validity {
            validity.write(&mut octets);
        }
        PyBytes::new(py, &octets)
    }

    #[pyo3(signature = (*, strip_bom = false))]
    fn decode(&self, strip_bom: bool) -> Decoded {
        decoded(&self.core.user_data, self.core.has_header, strip_bom)
    }

    fn at_command(&self) -> (usize, String) {
        let octets = self.core.octets();
        (octets.len(), hex(&with_service_centre(self.service_centre.as_ref(), &octets)))
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = dictionary(py, "submit", &self.core.octets(), self.service_centre.as_ref())?;
        dict.set_item("destination", self.destination().to_dict(py)?)?;
        dict.set_item("message_reference", self.message_reference())?;
        dict.set_item("pid", self.pid())?;
        dict.set_item("dcs", self.dcs())?;
        dict.set_item("validity_format", self.validity_format())?;
        dict.set_item("validity", hex(self.validity_octets(py).as_bytes()))?;
        dict.set_item("status_report_request", self.status_report_request())?;
        dict.set_item("reject_duplicates", self.reject_duplicates())?;
        dict.set_item("reply_path", self.reply_path())?;
        dict.set_item("has_header", self.has_header())?;
        dict.set_item("user_data_length", self.user_data_length())?;
        dict.set_item("user_data", hex(self.core.user_data.octets()))?;
        Ok(dict)
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.core.octets())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let validity = match self.validity(py)? {
            Some(validity) => format!(", validity={}", validity.repr()?),
            None => String::new(),
        };
        let flags = flags(&[
            ("has_header", self.core.has_header),
            ("status_report_request", self.core.status_report_request),
            ("reject_duplicates", self.core.reject_duplicates),
            ("reply_path", self.core.reply_path),
        ]);
        Ok(format!(
            "Submit(destination='{}', message_reference={}, pid=0x{:02X}, dcs=0x{:02X}{validity}{flags}, \
             user_data_length={})",
            self.core.destination,
            self.message_reference(),
            self.pid(),
            self.dcs(),
            self.user_data_length(),
        ))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Restored<'py>> {
        restored(py, "submit", &with_service_centre(self.service_centre.as_ref(), &self.core.octets()))
    }
}

/// A time stamp as a representation shows it: the time, or the octets that are none.
pub(super) fn shown_time(py: Python<'_>, stamp: &crate::Timestamp) -> PyResult<String> {
    Ok(match iso(time::datetime(py, stamp)?)? {
        Some(time) => format!("'{time}'"),
        None => format!("{}", PyBytes::new(py, &stamp.0).repr()?),
    })
}

/// The SUBMITs of a message, one a segment.
#[pyfunction(pass_module)]
#[pyo3(signature = (message, /, *, to, message_reference = None, pid = None, validity = None,
    status_report_request = None, reject_duplicates = false, reply_path = false, service_centre = None))]
#[allow(clippy::too_many_arguments)]
pub(super) fn submits<'py>(
    _module: &Bound<'py, PyModule>,
    message: &Bound<'py, PyAny>,
    to: &Bound<'py, PyAny>,
    message_reference: Option<&Bound<'py, PyAny>>,
    pid: Option<&Bound<'py, PyAny>>,
    validity: Option<&Bound<'py, PyAny>>,
    status_report_request: Option<&Bound<'py, PyAny>>,
    reject_duplicates: bool,
    reply_path: bool,
    service_centre: Option<&Bound<'py, PyAny>>,
) -> PyResult<Vec<Submit>> {
    let core = message.cast::<Message>().map_err(|_| wrong_type("message", "a Message", message))?;
    let options = SubmitOptions {
        first_reference: octet("message_reference", message_reference)?,
        status_reports: report_request(status_report_request)?,
        reject_duplicates,
        reply_path,
        protocol: ProtocolIdentifier(octet("pid", pid)?),
        validity: validity::argument(validity)?,
    };
    let centre = address::service_centre(service_centre)?;
    let pdus = crate::tpdu::submits(core.get().core(), &address::argument("to", to)?, &options);
    Ok(pdus.into_iter().map(|core| Submit { core, service_centre: centre }).collect())
}

/// `True`, `False` or `"last"`.
fn report_request(value: Option<&Bound<'_, PyAny>>) -> PyResult<ReportRequest> {
    let Some(value) = value else { return Ok(ReportRequest::None) };
    if let Ok(each) = value.cast::<PyBool>() {
        return Ok(if each.is_true() { ReportRequest::Each } else { ReportRequest::None });
    }
    let name = value.cast::<PyString>().map_err(|_| wrong_type("status_report_request", "a bool or 'last'", value))?;
    match &*name.to_string_lossy() {
        "last" => Ok(ReportRequest::Last),
        _ => Err(invalid_option("status_report_request", value, "False, True, 'last'")),
    }
}
