"""Asks openbadgeslib about a badge and prints its answer as JSON. No network: every connection is refused."""

import json
import socket
import sys
from pathlib import Path

from openbadgeslib import baking
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.ldp import OB3LdpVerifier


def refuse(*_):
    raise OSError("no test reaches the network")


socket.socket.connect = refuse
socket.getaddrinfo = refuse


def told(credential):
    """What a verified credential says."""
    return {
        "valid": True,
        "issuer": credential.issuer.id,
        "name": credential.name,
        "type": credential.achievement.achievement_type,
        "levels": [result.achieved_level for result in credential.results if result.achieved_level],
        "genre": [evidence.genre for evidence in credential.evidence],
    }


def answer(question, file, *options):
    data = Path(file).read_bytes()
    if question == "verify":
        return told(OB3LdpVerifier().verify(data.decode()))
    if question == "verify-jwt":
        return told(OB3Verifier.for_issuer_did(options[0]).verify(data.decode().strip()))
    if question == "unbake-svg":
        return baking.extract_svg(data, element=baking.SVG_ELEMENT_OB3, text_fallback=True)
    if question == "unbake-png":
        return baking.extract_png(data, keyword=baking.ITXT_KEYWORD_OB3)
    if question == "bake-svg":
        return baking.bake_svg(
            data, Path(options[0]).read_text(), element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3, as_text=True
        ).decode()
    if question == "bake-png":
        baked = baking.bake_png(data, Path(options[0]).read_text(), keyword=baking.ITXT_KEYWORD_OB3)
        Path(options[1]).write_bytes(baked)
        return len(baked)
    raise SystemExit(f"unknown question {question}")


try:
    found = answer(*sys.argv[1:])
except LibOpenBadgesException as error:
    found = {"valid": False, "reason": str(error)}
json.dump(found, sys.stdout)
