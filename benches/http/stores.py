"""Redis and PostgreSQL of the machine, each on a free port of loopback in a folder of its own."""

import atexit
import glob
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

# Neither may run as root: `nobody`, on every system that has the user.
NOBODY = 65_534


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def program(command, folder):
    """What starts it: as who owns the folder, and beside wrk, not on the server's core."""
    owner = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return {"args": ["taskset", "-c", "1", *command], "cwd": folder, **owner, **quiet}


class Store:
    """Runs until it is stopped, or this program ends."""

    def __init__(self, name):
        self.name, self.port = name, free_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"bench-{name.lower()}-"))
        if os.getuid() == 0:
            os.chown(self.folder, NOBODY, NOBODY)
        self.process = None
        atexit.register(self.stop)
        self.launch()
        self.wait()

    def wait(self):
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{self.name} does not start")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.process = None
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis(Store):
    def url(self, port=None):
        return f"redis://127.0.0.1:{port or self.port}"

    def launch(self):
        words = f"--bind 127.0.0.1 --port {self.port} --appendonly yes --appendfsync everysec"
        words += " --maxmemory-policy noeviction"
        command = ["redis-server", *words.split(), "--save", ""]
        self.process = subprocess.Popen(**program(command, self.folder))


class Postgres(Store):
    def url(self, port=None):
        return f"postgres://postgres@127.0.0.1:{port or self.port}/postgres?sslmode=disable"

    @staticmethod
    def tools():
        return pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])

    def launch(self):
        data = self.folder / "data"
        words = "-U postgres -A trust -E UTF8 --locale=C"
        command = [str(self.tools() / "initdb"), "-D", str(data), *words.split()]
        subprocess.run(**program(command, self.folder), check=True)
        words = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        command = [str(self.tools() / "postgres"), "-D", str(data), *words.split()]
        self.process = subprocess.Popen(**program(command, self.folder))

    def wait(self):
        """It listens before it answers."""
        asks = [str(self.tools() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        for _ in range(300):
            if subprocess.run(asks).returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit(f"{self.name} does not start")


def installed():
    """Those that are installed, by the name of their row."""
    found = {}
    if shutil.which("redis-server"):
        found["Redis"] = Redis("Redis")
    if glob.glob("/usr/lib/postgresql/*/bin/initdb"):
        found["PostgreSQL"] = Postgres("PostgreSQL")
    return found
