//! Rows divided among threads.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Mutex;
use std::thread;

use super::Rows;

/// Fewer rows than this are not worth a thread.
const ROWS_PER_THREAD: usize = 4096;

/// How many threads so many rows are worth, of those that the caller permits; `None` permits one per core.
#[must_use]
pub fn threads_for(rows: usize, permitted: Option<NonZeroUsize>) -> usize {
    let permitted = permitted.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    permitted.min(rows / ROWS_PER_THREAD).max(1)
}

/// The rows of one piece of work, so that a thread which got costly texts does not keep the others waiting.
pub(super) fn piece(rows: usize, threads: usize) -> usize {
    if threads == 1 { rows.max(1) } else { rows.div_ceil(threads * 8).max(ROWS_PER_THREAD / 4) }
}

/// The rows of all parts in order, in pieces of at most so many rows of one part.
pub(super) fn pieces<'a>(
    parts: &'a [&'a dyn Rows],
    size: usize,
) -> impl Iterator<Item = (&'a dyn Rows, Range<usize>)> + Send {
    parts.iter().flat_map(move |&rows| {
        let total = rows.len();
        (0..total).step_by(size).map(move |start| (rows, start..(start + size).min(total)))
    })
}

/// Works off all jobs, on this thread and `threads - 1` others; the results come in the order of the jobs.
pub(super) fn work_off<J: Send, R: Send>(
    jobs: impl Iterator<Item = J> + Send,
    threads: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    if threads == 1 {
        return jobs.map(work).collect();
    }
    let queue = Mutex::new(jobs.enumerate());
    let worker = || {
        let mut done = Vec::new();
        loop {
            // A poisoned queue means that another worker has panicked: the scope passes its panic on.
            let Some((number, job)) = queue.lock().ok().and_then(|mut queue| queue.next()) else { break done };
            done.push((number, work(job)));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| thread::Builder::new().spawn_scoped(scope, worker)).collect();
        let mut done = worker();
        // A thread that could not be started has done nothing, and this one has done its share.
        for other in others.into_iter().flatten() {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|&(number, _)| number);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        for threads in [1, 2, 7] {
            assert_eq!(work_off(0..1000, threads, |n| n * 2), (0..1000).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn few_rows_get_one_thread() {
        let permitted = NonZeroUsize::new(8);
        assert_eq!(threads_for(0, permitted), 1);
        assert_eq!(threads_for(ROWS_PER_THREAD * 2, permitted), 2);
        assert_eq!(threads_for(usize::MAX, permitted), 8);
        assert!(threads_for(usize::MAX, None) >= 1);
    }
}
