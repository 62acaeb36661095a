//! `smsenc.tpdu.StatusReport`.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateTime, PyDict};

use super::address::{self, Address};
use super::convert::{Octets, hex};
use super::decode::{Decoded, scheme};
use super::time;
use super::tpdu::{
    Restored, decoded, dictionary, flags, iso, length, octet, parsed, restored, shown_time, some, with_service_centre,
    wrong_user_data,
};
use crate::ServiceCentre;
use crate::tpdu::{ProtocolIdentifier, ReportParameters, Status, StatusReport as Core, UserData};

/// SMS-STATUS-REPORT (3GPP TS 23.040 clause 9.2.2.3).
#[pyclass(frozen, eq, hash, module = "smsenc.tpdu")]
#[derive(PartialEq, Eq, Hash)]
pub(super) struct StatusReport {
    core: Core,
    service_centre: Option<ServiceCentre>,
}

impl StatusReport {
    fn carried(&self) -> Option<&UserData> {
        self.core.parameters.as_ref().and_then(ReportParameters::user_data)
    }
}

/// TP-PI and what it announces; `None` when nothing is.
fn parameters(
    py: Python<'_>,
    pid: Option<&Bound<'_, PyAny>>,
    dcs: Option<&Bound<'_, PyAny>>,
    user_data: Option<&Bound<'_, PyAny>>,
    user_data_length: Option<&Bound<'_, PyAny>>,
) -> PyResult<Option<ReportParameters>> {
    let pid = some(pid).map(|pid| octet("pid", Some(pid)).map(ProtocolIdentifier)).transpose()?;
    let dcs = some(dcs).map(|dcs| scheme(Some(dcs))).transpose()?;
    let octets = some(user_data).map(|octets| Octets::new("user_data", octets)).transpose()?;
    if pid.is_none() && dcs.is_none() && octets.is_none() {
        return Ok(None);
    }
    let carried = match &octets {
        None => None,
        Some(octets) => Some((length(py, dcs.unwrap_or_default(), octets, user_data_length)?, &**octets)),
    };
    ReportParameters::new(pid, dcs, carried).map(Some).map_err(|wrong| wrong_user_data(py, wrong))
}

