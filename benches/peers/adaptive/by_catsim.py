"""catsim: its estimator and selectors outside its simulator, and its simulator. It estimates by maximum likelihood and by nothing else."""

import numpy as np
from catsim.estimation import NumericalSearchEstimator
from catsim.initialization import FixedPointInitializer
from catsim.item_bank import ItemBank
from catsim.selection import IntervalInfoSelector, MaxInfoSelector
from catsim.simulation import Simulator
from catsim.stopping import TestLengthStopper
from clock import Clock, step


def prepare(items):
    return ItemBank(np.array([[item["a"], item["b"], item["c"], 1.0] for item in items]))


def selector(job):
    name = job["select"]
    return MaxInfoSelector() if name == "MFI" else IntervalInfoSelector(job["halfWidth"])


def first(bank, job):
    return selector(job).select(item_bank=bank, administered_items=[], est_theta=0.0)


def take(bank, job, answers, path):
    estimator, choose = NumericalSearchEstimator(), selector(job)
    item = path[0] if path else first(bank, job)
    theta = 0.0
    asked, responses, steps = [], [], []
    for number in range(job["length"]):
        asked.append(int(item))
        responses.append(bool(answers[int(item)]))
        with Clock() as clock:
            theta = estimator.estimate(item_bank=bank, administered_items=asked, response_vector=responses, est_theta=theta)
            following = choose.select(item_bank=bank, administered_items=asked, est_theta=theta)
        steps.append(step(item, theta, following, clock))
        item = path[number + 1] if path else following
    return steps


def simulate(bank, thetas, length, job):
    simulator = Simulator(
        bank,
        np.array(thetas),
        initializer=FixedPointInitializer(0.0),
        selector=MaxInfoSelector(),
        estimator=NumericalSearchEstimator(),
        stopper=TestLengthStopper(max_items=length),
        seed=1,
    )
    simulator.simulate()
    return simulator.latest_estimations
