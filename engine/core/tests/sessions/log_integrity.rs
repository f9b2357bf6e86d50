//! A log that was changed anywhere, cut short, lengthened, or belongs elsewhere is refused, and so is one
//! that is whole but tells of something that cannot have happened.

use std::sync::Arc;

use thetis_core::{
    Bank, Change, Constraint, Criterion, Dependence, Design, ENGINE_REVISION, Error, Estimator, Item, ItemModel,
    ItemSet, ItemStatus, LogHeader, MultivariateNormal, PassScoring, Prior, Quadrature, Selection, Session,
    StandardErrorKind, StopRule, Test,
};

use crate::support::cases::Case;
use crate::support::draw::each_case;

/// Bytes before the first answer, and the checksum after the last, as documented.
const HEADER: usize = 28;
const CHECKSUM: usize = 8;

fn refused(test: &Arc<Test>, log: &[u8], what: &str) {
    let error = Session::resume(test.clone(), log).err();
    assert!(error.is_some_and(|e| (400..408).contains(&e.code())), "{what}: refused as a log, not {error:?}");
    let framed = LogHeader::read(log).err().is_some_and(|e| (400..404).contains(&e.code()));
    assert!(framed, "{what}: not even its header is believed");
}

/// Four items, three of them to be asked.
fn short_test(criterion: Criterion) -> Arc<Test> {
    let items = [-1.0, 0.0, 0.5, 1.5].map(|b| Item::new(ItemModel::graded(1.4, &[b, b + 0.5]))).to_vec();
    let prior = MultivariateNormal::standard(1).expect("one dimension");
    let bank = Arc::new(Bank::new(1.0, prior, items, "four items").expect("a sound bank"));
    let selection = Selection { criterion, randomesque: 1 };
    let design = Design { selection, ..Design::adaptive(&bank, 3) };
    Arc::new(Test::new(bank, design).expect("a sound design"))
}

fn finished(test: &Arc<Test>) -> Session {
    let mut session = Session::new(test.clone(), 0x0123_4567_89ab_cdef);
    while let Some(item) = session.next() {
        session.answer(item, item % 3, 2, 1_234).expect("the item asked");
    }
    session
}

#[test]
fn every_other_value_of_every_byte_is_refused() {
    let test = short_test(Criterion::MaximumInformation);
    let log = finished(&test).log();
    assert!(Session::resume(test.clone(), &log).is_ok(), "unchanged, it is accepted");
    for position in 0..log.len() {
        for value in 0..=u8::MAX {
            if value != log[position] {
                let mut changed = log.clone();
                changed[position] = value;
                refused(&test, &changed, &format!("byte {position} = {value}"));
            }
        }
    }
}

#[test]
fn every_truncation_and_every_extension_is_refused() {
    let test = short_test(Criterion::MaximumInformation);
    let log = finished(&test).log();
    for length in 0..log.len() {
        refused(&test, &log[..length], &format!("first {length} bytes"));
        refused(&test, &log[log.len() - length..], &format!("last {length} bytes"));
    }
    for value in 0..=u8::MAX {
        refused(&test, &[log.as_slice(), &[value]].concat(), &format!("{value} appended"));
        refused(&test, &[&[value], log.as_slice()].concat(), &format!("{value} put in front"));
    }
    refused(&test, &[log.as_slice(), &log].concat(), "twice the log");
}

#[test]
fn every_flipped_bit_of_any_log_is_refused() {
    each_case("flipped bits", 150, |draw, size| {
        let case = Case::draw(draw, size);
        let log = case.take(|_| {}).log();
        for position in 0..log.len() {
            for bit in 0..8 {
                let mut changed = log.clone();
                changed[position] ^= 1 << bit;
                assert!(Session::resume(case.test.clone(), &changed).is_err(), "byte {position}, bit {bit}");
            }
        }
        for length in 0..log.len() {
            assert!(Session::resume(case.test.clone(), &log[..length]).is_err(), "first {length} bytes");
        }
    });
}

#[test]
fn another_bank_or_design_is_told_apart() {
    each_case("other banks", 500, |draw, size| {
        let (case, other) = (Case::draw(draw, size), Case::draw(draw, size));
        let log = case.take(|_| {}).log();
        assert_eq!(Session::resume(other.test.clone(), &log).err(), Some(Error::LogBank));
        let mut design = case.test.design().clone();
        design.stop.max_items += 1;
        let bank = Arc::new(case.test.bank().clone());
        let longer = Arc::new(Test::new(bank, design).expect("one item longer"));
        assert_eq!(Session::resume(longer, &log).err(), Some(Error::LogDesign));
    });
}

