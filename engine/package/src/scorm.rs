//! `imsmanifest.xml`: what a SCORM package is and which files it has (ADL 2001, SCORM 1.2 Content Aggregation Model; ADL 2009, SCORM 2004
//! 4th Edition Content Aggregation Model).
//!
//! One organisation with one item, which is one sharable content object. No `adlcp:masteryscore`: with it an LMS turns the first score it
//! sees into a verdict (measured in Moodle 4.5). The schemas themselves are not packed, so no `xsi:schemaLocation` points at them.

use crate::{
    page::Page,
    xml::{address, escape},
};

/// Longest title that the schema of SCORM 1.2 allows, characters.
const LONGEST_TITLE: usize = 200;
/// Longest version of a manifest that the schemas allow, characters.
const LONGEST_VERSION: usize = 20;

pub(crate) fn manifest_12(page: &Page<'_>, paths: &[String]) -> String {
    let title = title(page);
    let (identifier, version) = identity(page);
    let files = files(paths);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{identifier}"{version} xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="organization">
    <organization identifier="organization">
      <title>{title}</title>
      <item identifier="item" identifierref="resource" isvisible="true">
        <title>{title}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="resource" type="webcontent" adlcp:scormtype="sco" href="index.html">
{files}    </resource>
  </resources>
</manifest>
"#
    )
}

/// With the least of sequencing: status and success are what the object reports. Without that an LMS takes silence for success.
pub(crate) fn manifest_2004(page: &Page<'_>, paths: &[String]) -> String {
    let title = title(page);
    let (identifier, version) = identity(page);
    let files = files(paths);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{identifier}"{version} xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>2004 4th Edition</schemaversion>
  </metadata>
  <organizations default="organization">
    <organization identifier="organization" structure="hierarchical">
      <title>{title}</title>
      <item identifier="item" identifierref="resource" isvisible="true">
        <title>{title}</title>
        <imsss:sequencing>
          <imsss:objectives>
            <imsss:primaryObjective objectiveID="overall" satisfiedByMeasure="false"/>
          </imsss:objectives>
          <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>
        </imsss:sequencing>
      </item>
      <imsss:sequencing>
        <imsss:controlMode choice="true" flow="true"/>
      </imsss:sequencing>
    </organization>
  </organizations>
  <resources>
    <resource identifier="resource" type="webcontent" adlcp:scormType="sco" href="index.html">
{files}    </resource>
  </resources>
</manifest>
"#
    )
}

fn title(page: &Page<'_>) -> String {
    escape(&page.title().chars().take(LONGEST_TITLE).collect::<String>())
}

/// Identifier of the manifest, an XML name without a colon, and its version as an attribute.
fn identity(page: &Page<'_>) -> (String, String) {
    let bank = &page.packed.bank;
    // The ids of banks have no other characters than names do; a name must not begin with a digit.
    let identifier = format!("thetis-{}-{}", bank.id, bank.version);
    let version =
        if bank.version.len() > LONGEST_VERSION { String::new() } else { format!(" version=\"{}\"", bank.version) };
    (identifier, version)
}

fn files(paths: &[String]) -> String {
    paths.iter().map(|path| format!("      <file href=\"{}\"/>\n", address(path))).collect()
}
