//! What a JSON-LD document states, in canonical form: the statements that a signature covers.
//!
//! W3C, JSON-LD 1.1 Processing Algorithms (deserialisation to RDF); W3C, RDF Dataset Canonicalization (RDFC-1.0). Contexts come
//! from memory, never from the network: see `contexts/SOURCE.md`.

use std::collections::BTreeMap;
use std::{error::Error, fmt};

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use oxrdf::vocab::rdf;
use oxrdf::{Dataset, GraphNameRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, QuadRef, Term, TermRef};
use serde_json::Value;

/// Contexts by address. The unversioned Open Badges address is its newest version's.
const CONTEXTS: [(&str, &str); 6] = [
    ("https://www.w3.org/ns/credentials/v2", include_str!("../contexts/credentials-v2.json")),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        include_str!("../contexts/ob-v3p0-context-3.0.1.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        include_str!("../contexts/ob-v3p0-context-3.0.2.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        include_str!("../contexts/ob-v3p0-context-3.0.3.json"),
    ),
    ("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", include_str!("../contexts/ob-v3p0-extensions.json")),
    ("https://w3id.org/security/data-integrity/v2", include_str!("../contexts/security-data-integrity-v2.json")),
];

/// More statements than any badge makes.
const MOST_STATEMENTS: usize = 5_000;
/// Canonicalisation tries every order of nameless nodes that look alike: eight have 40,320.
const MOST_ALIKE: usize = 8;

/// Why a document cannot be brought into canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonLdError {
    /// It is written with a vocabulary that is not part of this program, which fetches none.
    UnknownContext {
        /// Address of the context.
        address: String,
    },
    /// It is not sound JSON-LD.
    Unsound {
        /// What the parser says.
        reason: String,
    },
    /// It is made to keep a computer busy.
    TooMuch,
}

impl fmt::Display for JsonLdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownContext { address } => write!(
                f,
                "it is written with the vocabulary {address}, which this program does not have and does not fetch"
            ),
            Self::Unsound { reason } => write!(f, "it is not sound JSON-LD: {reason}"),
            Self::TooMuch => f.write_str("it has more parts, or more that look alike, than a badge has"),
        }
    }
}

impl Error for JsonLdError {}

/// Whether the program has this context.
pub(crate) fn has_context(address: &str) -> bool {
    CONTEXTS.iter().any(|(known, _)| *known == address)
}

/// The statements of a document, in no order.
fn statements(document: &Value) -> Result<Vec<Quad>, JsonLdError> {
    let text = document.to_string();
    let mut unknown = None;
    let parser =
        JsonLdParser::new().for_slice(text.as_bytes()).with_load_document_callback(|address, _| {
            match CONTEXTS.iter().find(|(known, _)| *known == address) {
                Some((_, text)) => {
                    Ok(JsonLdRemoteDocument { document: text.as_bytes().to_vec(), document_url: address.to_owned() })
                }
                None => Err(JsonLdError::UnknownContext { address: address.to_owned() }.into()),
            }
        });
    let mut quads = Vec::new();
    for quad in parser {
        match quad {
            Ok(quad) if quads.len() < MOST_STATEMENTS => quads.push(quad),
            Ok(_) => return Err(JsonLdError::TooMuch),
            Err(error) => {
                unknown = Some(error.to_string());
                break;
            }
        }
    }
    match unknown {
        None => Ok(quads),
        Some(reason) => Err(unknown_context(document).unwrap_or(JsonLdError::Unsound { reason })),
    }
}

/// The first address of a document's contexts that is not known: a plainer reason than the parser's.
fn unknown_context(document: &Value) -> Option<JsonLdError> {
    let contexts = document.get("@context")?;
    let list = contexts.as_array().map_or(std::slice::from_ref(contexts), Vec::as_slice);
    let address = list.iter().filter_map(Value::as_str).find(|address| !has_context(address))?;
    Some(JsonLdError::UnknownContext { address: address.to_owned() })
}

/// The statements of a document, to be searched.
pub(crate) struct Statements(Vec<Quad>);

impl Statements {
    /// # Errors
    /// [`JsonLdError`].
    pub(crate) fn of(document: &Value) -> Result<Self, JsonLdError> {
        statements(document).map(Self)
    }

