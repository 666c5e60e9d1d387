"""HTTP with a SPARQL server: who asks, how long, how often, and each failure in one line."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import IO, TYPE_CHECKING, Any

from kg.source import DataError

if TYPE_CHECKING:
    import requests

Auth = tuple[str, str] | str | None
_IN_MEMORY = 1 << 24  # bytes of an answer; a longer one goes to a temporary file
_BUSY = (429, 502, 503, 504)


class Spool(tempfile.SpooledTemporaryFile):
    """A file in memory, or on disk once it is long, that goes with its last reader."""

    def __init__(self) -> None:
        super().__init__(_IN_MEMORY)

    def __del__(self) -> None:
        self.close()


@dataclass(frozen=True)
class Answer:
    """A whole answer: its bytes as a file, its media type, and its headers."""

    file: IO[bytes]
    type: str
    headers: Mapping[str, str]


class Session:
    """Requests with one user and password, or one token; ``timeout`` is how many seconds may pass without a byte."""

    def __init__(self, auth: Auth, timeout: float, retries: int) -> None:
        self._auth, self._timeout, self._retries = auth, timeout, retries
        self._prepared = cache(self._prepare)
        self._scheme = cache(self._choose)

    def ask(self, url: str, fields: Mapping[str, str | list[str]], accept: str) -> Answer:
        """Return the answer to a query, by GET where that is short, else by POST; sent again to a busy server.

        Raises ``kg.DataError`` when there is no answer, or not all of it, and ``ValueError`` when the
        server does not take the query.
        """
        from urllib.parse import urlencode

        # As a form, never as application/sparql-query: Virtuoso 7 leaves that unanswered.
        short = len(urlencode(fields, doseq=True)) < 2000
        return self._send(url, "GET" if short else "POST", True, {"params" if short else "data": fields, "headers": {"Accept": accept}})

    def write(self, url: str, method: str, **request: Any) -> None:
        """Send a change, once. Raises ``kg.DataError``."""
        try:
            self._send(url, method, False, request)
        except DataError:
            raise
        except ValueError as error:
            raise DataError(url, str(error)) from None

    def _prepare(self, safe: bool) -> "requests.Session":
        """Return a session that sends ``safe`` requests again, others only when no connection was made."""
        import requests
        from requests.adapters import HTTPAdapter
        from urllib3 import Retry

        # Never after the server has read a query: one that took too long would only run once more.
        retry = Retry(self._retries, read=0, other=0, status=self._retries if safe else 0, allowed_methods=None, status_forcelist=_BUSY if safe else (), raise_on_status=False, backoff_factor=0.2, backoff_max=10, retry_after_max=60)  # fmt: skip
        session = requests.Session()
        session.headers["User-Agent"] = f"aec-kg/{version('aec-kg')}"
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=retry))
        return session

    def _choose(self, url: str) -> Any:
        """Return what signs the requests: a token, or a password in the way that the server asks for."""
        import requests.auth

        if self._auth is None:
            return None
        if isinstance(self._auth, str):
            return _Bearer(self._auth)
        asked = self._prepared(True).get(url, timeout=self._timeout, stream=True)
        asked.close()
        digest = "digest" in asked.headers.get("WWW-Authenticate", "").lower()
        return (requests.auth.HTTPDigestAuth if digest else requests.auth.HTTPBasicAuth)(*self._auth)

    def _send(self, url: str, method: str, safe: bool, request: dict[str, Any]) -> Answer:
        import requests

        try:
            with self._prepared(safe).request(method, url, auth=self._scheme(url), timeout=self._timeout, stream=True, allow_redirects=safe, **request) as response:
                if not 200 <= response.status_code < 300:
                    raise self._refused(url, response)
                file = Spool()
                try:
                    for piece in response.iter_content(1 << 16):
                        file.write(piece)
                except requests.exceptions.RequestException as error:
                    how = f"stopped for {self._timeout:g} s" if "timed out" in str(error) else "broke off"
                    raise DataError(url, f"the answer {how}; nothing of it is used") from None
                file.seek(0)
                return Answer(file, response.headers.get("Content-Type", "").partition(";")[0].strip().lower(), response.headers)
        except requests.exceptions.RequestException as error:
            reason = _line(_cause(error))
            if isinstance(error, requests.exceptions.Timeout) or "timed out" in reason:
                raise DataError(url, f"no answer within {self._timeout:g} s; AEC_ENDPOINT_TIMEOUT gives it more") from None
            raise DataError(url, f"cannot be reached: {reason}") from None

    def _refused(self, url: str, response: "requests.Response") -> ValueError:
        """Return the error that says why, with the server's own words where they are plain text."""
        plain = response.headers.get("Content-Type", "").startswith(("text/plain", "application/json", "application/problem+json"))
        try:
            words = next(response.iter_content(2000), b"").decode(errors="replace") if plain else ""
        except OSError:  # what requests raises is one too
            words = ""
        said = f": {_line(words)}" if words.strip() else ""
        status = f"{response.status_code} {_line(response.reason or '')}".strip()
        if response.status_code == 400:
            return ValueError(f"{url} does not take this{said or f' ({status})'}")
        if response.status_code == 401:
            how = "does not take the user, password or token given" if self._auth else "asks who you are; set AEC_ENDPOINT_USER and AEC_ENDPOINT_PASSWORD, or AEC_ENDPOINT_TOKEN"
            return DataError(url, f"{how} ({status})")
        if 300 <= response.status_code < 400:
            return DataError(url, f"has moved to {_line(response.headers.get('Location', ''))}; use that address")
        if response.status_code == 403:
            return DataError(url, f"does not allow this ({status}){said}")
        return DataError(url, f"answered {status}{said}")


class _Bearer:
    """Signs with a token; unlike a plain header, no ``.netrc`` of the user's takes its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: "requests.PreparedRequest") -> "requests.PreparedRequest":
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _cause(error: BaseException) -> str:
    """Return what lies at the bottom of an error, such as ``Connection refused``."""
    while True:
        inner = getattr(error, "reason", None) or next((one for one in error.args if isinstance(one, BaseException)), None)
        if not isinstance(inner, BaseException):
            return str(getattr(error, "strerror", None) or error).rpartition(": ")[2] or type(error).__name__
        error = inner


def _line(text: str) -> str:
    """Return the first line of what a server says, short and without what a terminal would obey."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return "".join(char if char.isprintable() else " " for char in first).strip()[:200]
