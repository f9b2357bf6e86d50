//! How long reading takes, of tables or of a packed folder.
//!
//!     cargo run --release -p thetis-responses --example read_time -- FILE|FOLDER [TIMES]
//!
//! Prints a line for each time: seconds, persons, items, responses.

use std::env;
use std::process::ExitCode;
use std::time::Instant;

use thetis_responses::{ReadOptions, read};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (path, times) = match &arguments[..] {
        [path] => (path, Some(1)),
        [path, times] => (path, times.parse().ok()),
        _ => (&String::new(), None),
    };
    let Some(times) = times else {
        eprintln!("usage: read_time FILE|FOLDER [TIMES]");
        return ExitCode::from(2);
    };
    for _ in 0..times {
        let started = Instant::now();
        match read(&[path], &ReadOptions::default(), None, None) {
            Ok(data) => {
                let seconds = started.elapsed().as_secs_f64();
                let (persons, items) = (data.responses.persons(), data.responses.items());
                println!("{seconds:.3} s: {persons} persons, {items} items, {} responses", data.observed());
            }
            Err(errors) => {
                eprintln!("error: {errors}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
