//! Lines on the terminal, and in a file if wanted.

use std::path::Path;

use crate::data::Folders;

#[derive(Default)]
pub(crate) struct Report {
    text: String,
}

impl Report {
    pub(crate) fn line(&mut self, line: &str) {
        println!("{line}");
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// What is measured, how, and what to make of it.
    pub(crate) fn introduce(&mut self, folders: &Folders) {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let sets = if folders.shared.is_dir() {
            "# Sets: those of ../shared/data/bench, and simulated ones where that has none."
        } else {
            "# Sets: ../shared/data/bench is NOT HERE, so all sets are simulated ones of the same design, and R mirt's numbers do not apply."
        };
        for line in [
            "# Marginal maximum likelihood beside other programs: the same files, 61 nodes, tolerance 1e-4, no standard errors. Written by",
            "# `cargo xtask bench`, or alone by the command in benches/native/src/main.rs.",
            &format!("# {}, {threads} threads, {} {}", processor(), std::env::consts::OS, std::env::consts::ARCH),
            sets,
            "#",
            "# CPU s: user and system time of all threads during the estimation, without reading; the least of 7 runs of ours, 2 of PyPI packages",
            "# (1 for 100,000 persons). objective: log-likelihood (and log prior) by our engine over all nodes at each program's own estimates, so",
            "# that all are judged by one measure. it reports: the log-likelihood that the program itself gives. CPU ×: CPU time divided by ours.",
            "# R mirt is not run here: its numbers are those of notes/calibration.md, by another day of a like machine.",
            "#",
            "# To be fair: PyPI mirt takes the same model, nodes, prior and tolerance, and runs compiled Rust; it goes by plain EM, which needs",
            "# several times as many cycles, and stops where EM's steps are small, short of the maximum. Its 3PL with a prior calls Python for the",
            "# prior's density, which its fast path does not; the rows without a prior are that. girth is numpy: it searches one slope after another",
            "# (scipy's fminbound) on the likelihood of all persons and takes difficulties from the margins, which is not maximum likelihood; its",
            "# tolerance is fixed at 1e-3 of slopes, it counts no cycles, and its nodes are Gauss-Legendre on -6 to 6. Both are libraries for",
            "# research with much else in them. Most of the difference is in the way, not in the language: a quasi-Newton search needs fewer cycles",
            "# than EM, a table of answer patterns replaces most multiplications of a cycle, and persons are summed over the nodes that matter to them.",
            "",
        ] {
            self.line(line);
        }
    }

    /// Write the file; whether that worked.
    pub(crate) fn finish(self, file: Option<&Path>) -> bool {
        let Some(file) = file else { return true };
        match std::fs::write(file, self.text) {
            Ok(()) => true,
            Err(error) => {
                eprintln!("cannot write {}: {error}", file.display());
                false
            }
        }
    }
}

fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    name.unwrap_or("processor unknown").to_owned()
}
