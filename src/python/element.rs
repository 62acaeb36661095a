//! The typed information elements: views of the same octets with names for what stands in them.

use pyo3::prelude::*;

use super::header::InformationElement;
use super::{kept, options};
use crate::element::{
    Concatenation as CoreConcatenation, EmailHeader as CoreEmail, Ports as CorePorts, ReferenceSize,
    ReplyAddress as CoreReply, SmscControl as CoreControl, SpecialMessage as CoreSpecial,
    TextFormatting as CoreFormatting, iei, shift, shift_language,
};
use crate::{Indication, InformationElement as CoreElement};

/// The object of an element: the class that knows it, or a raw one.
pub(super) fn object<'py>(py: Python<'py>, element: &CoreElement) -> PyResult<Bound<'py, PyAny>> {
    let base = over(element.clone());
    macro_rules! first_of {
        ($($read:expr => $class:ident),* $(,)?) => {
            $(if $read { return Ok(Bound::new(py, base.add_subclass($class {}))?.into_any()); })*
        };
    }
    first_of! {
        CoreConcatenation::read(element).is_some() => Concatenation,
        CorePorts::read(element).is_some() => Ports,
        shift_language(element, iei::SINGLE_SHIFT).is_some() => SingleShift,
        shift_language(element, iei::LOCKING_SHIFT).is_some() => LockingShift,
        CoreSpecial::read(element).is_some() => SpecialMessage,
        CoreControl::read(element).is_some() => SmscControl,
        CoreEmail::read(element).is_some() => EmailHeader,
        CoreFormatting::read(element).is_some() => TextFormatting,
        CoreReply::read(element).is_some() => ReplyAddress,
    }
    Ok(Bound::new(py, base)?.into_any())
}

/// How a typed element is written; `None` for a raw one.
pub(super) fn describe(element: &CoreElement) -> Option<String> {
    if let Some(c) = CoreConcatenation::read(element) {
        let bits = c.size.bits();
        return Some(format!(
            "Concatenation(reference={}, total={}, sequence={}, bits={bits})",
            c.reference, c.total, c.sequence
        ));
    }
    if let Some(p) = CorePorts::read(element) {
        let bits = if p.wide { 16 } else { 8 };
        return Some(format!("Ports(destination={}, originator={}, bits={bits})", p.destination, p.originator));
    }
    if let Some(language) = shift_language(element, iei::SINGLE_SHIFT) {
        return Some(format!("SingleShift('{language}')"));
    }
    if let Some(language) = shift_language(element, iei::LOCKING_SHIFT) {
        return Some(format!("LockingShift('{language}')"));
    }
    if let Some(s) = CoreSpecial::read(element) {
        return Some(format!(
            "SpecialMessage('{}', count={}, store={}, profile={}, extended={})",
            s.indication.name(),
            s.count,
            python_bool(s.store),
            s.profile,
            s.extended
        ));
    }
    if let Some(c) = CoreControl::read(element) {
        return Some(format!("SmscControl(0x{:02X})", c.0));
    }
    if let Some(e) = CoreEmail::read(element) {
        return Some(format!("EmailHeader({})", e.0));
    }
    if let Some(reply) = CoreReply::read(element) {
        return Some(format!("ReplyAddress({})", super::address::shown(&reply.0)));
    }
    let f = CoreFormatting::read(element)?;
    let colour = f.colour.map_or("None".into(), |colour| format!("0x{colour:02X}"));
    Some(format!("TextFormatting(start={}, length={}, mode=0x{:02X}, colour={colour})", f.start, f.length, f.mode))
}

fn python_bool(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// The base class of a typed element.
fn over(element: CoreElement) -> PyClassInitializer<InformationElement> {
    PyClassInitializer::from(InformationElement(element))
}

/// Concatenated short messages (elements 0x00 and 0x08).
#[pyclass(frozen, extends = InformationElement, module = "smsenc")]
pub(super) struct Concatenation {}

#[pymethods]
impl Concatenation {
    #[new]
    #[pyo3(
        signature = (reference, total, sequence, *, bits = None),
        text_signature = "(reference, total, sequence, *, bits=8)"
    )]
    fn new(
        reference: &Bound<'_, PyAny>,
        total: &Bound<'_, PyAny>,
        sequence: &Bound<'_, PyAny>,
        bits: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let size = bits.map_or(Ok(ReferenceSize::Eight), |bits| options::reference_size("bits", bits))?;
        let reference = options::integer("reference", reference, 0, size.max().into())? as u16;
        let total = options::integer("total", total, 1, 255)? as u8;
        let sequence = options::integer("sequence", sequence, 1, total.into())? as u8;
        Ok(over(CoreConcatenation { reference, size, total, sequence }.element()).add_subclass(Concatenation {}))
    }

    #[getter]
    fn reference(this: PyRef<'_, Self>) -> Option<u16> {
        CoreConcatenation::read(&this.as_super().0).map(|c| c.reference)
    }

    #[getter]
    fn total(this: PyRef<'_, Self>) -> Option<u8> {
        CoreConcatenation::read(&this.as_super().0).map(|c| c.total)
    }

    #[getter]
    fn sequence(this: PyRef<'_, Self>) -> Option<u8> {
        CoreConcatenation::read(&this.as_super().0).map(|c| c.sequence)
    }

    #[getter]
    fn bits(this: PyRef<'_, Self>) -> Option<u8> {
        CoreConcatenation::read(&this.as_super().0).map(|c| c.size.bits())
    }
}