/// Everything in a bank, in a design, is part of its digest.
#[test]
fn any_difference_of_bank_or_design_is_noticed() {
    let test = short_test(Criterion::MaximumInformation);
    let log = finished(&test).log();
    let models = |f: &dyn Fn(usize, f64) -> ItemModel| -> Vec<Item> {
        [-1.0, 0.0, 0.5, 1.5].iter().enumerate().map(|(i, b)| Item::new(f(i, *b))).collect()
    };
    let same = |_: usize, b: f64| ItemModel::graded(1.4, &[b, b + 0.5]);
    let standard = MultivariateNormal::standard(1).expect("one dimension");
    let wide = MultivariateNormal::new(vec![0.0], vec![1.0 + f64::EPSILON]).expect("positive");
    let mut retired = models(&same);
    retired[3].status = ItemStatus::Retired;
    let mut reversed = models(&same);
    reversed.reverse();
    let others = [
        (
            "one threshold, one bit",
            1.0,
            standard.clone(),
            models(&|i, b| {
                let b = if i == 2 { f64::from_bits(b.to_bits() + 1) } else { b };
                ItemModel::graded(1.4, &[b, b + 0.5])
            }),
            "four items",
        ),
        ("scaling", 1.702, standard.clone(), models(&same), "four items"),
        ("prior", 1.0, wide, models(&same), "four items"),
        ("status", 1.0, standard.clone(), retired, "four items"),
        ("order", 1.0, standard.clone(), reversed, "four items"),
        ("identity", 1.0, standard.clone(), models(&same), "four items, version 2"),
        (
            "model",
            1.0,
            standard.clone(),
            models(&|_, b| ItemModel::generalised_partial_credit(1.4, &[b, b + 0.5])),
            "four items",
        ),
    ];
    for (what, scaling, prior, items, identity) in others {
        let bank = Arc::new(Bank::new(scaling, prior, items, identity).expect("a sound bank"));
        let other = Arc::new(Test::new(bank, test.design().clone()).expect("a sound design"));
        let error = Session::resume(other, &log).err();
        assert_eq!(error, Some(Error::LogBank), "another {what} is another bank");
    }

    let bank = Arc::new(test.bank().clone());
    let again = Arc::new(Test::new(bank.clone(), test.design().clone()).expect("a sound design"));
    assert!(Session::resume(again, &log).is_ok(), "the same bank and design, made again, are the same");
    let base = test.design();
    let changes: [&dyn Fn(&mut Design); 20] = [
        &|d| d.start.theta = vec![0.0],
        &|d| d.start.items = vec![1],
        &|d| d.selection.criterion = Criterion::Random,
        &|d| d.selection.randomesque = 2,
        &|d| d.estimation.estimator = Estimator::Map,
        &|d| d.estimation.range.1 += 1.0,
        &|d| d.estimation.standard_error = StandardErrorKind::Observed,
        &|d| d.estimation.quadrature = Some(Quadrature::CATR),
        &|d| d.estimation.prior = Some(Prior::Jeffreys),
        &|d| d.estimation.dependence = Dependence::Separate { informed_by: vec![None] },
        &|d| d.cuts = vec![vec![0.5]],
        &|d| d.stop.min_items = 2,
        &|d| d.stop.when = Some(StopRule::StandardError { dimension: None, at_most: 0.01 }),
        &|d| d.stop.when = Some(StopRule::StandardError { dimension: Some(0), at_most: 0.01 }),
        &|d| d.blueprint.constraints = vec![Constraint { items: vec![0], min: 0, max: 1, target: 0.0 }],
        &|d| d.blueprint.sets = vec![ItemSet { items: vec![0], min: 1, max: 1, ordered: false }],
        &|d| d.blueprint.exposure.probabilities = vec![1.0; 4],
        &|d| d.answers.dont_know = PassScoring::Lowest,
        &|d| d.answers.change = Change::All,
        &|d| d.fit.lz = -1.0,
    ];
    for change in changes {
        let mut design = base.clone();
        change(&mut design);
        let what = format!("{design:?}");
        let other = Arc::new(Test::new(bank.clone(), design).expect("a sound design"));
        assert_eq!(Session::resume(other, &log).err(), Some(Error::LogDesign), "{what} is another design");
    }
}

