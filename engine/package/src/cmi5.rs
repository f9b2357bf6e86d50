//! `cmi5.xml`: the course structure (AICC and ADL 2016, cmi5 Specification Profile for xAPI, Quartz, 1st edition, section 13).
//!
//! One assignable unit. No `masteryScore`: whether a person has passed is a matter of probability, not of a score above a mark.

use std::fmt::Write;

use uuid::Uuid;

use crate::{page::Page, xml::escape};

pub(crate) fn course_structure(page: &Page<'_>) -> String {
    let titles = strings(page.titles());
    let descriptions = strings(
        page.packed.locales.iter().map(|(language, locale)| (language.as_str(), locale.bank.description.as_str())),
    );
    // Passed is said with completed, after the last answer; where there is no rule only completed is.
    let move_on = if page.options.pass.is_some() { "Passed" } else { "CompletedOrPassed" };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="{course}">
    <title>
{titles}    </title>
    <description>
{descriptions}    </description>
  </course>
  <au id="{unit}" moveOn="{move_on}" launchMethod="OwnWindow" activityType="http://adlnet.gov/expapi/activities/assessment">
    <title>
{titles}    </title>
    <description>
{descriptions}    </description>
    <url>index.html</url>
  </au>
</courseStructure>
"#,
        course = identifier("course", page),
        unit = identifier("au", page),
    )
}

fn strings<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (language, text) in texts {
        writeln!(out, "      <langstring lang=\"{}\">{}</langstring>", escape(language), escape(text))
            .expect("a string takes every text");
    }
    out
}

/// The same for the same test: bank, version, design, profile and passing rule. Languages may be added to a course.
fn identifier(what: &str, page: &Page<'_>) -> String {
    let (bank, options) = (&page.packed.bank, page.options);
    let pass = options.pass.as_ref().map(ToString::to_string).unwrap_or_default();
    let profile = options.profile.as_deref().unwrap_or_default();
    let name = format!("thetis:{what}:{}:{}:{}:{profile}:{pass}", bank.id, bank.version, options.design());
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()).urn().to_string()
}
