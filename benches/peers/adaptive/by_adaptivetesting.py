"""adaptivetesting: a TestAssembler, once for every person, as its documentation has it. Its EAP has 1,000 nodes, whatever the interval."""

from adaptivetesting.implementations import TestAssembler
from adaptivetesting.math.estimators import ExpectedAPosteriori, NormalPrior
from adaptivetesting.math.item_selection import maximum_information_criterion
from adaptivetesting.models import ItemPool
from clock import Clock, step


def prepare(items):
    columns = {name: [item[name] for item in items] for name in "abc"}
    return lambda responses: ItemPool.load_from_list(
        **columns, d=[1.0] * len(items), ids=list(range(len(items))), simulated_responses=responses
    )


def assembler(pool, theta=None, seed=None):
    return TestAssembler(
        item_pool=pool,
        simulation_id="bench",
        participant_id="bench",
        ability_estimator=ExpectedAPosteriori,
        estimator_args={"prior": NormalPrior(0, 1), "optimization_interval": (-6, 6)},
        item_selector=maximum_information_criterion,
        true_ability_level=theta,
        seed=seed,
    )


def first(bank, job):
    return assembler(bank([0] * len(job["items"]))).get_next_item().id


def take(bank, job, answers, path):
    """The package chooses, then estimates: a step here is its answer, its estimate and the choice with which its next step begins."""
    test = assembler(bank(list(answers)))
    steps = []
    following = test.get_next_item()
    for _ in range(job["length"]):
        item = following
        with Clock() as clock:
            # Chooses once more what was chosen already: one choice and one estimate, as a step has.
            test.run_test_once()
        following = test.get_next_item()
        steps.append(step(item.id, test.ability_level, following.id, clock))
    return steps


def simulate(bank, thetas, length, job):
    found = []
    for seed, theta in enumerate(thetas):
        test = assembler(bank(None), theta, seed)
        for _ in range(length):
            test.run_test_once()
        found.append(test.ability_level)
    return found
