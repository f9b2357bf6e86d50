//! Lines on the terminal, and in a file if wanted.

use std::path::Path;

#[derive(Default)]
pub(crate) struct Report {
    text: String,
}

impl Report {
    pub(crate) fn line(&mut self, line: &str) {
        println!("{line}");
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(crate) fn finish(self, file: Option<&Path>) {
        if let Some(file) = file
            && let Err(error) = std::fs::write(file, self.text)
        {
            eprintln!("cannot write {}: {error}", file.display());
        }
    }
}
