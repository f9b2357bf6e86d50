//! The Wright map: persons and thresholds on one scale.

use thetis_plots::{Axis, Beside, Chart, Ink, Look, Margins, NOTHING, Table, Unit, decimal, escape, figure};

use super::material::{ItemCurves, Material, shortened};

/// Items in one plot; more go on in the next.
const ROWS: usize = 30;
/// Of more items the map is folded, behind a histogram of thresholds.
const MANY: usize = 60;
/// Size of that.
const OVERVIEW: (f64, f64) = (400.0, 250.0);
/// Height of a row, of the histogram, and of what is around them; width; all in units of the drawing.
const ROW: f64 = 15.0;
const PEOPLE: f64 = 70.0;
const WIDTH: f64 = 400.0;
/// Width of a bar of the histogram, as part of the grid's range.
const BARS: f64 = 32.0;
/// Room for ids: so much a letter, and at least this.
const LETTER: f64 = 6.7;
const ROOM: f64 = 34.0;

/// Items from the easiest to the hardest.
pub(super) fn by_difficulty<'m>(material: &'m Material<'_>) -> Vec<&'m ItemCurves<'m>> {
    let mut items: Vec<&ItemCurves<'_>> = material.items.iter().filter(|item| !item.thresholds.is_empty()).collect();
    items.sort_by(|a, b| mean(&a.thresholds).total_cmp(&mean(&b.thresholds)));
    items
}

pub(super) fn mean(thresholds: &[f64]) -> f64 {
    let finite: Vec<f64> = thresholds.iter().copied().filter(|t| t.is_finite()).collect();
    finite.iter().sum::<f64>() / finite.len() as f64
}

/// Persons in classes of ability: lower ends, and weights.
pub(super) fn histogram(material: &Material<'_>) -> (f64, Vec<(f64, f64)>) {
    let (lower, upper) = material.range();
    let width = (upper - lower) / BARS;
    let mut bars: Vec<(f64, f64)> = Vec::new();
    let mut from = lower;
    while from < upper - 1e-9 {
        bars.push((from, 0.0));
        from += width;
    }
    for (person, score) in material.scores.iter().enumerate() {
        let last = bars.len() - 1;
        // Scores beyond an end count at the end.
        let place = bars.partition_point(|(from, _)| *from <= score.theta[0]).saturating_sub(1).min(last);
        bars[place].1 += material.data.responses.weight(person);
    }
    (width, bars)
}

pub(super) fn section(material: &Material<'_>) -> String {
    if !material.is_one_dimensional() {
        return "<section><h2>Wright map</h2>\n<p>A Wright map is drawn for one dimension only.</p></section>\n"
            .to_owned();
    }
    let items = by_difficulty(material);
    if items.is_empty() || material.scores.is_empty() {
        return String::new();
    }
    let most = items.iter().map(|item| item.thresholds.len()).max().unwrap_or(0);
    let count = items.len().div_ceil(ROWS);
    // Plots of about equal length.
    let parts = items.chunks(items.len().div_ceil(count)).enumerate();
    let plots: String =
        parts.map(|(number, part)| figure(&map(material, part, number), &heading(number, count), "")).collect();
    let plots = format!("{}<div class=\"pair maps\">{plots}</div>", key(most));
    let plots = if items.len() <= MANY {
        plots
    } else {
        let aid = "Upwards persons, downwards thresholds of all items, in classes of ability.";
        let overview = figure(&overview(material, &items), "Persons and thresholds", aid);
        format!(
            "<div class=\"pair maps\">{overview}</div><details><summary>Item by item, in {count} plots</summary>{plots}</details>"
        )
    };
    let left_out = material.items.len() - items.len();
    let without = if left_out > 0 { " Nominal items have no thresholds and are left out." } else { "" };
    let meaning = if most == 1 {
        "an item’s threshold is its b, where a correct (or the upper) response has a probability of one half, or half-way between the asymptotes"
    } else {
        "a threshold is the ability at which a response in this category or a higher one has a probability of one half"
    };
    format!(
        "<section class=\"flow\"><h2>Wright map</h2>\n<p class=\"aid\">On top, how many persons have which ability (EAP scores); below, the thresholds of each item on the same scale, the easiest items first: {meaning}. Where there are persons but no thresholds, the test measures little. Thresholds beyond an end stand at it, with their value.{without}</p>\n{plots}</section>\n"
    )
}

fn heading(number: usize, count: usize) -> String {
    if count == 1 {
        "Persons and thresholds".to_owned()
    } else {
        format!("Persons and thresholds, part {} of {count}", number + 1)
    }
}

/// What the markers stand for, where there are several.
fn key(most: usize) -> String {
    if most < 2 {
        return String::new();
    }
    let entries = (0..most).map(|k| (Look::of(k).marker_sample(), format!("threshold {}", k + 1)));
    thetis_plots::legend("Thresholds", entries)
}

