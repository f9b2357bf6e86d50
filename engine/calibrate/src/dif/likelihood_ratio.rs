//! Likelihood-ratio tests in a two-group model, with effect sizes in units of the item's score.

use rayon::prelude::*;

use super::logistic::Tested;
use crate::calibrate::{CalibratedItem, Calibration, calibrate_with};
use crate::data::Responses;
use crate::error::CalibrationError;
use crate::linking::Form;
use crate::model::{Model, Parameter};
use crate::optimise::{Continue, Cycle, Ending, Options};
use crate::specification::{Place, Setting, Specification};
use crate::tails;

/// A two-group model whose items are tested one at a time (Thissen, Steinberg & Wainer 1993).
///
/// The reference group's ability has mean 0 and variance 1 (or the variance alone is free, where slopes are 1), the focal
/// group's mean and variance are estimated, and items that function alike put both on one scale: the anchors. An item
/// is tested by `χ² = 2 (ln L₁ − ln L₀)`, with the item's parameters equal in both groups (L₀) and free (L₁).
///
/// [`run`](Self::run) takes the anchors, so that one function is all the schemes in use:
///
/// - every item an anchor: all others are anchors of the item tested. R mirt's `DIF(scheme = "drop")`
/// - chosen anchors: the others are free in both models, and one at a time is made equal. R mirt's `scheme = "add"`
/// - with [`purified`](super::purified): items flagged are freed and the others tested again, until the flags stay
///
/// Lower and upper asymptotes are equal in both groups always: the data of one group hardly determine them.
#[derive(Clone, Debug)]
pub struct LikelihoodRatio<'a> {
    responses: &'a Responses,
    specification: Specification,
    tested: Tested,
    options: Options,
}

/// An item tested by likelihood ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct LikelihoodRatioDif {
    /// Chi-squared statistic, 0 or more.
    pub chi_square: f64,
    /// Degrees of freedom: free parameters by which the models differ.
    pub df: usize,
    /// Its probability without differential functioning.
    pub p: f64,
    /// How far the item's expected scores are apart.
    pub size: ScoreDifference,
    /// The item in the reference group, from the larger model.
    pub reference: CalibratedItem,
    /// The item in the focal group.
    pub focal: CalibratedItem,
    /// Whether both searches converged; if not, the statistic is not to be trusted.
    pub converged: bool,
}

/// Difference of expected scores, focal less reference, at the same ability. Below 0, members of the focal group score
/// lower. In units of the item's score (Meade 2010, whose SIDN and UIDN these are, over the focal group's estimated
/// normal density; his SIDS and UIDS are over estimates of its members, which are closer together than abilities are).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreDifference {
    /// Mean difference: `∫ (E_F − E_R) f_F`. Parts on either side of a crossing cancel.
    pub signed: f64,
    /// Mean size of the difference: `∫ |E_F − E_R| f_F`.
    pub unsigned: f64,
    /// Difference of the mean expected scores over their pooled standard deviation in the focal group: Meade's ESSD, to be
    /// read as Cohen's d. NaN if expected scores do not vary.
    pub standardised: f64,
    /// The difference that is largest in size.
    pub largest: f64,
    /// The ability at which it is, logits.
    pub largest_at: f64,
}

/// What of an item is free in both groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Freed {
    Nothing,
    Intercepts,
    All,
}

impl<'a> LikelihoodRatio<'a> {
    /// Responses of two groups, the reference first (see [`only_groups`](super::only_groups)), and a specification for both
    /// with items alike: [`Specification::uniform`], or one with priors.
    ///
    /// # Errors
    /// Other than two groups; a specification for other items, or of several dimensions.
    pub fn new(
        responses: &'a Responses,
        mut specification: Specification,
        tested: Tested,
        options: Options,
    ) -> Result<Self, CalibrationError> {
        let groups = responses.groups().len();
        if groups != 2 || specification.latent.len() != 2 {
            return Err(CalibrationError::Groups { group: 1, groups });
        }
        if specification.items.len() != responses.items() {
            return Err(CalibrationError::Items { expected: responses.items(), found: specification.items.len() });
        }
        if specification.dimensions != 1 {
            return Err(CalibrationError::NotDefined {
                statistic: "the likelihood-ratio test",
                reason: "items measure several dimensions; test each scale by itself",
            });
        }
        specification.items.iter_mut().for_each(|item| item.per_group = false);
        Ok(Self { responses, specification, tested, options })
    }

