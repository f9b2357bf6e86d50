// What the schemas demand of imsmanifest.xml and cmi5.xml, and what the specifications add: IMS Content Packaging 1.1.2 and 1.1.4 with ADL's
// extensions (SCORM 1.2 and SCORM 2004 4th Edition, Content Aggregation Model), IMS Simple Sequencing 1.0, cmi5 (Quartz, section 13). The
// schemas themselves may not be passed on. Rules were written from them, and the packages also validated against them with lxml.

const XML = "http://www.w3.org/XML/1998/namespace";
const XMLNS = "http://www.w3.org/2000/xmlns/";

/** An XML text as a tree of `{ name, attributes, children, text }`, names as `{namespace}local`. Runs in a page: Node has no XML. */
export const parse = (text) => {
  const document = new DOMParser().parseFromString(text, "application/xml");
  const fault = document.querySelector("parsererror");
  if (fault) throw new Error(fault.textContent);
  const nameOf = ({ namespaceURI, localName }) => (namespaceURI ? `{${namespaceURI}}${localName}` : localName);
  const treeOf = (element) => ({
    name: nameOf(element),
    attributes: Object.fromEntries([...element.attributes].map((attribute) => [nameOf(attribute), attribute.value])),
    children: [...element.children].map(treeOf),
    text: element.children.length ? "" : element.textContent,
  });
  return treeOf(document.documentElement);
};

// Types of attributes and texts
const text = (longest) => (value) => [...value].length <= longest;
const oneOf = (...values) => (value) => values.includes(value);
const boolean = oneOf("true", "false", "1", "0");
const id = (value) => /^[A-Za-z_][\w.-]*$/.test(value);
const relative = (value) => value.length <= 2000 && /^(?:[\w.~/-]|%[0-9A-F]{2})+$/.test(value);
const absolute = (value) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value);
const language = (value) => /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(value);

const required = (type) => Object.assign((value) => type(value), { required: true });

/** An element: its attributes, and its children in order, each `[name, fewest, most]`; or the type of its text. */
const element = (attributes, children = [], type = (value) => value.trim() === "") => ({ attributes, children, type });

/** Content packaging is the same in both but for the namespaces and the name of one attribute. */
const packaging = (cp, adlcp, scormType, version, sequencing = {}) => {
  const own = (name) => `{${cp}}${name}`;
  const inItem = Object.keys(sequencing).slice(0, 1).map((name) => [name, 0, 1]);
  return {
    root: own("manifest"),
    elements: {
      [own("manifest")]: element({ identifier: required(id), version: text(20) }, [[own("metadata"), 0, 1], [own("organizations"), 1, 1], [own("resources"), 1, 1]]),
      [own("metadata")]: element({}, [[own("schema"), 1, 1], [own("schemaversion"), 1, 1]]),
      [own("schema")]: element({}, [], oneOf("ADL SCORM")),
      [own("schemaversion")]: element({}, [], oneOf(version)),
      [own("organizations")]: element({ default: required(id) }, [[own("organization"), 1, Infinity]]),
      [own("organization")]: element({ identifier: required(id), structure: text(200) }, [[own("title"), 1, 1], [own("item"), 1, Infinity], ...inItem]),
      [own("item")]: element({ identifier: required(id), identifierref: text(2000), isvisible: boolean }, [[own("title"), 1, 1], [own("item"), 0, Infinity], ...inItem]),
      [own("title")]: element({}, [], (value) => value.length > 0 && text(200)(value)),
      [own("resources")]: element({}, [[own("resource"), 1, Infinity]]),
      [own("resource")]: element({ identifier: required(id), type: required(oneOf("webcontent")), [`{${adlcp}}${scormType}`]: required(oneOf("sco", "asset")), href: relative }, [[own("file"), 0, Infinity]]),
      [own("file")]: element({ href: required(relative) }),
      ...sequencing,
    },
  };
};

const SS = "http://www.imsglobal.org/xsd/imsss";
/** The part of simple sequencing that a package of one object may need. */
const SEQUENCING = {
  [`{${SS}}sequencing`]: element({}, [[`{${SS}}controlMode`, 0, 1], [`{${SS}}objectives`, 0, 1], [`{${SS}}deliveryControls`, 0, 1]]),
  [`{${SS}}controlMode`]: element({ choice: boolean, choiceExit: boolean, flow: boolean, forwardOnly: boolean }),
  [`{${SS}}objectives`]: element({}, [[`{${SS}}primaryObjective`, 1, 1], [`{${SS}}objective`, 0, Infinity]]),
  [`{${SS}}primaryObjective`]: element({ objectiveID: relative, satisfiedByMeasure: boolean }),
  [`{${SS}}objective`]: element({ objectiveID: required(relative), satisfiedByMeasure: boolean }),
  [`{${SS}}deliveryControls`]: element({ tracked: boolean, completionSetByContent: boolean, objectiveSetByContent: boolean }),
};

