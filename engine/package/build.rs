//! Puts the built player (bindings/js/dist) into the crate: a table of names and bytes, empty where it is not built.

use std::{
    env,
    error::Error,
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    let bindings = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../bindings/js");
    let dist = bindings.join("dist");
    // Where it is not built, whatever is built there later has to be noticed.
    let watched = if dist.is_dir() { &dist } else { &bindings };
    println!("cargo::rerun-if-changed={}", watched.display());
    let mut files = Vec::new();
    if dist.is_dir() {
        collect(&dist, "", &mut files)?;
    }
    files.sort();
    let mut table = "&[\n".to_owned();
    for (name, path) in files {
        let path = path.to_str().ok_or("the path of the sources is not UTF-8")?;
        writeln!(table, "({name:?}, include_bytes!({path:?})),")?;
    }
    table += "]";
    fs::write(Path::new(&env::var("OUT_DIR")?).join("player.rs"), table)?;
    Ok(())
}

/// What browsers load, and the licences of it; no source maps and no declarations.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if [".js", ".wasm", "LICENSES.txt"].iter().any(|end| name.ends_with(end)) {
            files.push((name, entry.path().canonicalize()?));
        }
    }
    Ok(())
}
