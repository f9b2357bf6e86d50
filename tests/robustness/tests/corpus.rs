//! The bounded run: every committed input of `fuzz/corpus`, and a fixed number of inputs that are almost those, through what
//! the fuzz targets run. `fuzz/README.md` says how to look for longer.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use thetis_robustness::{Target, mutated};

/// What all corpora may weigh together: they are in every clone.
const MOST_BYTES: u64 = 1_000_000;

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus")
}

/// The inputs of a target, in the order of their names.
fn corpus(target: Target) -> Vec<(String, Vec<u8>)> {
    let folder = corpora().join(target.name());
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut inputs: Vec<_> = entries
        .map(|entry| entry.expect("an entry of the folder"))
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("an input")))
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{} has inputs", folder.display());
    inputs
}

/// `THETIS_MUTATIONS` times as many mutations, for whoever has no nightly toolchain and some minutes.
fn rounds() -> u64 {
    let given = env::var("THETIS_MUTATIONS").ok();
    given.map_or(1, |times| times.parse().expect("THETIS_MUTATIONS is a whole number"))
}

/// Runs the corpus, and `mutations` inputs like those of it that are taken for what they claim to be. Of these, some have to be
/// taken and some refused: where one of the two does not happen, nothing is tried.
fn stands(target: Target, mutations: u64) {
    let inputs = corpus(target);
    let mut sound = Vec::new();
    for (name, input) in &inputs {
        // Said where a panic shows it.
        println!("{}/{name}", target.name());
        if target.run(input) {
            sound.push((name, input));
        }
    }
    let (mutations, mut taken) = (mutations * rounds(), 0);
    for seed in 0..mutations {
        let place = |number: u64, of: usize| (number % of as u64) as usize;
        let (name, input) = sound[place(seed, sound.len())];
        let (_, elsewhere) = &inputs[place(seed / 3 + 1, inputs.len())];
        println!("{}/{name}, seed {seed}", target.name());
        taken += u64::from(target.run(&mutated(input, elsewhere, seed)));
    }
    let refused = mutations - taken;
    println!("{}: {taken} of {mutations} are taken", target.name());
    assert!(20 * taken > mutations && 50 * refused > mutations, "{taken} taken, {refused} refused");
}

#[test]
fn banks_by_anybody() {
    stands(Target::Bank, 600);
}

#[test]
fn logs_by_anybody() {
    stands(Target::Log, 2_000);
}

#[test]
fn response_tables_by_anybody() {
    stands(Target::ResponseTable, 3_000);
}

#[test]
fn parameter_tables_by_anybody() {
    stands(Target::ParameterTable, 4_000);
}

#[test]
fn sessions_under_any_calls() {
    stands(Target::Session, 400);
}

#[test]
fn every_fuzz_target_is_run_here_and_every_corpus_has_one() {
    let named = |path: PathBuf| {
        let mut names: Vec<_> = fs::read_dir(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
            .map(|entry| entry.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let mut targets = Target::ALL.map(Target::name);
    targets.sort_unstable();
    assert_eq!(named(corpora()), targets);
    assert_eq!(named(corpora().join("../fuzz_targets")), targets);
}

#[test]
fn corpora_are_small() {
    let weight: u64 = Target::ALL.iter().flat_map(|target| corpus(*target)).map(|(_, input)| input.len() as u64).sum();
    assert!(weight < MOST_BYTES, "{weight} bytes: minimise with `cargo +nightly fuzz cmin`");
}
