"""Makes and opens PASETOs with pyseto: one JSON request a line in, one JSON answer a line out."""

import json
import sys

import pyseto
from pyseto import Key


def mint(request):
    token = pyseto.encode(
        Key.from_paserk(request["key"]),
        request["claims"],
        footer=request["footer"],
        implicit_assertion=request["assertion"],
    )
    return {"token": token.decode()}


def open_(request):
    token = pyseto.decode(
        Key.from_paserk(request["key"]),
        request["token"],
        implicit_assertion=request["assertion"],
    )
    return {"claims": json.loads(token.payload), "footer": (token.footer or b"").decode()}


OPERATIONS = {"mint": mint, "open": open_}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = OPERATIONS[request["do"]](request)
    except (ValueError, pyseto.PysetoError) as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