/// FNV-1a with the engine's mixing step, a second time: it finds accidents, and is no signature.
pub(crate) fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let step = |state: u64, byte: &u8| (state ^ u64::from(*byte)).wrapping_mul(PRIME);
    let state = bytes.iter().fold(0xcbf2_9ce4_8422_2325, step);
    (state ^ (state >> 32)).wrapping_mul(PRIME).to_le_bytes()
}

/// `log` with other records and a checksum that fits.
pub(crate) fn with_records(log: &[u8], records: &[u8]) -> Vec<u8> {
    let mut forged = [&log[..HEADER], records].concat();
    let checksum = checksum(&forged);
    forged.extend_from_slice(&checksum);
    forged
}

#[test]
fn impossible_stories_are_refused() {
    let test = short_test(Criterion::FixedOrder(vec![2, 0, 3]));
    let log = finished(&test).log();
    let story = &log[HEADER..log.len() - CHECKSUM];
    assert_eq!(with_records(&log, story), log, "the checksum is computed here as there");
    // item × 4, category, response, time 1,234 = 0x4d2 in two bytes.
    let answer = |item: u8, category: u8| vec![item * 4, category, 2, 0xd2, 0x09];
    assert_eq!(story, [answer(2, 2), answer(0, 0), answer(3, 0)].concat(), "the format is as documented");

    let told = |records: &[u8]| Session::resume(test.clone(), &with_records(&log, records)).err();
    assert_eq!(told(&answer(2, 1)), None, "another category is another story, and possible");
    assert_eq!(told(&answer(0, 0)), Some(Error::LogDiverges { step: 0 }), "item 2 comes first");
    let twice = [answer(2, 0), answer(2, 0)].concat();
    assert_eq!(told(&twice), Some(Error::LogDiverges { step: 1 }), "item 2 comes once");
    assert_eq!(told(&answer(4, 0)), Some(Error::UnknownItem { item: 4 }), "there are four items");
    let category = Some(Error::CategoryOutOfRange { item: 2, category: 3 });
    assert_eq!(told(&answer(2, 3)), category, "there are three categories");
    let four = [story, &answer(1, 0)].concat();
    assert_eq!(told(&four), Some(Error::LogTooLong { step: 3 }), "it finished after three");
    assert_eq!(told(&story[..4]), Some(Error::LogFormat), "an answer breaks off");
    let refused = Some(Error::ChangeRefused { item: 2 });
    assert_eq!(told(&[answer(2, 0), vec![1, 1, 0, 0]].concat()), refused, "the design allows no amendment");
    assert_eq!(told(&[1, 1, 0, 0]), Some(Error::ChangeRefused { item: 0 }), "of an answer that is not there");
    assert_eq!(told(&[2 * 4 + 2, 0, 5]), Some(Error::PassRefused { item: 2 }), "the design allows no pass");
    assert_eq!(told(&[2 * 4 + 2, 2, 5]), Some(Error::LogFormat), "there are two ways to pass");
    assert_eq!(told(&[2, 0, 5]), Some(Error::LogDiverges { step: 0 }), "item 2 comes first");
    assert_eq!(told(&[4 * 4 + 3]), Some(Error::UnknownItem { item: 4 }), "an item that is not there is excluded");
    assert_eq!(told(&[&[2 * 4 + 3][..], &answer(0, 0)].concat()), None, "item 2 is excluded, and item 0 comes first");
    let late = [answer(2, 0), vec![3]].concat();
    assert_eq!(told(&late), Some(Error::LogFormat), "items are excluded before the first answer");
    assert_eq!(told(&[0x88, 0x00, 1, 2, 3]), Some(Error::LogFormat), "a number spelled longer than it is");
    assert_eq!(told(&[8, 0, 0xff, 0xff, 0xff, 0xff, 0x7f, 0]), Some(Error::LogFormat), "a number above u32");

    let mut newer = log.clone();
    newer[2..4].copy_from_slice(&(ENGINE_REVISION + 1).to_le_bytes());
    let newer = with_records(&newer, story);
    let engine = Some(Error::LogEngine { revision: ENGINE_REVISION + 1 });
    assert_eq!(Session::resume(test.clone(), &newer).err(), engine, "another engine's log");
    let header = LogHeader::read(&log).expect("a whole log");
    assert_eq!(header.seed, 0x0123_4567_89ab_cdef, "the seed is in the header");
    assert_eq!(header.bank_digest, test.bank().digest(), "so is the bank");
    assert_eq!(header.design_digest, test.design_digest(), "and the design");
}
