//! The class `Estimate`, and its pickles.

use std::sync::OnceLock;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::convert::{self, Reduced, SCHEMA, new_string};
use super::lean::{Known, Lean};
use super::{hot, kept};
use crate::{Estimate as Core, Replacement};

/// What a message takes.
///
/// All fields are kept objects, so that reading one is as cheap as reading a slot.
#[pyclass(frozen, module = "smsenc")]
pub(super) struct Estimate {
    #[pyo3(get)]
    encoding: Py<PyAny>,
    #[pyo3(get)]
    segments: Py<PyAny>,
    #[pyo3(get)]
    units: Py<PyAny>,
    #[pyo3(get)]
    capacity: Py<PyAny>,
    #[pyo3(get)]
    remaining: Py<PyAny>,
    #[pyo3(get)]
    locking: Py<PyAny>,
    #[pyo3(get)]
    single: Py<PyAny>,
    /// What most estimates do not have.
    rare: Option<Box<Rare>>,
}

struct Rare {
    truncated_at: Py<PyAny>,
    needed: Py<PyAny>,
    replacements: Py<PyTuple>,
}

impl Lean for Estimate {
    fn known() -> &'static OnceLock<Known> {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        &KNOWN
    }

    #[inline(always)]
    unsafe fn release(value: *mut Self, py: Python<'_>) {
        // SAFETY: the value is there, and is not used any more.
        let Estimate { encoding, segments, units, capacity, remaining, locking, single, rare } =
            unsafe { value.read() };
        for field in [encoding, segments, units, capacity, remaining, locking, single] {
            drop(field.into_bound(py));
        }
        if let Some(rare) = rare {
            let Rare { truncated_at, needed, replacements } = *rare;
            drop((truncated_at.into_bound(py), needed.into_bound(py), replacements.into_bound(py)));
        }
    }
}

impl Estimate {
    /// Of nothing: for a look at how such an object is laid out.
    pub(super) fn prototype(py: Python<'_>) -> Self {
        let none = || py.None();
        Estimate {
            encoding: none(),
            segments: none(),
            units: none(),
            capacity: none(),
            remaining: none(),
            locking: none(),
            single: none(),
            rare: None,
        }
    }

    #[inline(always)]
    pub(super) fn new(py: Python<'_>, core: &Core) -> PyResult<Self> {
        let (kept, alphabet) = (kept::kept(py)?, core.encoding.alphabet());
        let is_rare = core.truncation.is_some() || !core.replacements.is_empty();
        let rare = if is_rare { Some(Self::rare(py, core)?) } else { None };
        Ok(Estimate {
            encoding: kept.encoding(py, core.encoding.name()),
            segments: kept.number(py, core.segments)?,
            units: kept.number(py, core.units)?,
            capacity: kept.number(py, core.capacity)?,
            remaining: kept.number(py, core.remaining)?,
            locking: kept.language(py, alphabet.locking),
            single: kept.language(py, alphabet.single),
            rare,
        })
    }

    #[cold]
    fn rare(py: Python<'_>, core: &Core) -> PyResult<Box<Rare>> {
        let number = |number: usize| hot::number(py, number).map(Bound::unbind);
        Ok(Box::new(Rare {
            truncated_at: core.truncation.map_or(Ok(py.None()), |cut| number(cut.position))?,
            needed: core.truncation.map_or(Ok(py.None()), |cut| number(cut.needed))?,
            replacements: replacements(py, &core.replacements)?.unbind(),
        }))
    }

    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let plain =
            [&self.encoding, &self.segments, &self.units, &self.capacity, &self.remaining, &self.locking, &self.single];
        let rare = [self.truncated_at(py), self.needed(py), self.replacements(py).into_any().unbind()];
        PyTuple::new(py, plain.into_iter().map(|field| field.clone_ref(py)).chain(rare).collect::<Vec<_>>())
    }
}

const ESTIMATE_FIELDS: [&str; 10] = [
    "encoding",
    "segments",
    "units",
    "capacity",
    "remaining",
    "locking",
    "single",
    "truncated_at",
    "needed",
    "replacements",
];

