// What these pages have in common, and no page needs for its test: the way back, and the page's own source, shown as it was served.
const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const brand = make("a", { href: "../", className: "brand" }, make("img", { src: "../icon.svg", alt: "", width: 28, height: 28 }), "Thetis");
const page = location.pathname.split("/").pop();
const nav = make("nav", {}, page ? make("a", { href: "./" }, "All pages") : make("a", { href: "../" }, "Take a test"));
nav.setAttribute("aria-label", "Pages");
document.body.prepend(make("header", {}, brand, nav));

const read = async (file) => {
  const response = await fetch(file);
  return response.ok ? response.text() : `${file}: HTTP ${response.status}`;
};

/** A file, folded; fetched when it is opened. */
const source = (file, open) => {
  const text = make("pre", { tabIndex: 0 });
  text.setAttribute("aria-label", file);
  const details = make("details", {}, make("summary", {}, file), text);
  details.addEventListener("toggle", async () => (text.textContent ||= await read(file)));
  details.open = open;
  return details;
};

const files = document.body.dataset.sources?.split(" ") ?? [];
if (page) {
  const shown = [page, ...files].map((file, place) => source(file, place === 0));
  const section = make("section", { className: "sources" }, make("h2", { id: "source" }, "The source of this page"), ...shown);
  section.setAttribute("aria-labelledby", "source");
  document.body.append(section);
}
