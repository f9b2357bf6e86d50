//! Who may import whom (the layers of ARCHITECTURE.md), and that every dependency has its reason there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What a package of the workspace may depend on.
struct Rule {
    package: &'static str,
    /// Packages of this workspace.
    ours: &'static [&'static str],
    /// Packages of others, outside tests. `None` allows any that ARCHITECTURE.md gives a reason for.
    others: Option<&'static [&'static str]>,
}

const RULES: [Rule; 22] = [
    Rule { package: "thetis-core", ours: &[], others: Some(&["libm", "rand_core", "rand_pcg"]) },
    Rule { package: "thetis-bank", ours: &["thetis-core", "thetis-assembly"], others: None },
    Rule { package: "thetis-plots", ours: &[], others: Some(&["plotters"]) },
    Rule {
        package: "thetis-simulate",
        ours: &["thetis-core", "thetis-bank", "thetis-assembly", "thetis-plots"],
        others: None,
    },
    Rule { package: "thetis-calibrate", ours: &["thetis-core"], others: None },
    Rule { package: "thetis-responses", ours: &["thetis-core", "thetis-bank", "thetis-calibrate"], others: None },
    Rule { package: "thetis-framework", ours: &["thetis-bank"], others: None },
    Rule { package: "thetis-package", ours: &["thetis-bank"], others: None },
    Rule { package: "thetis-credential", ours: &["thetis-core", "thetis-bank"], others: None },
    Rule {
        package: "thetis",
        ours: &[
            "thetis-core",
            "thetis-bank",
            "thetis-simulate",
            "thetis-calibrate",
            "thetis-responses",
            "thetis-plots",
            "thetis-framework",
            "thetis-package",
            "thetis-credential",
        ],
        others: None,
    },
    // The only package that may know Ballista and DataFusion.
    Rule { package: "thetis-cluster", ours: &["thetis-calibrate", "thetis-responses"], others: None },
    // Each of these is in the candidate's download.
    Rule { package: "thetis-runtime", ours: &[], others: Some(&[]) },
    Rule { package: "thetis-session", ours: &["thetis-core", "thetis-runtime"], others: Some(&["wasm-bindgen"]) },
    Rule { package: "thetis-outcome", ours: &["thetis-core", "thetis-runtime"], others: Some(&[]) },
    Rule { package: "thetis-assembly", ours: &[], others: Some(&["microlp"]) },
    Rule { package: "thetis-assembly-wasm", ours: &["thetis-assembly", "thetis-runtime"], others: Some(&["log"]) },
    // Ours in place of the package of that name: a clock that stands still.
    Rule { package: "web-time", ours: &[], others: Some(&[]) },
    Rule { package: "thetis-bench", ours: &["thetis-calibrate"], others: None },
    Rule { package: "thetis-conformance", ours: &["thetis-core", "thetis-bank", "thetis-calibrate"], others: None },
    Rule { package: "thetis-portability", ours: &["thetis-core"], others: Some(&["talc"]) },
    Rule { package: "thetis-robustness", ours: &["thetis-core", "thetis-bank", "thetis-responses"], others: Some(&[]) },
    // Builds the others, so it must compile while they do not.
    Rule { package: "xtask", ours: &[], others: None },
];

/// A package and what it depends on.
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    ours: bool,
    only_in_tests: bool,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("cannot read {file}: {error}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("cargo metadata has {value} where a text is expected"))
}

fn entries(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap_or_else(|| panic!("cargo metadata has {value} where a list is expected")).iter()
}

/// The packages of the workspace.
fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let dependency = |value: &Value| Dependency {
        name: text(&value["name"]).to_owned(),
        ours: value["path"].is_string(),
        only_in_tests: value["kind"].as_str() == Some("dev"),
    };
    entries(&metadata["packages"])
        .map(|package| Package {
            name: text(&package["name"]).to_owned(),
            dependencies: entries(&package["dependencies"]).map(dependency).collect(),
        })
        .collect()
}

