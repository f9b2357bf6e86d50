//! Everything that is counted of one design's sessions.

use thetis_core::{FitBounds, Reason, Session};

use crate::{
    report::{DesignReport, DimensionReport, FitReport, ReasonCount, reason_name},
    statistics::{
        Accuracy, Classification, Conditional, Content, ContentRules, Exposures, Lengths, Moments, Outcome,
        OutsideBlueprint, Scatter, Times,
    },
    study::{Study, StudyDesign},
};

/// One more than the largest code of a [`Reason`].
const REASONS: usize = 12;

/// Counts of one design, of some of its sessions.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    accuracy: Vec<Accuracy>,
    conditional: Vec<Conditional>,
    scatter: Vec<Scatter>,
    classification: Vec<Option<Classification>>,
    lengths: Lengths,
    seconds: Moments,
    reasons: [u64; REASONS],
    exposures: Exposures,
    content: Content,
    outside_blueprint: u64,
    fit: FitCounts,
    pub(crate) times: Times,
}

/// How many sessions are beyond each bound of person fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct FitCounts {
    flagged: u64,
    /// In the order of the engine's bits: lz*, CUSUM, Guttman errors, fast answers.
    by_bound: [u64; 4],
}

/// Cut scores of a dimension; `None` without.
fn cuts(study: &Study, design: usize, dimension: usize) -> Option<&[f64]> {
    let cuts = study.designs[design].test.design().cuts.get(dimension)?;
    (!cuts.is_empty()).then_some(cuts)
}

impl Tally {
    pub(crate) fn new(study: &Study, design: usize) -> Self {
        let k = study.bank.dimensions();
        Self {
            accuracy: vec![Accuracy::default(); k],
            conditional: study.bins.iter().map(Conditional::new).collect(),
            scatter: study.hexagons.iter().map(Scatter::new).collect(),
            classification: (0..k).map(|d| cuts(study, design, d).map(Classification::new)).collect(),
            lengths: Lengths::default(),
            seconds: Moments::default(),
            reasons: [0; REASONS],
            exposures: Exposures::new(study.bank.len() as usize),
            content: Content::new(&study.rules[design]),
            outside_blueprint: 0,
            fit: FitCounts::default(),
            times: Times::default(),
        }
    }

    /// A session of a simulee whose true ability is `truth`.
    pub(crate) fn add(&mut self, study: &Study, design: usize, truth: &[f64], session: &Session) {
        let length = session.step_count();
        let estimate = session.estimate();
        for (d, truth) in truth.iter().enumerate() {
            let outcome = Outcome { truth: *truth, estimate: estimate.theta[d], se: estimate.se[d] };
            self.accuracy[d].add(&outcome);
            self.conditional[d].add(&study.bins[d], &outcome, length);
            self.scatter[d].add(&study.hexagons[d], outcome.truth, outcome.estimate);
            if let (Some(classification), Some(cuts)) = (&mut self.classification[d], cuts(study, design, d)) {
                classification.add(cuts, &outcome);
            }
        }
        self.lengths.add(length);
        let centiseconds: u64 = session.steps().map(|step| u64::from(step.answer.centiseconds)).sum();
        self.seconds.add(centiseconds as f64 / 100.0);
        self.reasons[session.finished().map_or(0, Reason::code) as usize] += 1;
        let operational = || {
            let items = session.steps().map(|step| step.answer.item);
            items.filter(|item| study.bank.is_available(*item))
        };
        self.exposures.add(operational());
        self.content.add(&study.rules[design], operational());
        if let Some((_, blueprint)) = foreign_blueprint(study, design) {
            self.outside_blueprint += u64::from(blueprint.are_broken_by(operational()));
        }
        if watches(study, design) {
            let flags = session.fit().flags;
            self.fit.flagged += u64::from(flags != 0);
            for (bit, count) in self.fit.by_bound.iter_mut().enumerate() {
                *count += u64::from(flags >> bit & 1);
            }
        }
    }

    /// All replications of a simulee are in.
    pub(crate) fn end_simulee(&mut self) {
        self.classification.iter_mut().flatten().for_each(Classification::end_simulee);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        fn all<T>(own: &mut [T], others: &[T], merge: impl Fn(&mut T, &T)) {
            own.iter_mut().zip(others).for_each(|(own, other)| merge(own, other));
        }
        all(&mut self.accuracy, &other.accuracy, Accuracy::merge);
        all(&mut self.conditional, &other.conditional, Conditional::merge);
        all(&mut self.scatter, &other.scatter, Scatter::merge);
        all(&mut self.classification, &other.classification, |own, other| {
            if let (Some(own), Some(other)) = (own, other) {
                own.merge(other);
            }
        });
        self.lengths.merge(&other.lengths);
        self.seconds.merge(&other.seconds);
        all(&mut self.reasons, &other.reasons, |own, other| *own += other);
        self.exposures.merge(&other.exposures);
        self.content.merge(&other.content);
        self.outside_blueprint += other.outside_blueprint;
        self.fit.flagged += other.fit.flagged;
        all(&mut self.fit.by_bound, &other.fit.by_bound, |own, other| *own += other);
        self.times.merge(&other.times);
    }

    pub(crate) fn report(&self, study: &Study, design: usize, timed: bool) -> DesignReport {
        let StudyDesign { name, test, .. } = &study.designs[design];
        let sessions: u64 = self.reasons.iter().sum();
        let pool: Vec<u32> = (0..study.bank.len()).filter(|item| study.bank.is_available(*item)).collect();
        let share = |count: u64| count as f64 / sessions as f64;
        DesignReport {
            name: name.clone(),
            digest: format!("{:016x}", test.design_digest()),
            sessions,
            dimensions: (0..study.bank.dimensions())
                .map(|d| DimensionReport {
                    id: study.names.dimensions[d].clone(),
                    accuracy: self.accuracy[d].report(),
                    conditional: self.conditional[d].report(&study.bins[d]),
                    classification: self.classification[d]
                        .as_ref()
                        .zip(cuts(study, design, d))
                        .map(|(classification, cuts)| classification.report(cuts)),
                    scatter: self.scatter[d].report(&study.hexagons[d]),
                })
                .collect(),
            length: self.lengths.report(),
            mean_seconds: self.seconds.mean(),
            stopping: (0..)
                .zip(self.reasons)
                .filter(|(_, sessions)| *sessions > 0)
                .map(|(code, sessions)| ReasonCount { code, reason: reason_name(code), sessions })
                .collect(),
            exposure: self.exposures.report(&pool, &study.names.items),
            content: self.content.report(
                &study.rules[design],
                foreign_blueprint(study, design).map(|(other, _)| OutsideBlueprint {
                    design: study.designs[*other].name.clone(),
                    sessions: self.outside_blueprint,
                }),
            ),
            fit: watches(study, design).then(|| FitReport {
                flagged: share(self.fit.flagged),
                lz_star: share(self.fit.by_bound[0]),
                cusum: share(self.fit.by_bound[1]),
                guttman: share(self.fit.by_bound[2]),
                fast: share(self.fit.by_bound[3]),
            }),
            time: timed.then(|| self.times.report()),
        }
    }
}

/// The bounds on content areas that a design without any is held against.
fn foreign_blueprint(study: &Study, design: usize) -> Option<&(usize, ContentRules)> {
    study.blueprint.as_ref().filter(|_| !study.designs[design].bounds_areas())
}

/// Whether the design watches person fit.
fn watches(study: &Study, design: usize) -> bool {
    study.designs[design].test.design().fit != FitBounds::default()
}
