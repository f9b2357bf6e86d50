//! Random cases: a test, and a person who takes it.

use std::sync::Arc;

use thetis_core::{
    Bank, Criterion, Dependence, Design, Error, Estimation, Estimator, Given, Pass, PassScoring, Response, Session,
    Test,
};

use crate::support::assembler::Exhaustive;
use crate::support::banks::{self, Shape};
use crate::support::designs;
use crate::support::draw::{Draw, grown};

/// A test and everything that makes up its course but the answers.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) test: Arc<Test>,
    pub(crate) seed: u64,
    pub(crate) excluded: Vec<u32>,
    pub(crate) person: Person,
    /// What assembles shadow tests, where the design has them.
    pub(crate) assembler: Arc<Exhaustive>,
}

impl Case {
    /// Anything; `size` from 0 to 1 says how large.
    pub(crate) fn draw(draw: &mut Draw, size: f64) -> Self {
        Self::shaped(draw, size, &mut |_, _, _| {})
    }

    /// Anything, with a design that was changed.
    pub(crate) fn shaped(draw: &mut Draw, size: f64, change: &mut dyn FnMut(&mut Draw, &Bank, &mut Design)) -> Self {
        let shape = Shape::draw(draw);
        Self::of(draw, shape, size, change)
    }

    /// With a bank of this shape.
    pub(crate) fn of(
        draw: &mut Draw,
        shape: Shape,
        size: f64,
        change: &mut dyn FnMut(&mut Draw, &Bank, &mut Design),
    ) -> Self {
        let count = 2 + draw.below(2 + grown(size, 12));
        let bank = Arc::new(banks::bank(draw, shape, count));
        let mut design = designs::design(draw, shape, &bank);
        change(draw, &bank, &mut design);
        let all: Vec<u32> = (0..bank.len()).collect();
        let excluded = draw.pick(&[0, 0, 0, 1, 2]);
        let assembler = Exhaustive::new();
        Self {
            test: Arc::new(fitted(&bank, design, &assembler)),
            seed: draw.bits(),
            excluded: draw.some_of(&all, excluded),
            person: Person::draw(draw),
            assembler,
        }
    }

    pub(crate) fn begin(&self) -> Session {
        Session::excluding(self.test.clone(), self.seed, &self.excluded).expect("items of the bank")
    }

    /// Take the test to its end, looking at it before each act and at the end.
    pub(crate) fn take(&self, mut look: impl FnMut(&Session)) -> Session {
        let mut session = self.begin();
        let mut person = self.person.clone();
        look(&session);
        while let Some(act) = person.act(&session) {
            act.perform(&mut session).expect("what the design allows");
            look(&session);
        }
        session
    }
}

/// The design, or what is left of it once all is replaced that its bank does not allow.
fn fitted(bank: &Arc<Bank>, mut design: Design, assembler: &Arc<Exhaustive>) -> Test {
    for _ in 0..4 {
        match Test::with_assembler(bank.clone(), design.clone(), assembler.clone()) {
            Ok(test) => return test,
            Err(Error::CriterionNeedsOneDimension) => {
                design.selection.criterion = Criterion::d_optimality(true, bank.dimensions());
            }
            Err(Error::CriterionNotForItem { .. }) => design.selection.criterion = Criterion::MaximumInformation,
            Err(Error::EstimatorNeedsOneDimension) => make_joint(&mut design.estimation),
            Err(error) => panic!("{error:?}: {design:?}"),
        }
    }
    panic!("no design that fits: {design:?}")
}

pub(crate) fn make_joint(estimation: &mut Estimation) {
    estimation.dependence = Dependence::Joint;
    estimation.prior = None;
    if estimation.estimator != Estimator::Map {
        estimation.estimator = Estimator::Eap;
    }
}

/// One thing a person does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    Answer { item: u32, category: u32, response: u32, centiseconds: u32 },
    Pass { item: u32, pass: Pass, centiseconds: u32 },
    Amend { index: u32, category: u32, response: u32, centiseconds: u32 },
}