/// What a package does that its rule does not allow.
fn offences(package: &Package) -> Vec<String> {
    let name = &package.name;
    let Some(rule) = RULES.iter().find(|rule| rule.package == name) else {
        return vec![format!("{name} has no rule: add one to RULES, and the package to ARCHITECTURE.md")];
    };
    let allowed = |dependency: &Dependency| {
        let listed = |list: &[&str]| list.contains(&dependency.name.as_str());
        // Tests may use any tool, but a test that needs an upper layer belongs in that layer.
        if dependency.ours { listed(rule.ours) } else { dependency.only_in_tests || rule.others.is_none_or(listed) }
    };
    let forbidden = package.dependencies.iter().filter(|dependency| !allowed(dependency));
    forbidden.map(|dependency| format!("{name} may not depend on {}", dependency.name)).collect()
}

/// The names that `document` does not mention as code.
fn unexplained<'a>(names: impl IntoIterator<Item = &'a str>, document: &str) -> BTreeSet<&'a str> {
    names.into_iter().filter(|name| !document.contains(&format!("`{name}`"))).collect()
}

/// The keys of an object in a package.json; none if it is not there.
fn keys<'a>(package: &'a Value, field: &str) -> Vec<&'a str> {
    package[field].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn packages_import_only_what_their_layer_allows() {
    let offences: Vec<_> = packages().iter().flat_map(offences).collect();
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn every_dependency_has_its_reason_in_the_architecture() {
    let packages = packages();
    let rust = packages.iter().flat_map(|package| &package.dependencies).filter(|dependency| !dependency.ours);
    let rust = rust.map(|dependency| dependency.name.as_str());
    let tools: Value = serde_json::from_str(&read("package.json")).expect("package.json is JSON");
    let peers: Value = serde_json::from_str(&read("benches/peers/package.json")).expect("package.json is JSON");
    let npm = keys(&tools, "devDependencies").into_iter().chain(keys(&peers, "dependencies"));
    let missing = unexplained(rust.chain(npm), &read("ARCHITECTURE.md"));
    assert!(missing.is_empty(), "ARCHITECTURE.md does not say why these are here: {missing:?}");
}

#[test]
fn the_npm_package_depends_on_nothing() {
    let package: Value = serde_json::from_str(&read("bindings/js/package.json")).expect("package.json is JSON");
    for field in ["dependencies", "peerDependencies", "optionalDependencies"] {
        assert!(keys(&package, field).is_empty(), "bindings/js/package.json has {field}");
    }
}

#[test]
fn rules_name_packages_that_exist() {
    let packages = packages();
    let gone: Vec<_> = RULES
        .iter()
        .map(|rule| rule.package)
        .filter(|rule| packages.iter().all(|package| package.name != *rule))
        .collect();
    assert!(gone.is_empty(), "RULES names packages that are not in the workspace: {gone:?}");
}

#[test]
fn each_kind_of_offence_is_found() {
    let offences_of = |name: &str, dependency: &str, ours, only_in_tests| {
        let dependency = Dependency { name: dependency.to_owned(), ours, only_in_tests };
        offences(&Package { name: name.to_owned(), dependencies: vec![dependency] }).len()
    };
    assert_eq!(offences_of("thetis-core", "thetis-bank", true, false), 1, "an upper layer");
    assert_eq!(offences_of("thetis-core", "thetis-bank", true, true), 1, "an upper layer in tests");
    assert_eq!(offences_of("thetis-core", "serde", false, false), 1, "a library not on the list");
    assert_eq!(offences_of("thetis-core", "proptest", false, true), 0, "a tool of the tests");
    assert_eq!(offences_of("thetis-bank", "csv", false, false), 0, "any library");
    assert_eq!(offences_of("thetis-unheard-of", "libm", false, false), 1, "no rule");
    assert_eq!(unexplained(["libm", "lib"], "- `libm`: exponentials"), BTreeSet::from(["lib"]));
}
