//! The kernels beside `memcpy` of the same octets, in turns in the same run; the rows of kernels in the table of goals.
//!
//! `ratios [--quick]` prints JSON for benches/python/ratios.py.

use std::hint::black_box;
use std::time::Instant;

use smsenc::Text;
use smsenc::kernel::Level;

struct Row {
    row: &'static str,
    name: String,
    goal: Option<f64>,
    stretch: Option<f64>,
    ratio: f64,
    nanoseconds: f64,
    reference: f64,
}

fn time(loops: usize, work: &mut dyn FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..loops {
        work();
    }
    start.elapsed().as_secs_f64() * 1e9 / loops as f64
}

/// The median of the ratios of rounds, and the best time of both.
fn paired(rounds: usize, slice: f64, work: &mut dyn FnMut(), reference: &mut dyn FnMut()) -> (f64, f64, f64) {
    let loops = |work: &mut dyn FnMut()| (slice / time(2, work).max(1.0)).ceil().clamp(1.0, 1e6) as usize;
    let (first, second) = (loops(work), loops(reference));
    let mut ratios = Vec::new();
    let mut best = (f64::MAX, f64::MAX);
    for round in 0..rounds {
        let (a, b) = if round % 2 == 0 {
            let a = time(first, work);
            (a, time(second, reference))
        } else {
            let b = time(second, reference);
            (time(first, work), b)
        };
        ratios.push(a / b);
        best = (best.0.min(a), best.1.min(b));
    }
    ratios.sort_by(f64::total_cmp);
    (ratios[ratios.len() / 2], best.0, best.1)
}

fn main() {
    // `cargo bench` says `--bench`; without it this is a test that everything runs.
    let said = |wanted: &str| std::env::args().any(|argument| argument == wanted);
    let quick = said("--quick") || !said("--bench");
    let (rounds, slice) = if quick { (3, 2e4) } else { (31, 2e6) };
    let kernels = Level::active();
    let phrase = b"The quick brown fox jumps over 13 lazy dogs, then rests. ";
    let mut rows = Vec::new();
    let large = if quick { 1 << 20 } else { 64 << 20 };
    for (size, label) in [(160, "160"), (16 << 10, "16 KB"), (large, "64 MB")] {
        let text: Vec<u8> = phrase.iter().copied().cycle().take(size).collect();
        let ucs2: Vec<u16> = (0..size / 2).map(|i| 0x410 + (i % 64) as u16).collect();
        let packed = smsenc::septet::pack(&text, 0);
        let mut copy: Vec<u8> = Vec::with_capacity(2 * size + 256);
        let mut out: Vec<u8> = Vec::with_capacity(2 * size + 256);
        let mut memcpy = || {
            copy.clear();
            copy.extend_from_slice(black_box(&text));
            black_box(&copy);
        };
        let rounds = if size > 1 << 20 { rounds.min(9) } else { rounds };
        let mut add = |row, name: &str, limits: [Option<(f64, f64)>; 3], work: &mut dyn FnMut()| {
            let (ratio, nanoseconds, reference) = paired(rounds, slice, work, &mut memcpy);
            let limit = match size {
                160 => limits[0],
                16384 => limits[1],
                _ => limits[2],
            };
            let (goal, stretch) = limit.unzip();
            rows.push(Row {
                row,
                name: format!("kernel {name}, {label} / memcpy"),
                goal,
                stretch,
                ratio,
                nanoseconds,
                reference,
            });
        };
        let one = size == 160;
        let mut into = packed.clone();
        let scan_limits = [Some((3.0, 2.0)), Some((10.0, 5.0)), Some((1.2, 0.8))];
        add(if one { "18" } else { "14" }, "scan UCS1", scan_limits, &mut || {
            let _ = black_box(kernels.scan(Text::Latin1(black_box(&text))));
        });
        if one {
            let mut septets = Vec::with_capacity(512);
            add("18", "septets and pack", [Some((5.0, 3.0)), None, None], &mut || {
                septets.clear();
                let _ = kernels.septets(Text::Latin1(black_box(&text)), &mut septets);
                kernels.pack(&septets, 0, &mut into);
                black_box(&into);
            });
        }
        add("15", "pack", [None, Some((6.0, 3.0)), Some((1.25, 1.1))], &mut || {
            kernels.pack(black_box(&text), 0, &mut into);
            black_box(&into);
        });
        add("16", "unpack", [None, Some((12.0, 7.0)), Some((1.3, 1.1))], &mut || {
            out.clear();
            kernels.unpack(black_box(&packed), size, 0, &mut out);
            black_box(&out);
        });
        add("17", "UCS2 to UTF-16BE", [None, Some((3.5, 2.3)), Some((1.2, 1.1))], &mut || {
            out.clear();
            kernels.utf16be(Text::Ucs2(black_box(&ucs2)), &mut out);
            black_box(&out);
        });
        let utf8 = std::str::from_utf8(&text).unwrap_or_default();
        add("K", "scan UTF-8", [None; 3], &mut || {
            let _ = black_box(kernels.scan(Text::Utf8(black_box(utf8))));
        });
        let mixed: String = "Zwölf Äpfel für 3 € und fünf Öle ".chars().cycle().take(size / 2).collect();
        add("K", "scan UTF-8 with accents (half the octets)", [None; 3], &mut || {
            let _ = black_box(kernels.scan(Text::Utf8(black_box(&mixed))));
        });
    }
    print(&rows, quick);
}

fn print(rows: &[Row], quick: bool) {
    let number = |value: Option<f64>| value.map_or("null".to_owned(), |value| value.to_string());
    println!("[");
    for (place, row) in rows.iter().enumerate() {
        let verdict = match (row.goal, row.stretch) {
            (Some(_), Some(stretch)) if row.ratio <= stretch => "stretch",
            (Some(goal), _) if row.ratio <= goal => "goal",
            (Some(_), _) => "MISSED",
            (None, _) => "reported",
        };
        let end = if place + 1 == rows.len() { "" } else { "," };
        println!(
            "{{\"row\": \"{}\", \"name\": \"{}\", \"goal\": {}, \"stretch\": {}, \"at_least\": false, \"measured\": {:.4}, \
             \"verdict\": \"{verdict}\", \"nanoseconds\": {:.2}, \"reference_nanoseconds\": {:.2}, \"note\": \"{}\"}}{end}",
            row.row,
            row.name,
            number(row.goal),
            number(row.stretch),
            row.ratio,
            row.nanoseconds,
            row.reference,
            if quick { "quick" } else { "" },
        );
    }
    println!("]");
}
