"""Answers of two courses to two forms with common questions, by a known model; and the same questions as a bank without parameters."""
import csv, json, math, os, random

random.seed(9)
TASKS = [("3 + 4", 7), ("9 + 8", 17), ("15 − 6", 9), ("24 + 38", 62), ("7 × 8", 56), ("71 − 46", 25),
         ("12 × 11", 132), ("144 ÷ 12", 12), ("17 × 6", 102), ("300 − 87", 213), ("15 × 15", 225),
         ("23 × 19", 437), ("1000 ÷ 8", 125), ("37 × 43", 1591), ("2048 ÷ 64", 32), ("99 × 101", 9999)]
ITEMS = {f"q{k + 1}": (random.uniform(0.9, 1.8), -2.4 + 0.3 * k) for k in range(16)}  # true slope and difficulty


def answers(theta, items, harder):
    return [int(random.random() < 1 / (1 + math.exp(-ITEMS[i][0] * (theta - ITEMS[i][1] - (harder if i == "q5" else 0)))))
            for i in items]


def form(name, items, persons, mean):
    with open(f"form-{name}.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["person", "form", "course", *items])
        for n in range(persons):
            course = "evening" if n % 2 else "day"  # q5 is harder for the evening course, by 0.8 logits
            rows.writerow([f"{name}{n}", name, course, *answers(random.gauss(mean, 1), items, 0.8 * (course == "evening"))])


names = list(ITEMS)
form("a", names[:12], 1200, 0)
form("b", names[6:], 1000, 0.5)

# The same questions as a bank, with a key, three wrong answers and no parameters yet.
options = ["a", "b", "c", "d"]
bank = {"format": 1, "id": "arithmetic", "version": "0.1.0", "licence": "CC0-1.0", "languages": ["en"],
        "dimensions": [{"id": "arithmetic", "competence": "arithmetic", "kind": "evaluation"}],
        "prior": {"mean": [0], "covariance": [[1]]},
        "items": [{"id": i, "dimensions": ["arithmetic"], "kind": "single-choice", "options": options,
                   "scoring": {"key": options[k % 4]}, "model": {"type": "1pl", "b": 0}} for k, i in enumerate(names)],
        "designs": {"default": {"start": {"theta": "prior-mean"}, "select": {"criterion": {"name": "maximum-information"}},
                                "estimate": {"estimator": "eap"},
                                "stop": {"minItems": 5, "maxItems": 12, "when": {"standardErrorAtMost": 0.5}}}}}
texts = {}
for k, (i, (task, right)) in enumerate(zip(names, TASKS)):
    texts[i] = {"stem": f"{task} = ?", "options": {o: str(right + (n - k % 4) * (1 + k // 5)) for n, o in enumerate(options)}}
locale = {"language": "en", "direction": "ltr", "review": "unreviewed",
          "bank": {"title": "Arithmetic", "description": "Sixteen tasks, without a calculator."},
          "competences": {"arithmetic": {"name": "Arithmetic", "description": "Reckon with whole numbers.", "levels": {
              "low": {"text": "You add small numbers."}, "middle": {"text": "You reckon up to a hundred."},
              "high": {"text": "You reckon beyond a hundred."}}}},
          "items": texts}
os.makedirs("arithmetic/locales", exist_ok=True)
for path, content in ("bank.json", bank), ("locales/en.json", locale):
    with open(f"arithmetic/{path}", "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