    /// Test each item. `anchors` are the items equal in both groups; an anchor is one no longer while it is tested. An
    /// item that cannot be tested, such as one with a category that a group does not have, has its own error.
    ///
    /// ```
    /// use thetis_calibrate::dif::{LikelihoodRatio, Tested};
    /// use thetis_calibrate::{Continue, Model, Options, Responses, Specification};
    /// # let mut state = 1_u64;
    /// # let mut uniform = || { state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); (state >> 33) as f64 / 2_f64.powi(31) };
    /// # let groups: Vec<u16> = (0..600).map(|n| n % 2).collect();
    /// # let mut cells = Vec::new();
    /// # for group in &groups {
    /// #     let theta = (0..6).map(|_| uniform() - 0.5).sum::<f64>() * 1.5;
    /// #     for item in 0..5 {
    /// #         let b = if item == 0 { f64::from(*group) * 1.5 } else { f64::from(item) * 0.5 - 1.0 };
    /// #         cells.push(u8::from(uniform() < 1.0 / (1.0 + (-1.5 * (theta - b)).exp())));
    /// #     }
    /// # }
    /// # let ids = ["a", "b", "c", "d", "e"].map(String::from).to_vec();
    /// # let responses = Responses::dense(ids, cells)?.with_groups(vec!["de".into(), "fr".into()], groups)?;
    /// let specification = Specification::uniform(Model::TwoParameter, &responses);
    /// let test = LikelihoodRatio::new(&responses, specification, Tested::Both, Options::default())?;
    /// let items = test.run(&[true; 5], &|_| Continue::Yes)?;
    /// let first = items[0].as_ref().expect("both groups have both responses");
    /// assert!(first.p < 0.001 && first.size.signed < -0.15, "item a is harder for group fr");
    /// # Ok::<(), thetis_calibrate::CalibrationError>(())
    /// ```
    ///
    /// # Errors
    /// Another number of anchors than items; no anchor; what keeps the model of the anchors from being estimated;
    /// [`CalibrationError::Cancelled`] if `progress` asks for it.
    pub fn run(
        &self,
        anchors: &[bool],
        progress: &(dyn Fn(Cycle) -> Continue + Sync),
    ) -> Result<Vec<Result<LikelihoodRatioDif, CalibrationError>>, CalibrationError> {
        let items = self.responses.items();
        if anchors.len() != items {
            return Err(CalibrationError::Items { expected: items, found: anchors.len() });
        }
        if !anchors.contains(&true) {
            return Err(no_anchor());
        }
        let freed = |item: usize| if anchors[item] { Freed::Nothing } else { Freed::All };
        let baseline = self.fit(&freed, None, progress)?;
        let found: Vec<_> =
            (0..items).into_par_iter().map(|item| self.test(item, anchors, &baseline, progress)).collect();
        match found.contains(&Err(CalibrationError::Cancelled)) {
            true => Err(CalibrationError::Cancelled),
            false => Ok(found),
        }
    }

