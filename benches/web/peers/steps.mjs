/** A step by each program, and by Thetis with the same estimator, grid and criterion: first that both do the same work, then the times. */
import { makeAnswers, makeItems } from "../bank.mjs";
import { median, undisturbed } from "../snapshot.mjs";
import * as thetis from "../thetis.mjs";
import { ask } from "./python.mjs";

export const ITEMS = 500;
/** Tests of Thetis before timing begins, so that the just-in-time compiler has done its work; of the slow criteria fewer will do. */
const WARM_UP = { fast: 60, slow: 3 };

const items = makeItems(ITEMS);
const answersOf = (person) => {
  const answers = makeAnswers(items, person);
  return items.map(({ id }) => answers.get(id));
};

/** The design of a contest; its first item is chosen at 0, the mean of the prior, by all programs. */
export const designOf = ({ criterion, estimate }) => ({ select: { criterion }, estimate });

/** A test by Thetis: items by their places, estimates, milliseconds. */
function take(bank, person, length) {
  const answers = makeAnswers(items, person);
  const test = thetis.start(bank);
  return Array.from({ length }, () => {
    const id = test.asked();
    const begun = performance.now();
    const theta = test.step(answers.get(id));
    const milliseconds = performance.now() - begun;
    return { item: Number(id.slice("item".length)), theta, next: Number(test.asked().slice("item".length)), milliseconds };
  });
}

/** Whether all answers so far are alike: where maximum likelihood has no finite estimate, and every program its own way out. */
const alike = (ours, step, answers) => ours.slice(0, step + 1).every(({ item }) => answers[item] === answers[ours[0].item]);

/**
 * How the peer's tests compare with ours: the number of steps compared, the largest distance of estimates, and at how many of these steps the same item
 * was asked and the same chosen next. Throws where the contest promises more.
 */
function compare({ peer, name, agreement, exceptAlike, sameItems = true }, ours, theirs, answers) {
  let [compared, apart, same] = [0, 0, 0];
  ours.forEach((test, person) =>
    test.forEach((step, number) => {
      const other = theirs[person][number];
      if (exceptAlike && alike(test, number, answers[person])) return;
      compared += 1;
      same += step.item === other.item && step.next === other.next;
      if (step.item !== other.item || !sameItems) return;
      apart = Math.max(apart, Math.abs(step.theta - other.theta));
    }),
  );
  if (sameItems && !(same === compared && apart <= agreement)) {
    throw new Error(`${peer}, ${name}: of ${compared} steps ${same} with the same items, estimates up to ${apart} apart; times of different work say nothing`);
  }
  return { compared, same, apart };
}

/** Times of a contest, milliseconds; and what was compared. The peer's first test warms it up. */
export function measure(contest) {
  const { peer, job, length, persons, follows } = contest;
  const bank = thetis.prepare(items, designOf(contest));
  const people = Array.from({ length: persons + 1 }, (_, person) => person);
  const ours = people.map((person) => take(bank, person, length));
  const path = follows ? ours.map((test) => [test[0].item, ...test.map(({ next }) => next)]) : null;
  const answers = people.map(answersOf);
  const theirs = ask(peer, "test", { ...job, items, persons: answers, length, path });
  const found = compare(contest, ours, theirs, answers);
  for (let round = 0; round < WARM_UP[contest.slow ? "slow" : "fast"]; round++) take(bank, round, length);
  // The same persons, each as often: the fastest of many tests would be faster than that of few.
  const timed = people.slice(1).map((person) => take(bank, person, length));
  const summary = (tests) => {
    const times = tests.map((test) => test.map(({ milliseconds }) => milliseconds));
    return { undisturbed: undisturbed(times), median: median(times.flat()) };
  };
  return { ...found, ours: summary(timed), theirs: summary(theirs.slice(1)) };
}
