//! The tree that `isChildOf` associations make of a package's items.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    import::CaseProblem,
    input::{Association, Item},
};

/// Levels below the document: areas, competences, outcomes.
const LEVELS: usize = 3;

/// An item with its children, in their order.
pub(super) struct Node<'a> {
    pub(super) item: &'a Item,
    /// Place of the item in the file.
    pub(super) index: usize,
    pub(super) children: Vec<Self>,
}

/// What is below the document.
pub(super) struct Tree<'a> {
    pub(super) roots: Vec<Node<'a>>,
    /// Number of levels.
    pub(super) depth: usize,
}

/// The children of an identifier: sequence number, place in the file.
type Children<'a> = BTreeMap<&'a str, Vec<(i64, usize)>>;

impl<'a> Tree<'a> {
    /// Joins items by `isChildOf`; what belongs nowhere, twice or too deep is a problem.
    pub(super) fn grow(
        document: &'a str,
        items: &'a [Item],
        associations: &'a [Association],
        problems: &mut Vec<CaseProblem>,
    ) -> Self {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            if item.identifier == document || places.insert(&item.identifier, index).is_some() {
                let message = format!("the identifier {} occurs twice", item.identifier);
                problems.push(CaseProblem::new(&item.place, message, "give every item its own"));
            }
        }
        let children = join(document, items, associations, &places, problems);
        let mut tree = Self { roots: Vec::new(), depth: 0 };
        let mut seen = BTreeSet::new();
        tree.roots = tree.below(document, 1, items, &children, &mut seen, problems);
        for (index, item) in items.iter().enumerate() {
            if !seen.contains(&index) && places.get(item.identifier.as_str()) == Some(&index) {
                let message = format!("{:?} is not below the document", item.statement);
                let remedy = "join it to an item, or to the document, by an association isChildOf";
                problems.push(CaseProblem::new(&item.place, message, remedy));
            }
        }
        tree
    }

    fn below(
        &mut self,
        parent: &str,
        level: usize,
        items: &'a [Item],
        children: &Children<'_>,
        seen: &mut BTreeSet<usize>,
        problems: &mut Vec<CaseProblem>,
    ) -> Vec<Node<'a>> {
        let mut own = children.get(parent).cloned().unwrap_or_default();
        own.sort_unstable();
        let mut nodes = Vec::new();
        for (_, index) in own {
            let item = &items[index];
            seen.insert(index);
            self.depth = self.depth.max(level);
            if level > LEVELS {
                let message = format!("{:?} is on level {level} below the document", item.statement);
                let remedy = "bring the tree to three levels: areas, competences and learning outcomes";
                problems.push(CaseProblem::new(&item.place, message, remedy));
                mark(&item.identifier, items, children, seen);
                continue;
            }
            let children = self.below(&item.identifier, level + 1, items, children, seen, problems);
            nodes.push(Node { item, index, children });
        }
        nodes
    }
}

/// Counts all that is below an identifier as seen, however deep it goes.
fn mark(parent: &str, items: &[Item], children: &Children<'_>, seen: &mut BTreeSet<usize>) {
    let mut parents = vec![parent];
    while let Some(parent) = parents.pop() {
        for (_, index) in children.get(parent).into_iter().flatten() {
            seen.insert(*index);
            parents.push(&items[*index].identifier);
        }
    }
}

/// The children of the document and of each item; every child has one parent, so that below the document is no cycle.
fn join<'a>(
    document: &'a str,
    items: &'a [Item],
    associations: &'a [Association],
    places: &BTreeMap<&str, usize>,
    problems: &mut Vec<CaseProblem>,
) -> Children<'a> {
    let mut children = Children::new();
    let mut parents: BTreeMap<usize, &str> = BTreeMap::new();
    for own in associations.iter().filter(|own| own.kind == "isChildOf") {
        let parent = own.destination.identifier.as_str();
        let Some(&child) = places.get(own.origin.identifier.as_str()) else {
            unknown(own, "originNodeURI", &own.origin.identifier, problems);
            continue;
        };
        if parent != document && !places.contains_key(parent) {
            unknown(own, "destinationNodeURI", parent, problems);
            continue;
        }
        match parents.insert(child, parent) {
            None => children.entry(parent).or_default().push((own.sequence.unwrap_or(i64::MAX), child)),
            Some(other) if other == parent => {}
            Some(_) => {
                let message = format!("{:?} has two parents", items[child].statement);
                problems.push(CaseProblem::new(&own.place, message, "keep one: a framework is a tree"));
            }
        }
    }
    children
}

fn unknown(own: &Association, end: &str, identifier: &str, problems: &mut Vec<CaseProblem>) {
    let message = format!("no item of the package has the identifier {identifier}");
    let remedy = "add the item, or remove the association";
    problems.push(CaseProblem::new(&format!("{}.{end}", own.place), message, remedy));
}
