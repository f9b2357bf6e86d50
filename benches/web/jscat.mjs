/** jsCAT as its documentation uses it, with its own default of copying the items at each selection or, faster, without. */
import { createRequire } from "node:module";

const { Cat } = createRequire(new URL("../peers/", import.meta.url))("@bdelab/jscat");

/** Items in jsCAT's shape. */
export function prepare(items) {
  return items.map(({ id, a, b, c }) => ({ id, a, b, c, d: 1 }));
}

/** Programs that differ only in whether jsCAT copies the items. */
export const withCopies = { prepare, start: (stimuli) => start(stimuli, true) };
export const withoutCopies = { prepare, start: (stimuli) => start(stimuli, false) };

function start(stimuli, deepCopy) {
  const cat = new Cat({ method: "EAP", itemSelect: "MFI", priorDist: "norm", priorPar: [0, 1], minTheta: -6, maxTheta: 6, randomSeed: "1" });
  let found = cat.findNextItem(stimuli, "MFI", deepCopy);
  return {
    asked: () => found.nextStimulus.id,
    step(answer) {
      const { discrimination: a, difficulty: b, guessing: c, slipping: d } = found.nextStimulus;
      cat.updateAbilityEstimate({ a, b, c, d }, answer);
      found = cat.findNextItem(found.remainingStimuli, "MFI", deepCopy);
      return cat.theta;
    },
  };
}
