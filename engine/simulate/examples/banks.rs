//! Simulates the default design of every bank and writes `benches/results/banks.snap`:
//! `cargo run --release -p thetis-simulate --example banks`. Behind it, a bank's folder prints that bank and writes nothing.

use std::{
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use thetis_bank::{
    BankSource,
    outcome::DeclaredStandards,
    types::{DimensionKind, ItemBank},
};
use thetis_core::{
    Answer, Given, Session,
    outcome::{Evidence, Standards, Standing},
};
use thetis_simulate::{DesignReport, DesignSource, Plan, ResponseTimes, Run, SessionRecord, Simulees, Study, run};

const DESIGN: &str = "default";
/// Simulees of each bank, each of whom takes the test twice: a level that two tests agree on is consistent.
const SIMULEES: u32 = 2_000;
const REPLICATIONS: u32 = 2;
const SEED: u64 = 20_261_122;
/// Where the conditional standard errors are told: the middles of classes one logit wide.
const POINTS: [f64; 5] = [-2.0, -1.0, 0.0, 1.0, 2.0];

const HEADER: &str = "\
# What the default design of each bank achieves with simulated persons. Written by `cargo run --release -p thetis-simulate --example banks`;
# a seed is fixed, so the numbers are the same on every machine.
#
# Simulees: 2000 from the bank's own prior, each tested twice, who answer as the bank's own parameters say. Answers about confidence count in the
# length of a test. Standard errors of shares are at most 0.011.
#
# all decided: share of tests that decide every competence that is evaluated. A competence is decided if at the end of the test the result names its
#   level, that is, gives it a probability of 2/3 or more; otherwise it says \"between two levels\". Of these tests, right: share of their levels that
#   are the true ones; every one right: share of tests without a wrong level. (The tests themselves end by a rule of their own, which \"ends\" counts.)
# decided, right: the same of each competence by itself. answers: scored answers about it until the level that is named at the end had been named
#   for good, median of all tests; where more than half are undecided, –. least, asked: scored answers about it at the end, 5 % quantile and median.
# accuracy: share of all tests whose likeliest level is the true one, decided or not. consistency: share of persons in whose two tests the likeliest
#   level is the same. by chance: accuracy if everybody were given the commonest level.
# SE at: mean standard error of persons within half a logit of that θ.
#
# What it shows: what the design makes of its items, if they are what the parameters say: an upper bound, the best case. What it does not show: that
# they are. Parameters, cut scores and population of all banks but soft-skills are set by experts from declared attributes (docs/expert-parameters.md),
# not estimated from answers; wrong ones make accuracy worse, and nothing here would tell. Nor does it show that a level means what its text says, that
# the items work alike in every language, or that persons answer with care: that takes answers of persons, and someone who sees them work.
";

fn main() -> Result<(), Box<dyn Error>> {
    let banks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../item-banks");
    let asked: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    for folder in &asked {
        print!("{}", section(folder)?);
    }
    if asked.is_empty() {
        let mut text = HEADER.to_owned();
        for folder in folders(&banks)? {
            text += &section(&folder)?;
        }
        print!("{text}");
        fs::write(banks.join("../benches/results/banks.snap"), text)?;
    }
    Ok(())
}

/// The folders that hold a bank, by name.
fn folders(banks: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(banks)? {
        let folder = entry?.path();
        if folder.join("bank.json").is_file() {
            folders.push(folder);
        }
    }
    folders.sort();
    Ok(folders)
}

/// The lines of one bank.
fn section(folder: &Path) -> Result<String, Box<dyn Error>> {
    let source = BankSource::open(folder, 1.0)?;
    let engine = Arc::new(source.compile()?);
    let BankSource::Folder(read) = &source else { return Err("this is no bank's folder".into()) };
    let bank = &read.bank;
    let plan = Plan {
        simulees: Simulees::Normal { distribution: engine.prior().clone(), count: SIMULEES },
        replications: REPLICATIONS,
        seed: SEED,
        bins: Some(POINTS.iter().map(|point| point - 0.5).chain([POINTS[POINTS.len() - 1] + 0.5]).collect()),
        times: ResponseTimes::default(),
    };
    let study = Study::compile(&source, engine, &[(DESIGN.to_owned(), DesignSource::Bank)], plan)?;
    let Standards { population, cuts, .. } = DeclaredStandards::of(bank, None)?.standards;
    let standards = Standards { population, cuts, ..Standards::default() };
    let mut seen = Seen::new(&standards);
    let mut take = |record: &SessionRecord<'_>| seen.add(&standards, record).map_err(|error| error.to_string());
    let how = Run { threads: thread::available_parallelism()?, sessions: Some(&mut take), ..Run::default() };
    let report = run(&study, how)?;
    Ok(lines(bank, &seen, &report.designs[0])?)
}

/// What came of a dimension, over all tests.
#[derive(Default)]
struct Tally {
    decided: u32,
    /// Of the tests that decided it, those that named the true level.
    right: u32,
    accurate: u32,
    consistent: u32,
    /// Persons of each true level, the lowest first.
    levels: Vec<u32>,
    /// Scored answers until it was decided for good; as many as there can be, and one more, where it was not.
    answers: Vec<u32>,
    /// Scored answers at the end.
    asked: Vec<u32>,
}

/// What came of a bank.
struct Seen {
    dimensions: Vec<Tally>,
    /// Dimensions of the tests that decided all that is evaluated, and of these those whose level is the true one, test by test.
    tests: Vec<Vec<(bool, bool)>>,
    /// The likeliest levels in the test before.
    before: Vec<u32>,
}

impl Seen {
    fn new(standards: &Standards) -> Self {
        let tally = |cuts: &Vec<f64>| Tally { levels: vec![0; cuts.len() + 1], ..Tally::default() };
        Self { dimensions: standards.cuts.iter().map(tally).collect(), tests: Vec::new(), before: Vec::new() }
    }

    fn add(&mut self, standards: &Standards, record: &SessionRecord<'_>) -> Result<(), Box<dyn Error>> {
        let course = Course::of(standards, record.session)?;
        let last = &course.standings;
        let mut test = Vec::new();
        for (d, tally) in self.dimensions.iter_mut().enumerate() {
            let level = standards.cuts[d].partition_point(|cut| *cut <= record.truth[d]);
            let is_true = last[d].level as usize == level;
            let is_decided = last[d].between.is_none();
            tally.levels[level] += 1;
            tally.decided += u32::from(is_decided);
            tally.right += u32::from(is_decided && is_true);
            tally.accurate += u32::from(is_true);
            tally.consistent += u32::from(record.replication > 0 && self.before[d] == last[d].level);
            tally.answers.push(course.decided_after[d].unwrap_or(u32::MAX));
            tally.asked.push(record.session.scored_answers(u32::try_from(d)?));
            test.push((is_decided, is_true));
        }
        self.before = last.iter().map(|standing| standing.level).collect();
        self.tests.push(test);
        Ok(())
    }
}

/// The course of a test, in levels.
struct Course {
    /// At its end.
    standings: Vec<Standing>,
    /// Scored answers about each dimension when the level named at the end had been named for good.
    decided_after: Vec<Option<u32>>,
}

impl Course {
    fn of(standards: &Standards, session: &Session) -> Result<Self, Box<dyn Error>> {
        let mut again = Session::new(session.test().clone(), session.seed());
        let mut course = Self { standings: Vec::new(), decided_after: vec![None; standards.cuts.len()] };
        for Answer { item, given, response, centiseconds } in session.steps().map(|step| step.answer) {
            let Given::Category(category) = given else { return Err("simulees answer every item".into()) };
            again.answer(item, category, response, centiseconds)?;
            let evidence = Evidence::of(&again, &standards.cuts);
            let now = standards.report(&evidence, None)?.standings;
            for (d, decided) in course.decided_after.iter_mut().enumerate() {
                let is_named = now[d].between.is_none();
                let is_same = course.standings.get(d).is_some_and(|before| before.level == now[d].level);
                if !is_named {
                    *decided = None;
                } else if decided.is_none() || !is_same {
                    *decided = Some(evidence.answers[d]);
                }
            }
            course.standings = now;
        }
        Ok(course)
    }
}

fn lines(bank: &ItemBank, seen: &Seen, report: &DesignReport) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let evaluated: Vec<usize> =
        (0..bank.dimensions.len()).filter(|d| bank.dimensions[*d].kind == DimensionKind::Evaluation).collect();
    let share = |part: usize, whole: usize| if whole > 0 { part as f64 / whole as f64 } else { f64::NAN };
    let tests = seen.tests.len();
    let all: Vec<_> = seen.tests.iter().filter(|test| evaluated.iter().all(|d| test[*d].0)).collect();
    let right: usize = all.iter().map(|test| evaluated.iter().filter(|d| test[**d].1).count()).sum();
    let whole = all.iter().filter(|test| evaluated.iter().all(|d| test[*d].1)).count();
    let length = &report.length;
    writeln!(text, "\n{} {}, design {DESIGN}, {} items", bank.id, bank.version, bank.items.len())?;
    writeln!(
        text,
        "  answers: median {}, mean {:.1}, at most {}; ends: {}",
        length.quantiles[2],
        length.mean,
        length.maximum,
        report
            .stopping
            .iter()
            .map(|end| format!("{} {:.3}", end.reason, share(end.sessions as usize, tests)))
            .collect::<Vec<_>>()
            .join(", ")
    )?;
    writeln!(
        text,
        "  all decided: {:.3}; of these, right: {:.3}, every one right: {:.3}",
        share(all.len(), tests),
        share(right, all.len() * evaluated.len()),
        share(whole, all.len())
    )?;
    let name = evaluated.iter().map(|d| bank.dimensions[*d].id.len()).max().unwrap_or(0);
    write!(text, "  {:name$} decided  right answers least  asked accuracy consistency by chance", "competence")?;
    for point in POINTS {
        write!(text, " {:>8}", format!("SE at {point}"))?;
    }
    writeln!(text)?;
    for d in evaluated {
        let tally = &seen.dimensions[d];
        let quantile = |numbers: &[u32], per_cent: usize| {
            let mut numbers = numbers.to_vec();
            numbers.sort_unstable();
            numbers[numbers.len() * per_cent / 100]
        };
        let median = quantile(&tally.answers, 50);
        write!(
            text,
            "  {:name$} {:>7.3} {:>6.3} {:>7} {:>5} {:>6} {:>8.3} {:>11.3} {:>9.3}",
            bank.dimensions[d].id,
            share(tally.decided as usize, tests),
            share(tally.right as usize, tally.decided as usize),
            if median == u32::MAX { "–".to_owned() } else { median.to_string() },
            quantile(&tally.asked, 5),
            quantile(&tally.asked, 50),
            share(tally.accurate as usize, tests),
            share(tally.consistent as usize, tests / REPLICATIONS as usize),
            share(tally.levels.iter().copied().max().unwrap_or(0) as usize, tests),
        )?;
        for point in POINTS {
            let bin = report.dimensions[d].conditional.iter().find(|bin| bin.from == Some(point - 0.5));
            write!(text, " {:>8}", bin.map_or_else(|| "–".to_owned(), |bin| format!("{:.3}", bin.mean_se)))?;
        }
        writeln!(text)?;
    }
    Ok(text)
}
