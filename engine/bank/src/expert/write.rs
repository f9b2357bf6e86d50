//! The method's numbers in the place of a bank's own, and no other byte of its file changed.

use crate::{
    json_text::{Edit, Malformed, Object, elements},
    types::{Provenance, ProvenanceSource},
};

use super::{Difference, Judged};

impl Judged {
    /// The text of the bank's `bank.json` with what the method says where it differs: model, standard errors and
    /// provenance of items, judged on this day (`YYYY-MM-DD`), and `from` of levels. Where nothing differs, the text
    /// is the same byte for byte, days included.
    ///
    /// # Errors
    /// The text is not that of the bank judged.
    pub fn write(&self, text: &str, date: &str) -> Result<String, Malformed> {
        let root = Object::root(text)?;
        let places = |name: &str| elements(text, root.value(name).ok_or(Malformed)?.start);
        let mut edits = Vec::new();
        let changed: Vec<_> = self.items.iter().filter(|item| !item.differences.is_empty()).collect();
        if !changed.is_empty() {
            let items = places("items")?;
            for judged in changed {
                let object = Object::at(text, items.get(judged.item).ok_or(Malformed)?.start)?;
                if judged.differences.iter().any(|difference| *difference != Difference::Provenance) {
                    edits.push(object.set(text, "model", &judged.model));
                }
                let provenance = Provenance {
                    source: ProvenanceSource::Expert,
                    sample: None,
                    date: Some(date.to_owned()),
                    method: Some(judged.method.to_owned()),
                };
                edits.push(object.set(text, "provenance", &provenance));
            }
        }
        if self.levels.iter().any(|level| level.differs) {
            let levels = places("levels")?;
            for judged in self.levels.iter().filter(|level| level.differs) {
                let object = Object::at(text, levels.get(judged.level).ok_or(Malformed)?.start)?;
                edits.push(object.set(text, "from", &judged.from));
            }
        }
        Ok(Edit::apply(text, edits))
    }
}
