//! Prints sample papers, with the processor time and memory each takes:
//! `cargo run --release -p press --example bench -- [output directory]`.

#![expect(clippy::indexing_slicing, reason = "writing a key of a JSON object cannot panic")]

use std::time::{Duration, Instant};

use press::{Lang, Paper, Press};

mod samples;

const ROUNDS: u32 = 50;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::args().nth(1);
    let press = Press::new();
    for paper in Paper::ALL {
        for lang in [Lang::Vi, Lang::En] {
            let start = Instant::now();
            let pdf = press.pdf(paper, &samples::of(paper), lang)?;
            let cold = start.elapsed();
            if let Some(dir) = &out {
                std::fs::write(format!("{dir}/{paper:?}-{}.pdf", lang.code()), &pdf)?;
            }
            let (best, median) = warm_times(&press, paper, lang)?;
            let size = pdf.len() / 1000;
            println!(
                "{paper:?} {}: first {cold:.1?}, then {best:.1?} at best, {median:.1?} median, {size} kB",
                lang.code()
            );
        }
    }
    let start = Instant::now();
    let long = press.pdf(Paper::ReceiptA5, &samples::long_receipt(60), Lang::Vi)?;
    println!("60 lines: {:.1?}, {} kB", start.elapsed(), long.len() / 1000);
    if let Some(dir) = &out {
        std::fs::write(format!("{dir}/long.pdf"), &long)?;
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"))
        .for_each(|line| println!("{line}"));
    Ok(())
}

/// Best and median processor time of a paper whose facts change every time, as they do in a clinic.
fn warm_times(press: &Press, paper: Paper, lang: Lang) -> Result<(Duration, Duration), Box<dyn std::error::Error>> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let mut data = samples::of(paper);
        data["number"] = format!("A{round:03}").into();
        if data["patient"].is_object() {
            data["patient"]["name"] = format!("Nguyễn Văn Thử {round}").into();
        }
        let before = computed()?;
        press.pdf(paper, &data, lang)?;
        times.push(computed()?.saturating_sub(before));
    }
    times.sort();
    let at = |index: usize| times.get(index).copied().unwrap_or_default();
    Ok((at(0), at(times.len() / 2)))
}

/// What this thread has computed so far: what else the machine does is not in it.
fn computed() -> Result<Duration, Box<dyn std::error::Error>> {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(Duration::from_nanos(spent.split(' ').next().unwrap_or_default().parse()?))
}