    fn test(
        &self,
        item: usize,
        anchors: &[bool],
        baseline: &Calibration,
        progress: &(dyn Fn(Cycle) -> Continue + Sync),
    ) -> Result<LikelihoodRatioDif, CalibrationError> {
        if (0..anchors.len()).all(|other| other == item || !anchors[other]) {
            return Err(no_anchor());
        }
        let with = |own: Freed| {
            let others = |other: usize| if anchors[other] { Freed::Nothing } else { Freed::All };
            let is_baseline = own == others(item);
            if is_baseline {
                return Ok(baseline.clone());
            }
            self.fit(&|other| if other == item { own } else { others(other) }, Some(baseline), progress)
        };
        let (less, more) = match self.tested {
            Tested::Both => (Freed::Nothing, Freed::All),
            Tested::Uniform => (Freed::Nothing, Freed::Intercepts),
            Tested::NonUniform => (Freed::Intercepts, Freed::All),
        };
        let (less, more) = (with(less)?, with(more)?);
        let df = more.free.len().saturating_sub(less.free.len());
        if df == 0 {
            return Err(CalibrationError::NotDefined {
                statistic: "a test of slopes",
                reason: "the model has no slope of the item's own; test intercepts, or choose a model with slopes",
            });
        }
        // With priors, what is maximal is not the likelihood, and the larger model's may be a little lower.
        let chi_square = (2.0 * (more.log_likelihood - less.log_likelihood)).max(0.0);
        let own = |group: usize| {
            let of = more.items.iter().find(|own| own.item == item && own.group == Some(group));
            of.cloned().ok_or(CalibrationError::Groups { group, groups: 2 })
        };
        let (reference, focal) = (own(0)?, own(1)?);
        let density = &more.groups[1];
        let size = ScoreDifference::new(&reference, &focal, density.mean[0], density.covariance[0].sqrt())?;
        let converged = less.converged() && more.converged();
        let p = tails::chi_square(chi_square, df as f64);
        Ok(LikelihoodRatioDif { chi_square, df, p, size, reference, focal, converged })
    }

    fn fit(
        &self,
        freed: &dyn Fn(usize) -> Freed,
        start: Option<&Calibration>,
        progress: &(dyn Fn(Cycle) -> Continue + Sync),
    ) -> Result<Calibration, CalibrationError> {
        let mut specification = self.specification.clone();
        for (item, number) in (0..self.responses.items()).zip(0_u32..) {
            let freed = freed(item);
            specification.items[item].per_group = freed != Freed::Nothing;
            if freed == Freed::Nothing {
                continue;
            }
            let model = specification.items[item].model;
            let steps = u32::try_from(self.responses.categories(item)).unwrap_or(u32::MAX).max(2) - 1;
            let slopes = if model == Model::Nominal { 1..=steps } else { 0..=0 };
            let held = slopes.filter(|_| freed == Freed::Intercepts).map(Parameter::Slope);
            for parameter in held.chain(asymptotes(model).iter().copied()) {
                let both = [0, 1].map(|group| Place::in_group(number, group, parameter));
                specification.equal.push(both.to_vec());
            }
        }
        if let Some(start) = start {
            begin_at(&mut specification, start);
        }
        let found = calibrate_with(self.responses, &specification, &self.options, &mut |cycle| progress(cycle))?;
        if found.ending == Ending::Cancelled { Err(CalibrationError::Cancelled) } else { Ok(found) }
    }
}

fn no_anchor() -> CalibrationError {
    CalibrationError::NotDefined {
        statistic: "the likelihood-ratio test",
        reason: "no other item is an anchor, so that nothing puts both groups on one scale; name anchors",
    }
}

/// Parameters that are equal in both groups always.
fn asymptotes(model: Model) -> &'static [Parameter] {
    match model {
        Model::ThreeParameter => &[Parameter::LowerAsymptote],
        Model::FourParameter => &[Parameter::LowerAsymptote, Parameter::UpperAsymptote],
        _ => &[],
    }
}

