/** Which programs do the same work, with what settings, and what is to be said of the difference. */

const trapezoid = (range, nodes) => ({ rule: "trapezoid", range, nodes });
const CATR = { estimator: "eap", range: [-4, 4], quadrature: "catr" };
const ML = { estimator: "ml", range: [-6, 6] };
const MAXIMUM_INFORMATION = { name: "maximum-information" };

/**
 * A contest: the peer and its job, Thetis' design with the same estimator and grid, how long and how many tests, how far estimates may lie apart, logits.
 * slow: less to warm up by. follows: the peer is told the items and says what it would have chosen. exceptAlike: steps at which all answers are alike are not compared.
 * sameItems false: the criteria differ, and it is only counted how often the items are the same.
 */
export const STEPS = [
  {
    peer: "mirt",
    name: "EAP, 61 nodes",
    job: { select: "MFI", nodes: 61 },
    criterion: MAXIMUM_INFORMATION,
    estimate: { estimator: "eap" },
    length: 30,
    persons: 10,
    agreement: 0.01,
    why: "By numpy on whole arrays: each step computes the information of all items, and all answers anew at all nodes; the fixed cost of its checks and calls is most of it. Gauss–Hermite nodes, which lie 0.4 logits apart in the middle, where Thetis has as many 0.2 apart: that is the difference of the estimates.",
  },
  {
    peer: "catsim",
    name: "ML",
    job: { select: "MFI" },
    criterion: MAXIMUM_INFORMATION,
    estimate: ML,
    length: 30,
    persons: 10,
    follows: true,
    exceptAlike: true,
    agreement: 1e-4,
    why: "By scipy's bounded search on the log-likelihood in numexpr, to 1e-5; information of all items sorted. It has no EAP. While all answers are alike it goes by Dodd's rule and Thetis stays at the end of the range: those steps are timed, not compared.",
  },
  {
    peer: "catpie",
    name: "EAP, catR's 33 nodes",
    job: { select: "MFI" },
    criterion: MAXIMUM_INFORMATION,
    estimate: CATR,
    length: 30,
    persons: 10,
    follows: true,
    agreement: 1e-9,
    why: "Plain Python without any dependency, to be read beside catR: loops over lists, all answers again at each node, all items ranked.",
  },
  {
    peer: "adaptivetesting",
    name: "EAP, 1,000 nodes",
    job: { select: "MFI" },
    criterion: MAXIMUM_INFORMATION,
    estimate: { estimator: "eap", range: [-6, 6], quadrature: trapezoid([-6, 6], 1000) },
    length: 30,
    persons: 2,
    agreement: 1e-9,
    why: "Its number of nodes cannot be set, so Thetis has a thousand too. numpy called once for every node and once for every item, where one call on an array would do; information by numerical differences.",
  },
];

/** mirt goes its own way; the others are told the items. */
const criterion = (peer, name, select, own, estimate, { job, ...more }) => ({
  peer,
  name,
  job: { select, nodes: 61, ...job },
  criterion: own,
  estimate,
  length: 20,
  persons: 2,
  follows: peer !== "mirt",
  slow: true,
  ...more,
});

const CATPIE = "The same definition by plain loops over lists; like catR it looks at every item at every node.";

export const CRITERIA = [
  criterion("catpie", "MLWI", "MLWI", { name: "weighted-information", weight: "likelihood" }, CATR, { agreement: 1e-9, why: CATPIE }),
  criterion("catpie", "MPWI", "MPWI", { name: "weighted-information", weight: "posterior" }, CATR, { agreement: 1e-9, why: CATPIE }),
  criterion("catpie", "KL", "KL", { name: "kullback-leibler", weight: "likelihood" }, CATR, { agreement: 1e-9, why: CATPIE }),
  criterion("catpie", "KLP", "KLP", { name: "kullback-leibler", weight: "posterior" }, CATR, { agreement: 1e-9, why: CATPIE }),
  criterion("catsim", "interval information", "interval", { name: "interval-information", halfWidth: 1 }, ML, {
    job: { halfWidth: 1 },
    exceptAlike: true,
    agreement: 1e-4,
    why: "By scipy's adaptive quadrature, for every item, those answered too; Thetis has a fixed rule. Estimates by maximum likelihood, as above.",
  }),
  criterion("mirt", "KL about the estimate, δ = 0.1", "KL", { name: "kullback-leibler-interval", delta: 0.1, scale: "fixed" }, { estimator: "eap" }, {
    sameItems: false,
    why: "Not the same sum: mirt averages the distance to four points about the estimate, in four array operations on all items, while Thetis integrates over the interval by a rule with many more points: mirt is the cheaper one.",
  }),
  criterion("mirt", "the same; Thetis: between two points", "KL", { name: "kullback-leibler-point", delta: 0.1, scale: "fixed" }, { estimator: "eap" }, {
    sameItems: false,
    why: "Not the same sum either: Thetis' other criterion of this kind (mirtCAT's KL) takes the distance of the two ends alone. For small δ all three go the way of information.",
  }),
  criterion("mirt", "expected information", "MEI", { name: "expected-information", observed: false }, { estimator: "eap" }, {
    sameItems: false,
    why: "Not the same sum: mirt adds the information of the answered items at each expected estimate, Thetis and catR that of the item alone. Estimates on 61 nodes both.",
  }),
];
