//! thetis-core gives the same bits on every machine, so it may not use what differs between machines.

use std::fs;
use std::path::{Path, PathBuf};

/// Words that bring something that differs between machines, runs or compilers into a computation, and why.
const FORBIDDEN: [(&str, &[&str]); 5] = [
    (
        "is rounded as the platform's mathematics library pleases; use crate::math",
        &[
            ".acos()",
            ".asin()",
            ".atan()",
            ".atan2(",
            ".cbrt()",
            ".cos()",
            ".cosh()",
            ".exp()",
            ".exp2()",
            ".exp_m1()",
            ".hypot(",
            ".ln()",
            ".ln_1p()",
            ".log10()",
            ".log2()",
            ".powf(",
            ".powi(",
            ".sin()",
            ".sinh()",
            ".sqrt()",
            ".tan()",
            ".tanh()",
        ],
    ),
    ("rounds once where the processor can and twice where it cannot", &["mul_add"]),
    ("is not there in the browser", &["std::"]),
    ("differs from run to run", &["Instant", "SystemTime", "HashMap", "HashSet", "RandomState", "getrandom"]),
    ("differs from processor to processor", &["core::arch", "fadd_fast", "fmul_fast", "fdiv_fast", "_algebraic("]),
];

/// The only file that may name libm: one place to look at, and to replace.
const MATHEMATICS: &str = "math.rs";

/// The lines of a source that use something forbidden. Comments and tests, which end a file, are passed over.
fn offences(file: &str, source: &str) -> Vec<String> {
    let mut offences = Vec::new();
    let lines: Vec<_> = source.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        if line.trim() == "#[cfg(test)]" && lines.get(index + 1).is_some_and(|next| next.starts_with("mod ")) {
            break;
        }
        let code = line.split("//").next().unwrap_or_default();
        for (why, words) in FORBIDDEN {
            let found = words.iter().filter(|word| code.contains(**word));
            offences.extend(found.map(|word| format!("{file}:{}: `{word}` {why}", index + 1)));
        }
        if code.contains("libm::") && file != MATHEMATICS {
            offences.push(format!("{file}:{}: libm is called through crate::math only", index + 1));
        }
    }
    offences
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("entries can be read").path());
    paths
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[test]
fn the_engine_uses_nothing_that_differs_between_machines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/core/src");
    let sources = sources(&root);
    assert!(sources.iter().any(|path| path.ends_with(MATHEMATICS)), "there is no {MATHEMATICS} in {}", root.display());
    let mut found = Vec::new();
    for path in sources {
        let source =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        let name = path.strip_prefix(&root).expect("sources lie below the root").display().to_string();
        found.extend(offences(&name, &source));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn offences_are_found_where_they_count() {
    let lines_of = |file: &str, source: &str| offences(file, source).len();
    assert_eq!(lines_of("a.rs", "let y = x.exp();\nlet z = x.mul_add(y, 1.0);"), 2);
    assert_eq!(lines_of("a.rs", "let y = libm::exp(x);"), 1);
    assert_eq!(lines_of(MATHEMATICS, "let y = libm::exp(x);"), 0);
    assert_eq!(lines_of("a.rs", "// x.exp() would differ\n/// `x.exp()`"), 0);
    assert_eq!(lines_of("a.rs", "#[cfg(test)]\nmod tests {\n    use std::vec;\n}"), 0);
    assert_eq!(lines_of("a.rs", "#[cfg(test)]\nextern crate std;\nuse std::vec;"), 1);
}
