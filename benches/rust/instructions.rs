//! One hot path at a time, so often, for a tool that counts instructions: `instructions NAME LOOPS`; without arguments
//! it does everything once and prints the names. See scripts/instructions.sh.

mod texts;

use std::hint::black_box;

use smsenc::kernel::{Counts, Level, Marks, Place};
use smsenc::{Message, Options, count_segments, estimate};
use texts::{Stored, scripts};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let (wanted, loops) = (arguments.next(), arguments.next().and_then(|loops| loops.parse().ok()).unwrap_or(1));
    let options = Options::default();
    let kernels = Level::active();
    let mut buffer = Vec::with_capacity(4096);
    let case = |name: String, work: &mut dyn FnMut()| match &wanted {
        None => {
            work();
            println!("{name}");
        }
        Some(wanted) if *wanted == name => (0..loops).for_each(|_: u32| work()),
        Some(_) => {}
    };
    let sizes = [("ascii", 160), ("accents", 160), ("brackets", 300), ("euro", 159), ("cyrillic", 70), ("emoji", 69)];
    for (script, length) in sizes {
        let text =
            scripts(length).into_iter().find(|(name, _)| *name == script).map(|(_, text)| text).unwrap_or_default();
        let stored = Stored::new(&text);
        case(format!("count-{script}-{length}"), &mut || {
            let _ = black_box(count_segments(black_box(stored.text()), &options));
        });
        case(format!("estimate-{script}-{length}"), &mut || {
            let _ = black_box(estimate(black_box(stored.text()), &options));
        });
        case(format!("scan-utf8-{script}-{length}"), &mut || {
            let _ = black_box(kernels.scan(black_box(smsenc::Text::Utf8(&text))));
        });
    }
    let (mut marks, mut counts) = (Marks::default(), [Counts::BROKEN; 64]);
    for (script, length) in sizes {
        // Texts one behind the other, as columns have them.
        let text =
            scripts(length).into_iter().find(|(name, _)| *name == script).map(|(_, text)| text).unwrap_or_default();
        let octets = text.repeat(32).into_bytes();
        let places: Vec<_> = (0..32).map(|n| Place { start: n * text.len(), end: (n + 1) * text.len() }).collect();
        case(format!("marks-{script}-{length}-times-32"), &mut || {
            assert_eq!(marks.take(kernels, black_box(&octets), &places), places.len());
            assert!(marks.mark(kernels, black_box(&octets), false));
            marks.count(kernels, &places, &mut counts);
            black_box(&counts);
        });
    }
    for (script, length) in [("ascii", 160), ("ascii", 459), ("brackets", 459), ("cyrillic", 200)] {
        let text =
            scripts(length).into_iter().find(|(name, _)| *name == script).map(|(_, text)| text).unwrap_or_default();
        let stored = Stored::new(&text);
        case(format!("split-{script}-{length}"), &mut || {
            if let Ok(message) = Message::encode(black_box(stored.text()), &options, None) {
                let template = message.template();
                for segment in 0..message.len() {
                    let unwritten = message.unwritten(&template, segment);
                    buffer.resize(unwritten.octets(), 0);
                    unwritten.write_over(&mut buffer);
                    black_box(&buffer);
                }
            }
        });
    }
    let septets: Vec<u8> = (0..160).map(|i| b'a' + i % 26).collect();
    let octets = smsenc::septet::pack(&septets, 0);
    let mut packed = octets.clone();
    case("pack-160".into(), &mut || {
        kernels.pack(black_box(&septets), 0, &mut packed);
        black_box(&packed);
    });
    case("unpack-160".into(), &mut || {
        buffer.clear();
        kernels.unpack(black_box(&octets), 160, 0, &mut buffer);
        black_box(&buffer);
    });
    case("latin1-160".into(), &mut || {
        buffer.clear();
        black_box(kernels.latin1(black_box(&septets), &mut buffer));
    });
}
