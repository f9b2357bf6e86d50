// Banks that must be refused: class, code and item.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BankError } from "thetis";
import { bankOf, COMPENSATORY, engine, MODELS, refuses, softSkills } from "./support.mjs";

const start = (bank) => engine.start(bank, { seed: 1 });
const small = () => bankOf(MODELS);
/** The small bank, changed. */
const changed = (change) => {
  const bank = small();
  change(bank);
  return bank;
};

test("a bank as text is the same bank", async () => {
  const bank = await softSkills();
  assert.equal(start(JSON.stringify(bank)).logText, start(bank).logText);
});

test("malformed JSON", () => {
  for (const text of ["", "{", '{"format": 1,}', "<!doctype html>", '{"a": NaN}', JSON.stringify(small()).slice(0, -1)]) {
    refuses(() => start(text), BankError, "malformed", 150);
  }
});

test("something else than a bank", () => {
  for (const bank of [5, [], true, "[]", "5"]) refuses(() => start(bank), BankError, "wrong-type", 152);
  for (const bank of [null, undefined, {}, "null", "{}"]) refuses(() => start(bank), BankError, "unknown", 153);
  for (const bank of ["-5", "[-5]"]) refuses(() => start(bank), BankError, "malformed", 150);
  for (const format of [undefined, 0, 2, "1", null]) refuses(() => start({ ...small(), format }), BankError, "unknown", 153);
});

test("an empty bank", () => refuses(() => start({ ...small(), items: [] }), BankError, "empty-bank", 100));

test("fields that are missing", () => {
  for (const name of ["id", "version", "dimensions", "prior", "items"]) {
    refuses(() => start(changed((bank) => delete bank[name])), BankError, "wrong-type", 152);
  }
  for (const name of ["mean", "covariance"]) refuses(() => start(changed((bank) => delete bank.prior[name])), BankError, "wrong-type", 152);
  for (const name of ["dimensions", "scoring"]) {
    refuses(() => start(changed((bank) => delete bank.items[2][name])), BankError, "wrong-type", 152, "q3");
  }
  for (const name of ["model", "options"]) refuses(() => start(changed((bank) => delete bank.items[2][name])), BankError, "unknown", 153, "q3");
  refuses(() => start(changed((bank) => delete bank.items[2].id)), BankError, "wrong-type", 152);
  for (const [index, [model]] of [...MODELS, ...COMPENSATORY].entries()) {
    for (const name of Object.keys(model)) {
      const bank = bankOf([...MODELS, ...COMPENSATORY], { dimensions: ["x", "y"] });
      bank.items[index].model = { ...model };
      delete bank.items[index].model[name];
      if (name === "g" || name === "u") assert.ok(start(bank), "g and u have defaults");
      else if (name === "type") refuses(() => start(bank), BankError, "unknown", 153, `q${index + 1}`);
      else if (Array.isArray(model[name])) refuses(() => start(bank), BankError, "wrong-type", 152, `q${index + 1}`);
      else if (["3pl", "4pl"].includes(model.type) && "cd".includes(name)) refuses(() => start(bank), BankError, "asymptotes-disordered", 107, `q${index + 1}`);
      else refuses(() => start(bank), BankError, "parameter-not-finite", 105, `q${index + 1}`);
    }
  }
});