#[pymethods]
impl StatusReport {
    #[new]
    #[pyo3(signature = (*, message_reference, recipient, timestamp, discharge_time, status, more_messages = false,
        loop_prevention = false, answers_command = false, has_header = false, pid = None, dcs = None,
        user_data = None, user_data_length = None, service_centre = None))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        message_reference: &Bound<'_, PyAny>,
        recipient: &Bound<'_, PyAny>,
        timestamp: &Bound<'_, PyAny>,
        discharge_time: &Bound<'_, PyAny>,
        status: &Bound<'_, PyAny>,
        more_messages: bool,
        loop_prevention: bool,
        answers_command: bool,
        has_header: bool,
        pid: Option<&Bound<'_, PyAny>>,
        dcs: Option<&Bound<'_, PyAny>>,
        user_data: Option<&Bound<'_, PyAny>>,
        user_data_length: Option<&Bound<'_, PyAny>>,
        service_centre: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let core = Core::new(
            octet("message_reference", Some(message_reference))?,
            address::argument("recipient", recipient)?,
            time::stamp("timestamp", timestamp)?,
            time::stamp("discharge_time", discharge_time)?,
            Status(octet("status", Some(status))?),
        );
        let parameters = parameters(py, pid, dcs, user_data, user_data_length)?;
        let core = Core { more_messages, loop_prevention, answers_command, has_header, parameters, ..core };
        Ok(StatusReport { core, service_centre: address::service_centre(service_centre)? })
    }

    #[staticmethod]
    #[pyo3(signature = (octets, /, *, sca = false))]
    fn parse(octets: &Bound<'_, PyAny>, sca: bool) -> PyResult<Self> {
        parsed(octets, sca, Core::parse).map(|(service_centre, core)| StatusReport { core, service_centre })
    }

    #[getter]
    fn recipient(&self) -> Address {
        Address(self.core.recipient)
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
    fn timestamp<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        time::datetime(py, &self.core.timestamp)
    }

    #[getter]
    fn timestamp_octets<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.core.timestamp.0)
    }

    #[getter]
    fn discharge_time<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        time::datetime(py, &self.core.discharge_time)
    }

    #[getter]
    fn discharge_time_octets<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.core.discharge_time.0)
    }

    #[getter]
    fn status(&self) -> u8 {
        self.core.status.0
    }

    #[getter]
    fn status_category(&self) -> &'static str {
        self.core.status.category().name()
    }

    #[getter]
    fn status_meaning(&self) -> &'static str {
        self.core.status.meaning()
    }

    #[getter]
    fn more_messages(&self) -> bool {
        self.core.more_messages
    }

    #[getter]
    fn loop_prevention(&self) -> bool {
        self.core.loop_prevention
    }

    #[getter]
    fn answers_command(&self) -> bool {
        self.core.answers_command
    }

    #[getter]
    fn has_header(&self) -> bool {
        self.core.has_header
    }

    #[getter]
    fn parameter_indicator<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.core.parameters.as_ref().map_or(&[], ReportParameters::indicators))
    }

    #[getter]
    fn pid(&self) -> Option<u8> {
        self.core.parameters.as_ref().and_then(ReportParameters::protocol).map(|protocol| protocol.0)
    }

    #[getter]
    fn dcs(&self) -> Option<u8> {
        self.core.parameters.as_ref().and_then(ReportParameters::dcs).map(|dcs| dcs.0)
    }

    #[getter]
    fn user_data<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.carried().map(|carried| PyBytes::new(py, carried.octets()))
    }

    #[getter]
    fn user_data_length(&self) -> Option<u8> {
        self.carried().map(UserData::length)
    }

    #[pyo3(signature = (*, strip_bom = false))]
    fn decode(&self, strip_bom: bool) -> Option<Decoded> {
        self.carried().map(|carried| decoded(carried, self.core.has_header, strip_bom))
    }

    fn at_command(&self) -> (usize, String) {
        let octets = self.core.octets();
        (octets.len(), hex(&with_service_centre(self.service_centre.as_ref(), &octets)))
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = dictionary(py, "status_report", &self.core.octets(), self.service_centre.as_ref())?;
        dict.set_item("message_reference", self.message_reference())?;
        dict.set_item("recipient", self.recipient().to_dict(py)?)?;
        dict.set_item("timestamp", iso(self.timestamp(py)?)?)?;
        dict.set_item("discharge_time", iso(self.discharge_time(py)?)?)?;
        dict.set_item("status", self.status())?;
        dict.set_item("status_category", self.status_category())?;
        dict.set_item("status_meaning", self.status_meaning())?;
        dict.set_item("more_messages", self.more_messages())?;
        dict.set_item("loop_prevention", self.loop_prevention())?;
        dict.set_item("answers_command", self.answers_command())?;
        dict.set_item("has_header", self.has_header())?;
        dict.set_item("pid", self.pid())?;
        dict.set_item("dcs", self.dcs())?;
        dict.set_item("user_data_length", self.user_data_length())?;
        dict.set_item("user_data", self.carried().map(|carried| hex(carried.octets())))?;
        Ok(dict)
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.core.octets())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let flags = flags(&[
            ("more_messages", self.core.more_messages),
            ("loop_prevention", self.core.loop_prevention),
            ("answers_command", self.core.answers_command),
            ("has_header", self.core.has_header),
        ]);
        let carried =
            self.carried().map_or(String::new(), |carried| format!(", user_data_length={}", carried.length()));
        Ok(format!(
            "StatusReport(message_reference={}, recipient='{}', timestamp={}, discharge_time={}, status=0x{:02X}{flags}{carried})",
            self.message_reference(),
            self.core.recipient,
            shown_time(py, &self.core.timestamp)?,
            shown_time(py, &self.core.discharge_time)?,
            self.status(),
        ))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Restored<'py>> {
        restored(py, "status_report", &with_service_centre(self.service_centre.as_ref(), &self.core.octets()))
    }
}
