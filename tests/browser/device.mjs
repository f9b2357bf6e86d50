// What is kept on the device, and what becomes of a tab.
import { once } from "node:events";

/** Runs in the page: calls `use(store, argument, result)` on each store of each database, within a transaction. */
async function visit(use, argument) {
  const results = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => resolve(request.result);
    });
    for (const store of database.objectStoreNames) {
      await new Promise((resolve, reject) => {
        const transaction = database.transaction(store, "readwrite");
        transaction.oncomplete = resolve;
        transaction.onerror = () => reject(transaction.error);
        use(transaction.objectStore(store), argument, (value) => results.push(value));
      });
    }
    database.close();
  }
  return results;
}

/** As text, since a page's Content Security Policy may forbid to make functions. */
const onStores = (page, use, argument = null) => page.evaluate(`(${visit})(${use}, ${JSON.stringify(argument)})`);

/** How many records the page's origin has in any database. */
export const keptCount = async (page) =>
  (await onStores(page, (store, _, result) => void (store.count().onsuccess = ({ target }) => result(target.result)))).reduce((sum, count) => sum + count, 0);

/** Removes the records whose key matches. */
export const removeKept = (page, pattern) =>
  onStores(page, (store, pattern) => void (store.getAllKeys().onsuccess = ({ target }) => target.result.filter((key) => new RegExp(pattern).test(key)).forEach((key) => store.delete(key))), pattern);

/** Puts other records in the place of those whose key matches: `values` by the names of their fields. */
export const changeKept = (page, pattern, values) =>
  onStores(
    page,
    (store, [pattern, values]) =>
      void (store.getAllKeys().onsuccess = ({ target }) => {
        for (const key of target.result.filter((one) => new RegExp(pattern).test(one))) {
          store.get(key).onsuccess = ({ target: { result } }) => store.put(typeof values === "object" ? { ...result, ...values } : values, key);
        }
      }),
    [pattern, values],
  );

/** Kills the process that shows the page, as a phone short of memory does. */
export async function kill(page) {
  const session = await page.context().newCDPSession(page);
  const gone = once(page, "crash");
  session.send("Page.crash").catch(() => {});
  await gone;
  await page.close();
}
