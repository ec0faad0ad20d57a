"""Starts what is asked: our server with all its routes, and fastapi-paseto."""

import atexit
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time

from load import Case, Server, check

HERE = pathlib.Path(__file__).parent
PORTS = iter(range(18_480, 18_580))


def wait_for(path, process):
    for _ in range(1_200):
        if path.exists():
            return json.loads(path.read_text())
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"the server did not start: {process.args}")


def listening(server):
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", server.port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not listen")


def start(command, core, folder, port, environment=None):
    pinned = ["taskset", "-c", core] if core else []
    environment = {**os.environ, **(environment or {})}
    process = subprocess.Popen(pinned + command, env=environment, stdout=subprocess.DEVNULL)
    # Also when the run is void.
    atexit.register(process.kill)
    server = Server(process, port)
    listed = wait_for(folder / "cases.json", process)
    listening(server)
    cases = [Case(server=server, **case) for case in listed]
    for case in cases:
        check(case)
    return server, cases


def ours(binary, scratch, core="0", options=()):
    port, folder = next(PORTS), pathlib.Path(tempfile.mkdtemp(dir=scratch))
    command = [str(binary), "--port", str(port), "--out", str(folder), *options]
    return start(command, core, folder, port)


def fastapi(python, scratch, core="0"):
    port, folder = next(PORTS), pathlib.Path(tempfile.mkdtemp(dir=scratch))
    command = [str(python), str(HERE / "fastapi_server.py"), str(port), str(folder)]
    return start(command, core, folder, port)