test("values of the wrong type", () => {
  const spoilt = [
    [(bank) => (bank.id = 5)],
    [(bank) => (bank.version = null)],
    [(bank) => (bank.dimensions = {})],
    [(bank) => (bank.dimensions = ["ability"])],
    [(bank) => (bank.dimensions = [null])],
    [(bank) => (bank.prior = [])],
    [(bank) => (bank.prior = null)],
    [(bank) => (bank.prior.mean = 0)],
    [(bank) => (bank.prior.covariance = [1])],
    [(bank) => (bank.responseScales = [])],
    [(bank) => (bank.designs = [])],
    [(bank) => (bank.items = {})],
    [(bank) => (bank.items[1] = "q2")],
    [(bank) => (bank.items[1] = null)],
    [(bank) => (bank.items[1].id = 2)],
    [(bank) => (bank.items[1].dimensions = "ability"), "q2"],
    [(bank) => (bank.items[1].model = "2pl"), "q2"],
    [(bank) => (bank.items[4].model.b = 1), "q5"],
    [(bank) => (bank.items[4].model.b = "123"), "q5"],
    [(bank) => (bank.items[5].model.t = null), "q6"],
    [(bank) => (bank.items[1].options = "ab"), "q2"],
    [(bank) => (bank.items[1].options = [1, 2]), "q2"],
    [(bank) => (bank.items[1].scoring = [0, 1]), "q2"],
    [(bank) => (bank.items[1].scoring = "b"), "q2"],
    [(bank) => (bank.items[1].scoring = { categories: "01" }), "q2"],
  ];
  for (const [change, item] of spoilt) refuses(() => start(changed(change)), BankError, "wrong-type", 152, item);
});

test("what is there in a number's place is none: the engine refuses it", () => {
  for (const value of [null, "1", "", true, [], [1], [1, 2], {}, 1n]) {
    const places = [
      [(bank) => (bank.scaling = value), "scaling-not-positive", 101],
      [(bank) => (bank.prior.mean = [value]), "prior-not-positive-definite", 102],
      [(bank) => (bank.prior.covariance = [[value]]), "prior-not-positive-definite", 102],
      [(bank) => (bank.items[1].model.a = value), "parameter-not-finite", 105, "q2"],
      [(bank) => (bank.items[1].model.b = value), "parameter-not-finite", 105, "q2"],
      [(bank) => (bank.items[2].model.c = value), "asymptotes-disordered", 107, "q3"],
      [(bank) => (bank.items[4].model.a = value), "parameter-not-finite", 105, "q5"],
      [(bank) => (bank.items[4].model.b[1] = value), "parameter-not-finite", 105, "q5"],
      [(bank) => (bank.items[5].model.b = value), "parameter-not-finite", 105, "q6"],
      [(bank) => (bank.items[5].model.t[0] = value), "parameter-not-finite", 105, "q6"],
      [(bank) => (bank.items[8].model.b = value), "parameter-not-finite", 105, "q9"],
      [(bank) => (bank.items[9].model.s[1] = value), "parameter-not-finite", 105, "q10"],
    ];
    for (const [change, code, number, item] of places) {
      refuses(() => start(changed(change)), BankError, code, number, item);
    }
  }
});

test("references to what is not there, names that every object inherits among them", () => {
  const spoilt = [
    (item) => (item.dimensions = ["height"]),
    (item) => (item.model.type = "5pl"),
    (item) => (item.model.type = "toString"),
    (item) => (item.status = "draft"),
    (item) => (item.scoring = { key: "z" }),
    (item) => (item.scoring = { key: 1 }),
    (item) => (item.dimensions = [0]),
    (item) => (item.scoring = { categories: [0, 2] }),
    (item) => (item.scoring = { categories: [0, -1] }),
    (item) => (item.scoring = { categories: [0, 1.5] }),
    (item) => (item.scoring = { categories: [0, "1"] }),
    (item) => (item.scoring = { categories: [0, NaN] }),
  ];
  for (const change of spoilt) refuses(() => start(changed(({ items }) => change(items[1]))), BankError, "unknown", 153, "q2");
  for (const name of ["agreement", "constructor", undefined]) {
    const bank = changed(({ items }) => {
      delete items[1].options;
      items[1].responseScale = name;
    });
    refuses(() => start(bank), BankError, "unknown", 153, "q2");
  }
});

test("an id twice", () => {
  refuses(() => start(changed(({ items }) => (items[3].id = "q2"))), BankError, "duplicate", 154, "q2");
});

