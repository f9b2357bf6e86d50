//! The HTML report: whole, self-contained, and readable without eyes or colours.

use thetis_core::{Design, FitBounds, Stop, StopRule};
use thetis_simulate::{Run, StudyReport, html, run};

use crate::cases::{bank, named, normal, plan, study, two_pl};

fn report() -> StudyReport {
    let bank = bank(two_pl(40));
    let precise = StopRule::StandardError { dimension: None, at_most: 0.5 };
    let varying = Design {
        cuts: vec![vec![-1.0, 1.0]],
        fit: FitBounds { lz: -1.645, ..FitBounds::default() },
        stop: Stop { min_items: 2, max_items: 20, when: Some(precise) },
        ..Design::adaptive(&bank, 20)
    };
    let designs =
        vec![named("fixed <12> & \"more\"", &bank, Design::adaptive(&bank, 12)), named("varying", &bank, varying)];
    run(&study(&bank, designs, plan(normal(300), 2, 1)), Run::default()).expect("runs")
}

/// Every element that is opened is closed, in order; void elements aside.
fn assert_balanced(page: &str) {
    const VOID: [&str; 3] = ["meta", "br", "!doctype"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').expect("a tag ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().expect("a name");
        if tag.ends_with('/') || VOID.contains(&name) {
            continue;
        }
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "closed out of order, before {}", &rest[..rest.len().min(80)]);
        } else {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn the_page_is_whole_and_needs_nothing_else() {
    let page = html(&report(), Some(0.25));
    assert!(page.starts_with("<!doctype html>") && page.contains("<html lang=\"en\">"));
    assert_balanced(&page);
    for outside in ["http:", "https:", " src=", "url(", "@import", "<script", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for number in ["NaN", "inf", "-0.000", "null"] {
        let shown = page.split("</style>").nth(1).expect("a body");
        assert!(!shown.contains(&format!(">{number}<")) && !shown.contains(&format!("\"{number}\"")), "{number}");
    }
    assert!(page.contains("fixed &lt;12&gt; &amp; &quot;more&quot;") && !page.contains("<12>"), "names are escaped");
    assert!(page.contains("limit 25"), "the limit is drawn");
}

#[test]
fn every_plot_says_what_it_shows() {
    let page = html(&report(), None);
    let plots: Vec<&str> = page.split("<svg ").skip(1).filter(|svg| svg.contains("role=\"img\"")).collect();
    // Bias, error, standard error, coverage, length; two scatters, two histograms, exposure.
    assert_eq!(plots.len(), 10);
    let mut ids = std::collections::HashSet::new();
    for plot in &plots {
        let plot = plot.split("</svg>").next().expect("it ends");
        let id = plot.split("<title id=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a title");
        assert!(ids.insert(id), "{id} is there twice");
        let description =
            plot.split("<desc id=").nth(1).and_then(|rest| rest.split('>').nth(1)).expect("a description");
        assert!(description.split(' ').count() > 5, "{description}");
        assert!(plot.contains(&format!("aria-labelledby=\"{id} {}d\"", id.trim_end_matches('t'))), "{id}");
    }
    // All other drawings are decoration.
    let decorations = page.matches("<svg ").count() - plots.len();
    assert_eq!(page.matches("aria-hidden=\"true\"").count(), decorations);
    assert_eq!(page.matches("<figcaption>").count(), plots.len(), "and each has a sentence to read it by");
}

#[test]
fn designs_with_tests_of_one_length_have_no_plot_of_lengths() {
    let bank = bank(two_pl(40));
    let designs = vec![named("eight", &bank, Design::adaptive(&bank, 8))];
    let report = run(&study(&bank, designs, plan(normal(50), 1, 1)), Run::default()).expect("runs");
    let page = html(&report, None);
    assert!(page.contains("Every test has 8 items.") && !page.contains("mean number of items"), "{page}");
    assert!(
        !page.contains("<h2>Classification")
            && !page.contains("<h2>Person fit")
            && !page.contains("<h2>What tests are made of")
    );
}
