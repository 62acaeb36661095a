//! The suite of the crate: everything here goes through its public items.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so")]

mod columns;
mod explaining;
mod kernels;
mod naive;
mod parsers;
mod properties;
mod reassembly;
mod replacing;
#[cfg(feature = "survey")]
mod surveys;
mod tables;
mod texts;
mod tpdu;
