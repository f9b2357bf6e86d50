//! Numbers and bytes that no compiler and no engine wrote: designs, banks and logs are refused or taken at their
//! word, and nothing panics.

use std::sync::Arc;

use thetis_core::{Bank, Design, Item, ItemModel, MultivariateNormal, Session, Test};

use crate::log_integrity::with_records;
use crate::support::assembler::Exhaustive;
use crate::support::banks::{self, Shape};
use crate::support::cases::Case;
use crate::support::draw::{Draw, each_case, grown};
use crate::support::visible::visible;

/// Bytes before the records of a log, and after them.
const HEADER: usize = 28;
const CHECKSUM: usize = 8;

/// Change a few places: other values, some missing, some to spare, a piece from elsewhere.
fn mutated<T: Copy>(draw: &mut Draw, list: &[T], other: &[T], value: impl Fn(&mut Draw) -> T) -> Vec<T> {
    let mut list = list.to_vec();
    let changes = draw.pick(&[1, 1, 1, 2, 4]);
    for _ in 0..changes {
        let at = draw.below(list.len() as u32 + 1) as usize;
        match draw.below(8) {
            0 if at < list.len() => _ = list.remove(at),
            1 => list.insert(at, value(draw)),
            2 => list.truncate(at),
            3 => {
                let from = draw.below(other.len() as u32 + 1) as usize;
                list.truncate(at);
                list.extend_from_slice(&other[from..]);
            }
            _ if at < list.len() => list[at] = value(draw),
            _ => {}
        }
    }
    list
}

/// Numbers that something could be wrong with, and some with which nothing is.
fn word(draw: &mut Draw) -> f64 {
    let small = f64::from(draw.below(5));
    let strange = [-1.0, 0.5, 1.5, -0.0, 1e-300, 1e300, 4_294_967_295.0, 4_294_967_296.0, f64::NAN, f64::INFINITY];
    draw.pick(&[small, small, small, draw.clone().pick(&strange)])
}

/// Answer whatever is asked for a while.
fn take(test: &Arc<Test>, draw: &mut Draw) {
    let mut session = Session::new(test.clone(), draw.bits());
    for _ in 0..6 {
        let Some(item) = session.next() else { break };
        let category = draw.below(test.bank().categories(item));
        session.answer(item, category, 0, draw.below(5_000)).expect("the item asked");
        assert!(session.estimate().theta.iter().all(|theta| theta.is_finite()));
        assert!(session.candidates().iter().all(|c| !c.value.is_nan()));
        assert!(session.fit().lz_star.is_finite());
    }
    let resumed = Session::resume(test.clone(), &session.log()).expect("its own log");
    assert_eq!(visible(&resumed), visible(&session));
}

#[test]
fn designs_of_any_numbers_are_refused_or_sound() {
    let (mut sound, mut refused) = (0, 0);
    each_case("design words", 20_000, |draw, size| {
        let (case, other) = (Case::draw(draw, 0.5 * size), Case::draw(draw, 0.5 * size));
        let mut design = case.test.design().clone();
        design.estimation.prior = None;
        let words = mutated(draw, &design.to_words(), &other.test.design().to_words(), word);
        let bank = Arc::new(case.test.bank().clone());
        let Ok(read) = Design::from_words(&words, &bank) else {
            refused += 1;
            return;
        };
        assert_eq!(Design::from_words(&read.to_words(), &bank).as_ref(), Ok(&read), "what is read can be written");
        // Large grids are a matter of patience.
        if read.estimation.quadrature.is_some_and(|grid| grid.nodes > 99) {
            return;
        }
        if let Ok(test) = Test::from_words(bank, &words, Some(Exhaustive::new())) {
            sound += 1;
            take(&Arc::new(test), draw);
        }
    });
    assert!(sound > 3_000 && refused > 3_000, "{sound} sound, {refused} refused");
}

