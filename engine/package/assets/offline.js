// Once the test is there and nobody waits for anything, what is needed without a network is fetched. Refused where the page is not served
// securely, and in some private windows: then there is a test, but none without a network.
const keep = async (lang) => {
  await navigator.serviceWorker.register("sw.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ bank: "bank/", lang });
};
const later = ({ detail }) => setTimeout(() => keep(detail.language).catch(() => {}), 2000);
if ("serviceWorker" in navigator) element.addEventListener("ready", later, { once: true });