test("lists that do not fit each other", () => {
  const spoilt = [
    [(bank) => bank.prior.mean.push(0)],
    [(bank) => bank.prior.covariance.push([1])],
    [(bank) => bank.prior.covariance[0].push(0)],
    [(bank) => (bank.prior.covariance = [])],
    [(bank) => bank.items[1].scoring.categories.pop(), "q2"],
    [(bank) => bank.items[9].model.i.pop(), "q10"],
  ];
  for (const [change, item] of spoilt) refuses(() => start(changed(change)), BankError, "wrong-type", 152, item);
  const bank = bankOf(COMPENSATORY, { dimensions: ["x", "y"] });
  bank.items[2].model.a = [1, 1, 1];
  refuses(() => start(bank), BankError, "wrong-type", 152, "q3");
});

test("NaN and infinite parameters, and all else the engine refuses, with the item", () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    for (const [index, [model]] of MODELS.entries()) {
      for (const [name, parameter] of Object.entries(model)) {
        if (name === "type") continue;
        const bank = small();
        bank.items[index].model = { ...model, [name]: Array.isArray(parameter) ? [value, ...parameter.slice(1)] : value };
        assert.throws(
          () => start(bank),
          (error) => error instanceof BankError && ["parameter-not-finite", "asymptotes-disordered"].includes(error.code) && error.item === `q${index + 1}`,
          `${model.type} ${name} ${value}`,
        );
      }
    }
    refuses(() => start({ ...small(), scaling: value }), BankError, "scaling-not-positive", 101);
    refuses(() => start(changed((bank) => (bank.prior.mean = [value]))), BankError, "prior-not-positive-definite", 102);
    refuses(() => start(changed((bank) => (bank.prior.covariance = [[value]]))), BankError, "prior-not-positive-definite", 102);
  }
  const spoilt = [
    [(bank) => (bank.scaling = 0), "scaling-not-positive", 101],
    [(bank) => (bank.prior.covariance = [[-1]]), "prior-not-positive-definite", 102],
    [(bank) => (bank.items[1].dimensions = []), "dimensions-not-one-for-each-slope", 103, "q2"],
    [(bank) => (bank.items[1].dimensions = ["ability", "ability"]), "dimensions-not-one-for-each-slope", 103, "q2"],
    [(bank) => (bank.items[1].model.a = 0), "slope-not-positive", 106, "q2"],
    [(bank) => (bank.items[1].model.a = -1), "slope-not-positive", 106, "q2"],
    [(bank) => (bank.items[2].model.c = 1), "asymptotes-disordered", 107, "q3"],
    [(bank) => (bank.items[4].model.b = [1, 0, 2]), "thresholds-disordered", 108, "q5"],
  ];
  for (const [change, code, number, item] of spoilt) refuses(() => start(changed(change)), BankError, code, number, item);
});

test("a bank with no item to ask", () => {
  refuses(() => start(changed((bank) => bank.items.forEach((item) => (item.status = "retired")))), BankError, "empty-bank", 100);
});

test("a dimension twice", () => {
  const bank = bankOf(COMPENSATORY, { dimensions: ["x", "y"] });
  bank.items[3].dimensions = ["y", "y"];
  refuses(() => start(bank), BankError, "dimensions-not-one-for-each-slope", 103, "q4");
});

test("a model without steps has too few categories", () => {
  const bank = small();
  Object.assign(bank.items[4], { options: ["a"], scoring: { categories: [0] } });
  bank.items[4].model = { type: "grm", a: 1, b: [] };
  refuses(() => start(bank), BankError, "categories-unusable", 104, "q5");
});

test("a refused bank does not disturb a session in progress", () => {
  const session = engine.start(small(), { seed: 1 });
  session.next();
  const { logText } = session;
  assert.throws(() => start({ ...small(), items: [] }), BankError);
  assert.equal(session.logText, logText);
  assert.equal(session.answer(0).length, 1);
});
