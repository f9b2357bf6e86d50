"""Calibrates a file of responses by a Python package, and says what it took and found.

Reads one line of JSON from standard input: program (mirt or girth), file (gzipped CSV with a header), model (2pl, 3pl or graded), nodes, tolerance, prior (mean and
standard deviation of the logits of lower asymptotes, or null), runs. Writes one of JSON: version, cpu and wall (seconds of the call that estimates, the least of the
runs; cpu of all threads), cycles, log_likelihood (as the package reports it, or null), items (a, b as a list, c), note. What goes wrong inside a package is
an answer too: error.
"""

import gzip
import importlib.metadata
import json
import resource
import sys
import time
import warnings

import numpy as np

# More than any of the sets needs; both packages stop by their tolerance.
CYCLES = 1000


def read(file):
    with gzip.open(file, "rt") as text:
        items = text.readline().count(",") + 1
        return np.fromstring(text.read().strip().replace("\n", ","), dtype=np.int64, sep=",").reshape(-1, items)


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def logit_normal(mean, sd):
    """R mirt's normal prior of a logit, as a prior of the asymptote: without its derivative mirt's maximisation stays where it is."""
    from mirt.estimation.priors import CustomPrior

    edge = 1e-9

    def deviate(g):
        g = np.clip(g, edge, 1 - edge)
        return (np.log(g) - np.log1p(-g) - mean) / sd

    def log_density(g):
        return -0.5 * deviate(g) ** 2 - np.log(sd * np.sqrt(2 * np.pi))

    def derivative(g):
        g = np.clip(g, edge, 1 - edge)
        return -deviate(g) / (sd * g * (1 - g))

    return CustomPrior(log_density, lambda size, generator: np.full(size or (), np.nan), grad_log_pdf_fn=derivative)


def by_mirt(given, responses):
    from mirt import fit_mirt

    names = {"2pl": "2PL", "3pl": "3PL", "graded": "GRM"}
    priors = None if given["prior"] is None else {"guessing": logit_normal(*given["prior"])}
    slow = [] if priors is None else ["the prior is a function in Python, called from its search"]

    def fit():
        return fit_mirt(
            responses,
            model=names[given["model"]],
            n_quadpts=given["nodes"],
            tol=given["tolerance"],
            max_iter=CYCLES,
            compute_standard_errors=False,
            priors=priors,
        )

    def answer(found):
        parameters = found.model.parameters
        b = parameters["thresholds"] if "thresholds" in parameters else parameters["difficulty"][:, None]
        return {
            "cycles": int(found.n_iterations),
            "log_likelihood": float(found.log_likelihood),
            "items": items(parameters["discrimination"], b, parameters.get("guessing")),
            "note": "; ".join(slow + ([] if found.converged else ["not converged"])),
        }

    return fit, answer


def by_girth(given, responses):
    import girth

    call = {"2pl": girth.twopl_mml, "3pl": girth.threepl_mml, "graded": girth.grm_mml}[given["model"]]
    if given["prior"] is not None:
        raise ValueError("girth takes no prior of asymptotes")
    across = np.ascontiguousarray(responses.T)
    options = {"quadrature_n": given["nodes"], "quadrature_bounds": (-6.0, 6.0), "max_iteration": CYCLES}

    def answer(found):
        b = np.asarray(found["Difficulty"]).reshape(across.shape[0], -1)
        return {
            "cycles": None,
            "log_likelihood": None,
            "items": items(found["Discrimination"], b, found.get("Guessing")),
            "note": None,
        }

    return lambda: call(across, options), answer


def items(a, b, c):
    lower = np.zeros(len(a)) if c is None else c
    return [{"a": float(a[i]), "b": [float(step) for step in b[i]], "c": float(lower[i])} for i in range(len(a))]


def calibrate(given):
    fit, answer = {"mirt": by_mirt, "girth": by_girth}[given["program"]](given, read(given["file"]))
    least = [float("inf"), float("inf")]
    for _ in range(given["runs"]):
        begun = (cpu(), time.perf_counter())
        found = fit()
        least = [min(least[0], cpu() - begun[0]), min(least[1], time.perf_counter() - begun[1])]
    return {"cpu": least[0], "wall": least[1], **answer(found)}


def main():
    warnings.simplefilter("ignore")
    given = json.load(sys.stdin)
    try:
        result = calibrate(given)
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    try:
        result["version"] = importlib.metadata.version(given["program"])
    except importlib.metadata.PackageNotFoundError:
        result["version"] = ""
    json.dump(result, sys.stdout)


main()
