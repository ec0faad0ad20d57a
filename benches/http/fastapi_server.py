"""The same routes with fastapi-paseto: fastapi_server.py PORT FOLDER. One process."""

import json
import pathlib
import sys

import uvicorn
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Depends, FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi_paseto import AuthPASETO
from fastapi_paseto.exceptions import AuthPASETOException

PORT, FOLDER = int(sys.argv[1]), pathlib.Path(sys.argv[2])
KEY = Ed25519PrivateKey.generate()
SETTINGS = {
    "authpaseto_secret_key": "a secret of thirty-two bytes, ok",
    "authpaseto_private_key": KEY.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode(),
    "authpaseto_public_key": KEY.public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode(),
    "authpaseto_encode_issuer": "https://issuer.example",
    "authpaseto_decode_issuer": "https://issuer.example",
    "authpaseto_decode_audience": "https://api.example",
    "authpaseto_access_token_expires": 86_400,
}

app = FastAPI()


@AuthPASETO.load_config
def settings():
    return SETTINGS


@app.exception_handler(AuthPASETOException)
def refuse(request, error):
    return JSONResponse(status_code=error.status_code, content={"detail": error.message})


@app.get("/open")
def unguarded():
    return PlainTextResponse("ok")


@app.get("/guarded")
def guarded(authorize: AuthPASETO = Depends()):
    authorize.paseto_required()
    return PlainTextResponse("ok")


def token(purpose):
    return AuthPASETO().create_access_token(
        subject="user-8231",
        purpose=purpose,
        audience="https://api.example",
        user_claims={"role": "clerk", "tenant": "alpha"},
    )


def case(name, route, purpose):
    file = FOLDER / f"{purpose}-{route.strip('/')}.txt"
    made = token(purpose)
    file.write_text(f"Bearer {made if isinstance(made, str) else made.decode()}\n")
    return {
        "name": name,
        "route": route,
        "status": 200,
        "base": "fastapi, no guard",
        "tokens": str(file),
        "count": 1,
    }


def announce():
    cases = [
        case("fastapi, no guard", "/open", "local"),
        case("fastapi-paseto, v4.local", "/guarded", "local"),
        case("fastapi-paseto, v4.public", "/guarded", "public"),
    ]
    partial = FOLDER / "cases.partial"
    partial.write_text(json.dumps(cases))
    partial.rename(FOLDER / "cases.json")


announce()
uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="error", access_log=False)
