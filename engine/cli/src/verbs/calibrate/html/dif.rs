//! Differential item functioning between the groups of the data.

use std::fmt::Write;

use thetis_calibrate::{
    Responses,
    dif::{only_groups, strata},
};
use thetis_plots::{Axis, Chart, Look, NOTHING, Table, Unit, decimal, escape, figure, percent};

use super::material::{Material, counted, flag, probability};
use crate::verbs::dif::{
    compare::compare,
    found::{FlaggedBy, ItemDif, Method, Run},
    settings::{Models, Settings},
};

/// Classes of ability in a plot, and persons of a group that a point stands for at least.
const CLASSES: u32 = 6;
const FEWEST: f64 = 10.0;
/// Plots at most.
const PLOTS: usize = 24;
/// The measure of items of more than two categories, and the standard error of that of the others.
const SMD: &str = "SMD/SD";
const ERROR: &str = "SE";
/// Size of a plot.
const SIZE: (f64, f64) = (400.0, 230.0);

/// The comparisons of the first group with each of the others.
pub(super) struct Dif<'m> {
    material: &'m Material<'m>,
    pairs: Vec<Pair>,
}

struct Pair {
    focal: usize,
    found: Result<Found, String>,
}

/// What was found of a pair of groups.
struct Found {
    /// The reference group and the focal group alone.
    two: Responses,
    run: Run,
    notes: Vec<String>,
}

impl<'m> Dif<'m> {
    pub(super) fn new(material: &'m Material<'m>) -> Self {
        let responses = &material.data.responses;
        let settings = Settings {
            methods: vec![Method::Mh],
            models: models(material),
            purify: true,
            flagged_by: FlaggedBy::Class,
            ..Settings::default()
        };
        let pair = |focal| {
            let found = compare(responses, 0, &[focal], &settings, &|| ()).map_err(|refusal| refusal.error);
            let found = found.and_then(|mut found| {
                let run = found.runs.swap_remove(0);
                Ok(Found { two: only_groups(responses, &[0, focal])?, run, notes: found.notes })
            });
            Pair { focal, found: found.map_err(|error| error.to_string()) }
        };
        Self { material, pairs: (1..responses.groups().len()).map(pair).collect() }
    }

    /// What is said in short.
    pub(super) fn sentence(&self) -> Option<String> {
        let flagged: Vec<usize> = self
            .pairs
            .iter()
            .filter_map(|pair| pair.found.as_ref().ok())
            .map(|found| found.run.items.iter().filter(|item| item.flagged).count())
            .collect();
        if flagged.is_empty() {
            return None;
        }
        let items = counted(flagged.iter().sum(), "item functions", "items function");
        let groups =
            if flagged.len() > 1 { format!(", counted over {} comparisons", flagged.len()) } else { String::new() };
        Some(format!("<b>Fairness.</b> {items} differently between groups to a degree that matters{groups}."))
    }

    /// Whether persons were matched on sums.
    fn sums(&self) -> bool {
        self.pairs.iter().filter_map(|pair| pair.found.as_ref().ok()).all(|found| found.run.abilities.is_none())
    }
}

/// For matching on ability, the models of the calibration: of its first item of two categories, and of more.
fn models(material: &Material<'_>) -> Models {
    let first = |dichotomous: bool| {
        material.items.iter().map(|item| item.calibrated.model).find(|model| model.is_dichotomous() == dichotomous)
    };
    let default = Models::default();
    Models { two: first(true).unwrap_or(default.two), more: first(false).unwrap_or(default.more) }
}

