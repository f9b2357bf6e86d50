"""catpie, as its documentation uses it: estimateTheta and nextItem on lists, catR's grid of 33 nodes on ±4."""

import random

import catpie
from clock import Clock, step


def prepare(items):
    return [(item["a"], item["b"], item["c"], 1.0) for item in items]


def first(bank, job):
    return catpie.selectNextItem(bank, 0.0, []).item


def choose(bank, theta, asked, responses, criterion):
    if criterion == "MFI":
        return catpie.selectNextItem(bank, theta, asked).item
    return catpie.nextItem(bank, theta, asked, criterion=criterion, x=responses).item


def take(bank, job, answers, path):
    criterion = job["select"]
    item = path[0] if path else first(bank, job)
    asked, responses, steps = [], [], []
    for number in range(job["length"]):
        asked.append(item)
        responses.append(answers[item])
        with Clock() as clock:
            theta = catpie.estimateTheta(bank, asked, responses, method="EAP").theta
            following = choose(bank, theta, asked, responses, criterion)
        steps.append(step(item, theta, following, clock))
        item = path[number + 1] if path else following
    return steps


def simulate(bank, thetas, length, job):
    rng = random.Random(1)
    stop = {"rule": ["length"], "thr": [length], "alpha": 0.05}
    return [
        catpie.randomCAT(theta, bank, method="EAP", itemSelect="MFI", stop=stop, rng=rng.random).finalTheta for theta in thetas
    ]
