/** Which items may be asked, together and now, as words: content, enemies, item sets, pilots, exposure, competences, shadow tests. */
import type { ReadBank } from "./bank.js";
import { Code } from "./errors.js";
import { choice, counted, type Fields, getAny, getObject, getText, group, refused, variant } from "./read.js";

/** What a design's `select` and its bank say of it; `maxItems` is the length of the test. */
export const readBlueprint = (select: Fields, bank: ReadBank, maxItems: unknown): readonly unknown[] => {
  const [, , , items, , ids, traits, operational, enemies, sets] = bank;
  const content = getAny(select, "content").map((rule) => {
    const area = getText(rule, "area");
    const isWithin = (place: number) => items[place]![3].includes(area);
    if (!ids.some((_, place) => isWithin(place))) throw refused(Code.Unknown, `no item of ${area}`);
    const places = operational.filter(isWithin);
    return [...group(rule, "min=0 max target=0", places.length), ...counted(places)];
  });
  const exposure = getObject(select, "exposure");
  const bounds = getAny(exposure, "bounds");
  // Without what every object inherits.
  const chances: Fields = { __proto__: null, ...getObject(exposure, "items") };
  const named = Object.keys(chances).map((id) => choice(ids, id));
  const competences = getObject(select, "competences");
  const [next, ...closed] = group(competences, "next=1,,largest-uncertainty,nearest-cut,weakest,in-order maxItems=0 standardError=0");
  const shadow = getObject(select, "shadow");
  return [
    ...counted([...content, ...enemies.map((pair) => [0, 1, 0, ...counted(pair)])]).flat(),
    ...counted(sets).flat(),
    ...(select.pilot == null ? [0, 0, 0] : group(getObject(select, "pilot"), "items=NaN from=1 to", maxItems)),
    ...counted(bounds),
    ...counted(
      named.length
        ? [0, ...bounds].flatMap((_, place) =>
            ids.map((id) => {
              // One for all classes, or a list of one for each.
              const list = [chances[id] ?? 1].flat();
              return list[1] == null ? list[0] : list.length === bounds.length + 1 ? list[place] : NaN;
            }),
          )
        : [],
    ),
    ...(select.competences == null ? [0] : [next, ...numbered(traits.map((trait) => getText(trait, "competence"))), ...closed]),
    ...(select.shadow == null
      ? [0]
      : [...variant(shadow.refresh ?? "always", " always every= change="), ...group(getObject(shadow, "sets"), "min=0 max", sets.length)]),
  ];
};

/** Of each name its number, from 0 in the order of their first mention. */
const numbered = (names: readonly string[]) => names.map((name) => new Set(names.slice(0, names.indexOf(name))).size);
