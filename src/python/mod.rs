//! The extension module `smsenc._core`: it converts, and nothing else. Every rule stands in the crate's public items.

mod address;
mod arrow;
mod column;
mod column_results;
mod columns;
mod convert;
mod dcs;
mod decode;
mod deliver;
mod element;
mod error;
mod estimate;
mod explain;
mod functions;
mod gsm7;
mod header;
mod hot;
mod hot_codecs;
mod kept;
mod lean;
mod message;
mod options;
mod reassembly;
mod segment;
mod status_report;
mod suggestion;
mod time;
mod tpdu;
mod validity;

/// The module as a table of contents.
#[pyo3::pymodule]
#[pyo3(name = "_core")]
mod core {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::address::Address;
    #[pymodule_export]
    use super::arrow::{
        Array, Looked, Prefixes, Stream, Survey, Surveyed, arrow_encode, arrow_estimate, arrow_estimate_batch,
        arrow_estimate_stream,
    };
    #[pymodule_export]
    use super::column::{Column, restore_column};
    #[pymodule_export]
    use super::column_results::{EstimateColumns, MessageColumns, restore_estimates, restore_messages};
    #[pymodule_export]
    use super::columns::{count_segments_many, encode_many, estimate_many};
    #[pymodule_export]
    use super::dcs::DataCodingScheme;
    #[pymodule_export]
    use super::decode::{Anomaly, Decoded, decode};
    #[pymodule_export]
    use super::deliver::Deliver;
    #[pymodule_export]
    use super::element::{
        Concatenation, EmailHeader, LockingShift, Ports, ReplyAddress, SingleShift, SmscControl, SpecialMessage,
        TextFormatting,
    };
    #[pymodule_export]
    use super::estimate::{Estimate, restore_estimate};
    #[pymodule_export]
    use super::explain::{CostlyCharacter, CostlyCharacters, Explanation, explain};
    #[pymodule_export]
    use super::functions::{Profile, encode_binary, estimate_binary};
    #[pymodule_export]
    use super::gsm7::{
        gsm7_decode, gsm7_encode, gsm7_is_gsm7, gsm7_pack, gsm7_pack_cell_broadcast, gsm7_pack_ussd, gsm7_unpack,
        gsm7_unpack_cell_broadcast, gsm7_unpack_ussd, ucs2_decode, ucs2_encode,
    };
    #[pymodule_export]
    use super::header::{InformationElement, UserDataHeader, restore_element};
    #[pymodule_export]
    use super::message::Message;
    #[pymodule_export]
    use super::reassembly::{Incomplete, Reassembled, Reassembler, restore_reassembled};
    #[pymodule_export]
    use super::segment::Segment;
    #[pymodule_export]
    use super::status_report::StatusReport;
    #[pymodule_export]
    use super::suggestion::Suggestion;
    #[pymodule_export]
    use super::tpdu::{Submit, restore_tpdu, submits};
    #[pymodule_export]
    use super::validity::{EnhancedValidity, round_validity};

    /// What CPython calls directly, and the name of the kernels in use.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("KERNELS", crate::kernel::Level::active().name())?;
        super::hot::register(module)?;
        super::hot_codecs::register(module)
    }

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
