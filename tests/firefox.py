"""A Firefox for tests, driven by its own Marionette protocol, which needs no package and no driver."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_PATIENCE = 60  # seconds for it to start, and for each answer
_PREFERENCES = {
    "marionette.port": 0,  # a free one, which it writes down
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 1,  # every request but to this machine fails: pages open without a network
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
}


def installed() -> str | None:
    """Return the Firefox of this machine, or ``None``."""
    return os.environ.get("AEC_FIREFOX") or next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)


class Firefox:
    """What the tests need of it: to open an address and to run a script there."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._stream = self._socket.makefile("rb")
        self._number = 0
        self._message()  # it introduces itself
        self.ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": False}}})

    def _message(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            length += byte
            if not byte:
                raise ConnectionError("Firefox has gone")
        return json.loads(self._stream.read(int(length)))

    def ask(self, command: str, parameters: dict[str, Any]) -> Any:
        """Send a command and return its result. Raises ``RuntimeError`` for an error that it tells."""
        self._number += 1
        text = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(text), text))
        _, _, error, result = self._message()
        if error:
            raise RuntimeError(error["message"])
        return result

    def open(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self.ask("WebDriver:Navigate", {"url": address})

    def run(self, script: str) -> Any:
        """Return what the body of a function returns when run in the page; a promise is waited for."""
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": [], "newSandbox": False, "sandbox": None})["value"]

    def close(self) -> None:
        """Ask it to end."""
        self.ask("Marionette:Quit", {"flags": ["eForceQuit"]})
        self._socket.close()


@contextmanager
def started(program: str, folder: Path) -> Iterator[Firefox]:
    """Start Firefox with a fresh profile in ``folder``; it is gone at the end."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
    (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        [program, "--headless", "--no-remote", "--marionette", "--profile", folder],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"},
    )
    try:
        firefox = Firefox(_port(process, folder / "MarionetteActivePort"))
        yield firefox
        firefox.close()
        process.wait(_PATIENCE)
    finally:
        process.kill()
        process.wait()


def _port(process: subprocess.Popen, path: Path) -> int:
    """Return the port it listens on, once it has written it down."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if path.is_file() and (text := path.read_text(encoding="ascii")):
            return int(text)
        time.sleep(0.1)
    raise TimeoutError(f"Firefox did not start in {_PATIENCE} seconds")
