//! Which dimensions the items load on: `--dimension` and `--bifactor`.

use thetis_responses::ItemList;

use super::parameter::index;
use crate::failure::Failure;

/// The name of the one dimension where there is no other.
const ABILITY: &str = "ability";
/// The name of the dimension that all items of a bifactor model load on.
const GENERAL: &str = "general";
/// More correlated dimensions would need more nodes than a sum can bear.
const MOST: usize = 3;

/// The dimensions of ability, and which of them each item loads on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Dimensions {
    /// Their names, in the order of the coordinates of ability.
    pub(in super::super) names: Vec<String>,
    /// How many of them, the last ones, are specific: independent of all others. The others are then general.
    pub(in super::super) specific: usize,
    /// The dimensions of each item.
    pub(super) loads: Vec<Vec<u32>>,
}

impl Dimensions {
    /// One for all.
    pub(super) fn one(items: usize) -> Self {
        Self { names: vec![ABILITY.to_owned()], specific: 0, loads: vec![vec![0]; items] }
    }

    /// Whether there is more than one.
    pub(in super::super) fn several(&self) -> bool {
        self.names.len() > 1
    }

    /// How many are not specific.
    pub(in super::super) fn general(&self) -> usize {
        self.names.len() - self.specific
    }

    /// Correlated dimensions, as a column of the list names them for each of these items.
    ///
    /// # Errors
    /// Usage: no such column, an item without a dimension, more than three, or dimensions that nothing tells apart.
    pub(super) fn correlated(list: &ItemList, column: &str, ids: &[String]) -> Result<Self, Failure> {
        let refuse = |reason: String| Failure::usage(format!("--dimension {column}: {reason}"));
        let mut found = Self { names: Vec::new(), specific: 0, loads: Vec::new() };
        for (id, cell) in cells(list, "--dimension", column, ids)? {
            let mut loads: Vec<u32> =
                cell.split([' ', '\t', '+']).filter(|name| !name.is_empty()).map(|name| found.place(name)).collect();
            loads.sort_unstable();
            loads.dedup();
            if loads.is_empty() {
                return Err(refuse(format!(
                    "item {id} has none: name the dimensions it measures, separated by + or a space, or leave it out with --drop {id}"
                )));
            }
            found.loads.push(loads);
        }
        let Self { names, .. } = &found;
        if names.len() > MOST {
            return Err(refuse(format!(
                "there are {} ({}): at most {MOST} are estimated together. Calibrate each by itself with --only {column}=…, or, where all items measure one thing and these are its parts, say --bifactor {column}; a name of several words is written as one, such as reading-aloud",
                names.len(),
                listed(names)
            )));
        }
        for (dimension, name) in names.iter().enumerate() {
            let items = found.items_of(dimension);
            if found.several() && items.len() < 2 {
                return Err(refuse(format!(
                    "{name} has one item only ({}): a dimension needs two or more",
                    ids[items[0]]
                )));
            }
            if let Some(twin) = (0..dimension).find(|other| found.items_of(*other) == items) {
                return Err(refuse(format!(
                    "{} and {name} have the same items, and nothing tells them apart: a name of several words is written as one, such as reading-aloud",
                    names[twin]
                )));
            }
        }
        Ok(found)
    }

    /// A general dimension, and the specific one that a column of the list names for an item, if it does.
    ///
    /// # Errors
    /// Usage: no such column, a specific dimension of one item, or none at all.
    pub(super) fn bifactor(list: &ItemList, column: &str, ids: &[String]) -> Result<Self, Failure> {
        let general = Self { names: vec![GENERAL.to_owned()], specific: 0, loads: vec![vec![0]; ids.len()] };
        general.with_specific(list, column, ids)
    }

    /// These dimensions as general ones, and the specific one that a column of the list names for an item, if it does.
    ///
    /// # Errors
    /// Usage: no such column, a specific dimension of one item or with the name of a general one, or none at all.
    pub(super) fn with_specific(mut self, list: &ItemList, column: &str, ids: &[String]) -> Result<Self, Failure> {
        let refuse = |reason: String| Failure::usage(format!("--bifactor {column}: {reason}"));
        let general = self.names.len();
        for (item, (id, cell)) in cells(list, "--bifactor", column, ids)?.into_iter().enumerate() {
            if cell.is_empty() || cell == "NA" || cell == GENERAL {
                continue;
            }
            let place = self.place(cell);
            if (place as usize) < general {
                return Err(refuse(format!(
                    "{cell}, of item {id}, is a general dimension of --dimension too: leave the cell empty where an item has no specific dimension, or give this one another name"
                )));
            }
            self.loads[item].push(place);
        }
        self.specific = self.names.len() - general;
        if self.specific == 0 {
            return Err(refuse("no item has a specific dimension: name some, or leave --bifactor out".into()));
        }
        for (dimension, name) in self.names.iter().enumerate().skip(general) {
            if let [item] = self.items_of(dimension)[..] {
                return Err(refuse(format!(
                    "{name} has one item only ({}): leave its cell empty, or name the dimension for others too",
                    ids[item]
                )));
            }
        }
        Ok(self)
    }

