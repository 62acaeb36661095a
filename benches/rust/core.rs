//! The core and its kernels by script and length, for looking closely: `cargo bench --bench core`.
//!
//! What is compared with the goals is in the bench `ratios`; what fails when it grows is in `instructions`.

#![allow(missing_docs, reason = "made by a macro")]

mod texts;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use smsenc::kernel::Level;
use smsenc::{Message, Options, count_segments, estimate};
use texts::{Stored, scripts};

fn kernels(criterion: &mut Criterion) {
    for level in Level::available() {
        let mut group = criterion.benchmark_group(format!("kernels/{}", level.name()));
        for length in [160, 16_384] {
            group.throughput(Throughput::Elements(length as u64));
            for (name, text) in scripts(length) {
                let stored = Stored::new(&text);
                let mut buffer = Vec::with_capacity(4 * length + 256);
                let id = |kernel: &str| BenchmarkId::new(format!("{kernel}/{name}"), length);
                group.bench_function(id("scan"), |b| b.iter(|| level.scan(stored.text())));
                group.bench_function(id("scan-utf8"), |b| b.iter(|| level.scan(smsenc::Text::Utf8(&text))));
                if level.scan(stored.text()).is_ok() {
                    group.bench_function(id("septets"), |b| {
                        b.iter(|| {
                            buffer.clear();
                            level.septets(stored.text(), &mut buffer)
                        });
                    });
                }
                group.bench_function(id("utf16be"), |b| {
                    b.iter(|| {
                        buffer.clear();
                        level.utf16be(stored.text(), &mut buffer);
                    });
                });
            }
        }
        group.finish();
    }
}

fn core(criterion: &mut Criterion) {
    let options = Options::default();
    let mut group = criterion.benchmark_group("core");
    for length in [20, 160, 459, 4_000] {
        for (name, text) in scripts(length) {
            let stored = Stored::new(&text);
            let id = |operation: &str| BenchmarkId::new(format!("{operation}/{name}"), length);
            group.bench_function(id("count"), |b| b.iter(|| count_segments(stored.text(), &options)));
            group.bench_function(id("estimate"), |b| b.iter(|| estimate(stored.text(), &options)));
            group.bench_function(id("encode"), |b| b.iter(|| Message::encode(stored.text(), &options, None)));
            group.bench_function(id("split"), |b| {
                b.iter(|| {
                    Message::encode(stored.text(), &options, None).map(|message| {
                        (0..message.len()).map(|segment| message.user_data(segment).len()).sum::<usize>()
                    })
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, kernels, core);
criterion_main!(benches);
