"""Adaptive tests by Python packages, for benches/web/peers.mjs: what they choose and estimate, and how long it takes.

    python adaptive PACKAGE WORK < job.json

PACKAGE is catsim, catpie, adaptivetesting or mirt; WORK is one of

- test: takes tests of the persons given. Job: items (a, b, c of each), persons (answers to every item), length, select (a criterion),
  optionally estimate, and path (for each person the items to ask, which a package that can be told follows). Writes for every person and
  step the item, the estimate after it, the item chosen next and the milliseconds of estimating and choosing.
- simulate: as many simulated tests as thetas, by the package's own simulation. Writes seconds of processor time and the estimates.
- first: chooses the first item, writes a line, and takes one test of the first person. Writes the most memory held, in kB.
"""

import json
import os
import resource
import sys
import time
import warnings
from importlib import import_module
from importlib.metadata import version

# One thread for each: what is compared is work, not how many processors a machine has.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ[name] = "1"

PACKAGES = ("catsim", "catpie", "adaptivetesting", "mirt")


def tests(package, job):
    bank = package.prepare(job["items"])
    path = job.get("path") or [None] * len(job["persons"])
    return [package.take(bank, job, answers, asked) for answers, asked in zip(job["persons"], path, strict=True)]


def simulations(package, job):
    bank = package.prepare(job["items"])
    begun = time.process_time()
    estimates = package.simulate(bank, job["thetas"], job["length"], job)
    return {"seconds": time.process_time() - begun, "estimates": [float(theta) for theta in estimates]}


def first(package, job):
    bank = package.prepare(job["items"])
    print(package.first(bank, job), flush=True)
    package.take(bank, job, job["persons"][0], None)
    return {"kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def main():
    warnings.simplefilter("ignore")
    name, work = sys.argv[1:]
    if name not in PACKAGES:
        sys.exit(f"{name} is none of {', '.join(PACKAGES)}")
    package = import_module(f"by_{name}")
    job = json.load(sys.stdin)
    found = {"test": tests, "simulate": simulations, "first": first}[work](package, job)
    json.dump({"version": version(name), "found": found}, sys.stdout)


main()
