//! Which options were chosen, by persons of which ability, and whether the key may be wrong.

use std::fmt::Write;

use thetis_calibrate::classical::{OptionsReport, Suspicion};
use thetis_plots::{Axis, Chart, Ink, Look, Margins, NOTHING, Table, Unit, decimal, escape, percent};

use super::{super::reading::RawOptions, material::flag};
use crate::verbs::classical::analysis::analyse_options;

/// Ability groups, the least able first.
const GROUPS: usize = 5;
/// Most options of all items that have a look each.
const LOOKS: usize = 12;
/// Size of a small plot.
const SIZE: (f64, f64) = (200.0, 140.0);

pub(super) fn section(raw: &Result<Option<RawOptions>, String>) -> String {
    match raw {
        Ok(None) => String::new(),
        Ok(Some(raw)) => analysis(raw).unwrap_or_else(|reason| without(&reason)),
        Err(reason) => without(reason),
    }
}

fn without(reason: &str) -> String {
    format!(
        "<section><h2>Options and distractors</h2>\n<p>There is no analysis of options: {}.</p></section>\n",
        escape(reason.trim_end_matches('.'))
    )
}

fn analysis(raw: &RawOptions) -> Result<String, String> {
    let responses = &raw.data.responses;
    let reports = analyse_options(responses, &raw.data.codes, &raw.keys, GROUPS).map_err(|error| error.to_string())?;
    let mut plots = String::new();
    let mut heads = vec!["item, option".to_owned(), "chosen".to_owned(), "correlation with rest".to_owned()];
    heads.extend((1..=GROUPS).map(|group| format!("group {group}")));
    heads.push("flagged because of".to_owned());
    let columns = heads.len();
    let mut table = Table::new("Options by ability group", heads).class("narrow told");
    let most = reports.iter().map(|found| found.report.options.len()).max().unwrap_or(0);
    let mut all: Vec<String> = raw.data.codes.concat();
    all.sort_by_key(|code| (code.len(), code.clone()));
    all.dedup();
    for (number, (found, id)) in reports.iter().zip(responses.ids()).enumerate() {
        let (report, codes) = (&found.report, &found.names);
        let looks: Vec<Look> = (0..report.options.len()).map(|place| look(&all, codes, place)).collect();
        let _ = writeln!(
            plots,
            "<figure><figcaption><b>{}</b> key {}</figcaption>{}</figure>",
            escape(id),
            escape(&raw.keys[number].join(", ")),
            plot(report, id, number, &looks)
        );
        table.group(id, columns);
        for (place, option) in report.options.iter().enumerate() {
            let mut cells = vec![
                percent(option.proportion, 1),
                option.rest_correlation.map_or_else(|| NOTHING.to_owned(), |r| decimal(r, 3)),
            ];
            cells.extend(option.by_group.iter().map(|share| percent(*share, 0)));
            let words = words(report, place);
            cells.push(if words.is_empty() { String::new() } else { flag(&words.join("; ")) });
            let code = codes.get(place).map_or("", String::as_str);
            let right = if option.is_correct { " <b>(right)</b>" } else { "" };
            table.row(&format!("{}{right}", escape(code)), cells);
        }
    }
    let mut entries = vec![(Look::main_sample(), "right option".to_owned())];
    if all.len() <= LOOKS {
        entries.extend(
            all.iter().enumerate().map(|(at, code)| (Look::of(at).sample(), format!("option {}", escape(code)))),
        );
    } else {
        entries.extend((0..most).map(|at| (Look::of(at).sample(), format!("option {} in the table", at + 1))));
    }
    Ok(format!(
        "<section class=\"flow\"><h2>Options and distractors</h2>\n<p class=\"aid\">Persons in {GROUPS} groups by their score on the other items, the least able on the left; upwards, the share of each group that chose an option. The right option should rise, distractors should fall; one that rises may be right as well, and one that nobody chooses does nothing.</p>\n{}<div class=\"multiples\">{plots}</div>{}</section>\n",
        thetis_plots::legend("Options", entries),
        table.html()
    ))
}

/// What speaks against an option.
fn words(report: &OptionsReport, place: usize) -> Vec<&'static str> {
    let is = |option: u8| usize::from(option) == place;
    let word = |suspicion: &Suspicion| match suspicion {
        Suspicion::KeyAgainstAbility if report.options[place].is_correct => {
            Some("chosen by the less able: the key is probably wrong")
        }
        Suspicion::BetterThanKey { option } if is(*option) => Some("goes with ability more than the key"),
        Suspicion::AblestPrefer { option } if is(*option) => Some("the ablest choose it more often than the key"),
        Suspicion::Rare { option } if is(*option) => Some("distracts nobody: fewer than 5 % chose it"),
        _ => None,
    };
    report.suspicions.iter().filter_map(word).collect()
}

/// The number of an option's look: its place among the options of all items where they are few, else among its item's.
fn look(all: &[String], codes: &[String], place: usize) -> Look {
    let common = codes.get(place).and_then(|code| all.iter().position(|own| own == code));
    Look::of(common.filter(|_| all.len() <= LOOKS).unwrap_or(place))
}

fn plot(report: &OptionsReport, id: &str, number: usize, looks: &[Look]) -> String {
    let x = Axis::of_names("", (1..=GROUPS).map(|group| group.to_string())).plain();
    let y = Axis::with_ticks("", Unit::Number, (0.0, 1.0), 3);
    let key = report.options.iter().filter(|option| option.is_correct);
    let mut description = format!("Share of {GROUPS} ability groups that chose each option.");
    for option in key {
        let ends = [option.by_group.first(), option.by_group.last()]
            .map(|share| percent(share.copied().unwrap_or(f64::NAN), 0));
        let _ =
            write!(description, " The right option: from {} of the least able to {} of the ablest.", ends[0], ends[1]);
    }
    let title = format!("Options of item {id}");
    let mut chart = Chart::new(&format!("options-{number}"), &title, &description, SIZE, x, y).margins(Margins::SMALL);
    for (option, look) in report.options.iter().zip(looks) {
        let points: Vec<(f64, f64)> =
            option.by_group.iter().enumerate().map(|(group, share)| (group as f64, *share)).collect();
        if option.is_correct {
            chart.line(points, Ink::Main);
        } else {
            chart.line(points.iter().copied(), look.line());
            chart.markers(points, *look);
        }
    }
    chart.svg()
}
