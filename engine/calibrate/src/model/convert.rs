//! From slopes and intercepts to the bank's parameters, with derivatives for the delta method.

use thetis_core::ItemModel;

use super::shape::{Family, Shape, logistic};

/// An item's parameters in the bank's metric, and how they depend on the estimated ones.
#[derive(Clone, Debug, PartialEq)]
pub struct IrtParameters {
    /// Their names: `a`, `b`, `c`, `d`, `b1` …; in several dimensions `a1` … and intercepts `d`, `d1` …; of the
    /// nominal model `s1` … and `d1` …
    pub names: Vec<String>,
    /// Their values; `b` in logits.
    pub values: Vec<f64>,
    /// Derivatives in the estimated parameters: a row for each of `values`, a column for each parameter of the item.
    pub jacobian: Vec<f64>,
}

/// A name, a value and its derivatives by place.
type Row = (String, f64, Vec<(usize, f64)>);

impl Shape {
    /// The parameters as the bank has them: `b = −d/a`, thresholds `b_k = −d_k/a`, steps `b_k = (d_{k−1} − d_k)/a`,
    /// rating scale `b_k = (τ_k − c)/a`. Delta method: Rao 1973.
    pub(crate) fn irt(&self, parameters: &[f64]) -> IrtParameters {
        let (slopes, size) = (self.slopes(), self.len());
        let rest = &parameters[slopes..];
        let a = parameters[0];
        let one = slopes == 1 && self.family != Family::Nominal;
        let slope_name = |slope: usize| match self.family {
            Family::Nominal => format!("s{}", slope + 1),
            _ if one => "a".to_owned(),
            _ => format!("a{}", slope + 1),
        };
        let mut rows: Vec<Row> =
            (0..slopes).map(|slope| (slope_name(slope), parameters[slope], vec![(slope, 1.0)])).collect();
        // An intercept over the slope: −(Σ signs · parameters)/a.
        let quotient = |name: String, parts: &[(usize, f64)]| {
            let sum: f64 = parts.iter().map(|(place, sign)| sign * parameters[*place]).sum();
            let mut derivatives = vec![(0, sum / (a * a))];
            derivatives.extend(parts.iter().map(|(place, sign)| (*place, -sign / a)));
            (name, -sum / a, derivatives)
        };
        let intercept = |k: usize| (slopes + k, 1.0);
        match self.family {
            Family::Dichotomous => {
                rows.push(if one {
                    quotient("b".to_owned(), &[intercept(0)])
                } else {
                    ("d".to_owned(), rest[0], vec![intercept(0)])
                });
                for (k, name) in [(1, if one { "c" } else { "g" }), (2, if one { "d" } else { "u" })] {
                    let value = logistic(rest[k]);
                    rows.push((name.to_owned(), value, vec![(slopes + k, value * logistic(-rest[k]))]));
                }
            }
            Family::RatingScale => {
                let location = slopes + self.categories - 1;
                rows.extend(
                    (0..self.categories - 1)
                        .map(|k| quotient(format!("b{}", k + 1), &[(slopes + k, -1.0), (location, 1.0)])),
                );
            }
            Family::Graded if one => {
                rows.extend((0..rest.len()).map(|k| quotient(format!("b{}", k + 1), &[intercept(k)])));
            }
            Family::PartialCredit if one => rows.extend((0..rest.len()).map(|k| {
                let mut parts = vec![intercept(k)];
                if k > 0 {
                    parts.push((slopes + k - 1, -1.0));
                }
                quotient(format!("b{}", k + 1), &parts)
            })),
            Family::Graded | Family::PartialCredit | Family::Nominal => {
                rows.extend(rest.iter().enumerate().map(|(k, d)| (format!("d{}", k + 1), *d, vec![intercept(k)])));
            }
        }
        let mut irt = IrtParameters { names: Vec::new(), values: Vec::new(), jacobian: Vec::new() };
        for (name, value, derivatives) in rows {
            irt.names.push(name);
            irt.values.push(value);
            let start = irt.jacobian.len();
            irt.jacobian.resize(start + size, 0.0);
            for (place, derivative) in derivatives {
                irt.jacobian[start + place] += derivative;
            }
        }
        irt
    }

    /// The item as the engine takes it. In one dimension with a slope above 0 it is the bank's `a, b`; else the
    /// compensatory form.
    pub(crate) fn item_model(&self, parameters: &[f64]) -> ItemModel {
        let slopes = self.slopes();
        let (a, rest) = (parameters[..slopes].to_vec(), parameters[slopes..].to_vec());
        let irt = self.irt(parameters);
        let b = irt.values[slopes..].to_vec();
        let one = slopes == 1 && a[0] > 0.0;
        match self.family {
            Family::Dichotomous if one => ItemModel::four_pl(a[0], b[0], b[1], b[2]),
            Family::Dichotomous => {
                ItemModel::CompensatoryDichotomous { a, d: rest[0], g: logistic(rest[1]), u: logistic(rest[2]) }
            }
            Family::Graded if one => ItemModel::graded(a[0], &b),
            Family::Graded => ItemModel::CompensatoryGraded { a, d: rest },
            Family::PartialCredit | Family::RatingScale if one => ItemModel::generalised_partial_credit(a[0], &b),
            Family::PartialCredit => ItemModel::CompensatoryPartialCredit { a, d: rest },
            Family::RatingScale => {
                let steps = self.categories - 1;
                let mut sum = 0.0;
                let d = (0..steps).map(|k| {
                    sum += rest[steps] - rest[k];
                    sum
                });
                ItemModel::CompensatoryPartialCredit { a, d: d.collect() }
            }
            Family::Nominal => ItemModel::nominal(&a, &rest),
        }
    }
}
