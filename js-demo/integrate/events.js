// Keeps the log for the test, and shows what the test tells.
const element = document.querySelector("thetis-assessment");
const kept = document.getElementById("kept");
const events = document.getElementById("events");
const KEY = "thetis-events-page";

for (const name of ["ready", "question", "answer", "progress", "finish", "error"]) {
  element.addEventListener(name, ({ detail }) => events.prepend(`${name} ${JSON.stringify(detail)}\n`));
}

const show = (log) => (kept.textContent = log ?? "Nothing yet.");
show(localStorage.getItem(KEY));

element.addEventListener("progress", ({ detail }) => {
  localStorage.setItem(KEY, detail.logText);
  show(detail.logText);
});

element.addEventListener("ready", async () => {
  const log = localStorage.getItem(KEY);
  if (log) await element.resume(log);
});

// A log of another version of the bank cannot be gone on with: the test offers to begin anew.
element.addEventListener("error", ({ detail }) => {
  if (!/^(bank-updated|state-)/.test(detail.name)) return;
  localStorage.removeItem(KEY);
  show(null);
});
