//! Raju's area between the response curves of two groups.

use super::lord::ItemEstimate;
use crate::error::CalibrationError;
use crate::tails;

/// The area between two response curves, in logits of ability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Signed area: above 0 if the item is harder for the focal group. Parts on either side of a crossing cancel.
    pub signed: f64,
    /// Its normal statistic.
    pub signed_z: f64,
    /// Two-sided probability of `signed_z` if the parameters are the same.
    pub signed_p: f64,
    /// Unsigned area, 0 or more.
    pub unsigned: f64,
    /// Raju's statistic H/SE, whose H is plus or minus the unsigned area: with R difR's sign, that of the difference of
    /// slopes where curves cross far off.
    pub unsigned_z: f64,
    /// Its two-sided probability. (difR 5.1's is wrong for negative statistics.)
    pub unsigned_p: f64,
}

/// Area between the curves of an item with parameters `a, b` in both groups, on one scale and with D = 1 (Raju 1988,
/// 1990), and a lower asymptote that both have in common, which is taken as known. With `u = 1/a_R − 1/a_F`, `d = b_F − b_R`
/// and `Y = d/u`:
///
/// - signed: `(1 − c) d`
/// - unsigned: `(1 − c) |H|`, `H = 2 u ln(1 + e^Y) − d`
///
/// with standard errors by the delta method. Where slopes are equal, H is `|d|`.
///
/// # Errors
/// Items of other than two parameters, or a slope that is not above 0.
pub fn raju(reference: &ItemEstimate, focal: &ItemEstimate, asymptote: f64) -> Result<Area, CalibrationError> {
    let [(a_r, b_r, v_r), (a_f, b_f, v_f)] = [parts(reference)?, parts(focal)?];
    let (u, d) = (1.0 / a_r - 1.0 / a_f, b_f - b_r);
    // u ln(1 + e^Y), ln(1 + e^Y) − Y σ(Y) and σ(Y), also in the limit of equal slopes.
    let (softened, entropy, sigma) = if u.abs() < 1e-12 * d.abs() || u.abs() < f64::MIN_POSITIVE {
        (d.max(0.0), 0.0, f64::from(u8::from(d > 0.0)))
    } else {
        let y = d / u;
        let tail = libm::log1p(libm::exp(-y.abs()));
        let sigma = 1.0 / (1.0 + libm::exp(-y));
        // ln(1 + e^Y) − Y σ(Y) = tail + |Y| σ(−|Y|)
        let entropy = if y.abs() > 700.0 { 0.0 } else { tail + y.abs() / (1.0 + libm::exp(y.abs())) };
        (u * tail + if y > 0.0 { d } else { 0.0 }, entropy, sigma)
    };
    let h = 2.0 * softened - d;
    let by_b = 2.0 * sigma - 1.0;
    let variance = |a: f64, [aa, ab, bb]: [f64; 3], side: f64| {
        let (by_a, by_b) = (side * 2.0 * entropy / (a * a), side * by_b);
        by_a * by_a * aa + 2.0 * by_a * by_b * ab + by_b * by_b * bb
    };
    let unsigned_z = h / (variance(a_r, v_r, -1.0) + variance(a_f, v_f, 1.0)).sqrt();
    let signed_z = d / (v_r[2] + v_f[2]).sqrt();
    Ok(Area {
        signed: (1.0 - asymptote) * d,
        signed_z,
        signed_p: tails::two_sided(signed_z),
        unsigned: (1.0 - asymptote) * h.abs(),
        unsigned_z,
        unsigned_p: tails::two_sided(unsigned_z),
    })
}

/// Slope, difficulty, and their variance, covariance and variance.
fn parts(item: &ItemEstimate) -> Result<(f64, f64, [f64; 3]), CalibrationError> {
    match (&item.parameters[..], &item.covariance[..]) {
        ([a, b], [aa, ab, _, bb]) if *a > 0.0 => Ok((*a, *b, [*aa, *ab, *bb])),
        ([a, _], [_, _, _, _]) => {
            Err(CalibrationError::Value { place: "Raju's area".into(), parameter: "a slope".into(), value: *a })
        }
        (parameters, _) => Err(CalibrationError::Shape { expected: 2, found: parameters.len() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(a: f64, b: f64) -> ItemEstimate {
        ItemEstimate { parameters: vec![a, b], covariance: vec![0.01, 0.002, 0.002, 0.02] }
    }

    /// By summing the curves' difference over a fine grid.
    fn summed(a: [f64; 2], b: [f64; 2], absolute: bool) -> f64 {
        let step = 1e-3;
        (-60_000..60_000)
            .map(|n| {
                let theta = f64::from(n) * step;
                let [r, f] = [0, 1].map(|g| 1.0 / (1.0 + (-a[g] * (theta - b[g])).exp()));
                step * if absolute { (r - f).abs() } else { r - f }
            })
            .sum()
    }

    #[test]
    fn areas_are_integrals() {
        for (a, b) in
            [([1.0, 1.5], [0.0, 0.4]), ([1.5, 1.0], [0.3, -0.8]), ([1.2, 1.2], [0.0, 0.7]), ([1.0, 1.0001], [0.5, 0.0])]
        {
            let area = raju(&item(a[0], b[0]), &item(a[1], b[1]), 0.0).expect("two parameters");
            assert!((area.signed - summed(a, b, false)).abs() < 1e-4, "{a:?} {b:?}: {area:?}");
            assert!((area.unsigned - summed(a, b, true)).abs() < 1e-4, "{a:?} {b:?}: {area:?}");
        }
    }

    /// The standard error of H against differences of H.
    #[test]
    fn the_standard_error_is_that_of_the_delta_method() {
        let (a, b) = ([1.1, 1.6], [-0.2, 0.5]);
        let h = |p: [f64; 4]| {
            let (u, d): (f64, f64) = (1.0 / p[0] - 1.0 / p[2], p[3] - p[1]);
            2.0 * u * (d / u).exp().ln_1p() - d
        };
        let point = [a[0], b[0], a[1], b[1]];
        let slope = |place: usize| {
            let (mut up, mut down) = (point, point);
            up[place] += 1e-5;
            down[place] -= 1e-5;
            (h(up) - h(down)) / 2e-5
        };
        let variance: f64 = [0, 2]
            .map(|g| {
                let (x, y) = (slope(g), slope(g + 1));
                0.01 * x * x + 2.0 * 0.002 * x * y + 0.02 * y * y
            })
            .iter()
            .sum();
        let area = raju(&item(a[0], b[0]), &item(a[1], b[1]), 0.0).expect("two parameters");
        assert!((area.unsigned_z - h(point) / variance.sqrt()).abs() < 1e-6, "{area:?}");
    }
}