/// Persons upwards, thresholds downwards.
fn overview(material: &Material<'_>, items: &[&ItemCurves<'_>]) -> String {
    /// Height of the highest bar; the axis has one unit.
    const HIGHEST: f64 = 0.47;
    let (lower, upper) = material.range();
    let (width, persons) = histogram(material);
    let mut thresholds: Vec<(f64, f64)> = persons.iter().map(|(from, _)| (*from, 0.0)).collect();
    let all = items.iter().flat_map(|item| &item.thresholds).filter(|t| t.is_finite());
    for threshold in all {
        let last = thresholds.len() - 1;
        let place = thresholds.partition_point(|(from, _)| from <= threshold).saturating_sub(1).min(last);
        thresholds[place].1 += 1.0;
    }
    let x = Axis::between("ability θ (logits)", Unit::Number, lower, upper);
    let description = format!(
        "Persons’ abilities above and thresholds of {} items below, as histograms over one scale; thresholds lie around {}.",
        items.len(),
        decimal(
            thresholds.iter().map(|(from, n)| (from + width / 2.0) * n).sum::<f64>()
                / thresholds.iter().map(|(_, n)| n).sum::<f64>(),
            2
        )
    );
    let margins = Margins { left: 14.0, ..Margins::USUAL };
    let mut chart =
        Chart::new("wright", "Wright map", &description, OVERVIEW, x, Axis::of_names("", [])).margins(margins);
    for (bars, sign, ink) in [(&persons, 1.0, Ink::Persons), (&thresholds, -1.0, Look::of(0).fill())] {
        let highest = bars.iter().map(|(_, count)| *count).fold(f64::MIN_POSITIVE, f64::max);
        for (from, count) in bars.iter().filter(|(_, count)| *count > 0.0) {
            chart.bar((*from, 0.0), (from + width, sign * HIGHEST * count / highest), ink);
        }
    }
    chart.line([(lower, 0.0), (upper, 0.0)], Ink::Axis);
    chart.word((lower, 0.5), "persons", Beside::RightBelow);
    chart.word((lower, -0.42), "thresholds", Beside::RightBelow);
    chart.svg()
}

fn map(material: &Material<'_>, items: &[&ItemCurves<'_>], number: usize) -> String {
    let (lower, upper) = material.range();
    let names: Vec<String> = items.iter().map(|item| shortened(&item.name)).collect();
    let letters = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let rows = items.len() as f64;
    // The histogram stands in rows of its own above the first item.
    let people = PEOPLE / ROW;
    let x = Axis::between("ability θ (logits)", Unit::Number, lower, upper);
    let y = Axis::of_names("", names).with_room_before(people).downwards();
    let thresholds: Vec<f64> = items.iter().flat_map(|item| &item.thresholds).copied().collect();
    let description = format!(
        "{} items from {} to {}; their thresholds lie between {} and {}; persons' abilities are shown as a histogram above.",
        items.len(),
        items.first().map_or("", |item| &item.name),
        items.last().map_or("", |item| &item.name),
        decimal(thresholds.iter().copied().fold(f64::INFINITY, f64::min), 2),
        decimal(thresholds.iter().copied().fold(f64::NEG_INFINITY, f64::max), 2)
    );
    let margins = Margins { left: ROOM.max(LETTER * letters as f64 + 12.0), ..Margins::USUAL };
    let height = PEOPLE + ROW * rows + margins.top + margins.bottom;
    let id = format!("wright-{number}");
    let mut chart = Chart::new(&id, "Wright map", &description, (WIDTH, height), x, y).margins(margins);
    let (width, bars) = histogram(material);
    let highest = bars.iter().map(|(_, weight)| *weight).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    // From the line above the first item upwards.
    let (base, room) = (-0.7, people - 0.6);
    for (from, weight) in bars.iter().filter(|(_, weight)| *weight > 0.0) {
        chart.bar((*from, base), (from + width, base - room * weight / highest), Ink::Persons);
    }
    chart.line([(lower, base), (upper, base)], Ink::Axis);
    chart.word((lower, -people), "persons", Beside::RightBelow);
    for (row, item) in items.iter().enumerate() {
        let finite = item.thresholds.iter().copied().enumerate().filter(|(_, t)| t.is_finite());
        let places: Vec<(usize, f64)> = finite.collect();
        let ends = places.iter().map(|(_, t)| t.clamp(lower, upper));
        let (first, last) = (ends.clone().fold(upper, f64::min), ends.fold(lower, f64::max));
        if first < last {
            chart.line([(first, row as f64), (last, row as f64)], Ink::Axis);
        }
        for (k, place) in places {
            let at = (place.clamp(lower, upper), row as f64);
            chart.markers([at], Look::of(k));
            // One value an end; several would hide each other.
            if (place < lower && k == 0) || (place > upper && k + 1 == item.thresholds.len()) {
                let beside = if place < lower { Beside::Right } else { Beside::Left };
                chart.word(at, &decimal(place, 1), beside);
            }
        }
    }
    chart.svg()
}

/// The numbers of the map.
pub(super) fn numbers(material: &Material<'_>) -> String {
    if !material.is_one_dimensional() || material.scores.is_empty() {
        return String::new();
    }
    let (width, bars) = histogram(material);
    let mut persons = Table::new("Persons by EAP score", ["score", "persons"]).long();
    for (from, weight) in bars.iter().filter(|(_, weight)| *weight > 0.0) {
        let decimals = usize::from(material.data.responses.is_weighted());
        persons.row(&format!("{} to {}", decimal(*from, 2), decimal(from + width, 2)), [decimal(*weight, decimals)]);
    }
    let items = by_difficulty(material);
    let most = items.iter().map(|item| item.thresholds.len()).max().unwrap_or(0);
    let mut heads = vec!["item".to_owned()];
    heads.extend((1..=most).map(|k| if most == 1 { "threshold".to_owned() } else { format!("threshold {k}") }));
    let mut table = Table::new("Thresholds on the Wright map, easiest items first", heads).class("narrow");
    if most == 1 {
        table = table.long();
    }
    for item in items {
        let cell = |k: usize| item.thresholds.get(k).map_or_else(|| NOTHING.to_owned(), |t| decimal(*t, 2));
        table.row(&escape(&item.name), (0..most).map(cell));
    }
    format!("{}{}", persons.folded(), table.folded())
}