    /// Whether a text is part of a subject or object.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.0.iter().any(|quad| match &quad.object {
            Term::NamedNode(node) if node.as_str().contains(text) => true,
            Term::Literal(literal) if literal.value().contains(text) => true,
            _ => matches!(&quad.subject, NamedOrBlankNode::NamedNode(node) if node.as_str().contains(text)),
        })
    }

    /// How many say of what type something is.
    pub(crate) fn types(&self) -> usize {
        self.0.iter().filter(|quad| quad.predicate == rdf::TYPE).count()
    }
}

/// Canonical N-Quads of a document: a line a statement, in the order of their code points.
///
/// # Errors
/// [`JsonLdError`].
pub(crate) fn canonical(document: &Value) -> Result<String, JsonLdError> {
    let mut dataset: Dataset = statements(document)?.into_iter().collect();
    if most_alike(&dataset) > MOST_ALIKE {
        return Err(JsonLdError::TooMuch);
    }
    let hash_algorithm = CanonicalizationHashAlgorithm::Sha256;
    dataset.canonicalize(CanonicalizationAlgorithm::Rdfc10 { hash_algorithm });
    let mut lines: Vec<String> = dataset.iter().map(|quad| format!("{quad} .\n")).collect();
    lines.sort_unstable();
    Ok(lines.concat())
}

/// The size of the largest group of nameless nodes that cannot be told apart by their own statements.
fn most_alike(dataset: &Dataset) -> usize {
    let mut statements_of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for quad in dataset {
        for node in nameless(quad) {
            statements_of.entry(node.clone()).or_default().push(seen_from(quad, &node));
        }
    }
    let mut groups: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (_, mut own) in statements_of {
        own.sort_unstable();
        *groups.entry(own).or_default() += 1;
    }
    groups.into_values().max().unwrap_or(0)
}

/// Nameless nodes of a statement.
fn nameless(quad: QuadRef<'_>) -> Vec<String> {
    let mut found = Vec::new();
    if let NamedOrBlankNodeRef::BlankNode(node) = quad.subject {
        found.push(node.to_string());
    }
    if let TermRef::BlankNode(node) = quad.object {
        found.push(node.to_string());
    }
    if let GraphNameRef::BlankNode(node) = quad.graph_name {
        found.push(node.to_string());
    }
    found.dedup();
    found
}

/// A statement with one nameless node as `_:a` and all others as `_:z`.
fn seen_from(quad: QuadRef<'_>, own: &str) -> String {
    let name = |text: String| match text.starts_with("_:") {
        true if text == own => "_:a".to_owned(),
        true => "_:z".to_owned(),
        false => text,
    };
    let parts =
        [quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string(), quad.graph_name.to_string()];
    parts.map(name).join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_known_document_has_the_statements_that_jsonld_js_finds() {
        let document = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": "urn:x:1", "type": "VerifiableCredential", "name": "a\u{7}\u{7f} “é” \"q\"\\\n",
            "credentialSubject": {"id": "urn:x:2"}
        });
        // npm jsonld 9 with rdf-canonize: jsonld.canonize(document, {algorithm: "RDFC-1.0"})
        let expected = "\
<urn:x:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
<urn:x:1> <https://schema.org/name> \"a\\u0007\\u007F “é” \\\"q\\\"\\\\\\n\" .
<urn:x:1> <https://www.w3.org/2018/credentials#credentialSubject> <urn:x:2> .
";
        assert_eq!(canonical(&document).as_deref(), Ok(expected));
    }

    #[test]
    fn no_context_is_fetched() {
        let address = "https://example.org/context.json";
        let document =
            json!({"@context": ["https://www.w3.org/ns/credentials/v2", address], "id": "urn:x:1", "name": "n"});
        let unknown = JsonLdError::UnknownContext { address: address.to_owned() };
        assert_eq!(canonical(&document), Err(unknown));
    }

    #[test]
    fn documents_made_to_keep_a_computer_busy_are_refused_at_once() {
        // A complete graph of nameless nodes that look alike.
        let node = |i: usize| format!("_:n{i}");
        let nodes = (0..12).map(|i| {
            let others: Vec<_> = (0..12).filter(|other| *other != i).map(|other| json!({"@id": node(other)})).collect();
            json!({"@id": node(i), "urn:x:knows": others})
        });
        assert_eq!(canonical(&json!({"@graph": nodes.collect::<Vec<_>>()})), Err(JsonLdError::TooMuch));
    }
}