/// Application ports (elements 0x04 and 0x05).
#[pyclass(frozen, extends = InformationElement, module = "smsenc")]
pub(super) struct Ports {}

#[pymethods]
impl Ports {
    #[new]
    #[pyo3(
        signature = (destination, originator = None, *, bits = None),
        text_signature = "(destination, originator=0, *, bits=16)"
    )]
    fn new(
        destination: &Bound<'_, PyAny>,
        originator: Option<&Bound<'_, PyAny>>,
        bits: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let wide = bits.map_or(Ok(ReferenceSize::Sixteen), |bits| options::reference_size("bits", bits))?;
        let port = |name, value| options::integer(name, value, 0, wide.max().into()).map(|port| port as u16);
        let destination = port("destination", destination)?;
        let originator = originator.map_or(Ok(0), |originator| port("originator", originator))?;
        let wide = wide == ReferenceSize::Sixteen;
        Ok(over(CorePorts { destination, originator, wide }.element()).add_subclass(Ports {}))
    }

    #[getter]
    fn destination(this: PyRef<'_, Self>) -> Option<u16> {
        CorePorts::read(&this.as_super().0).map(|p| p.destination)
    }

    #[getter]
    fn originator(this: PyRef<'_, Self>) -> Option<u16> {
        CorePorts::read(&this.as_super().0).map(|p| p.originator)
    }

    #[getter]
    fn bits(this: PyRef<'_, Self>) -> Option<u8> {
        CorePorts::read(&this.as_super().0).map(|p| if p.wide { 16 } else { 8 })
    }
}

macro_rules! shift_class {
    ($(#[$doc:meta])* $class:ident, $iei:expr) => {
        $(#[$doc])*
        #[pyclass(frozen, extends = InformationElement, module = "smsenc")]
        pub(super) struct $class {}

        #[pymethods]
        impl $class {
            #[new]
            fn new(language: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
                Ok(over(shift($iei, kept::parse_language("language", language)?)).add_subclass($class {}))
            }

            #[getter]
            fn language(this: PyRef<'_, Self>, py: Python<'_>) -> PyResult<Py<PyAny>> {
                kept::language(py, shift_language(&this.as_super().0, $iei))
            }
        }
    };
}

shift_class! {
    /// National language single shift (element 0x24).
    SingleShift, iei::SINGLE_SHIFT
}
shift_class! {
    /// National language locking shift (element 0x25).
    LockingShift, iei::LOCKING_SHIFT
}

/// Special SMS message indication (element 0x01).
#[pyclass(frozen, extends = InformationElement, module = "smsenc")]
pub(super) struct SpecialMessage {}

#[pymethods]
impl SpecialMessage {
    #[new]
    #[pyo3(
        signature = (indication, *, count, store = false, profile = None, extended = None),
        text_signature = "(indication, *, count, store=False, profile=1, extended=0)"
    )]
    fn new(
        indication: &Bound<'_, PyAny>,
        count: &Bound<'_, PyAny>,
        store: bool,
        profile: Option<&Bound<'_, PyAny>>,
        extended: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let names = (0..4).map(Indication::from_bits);
        let wanted = super::convert::string("indication", indication)?.to_string_lossy();
        let Some(kind) = names.clone().find(|kind| kind.name() == wanted) else {
            let names: Vec<_> = names.map(Indication::name).collect();
            return Err(super::error::invalid_option("indication", indication, &names.join(", ")));
        };
        let number = |name, value: Option<&Bound<'_, PyAny>>, low, high| {
            value.map_or(Ok(low), |value| options::integer(name, value, low, high))
        };
        let special = CoreSpecial {
            indication: kind,
            count: options::integer("count", count, 0, 255)? as u8,
            store,
            profile: number("profile", profile, 1, 4)? as u8,
            extended: number("extended", extended, 0, 7)? as u8,
        };
        Ok(over(special.element()).add_subclass(SpecialMessage {}))
    }

    #[getter]
    fn indication(this: PyRef<'_, Self>) -> Option<&'static str> {
        CoreSpecial::read(&this.as_super().0).map(|s| s.indication.name())
    }

    #[getter]
    fn count(this: PyRef<'_, Self>) -> Option<u8> {
        CoreSpecial::read(&this.as_super().0).map(|s| s.count)
    }

    #[getter]
    fn store(this: PyRef<'_, Self>) -> Option<bool> {
        CoreSpecial::read(&this.as_super().0).map(|s| s.store)
    }

    #[getter]
    fn profile(this: PyRef<'_, Self>) -> Option<u8> {
        CoreSpecial::read(&this.as_super().0).map(|s| s.profile)
    }

    #[getter]
    fn extended(this: PyRef<'_, Self>) -> Option<u8> {
        CoreSpecial::read(&this.as_super().0).map(|s| s.extended)
    }
}