pub(super) fn section(material: &Material<'_>, dif: &Dif<'_>) -> String {
    if dif.pairs.is_empty() {
        return String::new();
    }
    let responses = &material.data.responses;
    let two = (0..responses.items()).filter(|item| responses.categories(*item) <= 2).count();
    let mut methods = Vec::new();
    if two > 0 {
        methods.push("Mantel–Haenszel, with ETS’s classes: A, negligible; B, moderate (MH D-DIF of 1 or more); C, large (1.5 or more and clearly above 1). D-DIF below 0 means harder for the compared group at the same ability.");
    }
    if two < responses.items() {
        methods.push("Mantel’s test with standardised mean differences (compared group less reference, in standard deviations of the item): A, negligible; B, moderate (above 0.17); C, large (above 0.25), if p < 0.05. Below 0, the compared group scores lower at the same ability.");
    }
    let method = match methods.len() {
        1 => methods.concat(),
        _ => format!("Items of two categories: {} Of more: {}", methods[0], methods[1]),
    };
    let matching = if dif.sums() {
        "Persons are matched on the sum of the items not flagged and the item itself; who did not answer all of them is left out. Flagged items are left out of the sum, and the comparison is repeated until the same are flagged (purification)."
    } else {
        "Persons are matched on classes of ability by a model of both groups together, since responses are missing. In it flagged items have parameters of their own in each group, and the comparison is repeated until the same are flagged (purification)."
    };
    let mut out = format!(
        "<section class=\"flow\"><h2>Differential item functioning</h2>\n<p class=\"aid\">Whether an item is harder for one group than for another <i>at the same ability</i>; that groups differ in ability is no DIF. {} {matching}</p>\n",
        escape(&method)
    );
    for pair in &dif.pairs {
        out.push_str(&comparison(dif, pair));
    }
    out.push_str("</section>\n");
    out
}

fn comparison(dif: &Dif<'_>, pair: &Pair) -> String {
    let responses = &dif.material.data.responses;
    let (reference, focal) = (&responses.groups()[0], &responses.groups()[pair.focal]);
    let mut out = format!("<h3>{} compared with {}</h3>\n", escape(focal), escape(reference));
    let found = match &pair.found {
        Ok(found) => found,
        Err(reason) => {
            let _ = writeln!(out, "<p>Not possible: {}.</p>", escape(reason));
            return out;
        }
    };
    for note in &found.notes {
        let _ = writeln!(out, "<p>{}.</p>", escape(note));
    }
    out.push_str(&plots(pair, found));
    // Measures of items of two categories and of more, and the standard error of the first.
    let effects = found.run.columns(|item| item.effect.iter().map(|(name, _)| *name).collect());
    let details = found.run.columns(|item| item.details.iter().map(|(name, _)| *name).collect());
    let mut heads = vec!["item", "χ²", "p"];
    heads.extend(effects.iter().map(|name| if *name == SMD { "mean difference / SD" } else { *name }));
    let error = details.into_iter().find(|name| *name == ERROR);
    heads.extend(error);
    heads.extend(["class", "flagged because of"]);
    let mut table = Table::new(&format!("{focal} compared with {reference}"), heads).class("narrow told");
    let shown =
        |value: Option<f64>, decimals| value.map_or_else(|| NOTHING.to_owned(), |value| decimal(value, decimals));
    for item in &found.run.items {
        let mut cells = vec![shown(item.statistic, 2), probability(item.p.unwrap_or(f64::NAN))];
        let named =
            |list: &[(&str, f64)], name: &str| list.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
        cells.extend(effects.iter().map(|name| shown(named(item.effect.as_slice(), name), 3)));
        cells.extend(error.map(|name| shown(named(&item.details, name), 3)));
        cells.push(item.class.map_or_else(|| NOTHING.to_owned(), String::from));
        cells.push(match &item.not_tested {
            Some(reason) => format!("not tested: {}", escape(reason)),
            None if item.flagged => flag(&words(focal, item)),
            None => String::new(),
        });
        table.row(&escape(&item.item), cells);
    }
    out.push_str(&table.html());
    out
}

/// What a flag says.
fn words(focal: &str, item: &ItemDif) -> String {
    let size = if item.class == Some('C') { "much" } else { "somewhat" };
    let (measure, effect) = item.effect.unwrap_or_default();
    match (measure != SMD, effect < 0.0) {
        (true, true) => format!("{size} harder for {focal}"),
        (true, false) => format!("{size} easier for {focal}"),
        (false, true) => format!("{focal} scores {size} lower"),
        (false, false) => format!("{focal} scores {size} higher"),
    }
}