/// Begin where another model of the same data ended.
fn begin_at(specification: &mut Specification, found: &Calibration) {
    for item in &found.items {
        let number = u32::try_from(item.item).unwrap_or(u32::MAX);
        let group = item.group.map(|group| u16::try_from(group).unwrap_or(u16::MAX));
        let free = item.parameters.iter().zip(&item.free).filter(|(_, free)| free.is_some());
        let start = |(parameter, value): (Parameter, f64)| (Place { item: number, group, parameter }, value);
        specification.starts.extend(free.map(|(pair, _)| start(*pair)));
    }
    for (density, group) in specification.latent.iter_mut().zip(&found.groups) {
        let begin = |setting: &mut Setting, value: f64| {
            if matches!(setting, Setting::Estimated(_)) {
                *setting = Setting::Estimated(value);
            }
        };
        begin(&mut density.mean[0], group.mean[0]);
        begin(&mut density.covariance[0], group.covariance[0]);
    }
}

impl ScoreDifference {
    /// Over a normal density of this mean and standard deviation.
    fn new(reference: &CalibratedItem, focal: &CalibratedItem, mean: f64, sd: f64) -> Result<Self, CalibrationError> {
        /// Abilities on either side of the mean at which scores are compared, and how far they reach.
        const POINTS: i32 = 200;
        const REACH: f64 = 5.0;
        let [reference, focal] = [reference, focal].map(|item| Form::new(std::slice::from_ref(&item.core), 1.0));
        let (reference, focal) = (reference?, focal?);
        let (mut weight, mut signed, mut unsigned) = (0.0, 0.0, 0.0);
        let (mut sums, mut squares) = ([0.0; 2], [0.0; 2]);
        let (mut largest, mut largest_at) = (0.0_f64, mean);
        for point in -POINTS..=POINTS {
            let z = REACH * f64::from(point) / f64::from(POINTS);
            let (theta, w) = (mean + sd * z, libm::exp(-0.5 * z * z));
            let scores = [reference.expected_score(theta), focal.expected_score(theta)];
            let difference = scores[1] - scores[0];
            weight += w;
            signed += w * difference;
            unsigned += w * difference.abs();
            for (place, score) in scores.into_iter().enumerate() {
                sums[place] += w * score;
                squares[place] += w * score * score;
            }
            if difference.abs() > largest.abs() {
                (largest, largest_at) = (difference, theta);
            }
        }
        let variance = |place: usize| (squares[place] / weight - (sums[place] / weight).powi(2)).max(0.0);
        let pooled = f64::midpoint(variance(0), variance(1)).sqrt();
        let signed = signed / weight;
        Ok(Self { signed, unsigned: unsigned / weight, standardised: signed / pooled, largest, largest_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dif::purified;

    /// Two groups of persons on six items; of the focal group, item 0 is harder by `shift`, item 1 has another slope.
    fn responses(shift: f64, slope: f64) -> Responses {
        let mut state = 7_u64;
        let mut uniform = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let (mut cells, mut groups) = (Vec::new(), Vec::new());
        for person in 0..2_400_u16 {
            let focal = person % 2 == 1;
            let theta = (0..12).map(|_| uniform()).sum::<f64>() - 6.0 + if focal { 0.5 } else { 0.0 };
            for item in 0..6 {
                let b = f64::from(item) * 0.4 - 1.0 + if focal && item == 0 { shift } else { 0.0 };
                let a = if focal && item == 1 { slope } else { 1.4 };
                cells.push(u8::from(uniform() < 1.0 / (1.0 + (-a * (theta - b)).exp())));
            }
            groups.push(u16::from(focal));
        }
        let ids = (0..6).map(|item| format!("q{item}")).collect();
        Responses::dense(ids, cells)
            .and_then(|data| data.with_groups(vec!["r".into(), "f".into()], groups))
            .expect("the table is sound")
    }

    fn run(responses: &Responses, tested: Tested, anchors: &[bool]) -> Vec<LikelihoodRatioDif> {
        let specification = Specification::uniform(Model::TwoParameter, responses);
        let test = LikelihoodRatio::new(responses, specification, tested, Options::default()).expect("two groups");
        let found = test.run(anchors, &|_| Continue::Yes).expect("the anchors are enough");
        found.into_iter().map(|item| item.expect("both groups have both responses")).collect()
    }

    #[test]
    fn the_parts_of_a_test_add_up() {
        let data = responses(0.6, 0.8);
        let [both, uniform, non_uniform] =
            [Tested::Both, Tested::Uniform, Tested::NonUniform].map(|tested| run(&data, tested, &[true; 6]));
        for item in 0..6 {
            let sum = uniform[item].chi_square + non_uniform[item].chi_square;
            assert!((both[item].chi_square - sum).abs() < 1e-3, "item {item}: {} {sum}", both[item].chi_square);
            assert_eq!((both[item].df, uniform[item].df, non_uniform[item].df), (2, 1, 1));
        }
        assert!(uniform[0].p < 1e-6 && uniform[0].size.signed < -0.05, "{:?}", uniform[0]);
        assert!(non_uniform[1].p < 1e-4 && non_uniform[1].focal.irt.values[0] < non_uniform[1].reference.irt.values[0]);
        // Of the item with another slope, differences on either side of the crossing cancel.
        let size = both[1].size;
        assert!(size.unsigned > 1.5 * size.signed.abs() && size.largest.abs() > size.unsigned, "{size:?}");
    }

    #[test]
    fn purification_frees_the_others_of_what_one_item_does() {
        let data = responses(0.7, 1.4);
        let specification = Specification::uniform(Model::TwoParameter, &data);
        let test = LikelihoodRatio::new(&data, specification, Tested::Both, Options::default()).expect("two groups");
        let found = purified(
            6,
            10,
            |anchors| test.run(anchors, &|_| Continue::Yes),
            |item| item.as_ref().is_ok_and(|item| item.p < 0.05),
        )
        .expect("an anchor is left");
        assert_eq!(found.flagged, [true, false, false, false, false, false]);
        assert!(found.settled);
        // Chosen anchors: the same baseline, and the same statistic of the item that is no anchor.
        let chosen = run(&data, Tested::Both, &[false, true, true, true, true, true]);
        let purified = found.items[0].as_ref().expect("tested").chi_square;
        assert!((chosen[0].chi_square - purified).abs() < 1e-6);
    }

    #[test]
    fn what_cannot_be_tested_says_why() {
        let data = responses(0.0, 1.4);
        let specification = Specification::uniform(Model::Rasch, &data);
        let test =
            LikelihoodRatio::new(&data, specification, Tested::NonUniform, Options::default()).expect("two groups");
        let found = test.run(&[true; 6], &|_| Continue::Yes).expect("the anchors are enough");
        assert!(
            matches!(&found[2], Err(CalibrationError::NotDefined { statistic, .. }) if statistic.contains("slopes"))
        );
        assert!(test.run(&[false; 6], &|_| Continue::Yes).is_err());
        let one = test.run(&[true, false, false, false, false, false], &|_| Continue::Yes).expect("one anchor");
        assert!(one[0].is_err(), "the only anchor has none itself");
        assert_eq!(test.run(&[true; 6], &|_| Continue::No), Err(CalibrationError::Cancelled));
    }

    /// Equal curves have no difference; of two that differ by a shift, the mean over a density of no width is the
    /// difference there.
    #[test]
    fn score_differences_are_those_of_the_curves() {
        let data = responses(0.0, 1.4);
        let item = &run(&data, Tested::Both, &[true; 6])[3];
        let same = ScoreDifference::new(&item.reference, &item.reference, 0.3, 1.0).expect("an item");
        assert!(same.unsigned == 0.0 && same.largest == 0.0);
        let narrow = ScoreDifference::new(&item.reference, &item.focal, 0.3, 1e-9).expect("an item");
        let curve = |own: &CalibratedItem| {
            let (a, b) = (own.irt.values[0], own.irt.values[1]);
            1.0 / (1.0 + (-a * (0.3 - b)).exp())
        };
        assert!((narrow.signed - (curve(&item.focal) - curve(&item.reference))).abs() < 1e-8);
    }
}
