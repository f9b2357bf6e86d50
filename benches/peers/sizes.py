"""What each peer that is a Python package brings along: writes, of each, how many packages it needs, the bytes of their wheels as the registry
sends them, and their bytes once installed.

    python sizes.py FOLDER

downloads the wheels that requirements.txt pins into FOLDER, unless they are there.
"""

import json
import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

PEERS = ("catpie", "mirt", "catsim", "adaptivetesting")
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def pinned():
    return dict(re.findall(r"^([\w-]+)==(\S+)$", REQUIREMENTS.read_text(), re.MULTILINE))


def wheels(folder):
    """Bytes of each wheel, by the package's name."""
    wanted = {(canonicalize_name(name), version) for name, version in pinned().items()}
    sizes, found = {}, set()
    for attempt in range(2):
        for path in Path(folder).glob("*.whl"):
            name, version, _, _ = parse_wheel_filename(path.name)
            sizes[name] = path.stat().st_size
            found.add((name, str(version)))
        if wanted <= found or attempt:
            return sizes
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--no-deps", "--only-binary=:all:"]
        subprocess.run([*pip, "--dest", folder, "--requirement", REQUIREMENTS], check=True, stdout=sys.stderr)


def needed(name, found):
    """The package and what it needs, without what is optional."""
    name = canonicalize_name(name)
    if name not in found:
        found.add(name)
        for text in distribution(name).requires or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                needed(requirement.name, found)
    return found


def installed(name):
    """Bytes of the files a package put there, without what Python compiled them to."""
    paths = [entry.locate() for entry in distribution(name).files if entry.suffix != ".pyc"]
    return sum(path.stat().st_size for path in paths if path.is_file())


def main():
    sizes = wheels(sys.argv[1])
    found = {}
    for peer in PEERS:
        names = needed(peer, set())
        own = canonicalize_name(peer)
        found[peer] = {
            "packages": len(names),
            "own": sizes[own],
            "wheels": sum(sizes[name] for name in names),
            "installed": sum(installed(name) for name in names),
        }
    json.dump(found, sys.stdout)


main()