/// Plots of the items flagged, the largest effects first.
fn plots(pair: &Pair, found: &Found) -> String {
    let items = &found.run.items;
    let mut flagged: Vec<usize> = (0..items.len()).filter(|item| items[*item].flagged).collect();
    if flagged.is_empty() {
        return "<p>No item is flagged.</p>\n".to_owned();
    }
    let size = |item: usize| items[item].effect.map_or(0.0, |(_, effect)| effect.abs());
    flagged.sort_by(|a, b| size(*b).total_cmp(&size(*a)));
    let more = flagged.len().saturating_sub(PLOTS);
    flagged.truncate(PLOTS);
    let two = &found.two;
    let entries = two.groups().iter().enumerate().map(|(at, group)| (Look::of(at).sample(), escape(group)));
    let legend = thetis_plots::legend("Groups", entries);
    let (mut figures, mut numbers) = (String::new(), String::new());
    for item in flagged {
        let (plot, table) = plot(pair, found, item);
        let aid =
            "Mean score, as part of the highest, of persons who are alike on the other items; lines apart are DIF.";
        figures.push_str(&figure(&plot, &escape(&two.ids()[item]), aid));
        numbers.push_str(&table);
    }
    let rest = if more > 0 {
        format!("<p>Another {} flagged, in the table.</p>\n", counted(more, "item is", "items are"))
    } else {
        String::new()
    };
    format!(
        "{legend}<div class=\"pair\">{figures}</div>{rest}<details><summary>The numbers of these plots</summary>{numbers}</details>\n"
    )
}

/// What persons are matched on for an item; NaN for who is not.
fn matching(found: &Found, item: usize) -> Vec<f64> {
    let Found { two, run, .. } = found;
    if let Some(abilities) = &run.abilities {
        return abilities.clone();
    }
    let counts = |other: usize| other == item || run.anchors[other];
    let needed = (0..two.items()).filter(|other| counts(*other)).count();
    let of = |person: usize| {
        let own = two.answers(person).filter(|(other, _)| counts(*other));
        let (answered, sum) = own.fold((0, 0), |(answered, sum), (_, score)| (answered + 1, sum + score));
        if answered == needed { sum as f64 } else { f64::NAN }
    };
    (0..two.persons()).map(of).collect()
}

/// The plot of a flagged item, and its numbers.
fn plot(pair: &Pair, found: &Found, item: usize) -> (String, String) {
    let two = &found.two;
    let highest = two.categories(item).saturating_sub(1).max(1) as f64;
    let matched = matching(found, item);
    let classes = strata(&matched, CLASSES);
    let (axis, column) = if found.run.abilities.is_none() {
        ("score on the items not flagged and this one", "group, mean score")
    } else {
        ("ability θ (logits)", "group, mean ability")
    };
    // By class and group: weight, sum of what was matched on, sum of scores.
    let mut sums = vec![[[0.0_f64; 3]; 2]; CLASSES as usize];
    for person in 0..two.persons() {
        let Some(score) = two.answer(person, item) else { continue };
        let Some(class) = (0..CLASSES).position(|class| f64::from(class) >= classes[person]) else { continue };
        let weight = two.weight(person);
        let sum = &mut sums[class][two.group(person)];
        sum[0] += weight;
        sum[1] += weight * matched[person];
        sum[2] += weight * score as f64 / highest;
    }
    let points = |at: usize| -> Vec<(f64, f64, f64)> {
        let enough = sums.iter().map(|class| class[at]).filter(|sum| sum[0] >= FEWEST);
        enough.map(|[weight, theta, score]| (theta / weight, score / weight, weight)).collect()
    };
    let both = [points(0), points(1)];
    let x = Axis::around(axis, Unit::Number, both.iter().flatten().map(|point| point.0));
    let y = Axis::with_ticks("share of the highest score", Unit::Percent, (0.0, 1.0), 6);
    let names = two.groups();
    let id = &two.ids()[item];
    let mut description = format!("Mean score on item {id} by ability, in two groups.");
    let mut table =
        Table::new(&format!("{id}: share of the highest score by ability and group"), [column, "share", "persons"])
            .long();
    for (at, points) in both.iter().enumerate() {
        let mean = points.iter().map(|point| point.1).sum::<f64>() / points.len() as f64;
        let _ = write!(description, " {}: {} on average over the classes.", names[at], percent(mean, 0));
        for (theta, share, weight) in points {
            table.row(
                &format!("{}, {}", escape(&names[at]), decimal(*theta, 2)),
                [percent(*share, 1), decimal(*weight, 0)],
            );
        }
    }
    let title = format!("DIF of item {id}");
    let mut chart = Chart::new(&format!("dif-{}-{item}", pair.focal), &title, &description, SIZE, x, y);
    for (at, points) in both.iter().enumerate() {
        let look = Look::of(at);
        let points: Vec<(f64, f64)> = points.iter().map(|(theta, share, _)| (*theta, *share)).collect();
        chart.line(points.iter().copied(), look.line());
        chart.markers(points, look);
    }
    (chart.svg(), table.html())
}
