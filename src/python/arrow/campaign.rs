//! What `smsenc.campaign` asks about a column beside its estimates: causes and scripts of texts, prefixes of numbers.

use std::sync::Mutex;

use arrow_schema::{DataType, Field};
use pyo3::prelude::*;

use super::{Array, Profile, Source, build, in_groups, permitted, work};
use crate::columns::survey::{self, Member};
use crate::columns::{Estimates, Prefixes as Core, Survey as CoreSurvey};

/// See `_core.pyi`.
#[pyclass(frozen, module = "smsenc._core")]
pub(in crate::python) struct Prefixes(Core);

#[pymethods]
impl Prefixes {
    #[new]
    fn new(prefixes: Vec<String>, whole: Vec<bool>) -> PyResult<Self> {
        let wrong = || pyo3::exceptions::PyValueError::new_err("prefixes must be ASCII digits");
        Core::new(prefixes.iter().map(String::as_str).zip(whole)).map(Prefixes).ok_or_else(wrong)
    }

    #[pyo3(signature = (numbers, threads = None))]
    fn find(&self, py: Python<'_>, numbers: &Bound<'_, PyAny>, threads: Option<&Bound<'_, PyAny>>) -> PyResult<Array> {
        let threads = permitted(threads)?;
        let mut source = Source::new(numbers)?;
        let place = source.place(None)?;
        let mut found = Vec::new();
        in_groups(py, &mut source, place, |arrays| {
            found.extend(work(py, arrays, threads, |rows, threads| self.0.find_all(rows, threads)));
            Ok(())
        })?;
        let array = build::numbers(found, None);
        Ok(Array::new(Field::new("", DataType::Int32, false), vec![array]))
    }
}

/// See `_core.pyi`.
#[pyclass(frozen, module = "smsenc._core")]
pub(in crate::python) struct Survey(Mutex<CoreSurvey>);

/// A panic of the core leaves nothing half done that anybody reads.
fn locked(survey: &Mutex<CoreSurvey>) -> std::sync::MutexGuard<'_, CoreSurvey> {
    survey.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[pymethods]
impl Survey {
    #[new]
    fn new(profile: &Profile) -> Self {
        Survey(Mutex::new(CoreSurvey::new(&profile.0)))
    }

    #[pyo3(signature = (texts, threads = None))]
    fn add(&self, py: Python<'_>, texts: &Bound<'_, PyAny>, threads: Option<&Bound<'_, PyAny>>) -> PyResult<Array> {
        let threads = permitted(threads)?;
        let mut source = Source::new(texts)?;
        let place = source.place(None)?;
        let (mut estimates, mut scripts, mut causes) = (None::<Estimates>, Vec::new(), Vec::new());
        in_groups(py, &mut source, place, |arrays| {
            let more = work(py, arrays, threads, |rows, threads| locked(&self.0).add(rows, threads));
            scripts.extend(more.scripts.iter().map(|script| script.map_or(-1, i32::from)));
            // There are fewer causes than 31 bits can number.
            causes.extend(more.causes.iter().map(|&cause| cause as i32));
            match &mut estimates {
                Some(estimates) => estimates.append(more.estimates),
                None => estimates = Some(more.estimates),
            }
            Ok(())
        })?;
        let (rows, estimates) = (causes.len(), estimates.unwrap_or_default());
        let failed = build::nulls(&estimates.errors);
        let names = ["segments", "encoding_code", "units", "error_code", "script", "cause"];
        let fields = names.map(|name| Field::new(name, DataType::Int32, name != "error_code"));
        let fields: arrow_schema::Fields = fields.to_vec().into();
        let columns = vec![
            build::numbers(estimates.segments, failed.clone()),
            build::codes(&estimates.encoding, failed.clone()),
            build::numbers(estimates.units, failed),
            build::codes(&estimates.errors, None),
            build::numbers(scripts, None),
            build::numbers(causes, None),
        ];
        let array = build::table(fields.clone(), columns, rows, None);
        Ok(Array::new(Field::new("", DataType::Struct(fields), false), vec![array]))
    }

    fn causes(&self, first: usize) -> Vec<(String, Vec<&'static str>)> {
        let survey = locked(&self.0);
        let causes = survey.causes().iter().skip(first);
        causes.map(|members| told(members)).collect()
    }

    #[staticmethod]
    fn script_name(number: u8) -> Option<&'static str> {
        CoreSurvey::script_name(number)
    }

    #[classattr]
    const MANY: u32 = survey::MANY;
}

/// The characters of a cause, and the names of its scripts.
fn told(members: &[Member]) -> (String, Vec<&'static str>) {
    let mut characters = String::new();
    let mut scripts = Vec::new();
    for member in members {
        match member {
            Member::Character(character) => characters.push(*character),
            Member::Letters(script) => scripts.extend(CoreSurvey::script_name(*script)),
        }
    }
    (characters, scripts)
}