impl Act {
    pub(crate) fn perform(self, session: &mut Session) -> Result<(), Error> {
        match self {
            Self::Answer { item, category, response, centiseconds } => {
                session.answer(item, category, response, centiseconds)
            }
            Self::Pass { item, pass, centiseconds } => session.pass(item, pass, centiseconds),
            Self::Amend { index, category, response, centiseconds } => {
                session.amend(index, category, response, centiseconds)
            }
        }
    }
}

/// How somebody answers.
#[derive(Clone, Copy, Debug)]
enum Style {
    Anyhow,
    Lowest,
    Highest,
    /// As the models have it, at this ability in every dimension.
    Able(f64),
}

/// Somebody who takes a test: answers, passes, goes back, as far as the design lets them.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    draw: Draw,
    style: Style,
    /// Chance of passing, and of going back.
    passes: f64,
    amends: f64,
    amendments_left: u32,
}

impl Person {
    pub(crate) fn draw(draw: &mut Draw) -> Self {
        let style = match draw.below(6) {
            0 => Style::Lowest,
            1 => Style::Highest,
            2 | 3 => Style::Able(draw.between(-3.0, 3.0)),
            _ => Style::Anyhow,
        };
        let (passes, amends) = (draw.pick(&[0.0, 0.1, 0.4]), draw.pick(&[0.0, 0.2]));
        Self { draw: Draw::new(draw.bits()), style, passes, amends, amendments_left: 5 }
    }

    /// What they do next; nothing once the session has finished and they change no answer.
    pub(crate) fn act(&mut self, session: &Session) -> Option<Act> {
        let draw = &mut self.draw;
        let response = if draw.chance(0.8) { draw.below(5) } else { draw.bits() as u32 };
        let centiseconds = if draw.chance(0.9) { draw.below(9_000) } else { draw.bits() as u32 };
        let policy = session.test().design().answers;
        let count = session.step_count();
        let changeable: Vec<u32> = (0..count).filter(|index| policy.may_change(*index, count)).collect();
        if self.amendments_left > 0 && !changeable.is_empty() && draw.chance(self.amends) {
            self.amendments_left -= 1;
            let index = draw.pick(&changeable);
            let item = session.step(index).expect("an answer").answer.item;
            return Some(Act::Amend { index, category: self.category(session, item), response, centiseconds });
        }
        let item = session.next()?;
        let pass = draw.pick(&[Pass::Skipped, Pass::DontKnow]);
        if draw.chance(self.passes) && policy.scoring(pass) != PassScoring::Refused {
            return Some(Act::Pass { item, pass, centiseconds });
        }
        Some(Act::Answer { item, category: self.category(session, item), response, centiseconds })
    }

    fn category(&mut self, session: &Session, item: u32) -> u32 {
        let bank = session.test().bank();
        match self.style {
            Style::Lowest => 0,
            Style::Highest => bank.categories(item) - 1,
            Style::Anyhow => self.draw.below(bank.categories(item)),
            Style::Able(theta) => simulate(&mut self.draw, bank, item, &vec![theta; bank.dimensions()]),
        }
    }
}

/// A category drawn from the model.
pub(crate) fn simulate(draw: &mut Draw, bank: &Bank, item: u32, theta: &[f64]) -> u32 {
    let mut curves = thetis_core::Curves::new();
    bank.curves(item, theta, &mut curves);
    let mut left = draw.unit();
    for (category, curve) in (0..).zip(curves.categories()) {
        left -= curve.probability;
        if left < 0.0 {
            return category;
        }
    }
    bank.categories(item) - 1
}

/// The answers that are scored, as estimators see them: none of pilots, none that were passed on and ignored.
pub(crate) fn scored(session: &Session) -> Vec<Response> {
    let test = session.test();
    let category = |item: u32, given: Given| match given {
        _ if test.bank().is_pilot(item) => None,
        Given::Category(category) => Some(category),
        Given::Passed(Pass::Skipped) => (test.design().answers.skip == PassScoring::Lowest).then_some(0),
        Given::Passed(Pass::DontKnow) => (test.design().answers.dont_know == PassScoring::Lowest).then_some(0),
    };
    let answers = session.steps().map(|step| step.answer);
    answers.filter_map(|a| category(a.item, a.given).map(|category| Response { item: a.item, category })).collect()
}