pub(super) fn replacements<'py>(py: Python<'py>, replacements: &[Replacement]) -> PyResult<Bound<'py, PyTuple>> {
    let triples = replacements.iter().map(|r| Ok((r.position, new_string(py, &r.from)?, new_string(py, &r.to)?)));
    PyTuple::new(py, triples.collect::<PyResult<Vec<_>>>()?)
}

#[pymethods]
impl Estimate {
    #[getter]
    fn truncated_at(&self, py: Python<'_>) -> Py<PyAny> {
        self.rare.as_ref().map_or_else(|| py.None(), |rare| rare.truncated_at.clone_ref(py))
    }

    #[getter]
    fn needed(&self, py: Python<'_>) -> Py<PyAny> {
        self.rare.as_ref().map_or_else(|| py.None(), |rare| rare.needed.clone_ref(py))
    }

    #[getter]
    fn replacements<'py>(&self, py: Python<'py>) -> Bound<'py, PyTuple> {
        self.rare.as_ref().map_or_else(|| PyTuple::empty(py), |rare| rare.replacements.bind(py).clone())
    }

    pub(super) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("schema", SCHEMA)?;
        dict.set_item("type", "estimate")?;
        for (name, value) in ESTIMATE_FIELDS.iter().zip(self.fields(py)?) {
            let plain = match *name {
                "encoding" | "locking" | "single" if !value.is_none() => value.str()?.into_any(),
                "replacements" => {
                    let triples = value
                        .try_iter()?
                        .map(|triple| triple?.cast_into::<PyTuple>().map(|t| t.to_list()).map_err(Into::into));
                    triples.collect::<PyResult<Vec<_>>>()?.into_pyobject(py)?.into_any()
                }
                _ => value,
            };
            dict.set_item(name, plain)?;
        }
        Ok(dict)
    }

    fn _repr_html_<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        convert::picture(this)
    }

    fn __eq__<'py>(&self, py: Python<'py>, other: &Bound<'py, PyAny>) -> PyResult<Py<PyAny>> {
        match other.cast::<Estimate>() {
            Err(_) => Ok(py.NotImplemented()),
            Ok(other) => {
                let same = self.fields(py)?.eq(other.get().fields(py)?)?;
                Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
            }
        }
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.fields(py)?.hash()
    }

    pub(super) fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut shown = Vec::new();
        for (name, value) in ESTIMATE_FIELDS.iter().zip(self.fields(py)?) {
            match *name {
                "encoding" => shown.push(format!("{name}={}", value.str()?.repr()?)),
                "locking" | "single" if !value.is_none() => shown.push(format!("{name}={}", value.str()?.repr()?)),
                "replacements" if value.is_truthy()? => shown.push(format!("{name}={}", value.repr()?)),
                "segments" | "units" | "capacity" | "remaining" => shown.push(format!("{name}={value}")),
                "truncated_at" | "needed" if !value.is_none() => shown.push(format!("{name}={value}")),
                _ => {}
            }
        }
        Ok(format!("Estimate({})", shown.join(", ")))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, Bound<'py, PyTuple>> {
        Ok((py.import("smsenc._core")?.getattr("restore_estimate")?, self.fields(py)?))
    }
}

/// The estimate of these fields, for pickles.
#[pyfunction(pass_module)]
#[allow(clippy::too_many_arguments)]
pub(super) fn restore_estimate(
    module: &Bound<'_, PyModule>,
    encoding: Py<PyAny>,
    segments: Py<PyAny>,
    units: Py<PyAny>,
    capacity: Py<PyAny>,
    remaining: Py<PyAny>,
    locking: Py<PyAny>,
    single: Py<PyAny>,
    truncated_at: Py<PyAny>,
    needed: Py<PyAny>,
    replacements: Bound<'_, PyTuple>,
) -> Estimate {
    let plain = truncated_at.is_none(module.py()) && replacements.is_empty();
    let rare = Rare { truncated_at, needed, replacements: replacements.unbind() };
    let rare = (!plain).then(|| Box::new(rare));
    Estimate { encoding, segments, units, capacity, remaining, locking, single, rare }
}