/// A bank as numbers, as `wire` documents it.
fn bank_words(draw: &mut Draw, count: u32) -> Vec<f64> {
    let mut words = vec![2.0, 0.1, -0.2, 1.0, 0.3, 0.3, 1.2, 1.0, f64::from(count)];
    for _ in 0..count {
        let (a, b) = (draw.between(0.4, 2.0), draw.between(-2.0, 2.0));
        let (model, dimensions) = match draw.below(4) {
            0 => (ItemModel::three_pl(a, b, 0.2), vec![1.0]),
            1 => (ItemModel::graded(a, &[b, b + 0.5]), vec![0.0]),
            2 => (ItemModel::nominal(&[a, -a], &[b, 0.1]), vec![1.0]),
            _ => (ItemModel::CompensatoryGraded { a: vec![a, 0.5], d: vec![b, b - 1.0] }, vec![0.0, 1.0]),
        };
        let (kind, list) = model.to_list();
        words.extend([f64::from(kind as u8), f64::from(draw.below(3)), dimensions.len() as f64]);
        words.extend(dimensions);
        words.push(list.len() as f64);
        words.extend(list);
    }
    words
}

#[test]
fn banks_of_any_numbers_are_refused_or_sound() {
    let (mut sound, mut refused) = (0, 0);
    each_case("bank words", 20_000, |draw, size| {
        let count = 1 + grown(size, 6);
        let (words, other) = (bank_words(draw, count), bank_words(draw, count));
        let Ok(bank) = Bank::from_words(&mutated(draw, &words, &other, word), b"fuzz") else {
            refused += 1;
            return;
        };
        let bank = Arc::new(bank);
        let mut design = Design::adaptive(&bank, 4);
        design.estimation.estimator = thetis_core::Estimator::Map;
        design.estimation.standard_error = thetis_core::StandardErrorKind::Expected;
        if let Ok(test) = Test::new(bank, design) {
            sound += 1;
            take(&Arc::new(test), draw);
        }
    });
    assert!(sound > 2_000 && refused > 2_000, "{sound} sound, {refused} refused");
}

#[test]
fn logs_of_any_records_are_refused_or_sound() {
    let (mut sound, mut refused) = (0, 0);
    each_case("log records", 20_000, |draw, size| {
        let (case, other) = (Case::draw(draw, 0.5 * size), Case::draw(draw, 0.5 * size));
        let (log, elsewhere) = (case.take(|_| {}).log(), other.take(|_| {}).log());
        let records = |log: &[u8]| log[HEADER..log.len() - CHECKSUM].to_vec();
        let byte = |draw: &mut Draw| if draw.chance(0.7) { draw.below(40) as u8 } else { draw.bits() as u8 };
        let forged = with_records(&log, &mutated(draw, &records(&log), &records(&elsewhere), byte));
        match Session::resume(case.test.clone(), &forged) {
            Ok(session) => {
                sound += 1;
                assert_eq!(session.log(), forged, "a log has one spelling");
            }
            Err(error) => {
                refused += 1;
                assert!(error.code() >= 300, "it is the log that is refused: {error:?}");
            }
        }
    });
    assert!(sound > 2_000 && refused > 2_000, "{sound} sound, {refused} refused");
}

#[test]
fn logs_of_any_bytes_are_refused() {
    let prior = MultivariateNormal::standard(1).expect("one dimension");
    let items = vec![Item::new(ItemModel::one_pl(0.0)), Item::new(ItemModel::one_pl(1.0))];
    let bank = Arc::new(Bank::new(1.0, prior, items, "two items").expect("a sound bank"));
    let test = Arc::new(Test::new(bank.clone(), Design::adaptive(&bank, 2)).expect("a sound design"));
    each_case("log bytes", 20_000, |draw, size| {
        let count = draw.below(1 + grown(size, 200));
        let mut bytes = draw.list(count, |draw| draw.bits() as u8);
        if draw.chance(0.5) {
            bytes.splice(0..0, [b'T', 1, 2, 0]);
        }
        assert!(Session::resume(test.clone(), &bytes).is_err(), "{bytes:?}");
        assert!(thetis_core::LogHeader::read(&bytes).is_err(), "{bytes:?}");
    });
}

/// A bank drawn at random fits the shape it was drawn for.
#[test]
fn banks_drawn_at_random_are_as_wished() {
    each_case("shapes", 1_000, |draw, _| {
        let shape = Shape::draw(draw);
        let bank = banks::bank(draw, shape, 8);
        let correlated = bank.prior().covariance().iter().filter(|value| value.abs() > 0.0).count() > bank.dimensions();
        assert!(shape.joint || !correlated, "{shape:?}");
        let categories = (0..bank.len()).map(|item| bank.categories(item)).max();
        assert!(!shape.dichotomous || categories == Some(2), "{shape:?}");
    });
}