const C5 = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd";
const texts = [[`{${C5}}langstring`, 1, Infinity]];

const FORMS = {
  scorm12: packaging("http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.adlnet.org/xsd/adlcp_rootv1p2", "scormtype", "1.2"),
  scorm2004: packaging("http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.adlnet.org/xsd/adlcp_v1p3", "scormType", "2004 4th Edition", SEQUENCING),
  cmi5: {
    root: `{${C5}}courseStructure`,
    elements: {
      [`{${C5}}courseStructure`]: element({}, [[`{${C5}}course`, 1, 1], [`{${C5}}au`, 1, Infinity]]),
      [`{${C5}}course`]: element({ id: required(absolute) }, [[`{${C5}}title`, 1, 1], [`{${C5}}description`, 1, 1]]),
      [`{${C5}}au`]: element(
        { id: required(absolute), moveOn: oneOf("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed"), launchMethod: oneOf("AnyWindow", "OwnWindow"), activityType: absolute },
        [[`{${C5}}title`, 1, 1], [`{${C5}}description`, 1, 1], [`{${C5}}url`, 1, 1]],
      ),
      [`{${C5}}title`]: element({}, texts),
      [`{${C5}}description`]: element({}, texts),
      [`{${C5}}langstring`]: element({ lang: required(language) }, [], (value) => value.trim().length > 0),
      [`{${C5}}url`]: element({}, [], relative),
    },
  },
};

/** What is wrong with an element by its form: attributes, the order and number of its children, its text; and with what is within. */
function* formFaults({ elements }, { name, attributes, children, text: content }) {
  const form = elements[name];
  if (!form) return yield `${name} is not known here`;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute.startsWith(`{${XMLNS}}`) || attribute.startsWith(`{${XML}}`)) continue;
    if (!form.attributes[attribute]?.(value)) yield `${name}: ${attribute}="${value}"`;
  }
  for (const [attribute, type] of Object.entries(form.attributes)) if (type.required && !(attribute in attributes)) yield `${name} without ${attribute}`;
  let place = 0;
  for (const [child, fewest, most] of form.children) {
    const from = place;
    while (children[place]?.name === child) place++;
    if (place - from < fewest || place - from > most) yield `${name} has ${place - from} of ${child}`;
  }
  if (place < children.length) yield `${name}: ${children[place].name} out of order`;
  if (!children.length && !form.type(content)) yield `${name}: "${content}"`;
  for (const child of children) yield* formFaults({ elements }, child);
}

/** Every element of that local name. */
export const all = (tree, name) => [...(tree.name.endsWith(`}${name}`) ? [tree] : []), ...tree.children.flatMap((child) => all(child, name))];

function* repeated(values, what) {
  const seen = new Set();
  for (const value of values) {
    if (seen.has(value)) yield `${what} twice: ${value}`;
    seen.add(value);
  }
}

/** Identifiers are unique and lead somewhere; every file is listed and there. */
function* manifestFaults(tree, paths) {
  const identified = [tree, ...["organization", "item", "resource"].flatMap((name) => all(tree, name))];
  yield* repeated(identified.map(({ attributes }) => attributes.identifier), "identifier");
  const identifiers = (name) => all(tree, name).map(({ attributes }) => attributes.identifier);
  for (const { attributes } of all(tree, "organizations")) if (!identifiers("organization").includes(attributes.default)) yield "the default organization is none";
  for (const { attributes } of all(tree, "item")) if (!identifiers("resource").includes(attributes.identifierref)) yield "an item leads to no resource";
  const listed = all(tree, "file").map(({ attributes }) => decodeURIComponent(attributes.href));
  yield* repeated(listed, "file");
  for (const { attributes } of all(tree, "resource")) if (!listed.includes(decodeURIComponent(attributes.href))) yield "a resource begins with a file that is not listed";
  for (const path of listed) if (!paths.includes(path)) yield `${path} is not there`;
  for (const path of paths) if (path !== "imsmanifest.xml" && !listed.includes(path)) yield `${path} is not listed`;
}

function* courseFaults(tree, paths) {
  yield* repeated([...all(tree, "course"), ...all(tree, "au")].map(({ attributes }) => attributes.id), "id");
  for (const { text: url } of all(tree, "url")) if (!paths.includes(url)) yield `${url} is not there`;
  for (const name of ["title", "description"]) for (const { children } of all(tree, name)) yield* repeated(children.map(({ attributes }) => attributes.lang), name);
}

/** Everything wrong with the manifest of a package that has these files. */
export function faults(target, tree, paths) {
  const form = FORMS[target];
  if (tree.name !== form.root) return [`the root is ${tree.name}`];
  return [...formFaults(form, tree), ...(target === "cmi5" ? courseFaults : manifestFaults)(tree, paths)];
}
