//! `smsenc.tpdu.Deliver`.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateTime, PyDict};

use super::address::{self, Address};
use super::convert::hex;
use super::decode::Decoded;
use super::time;
use super::tpdu::{
    Restored, decoded, dictionary, flags, iso, octet, parsed, restored, shown_time, user_data, with_service_centre,
};
use crate::ServiceCentre;
use crate::tpdu::{Deliver as Core, ProtocolIdentifier};

/// SMS-DELIVER (3GPP TS 23.040 clause 9.2.2.1).
#[pyclass(frozen, eq, hash, module = "smsenc.tpdu")]
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Deliver {
    core: Core,
    service_centre: Option<ServiceCentre>,
}

#[pymethods]
impl Deliver {
    #[new]
    #[pyo3(signature = (*, originator, timestamp, user_data = None, user_data_length = None, dcs = None,
        has_header = false, pid = None, more_messages = false, loop_prevention = false,
        status_report_indication = false, reply_path = false, service_centre = None))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        originator: &Bound<'_, PyAny>,
        timestamp: &Bound<'_, PyAny>,
        user_data: Option<&Bound<'_, PyAny>>,
        user_data_length: Option<&Bound<'_, PyAny>>,
        dcs: Option<&Bound<'_, PyAny>>,
        has_header: bool,
        pid: Option<&Bound<'_, PyAny>>,
        more_messages: bool,
        loop_prevention: bool,
        status_report_indication: bool,
        reply_path: bool,
        service_centre: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let originator = address::argument("originator", originator)?;
        let timestamp = time::stamp("timestamp", timestamp)?;
        let user_data = self::user_data(py, user_data, user_data_length, dcs)?;
        let core = Core {
            more_messages,
            loop_prevention,
            status_report_indication,
            has_header,
            reply_path,
            protocol: ProtocolIdentifier(octet("pid", pid)?),
            ..Core::new(originator, timestamp, user_data)
        };
        Ok(Deliver { core, service_centre: address::service_centre(service_centre)? })
    }

    #[staticmethod]
    #[pyo3(signature = (octets, /, *, sca = false))]
    fn parse(octets: &Bound<'_, PyAny>, sca: bool) -> PyResult<Self> {
        parsed(octets, sca, Core::parse).map(|(service_centre, core)| Deliver { core, service_centre })
    }

    #[getter]
    fn originator(&self) -> Address {
        Address(self.core.originator)
    }

    #[getter]
    fn service_centre(&self) -> Option<Address> {
        self.service_centre.map(|centre| Address(*centre.address()))
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
    fn more_messages(&self) -> bool {
        self.core.more_messages
    }

    #[getter]
    fn loop_prevention(&self) -> bool {
        self.core.loop_prevention
    }

    #[getter]
    fn status_report_indication(&self) -> bool {
        self.core.status_report_indication
    }

    #[getter]
    fn reply_path(&self) -> bool {
        self.core.reply_path
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
        let dict = dictionary(py, "deliver", &self.core.octets(), self.service_centre.as_ref())?;
        dict.set_item("originator", self.originator().to_dict(py)?)?;
        dict.set_item("timestamp", iso(self.timestamp(py)?)?)?;
        dict.set_item("pid", self.pid())?;
        dict.set_item("dcs", self.dcs())?;
        dict.set_item("more_messages", self.more_messages())?;
        dict.set_item("loop_prevention", self.loop_prevention())?;
        dict.set_item("status_report_indication", self.status_report_indication())?;
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
        let flags = flags(&[
            ("has_header", self.core.has_header),
            ("more_messages", self.core.more_messages),
            ("loop_prevention", self.core.loop_prevention),
            ("status_report_indication", self.core.status_report_indication),
            ("reply_path", self.core.reply_path),
        ]);
        Ok(format!(
            "Deliver(originator='{}', timestamp={}, pid=0x{:02X}, dcs=0x{:02X}{flags}, user_data_length={})",
            self.core.originator,
            shown_time(py, &self.core.timestamp)?,
            self.pid(),
            self.dcs(),
            self.user_data_length(),
        ))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Restored<'py>> {
        restored(py, "deliver", &with_service_centre(self.service_centre.as_ref(), &self.core.octets()))
    }
}
