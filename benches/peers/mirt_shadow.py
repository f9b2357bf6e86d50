"""Shadow tests by PyPI's mirt as its documentation has them: CATEngine with ShadowTestSelection.

Reads a pool, a blueprint and the persons' answers (JSON) from standard input. Writes for every person and step the estimate, the shadow test, the item chosen from
it, and the milliseconds the step took: the answer updates the estimate, the next item is chosen. (The first step has no answer.)
"""

import json
import sys
import time

import numpy as np
from mirt.cat.content import ContentArea, ContentBlueprint
from mirt.cat.engine import CATEngine
from mirt.cat.shadow import ShadowTestSelection
from mirt.cat.stopping import MaxItemsStop
from mirt.models.dichotomous import ThreeParameterLogistic


def model_of(items):
    model = ThreeParameterLogistic(n_items=len(items))
    model.set_parameters(
        discrimination=np.array([item["a"] for item in items]),
        difficulty=np.array([item["b"] for item in items]),
        guessing=np.array([item["c"] for item in items]),
    )
    # The engine takes fitted models only; these parameters are given.
    model._is_fitted = True
    return model


def take_test(model, areas, length, answers):
    selection = ShadowTestSelection(
        blueprint=ContentBlueprint(
            [ContentArea(area["name"], items=set(area["items"]), min_items=area["min"], max_items=area["max"]) for area in areas]
        )
    )
    engine = CATEngine(model, item_selection=selection, stopping_rule=MaxItemsStop(length), max_items=length, min_items=length)
    steps = []
    item = None
    for _ in range(length):
        begun = time.perf_counter()
        state = engine.get_current_state() if item is None else engine.administer_item(answers[item])
        milliseconds = (time.perf_counter() - begun) * 1000
        item = int(state.next_item)
        shadow = [int(item) for item in selection.last_shadow_test.selected_items]
        steps.append({"theta": float(state.theta), "item": item, "shadow": shadow, "milliseconds": milliseconds})
    return steps


def main():
    given = json.load(sys.stdin)
    model = model_of(given["items"])
    tests = [take_test(model, given["areas"], given["length"], answers) for answers in given["persons"]]
    json.dump(tests, sys.stdout)


main()
