//! The extension module `smsenc._core`: it converts, and nothing else. Every rule stands in the crate's public items.

mod convert;
mod dcs;
mod decode;
mod element;
mod error;
mod functions;
mod gsm7;
mod header;
mod kept;
mod options;
mod reassembly;
mod results;

/// The module as a table of contents.
#[pyo3::pymodule]
#[pyo3(name = "_core")]
mod core {
    #[pymodule_export]
    use super::dcs::DataCodingScheme;
    #[pymodule_export]
    use super::decode::{Anomaly, Decoded, decode};
    #[pymodule_export]
    use super::element::{
        Concatenation, EmailHeader, LockingShift, Ports, SingleShift, SmscControl, SpecialMessage, TextFormatting,
    };
    #[pymodule_export]
    use super::functions::{Profile, count_segments, encode, encode_binary, estimate, estimate_binary};
    #[pymodule_export]
    use super::gsm7::{
        gsm7_decode, gsm7_encode, gsm7_is_gsm7, gsm7_pack, gsm7_pack_cell_broadcast, gsm7_pack_ussd, gsm7_unpack,
        gsm7_unpack_cell_broadcast, gsm7_unpack_ussd, ucs2_decode, ucs2_encode,
    };
    #[pymodule_export]
    use super::header::{InformationElement, UserDataHeader, restore_element};
    #[pymodule_export]
    use super::reassembly::{Incomplete, Reassembled, Reassembler, restore_reassembled};
    #[pymodule_export]
    use super::results::{Estimate, Message, Segment, restore_estimate};

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