/// SMSC control parameters (element 0x06).
#[pyclass(frozen, extends = InformationElement, module = "smsenc")]
pub(super) struct SmscControl {}

#[pymethods]
impl SmscControl {
    #[classattr]
    const COMPLETED: u8 = CoreControl::COMPLETED;
    #[classattr]
    const PERMANENT_ERROR: u8 = CoreControl::PERMANENT_ERROR;
    #[classattr]
    const TEMPORARY_ERROR_GIVEN_UP: u8 = CoreControl::TEMPORARY_ERROR_GIVEN_UP;
    #[classattr]
    const TEMPORARY_ERROR: u8 = CoreControl::TEMPORARY_ERROR;
    #[classattr]
    const CANCEL_REST: u8 = CoreControl::CANCEL_REST;
    #[classattr]
    const INCLUDE_HEADER: u8 = CoreControl::INCLUDE_HEADER;

    #[new]
    fn new(flags: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
        let flags = options::integer("flags", flags, 0, 255)? as u8;
        Ok(over(CoreControl(flags).element()).add_subclass(SmscControl {}))
    }

    #[getter]
    fn flags(this: PyRef<'_, Self>) -> Option<u8> {
        CoreControl::read(&this.as_super().0).map(|control| control.0)
    }
}

/// E-mail header (element 0x20).
#[pyclass(frozen, extends = InformationElement, module = "smsenc")]
pub(super) struct EmailHeader {}

#[pymethods]
impl EmailHeader {
    #[new]
    fn new(length: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
        let length = options::integer("length", length, 0, 255)? as u8;
        Ok(over(CoreEmail(length).element()).add_subclass(EmailHeader {}))
    }

    #[getter]
    fn length(this: PyRef<'_, Self>) -> Option<u8> {
        CoreEmail::read(&this.as_super().0).map(|header| header.0)
    }
}

/// EMS text formatting (element 0x0A).
#[pyclass(frozen, extends = InformationElement, module = "smsenc")]
pub(super) struct TextFormatting {}

#[pymethods]
impl TextFormatting {
    #[new]
    #[pyo3(signature = (*, start, length, mode, colour = None))]
    fn new(
        start: &Bound<'_, PyAny>,
        length: &Bound<'_, PyAny>,
        mode: &Bound<'_, PyAny>,
        colour: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let octet = |name, value| options::integer(name, value, 0, 255).map(|octet| octet as u8);
        let formatting = CoreFormatting {
            start: octet("start", start)?,
            length: octet("length", length)?,
            mode: octet("mode", mode)?,
            colour: colour.map(|colour| octet("colour", colour)).transpose()?,
        };
        Ok(over(formatting.element()).add_subclass(TextFormatting {}))
    }

    #[getter]
    fn start(this: PyRef<'_, Self>) -> Option<u8> {
        CoreFormatting::read(&this.as_super().0).map(|f| f.start)
    }

    #[getter]
    fn length(this: PyRef<'_, Self>) -> Option<u8> {
        CoreFormatting::read(&this.as_super().0).map(|f| f.length)
    }

    #[getter]
    fn mode(this: PyRef<'_, Self>) -> Option<u8> {
        CoreFormatting::read(&this.as_super().0).map(|f| f.mode)
    }

    #[getter]
    fn colour(this: PyRef<'_, Self>) -> Option<u8> {
        CoreFormatting::read(&this.as_super().0).and_then(|f| f.colour)
    }
}

/// Reply address (element 0x22).
#[pyclass(frozen, extends = InformationElement, module = "smsenc")]
pub(super) struct ReplyAddress {}

#[pymethods]
impl ReplyAddress {
    #[new]
    fn new(address: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
        let address = super::address::argument("address", address)?;
        Ok(over(CoreReply(address).element()).add_subclass(ReplyAddress {}))
    }

    #[getter]
    fn address(this: PyRef<'_, Self>) -> Option<super::address::Address> {
        CoreReply::read(&this.as_super().0).map(|reply| super::address::Address(reply.0))
    }
}
