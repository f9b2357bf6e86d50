"""mirt: its CATEngine, one person after another, and its batch simulation. EAP on Gauss-Hermite nodes."""

import numpy as np
from clock import Clock, step
from mirt.cat.engine import CATEngine
from mirt.cat.stopping import MaxItemsStop, StandardErrorStop
from mirt.models.dichotomous import ThreeParameterLogistic, TwoParameterLogistic


def prepare(items):
    guessing = np.array([item["c"] for item in items])
    model = (ThreeParameterLogistic if guessing.any() else TwoParameterLogistic)(n_items=len(items))
    parameters = {"discrimination": np.array([item["a"] for item in items]), "difficulty": np.array([item["b"] for item in items])}
    model.set_parameters(**parameters, **({"guessing": guessing} if guessing.any() else {}))
    # The engine takes fitted models only; these parameters are given.
    model._is_fitted = True
    return model


def engine(bank, job, stop):
    length = job["length"]
    return CATEngine(bank, item_selection=job["select"], stopping_rule=stop, max_items=length, n_quadpts=job["nodes"], seed=1)


def first(bank, job):
    return engine(bank, job, MaxItemsStop(job["length"])).get_current_state().next_item


def take(bank, job, answers, path):
    # One item more than is looked at, so that the last step too has a next item.
    longer = {**job, "length": job["length"] + 1}
    test = engine(bank, longer, MaxItemsStop(longer["length"]))
    following = test.get_current_state().next_item
    steps = []
    for _ in range(job["length"]):
        item = int(following)
        with Clock() as clock:
            state = test.administer_item(answers[item])
        following = state.next_item
        steps.append(step(item, state.theta, following, clock))
    return steps


def simulate(bank, thetas, length, job):
    # A standard error that nobody reaches: its compiled path wants such a rule, and asks for as many items as the longest test has.
    test = engine(bank, job, StandardErrorStop(1e-6))
    return [result.theta for result in test.run_batch_simulation(thetas)]
