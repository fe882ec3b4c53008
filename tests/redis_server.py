"""A real redis-server for tests: a socket of its own in a temporary folder, an append-only file synced every second."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory


class RedisServer:
    """One server that may be killed and started again on what it has written."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self._command = [which("redis-server") or "redis-server", "--dir", str(folder), "--port", "0"]
        self._command += ["--unixsocket", str(self.socket), "--save", "", "--appendonly", "yes", *options]

    def start(self, *options: str) -> None:
        """Returns when the server answers; with these options, too, this time."""
        self._process = subprocess.Popen([*self._command, *options], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        said = ""
        for line in self._process.stdout:
            said += line
            if "eady to accept connections" in line:
                return
        raise RuntimeError(f"redis-server did not start:\n{said}")

    @property
    def pid(self) -> int:
        """Of its process."""
        return self._process.pid

    def stop(self) -> None:
        """Let it write everything and end."""
        self._process.terminate()
        self._reap()

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._reap()

    def send_signal(self, number: int) -> None:
        """Stop it where it stands, or let it go on."""
        self._process.send_signal(number)

    def _reap(self) -> None:
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()


@contextmanager
def running_redis(*options: str) -> Iterator[RedisServer]:
    """A server from an empty folder, gone at the end; the path of its socket is short, as it must be."""
    with TemporaryDirectory(prefix="redis-") as folder:
        server = RedisServer(Path(folder), *options)
        server.start()
        try:
            yield server
        finally:
            server.kill()