    /// The number of a dimension, new or not.
    fn place(&mut self, name: &str) -> u32 {
        let known = self.names.iter().position(|own| own == name);
        index(known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        }))
    }

    /// The items on a dimension.
    pub(super) fn items_of(&self, dimension: usize) -> Vec<usize> {
        (0..self.loads.len()).filter(|item| self.loads[*item].contains(&index(dimension))).collect()
    }
}

/// Each item with what the column has for it.
fn cells<'l>(
    list: &'l ItemList,
    option: &str,
    column: &str,
    ids: &'l [String],
) -> Result<Vec<(&'l str, &'l str)>, Failure> {
    let cells = list.column(column).map_err(|fault| Failure::usage(format!("{option} {column}: {fault}")))?;
    let of = |id: &'l String| (id.as_str(), cells.get(id.as_str()).map_or("", |cell| cell.trim()));
    Ok(ids.iter().map(of).collect())
}

fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", names[..names.len().min(SHOWN)].join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use thetis_responses::ListedItem;

    fn list(cells: &[&str]) -> (ItemList, Vec<String>) {
        let ids: Vec<String> = (1..=cells.len()).map(|item| format!("q{item}")).collect();
        let item = |(id, cell): (&String, &&str)| ListedItem {
            id: id.clone(),
            model: None,
            coding: Default::default(),
            cells: vec![id.clone(), (*cell).to_owned()],
        };
        let items = ids.iter().zip(cells).map(item).collect();
        let columns = vec!["item".to_owned(), "scale".to_owned()];
        (ItemList { columns, items, ..ItemList::default() }, ids)
    }

    fn sentence(failure: Failure) -> String {
        match failure {
            Failure::Usage(sentence) => sentence,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_are_numbered_as_they_come() {
        let (list, ids) = list(&["x", "y+x", "y", " x  y "]);
        let found = Dimensions::correlated(&list, "scale", &ids).expect("sound");
        assert_eq!(found.names, ["x", "y"]);
        assert_eq!(found.loads, [vec![0], vec![0, 1], vec![1], vec![0, 1]]);
        let found = Dimensions::bifactor(&list, "scale", &ids);
        assert!(found.is_err(), "y+x is a specific dimension of its own, of one item");
    }

    #[test]
    fn what_cannot_be_told_apart_is_refused() {
        let cases = [
            (&["x", "", "x"][..], "item q2 has none"),
            (&["x", "x", "y"], "y has one item only (q3)"),
            (&["two words", "two words", "x", "x"], "two and words have the same items"),
            (&["a", "b", "c", "d", "a", "b", "c", "d"], "there are 4 (a, b, c, d)"),
        ];
        for (cells, expected) in cases {
            let (list, ids) = list(cells);
            let said = sentence(Dimensions::correlated(&list, "scale", &ids).expect_err(expected));
            assert!(said.contains(expected), "{said}");
        }
        let (list, ids) = list(&["x", "", "x"]);
        let said = sentence(Dimensions::correlated(&list, "part", &ids).expect_err("no such column"));
        assert!(said.contains("there is no column part"), "{said}");
        let found = Dimensions::bifactor(&list, "scale", &ids).expect("an item without a specific dimension");
        assert_eq!((found.names.len(), &found.loads[1]), (2, &vec![0]));
    }

    #[test]
    fn specific_dimensions_come_after_the_general_ones() {
        let (general, ids) = list(&["x", "y+x", "y", "x", "y"]);
        let found = Dimensions::correlated(&general, "scale", &ids).expect("sound");
        let (specific, _) = list(&["b", "a", "b", "", "a"]);
        let both = found.clone().with_specific(&specific, "scale", &ids).expect("sound");
        assert_eq!(both.names, ["x", "y", "b", "a"]);
        assert_eq!((both.general(), both.specific), (2, 2));
        assert_eq!(both.loads, [vec![0, 2], vec![0, 1, 3], vec![1, 2], vec![0], vec![1, 3]]);
        let said = sentence(found.with_specific(&general, "scale", &ids).expect_err("the same names"));
        assert!(said.contains("x, of item q1, is a general dimension of --dimension too"), "{said}");
    }
}
