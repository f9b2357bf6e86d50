"""The time of a step."""

import time


class Clock:
    """Milliseconds of a `with` block, in `milliseconds` once it has ended."""

    def __enter__(self):
        self._begun = time.perf_counter()
        return self

    def __exit__(self, *failure):
        self.milliseconds = (time.perf_counter() - self._begun) * 1000


def step(item, theta, following, clock):
    """What is told of a step."""
    return {"item": int(item), "theta": float(theta), "next": int(following), "milliseconds": clock.milliseconds}
