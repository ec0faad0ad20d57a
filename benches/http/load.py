"""One run of wrk against one route, and what the server paid for it."""

import os
import pathlib
import re
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

MANY = pathlib.Path(__file__).with_name("many.lua")


@dataclass(frozen=True)
class Case:
    """A row: which server and route, which tokens, which answer, and the row it is compared with."""

    server: "Server"
    name: str
    route: str
    status: int
    base: str
    tokens: str
    count: int

    def first_token(self):
        """The whole value of the header."""
        with open(self.tokens, encoding="ascii") as lines:
            return next(lines).strip()


@dataclass
class Server:
    process: subprocess.Popen
    port: int

    def url(self, route):
        return f"http://127.0.0.1:{self.port}{route}"

    def cpu_ns(self):
        """Of the whole process, also of threads that are gone: clock_getcpuclockid(3)."""
        return time.clock_gettime_ns((~self.process.pid << 3) | 2)

    def stop(self):
        self.process.terminate()
        self.process.wait()


@dataclass
class Sample:
    requests: float
    per_second: float
    cpu_us: float


def check(case):
    """The exact answer, which wrk does not tell from another refusal."""
    request = urllib.request.Request(case.server.url(case.route))
    if case.count:
        request.add_header("Authorization", case.first_token())
    try:
        status = urllib.request.urlopen(request, timeout=10).status
    except urllib.error.HTTPError as error:
        status = error.code
    if status != case.status:
        raise SystemExit(f"{case.name}: {status} instead of {case.status}")


def load(case, seconds, connections=64, core="1"):
    pinned = ["taskset", "-c", core] if core else []
    command = pinned + ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
    environment = dict(os.environ)
    if case.count > 1:
        environment["TOKENS_FILE"] = case.tokens
        command += ["-s", str(MANY), case.server.url(""), "--", case.route]
    elif case.count == 1:
        command += ["-H", f"Authorization: {case.first_token()}", case.server.url(case.route)]
    else:
        command += [case.server.url(case.route)]
    before = case.server.cpu_ns()
    output = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    spent = case.server.cpu_ns() - before
    return read(case, output.stdout, spent)


def read(case, output, spent):
    def number(pattern):
        found = re.search(pattern, output)
        return float(found[1]) if found else 0.0

    requests = number(r"(\d+) requests in")
    refused = number(r"Non-2xx or 3xx responses: (\d+)")
    errors = sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", output)))
    expected = 0 if case.status < 400 else requests
    if refused != expected or errors or not requests:
        raise SystemExit(f"{case.name}: the run is void\n{output}")
    return Sample(requests, number(r"Requests/sec:\s+([\d.]+)"), spent / requests / 1e3)
