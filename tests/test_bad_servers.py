"""Servers that are away, slow, refuse, talk of something else or break off: one line, exit 1, nothing half-written."""

import gzip
import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.endpoint import Endpoint

JSON = "application/sparql-results+json"
ROWS = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "literal", "value": str(i)}} for i in range(3)]}}).encode()
FALSE = b'{"head": {}, "boolean": false}'


@contextmanager
def serving(*answers):
    """Serve false to the first question, which asks for a merge, then ``answers`` in turn, the last for good."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            length = int(self.headers.get("Content-Length", 0))
            asked.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
            say = (answer(), *answers)[min(len(asked) - 1, len(answers))]
            say(self)

        do_POST = do_PUT = do_GET  # noqa: N815

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(body=FALSE, status=200, type=JSON, length=None, **headers):
    def say(handler):
        handler.send_response(status)
        handler.send_header("Content-Type", type)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return say


def silent(handler):
    """Say nothing until the other side has gone."""
    handler.connection.settimeout(5)
    try:
        handler.connection.recv(1)
    except OSError:
        pass
    handler.close_connection = True


def broken_chunks(handler):
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"%x\r\n%s\r\n" % (len(ROWS), ROWS))
    handler.close_connection = True


BAD = {
    "slow": (silent, "no answer within 0.3 s; AEC_ENDPOINT_TIMEOUT gives it more"),
    "401": (answer(b"", 401, "text/plain"), "asks who you are; set AEC_ENDPOINT_USER and AEC_ENDPOINT_PASSWORD, or AEC_ENDPOINT_TOKEN (401 Unauthorized)"),
    "403": (answer(b"not for you\nat all", 403, "text/plain"), "does not allow this (403 Forbidden): not for you"),
    "404": (answer(b"", 404), "answered 404 Not Found"),
    "500": (answer(b"<html>stack trace", 500, "text/html"), "answered 500 Internal Server Error"),
    "500 in words": (answer(b"\x1b[31mout of memory\r\nat line 7", 500, "text/plain"), "answered 500 Internal Server Error: [31mout of memory"),
    "503": (answer(b"", 503), "answered 503 Service Unavailable"),
    "elsewhere for ever": (answer(b"", 302, Location="/query"), "cannot be reached: Exceeded 30 redirects."),
    "HTML": (answer(b"<html>Welcome</html>", type="text/html"), "answers text/html, not SPARQL results; is this the address of the endpoint?"),
    "no type": (answer(ROWS, type=""), "answers without a type, not SPARQL results; is this the address of the endpoint?"),
    "CSV": (answer(b"s\r\n1\r\n", type="text/csv"), "answers text/csv, not SPARQL results; is this the address of the endpoint?"),
    "HTML as JSON": (answer(b"<html>Welcome</html>"), "answers what is no results: Parser error at line 1 column 1: Unexpected char: '<'"),
    "half a body": (answer(ROWS[:90], length=len(ROWS)), "the answer broke off; nothing of it is used"),
    "half of the chunks": (broken_chunks, "the answer broke off; nothing of it is used"),
    "half a document": (answer(ROWS[:-20]), "answers what is no results: Parser error at line 1"),
    "true to a SELECT": (answer(FALSE), "answers a SELECT by true or false"),
    "a broken packing": (answer(gzip.compress(ROWS)[:40], Content_Encoding="gzip"), "answers what is no results: "),
    "a number for a term": (answer(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":5}]}}'), "answers what is no results: "),
    "an IRI that is none": (answer(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a b"}}]}}'), "answers what is no results: "),
    "part of an answer": (answer(ROWS, X_SQL_State="S1TAT", X_SQL_Message="interrupted by result timeout"), "gave up part of the way (state S1TAT): interrupted by result timeout"),
}


@pytest.mark.parametrize("bad", BAD)
def test_one_line_and_nothing_written(bad, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.protocol._BUSY", ())
    monkeypatch.setenv("AEC_ENDPOINT_TIMEOUT", "0.3")
    say, message = BAD[bad]
    with serving(say) as (url, _):
        result = CliRunner().invoke(main, ["query", "SELECT ?s { ?s ?p ?o }", "--endpoint", url, "-o", str(tmp_path / "rows.csv")])
        assert (result.exit_code, result.stdout, list(tmp_path.iterdir())) == (1, "", [])
        assert result.stderr.startswith(f"kg: {url}: ") and message in result.stderr and result.stderr.count("\n") == 1
        shown = CliRunner().invoke(main, ["query", "SELECT ?s { ?s ?p ?o }", "--endpoint", url])
        assert (shown.exit_code, shown.stdout) == (1, "")


def test_away():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/query"
    with pytest.raises(kg.DataError, match="cannot be reached: .*Connection refused"):
        Endpoint(url, retries=0).ask("ASK {}")


def test_a_query_that_is_wrong_is_usage():
    with serving(answer(b"expected a brace\nand more", 400, "text/plain")) as (url, _):
        result = CliRunner().invoke(main, ["query", "SELECT ?s { ?s", "--endpoint", url])
    assert (result.exit_code, result.stderr) == (2, f"kg: {url} does not take this: expected a brace\n")


def test_the_lines_of_a_query_are_those_of_who_asks():
    with serving(answer(ROWS)) as (url, asked):
        Endpoint(url).solutions("SELECT ?s {\n  ?s a aec:Commitment ; aec:holder id:amazon\n}")
    sent = parse_qs(urlsplit(asked[-1][1]).query)["query"][0]
    assert [line.strip() for line in sent.splitlines()][1:] == ["?s a aec:Commitment ; aec:holder id:amazon", "}"]
    assert sent.startswith("PREFIX ") and sent.splitlines()[0].endswith("SELECT ?s {")


def test_a_busy_server_is_asked_again_when_it_says():
    with serving(answer(b"", 503, Retry_After="0"), answer(b"", 429, Retry_After="0"), answer(ROWS)) as (url, asked):
        assert len(list(Endpoint(url).solutions("SELECT ?s { ?s ?p ?o }"))) == 3
    assert len(asked) == 4


def test_a_change_is_sent_once(tmp_path):
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    (tmp_path / "b.ttl").write_text("<urn:a> <urn:b> <urn:d> .")
    nothing = answer()
    with serving(nothing, answer(b""), answer(b""), nothing, answer(b"no room", 507, "text/plain")) as (url, asked):
        with pytest.raises(kg.DataError, match=r"answered 507 .*: no room; loaded 1 of 2 files, the last of them .*a.ttl. Run the same again with --update"):
            engine = Endpoint(url, graph_store=url)
            engine.kept["status"] = "of the data before"
            engine.add(tmp_path / "a.ttl", tmp_path / "b.ttl")
    assert not engine.kept
    assert [command for command, *_ in asked] == ["GET", "GET", "PUT", "POST", "GET", "PUT"]


def test_who_asks_and_what_for(monkeypatch):
    monkeypatch.setenv("AEC_ENDPOINT_TOKEN", "secret")
    with serving(answer(ROWS), answer(b"<urn:a> <urn:b> <urn:c> .", type="application/n-triples")) as (url, asked):
        engine = Endpoint(url)
        assert len(list(engine.solutions("SELECT ?s { ?s ?p ?o } # " + 3000 * "long "))) == 3
        assert len(list(engine.solutions("CONSTRUCT WHERE { ?s ?p ?o }"))) == 1
    (first, _, headers, _), (second, _, rows, body), (third, _, graph, _) = asked
    assert (first, second, third) == ("GET", "POST", "GET")
    assert headers["Authorization"] == "Bearer secret" and headers["User-Agent"].startswith("aec-kg/")
    assert rows["Accept"].startswith(JSON) and graph["Accept"].startswith("application/n-triples")
    assert rows["Content-Type"] == "application/x-www-form-urlencoded" and body.startswith(b"query=SELECT")


def test_a_password_goes_to_who_asks_for_it_and_in_no_address(monkeypatch):
    monkeypatch.setenv("AEC_ENDPOINT_USER", "ada")
    monkeypatch.setenv("AEC_ENDPOINT_PASSWORD", "love lace")
    with serving() as (url, asked):
        Endpoint(url).ask("ASK {}")
    assert "Authorization" not in asked[0][2] and asked[1][2]["Authorization"].startswith("Basic ")
    with pytest.raises(ValueError, match="no password in an address"):
        Endpoint("http://ada:love@127.0.0.1/query")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://127.0.0.1/", ", such as http://"),
        ("127.0.0.1:7878", ", such as http://"),
        ("http://", ", such as http://"),
        ("http://127.0.0.1:0/query", ", such as http://"),
        ("http://127.0.0.1:99999/query", ": Port out of range 0-65535"),
        ("http://127.0.0.1:port/query", ": Port could not be cast to integer value as 'port'"),
    ],
)
def test_an_address_that_is_none(url, reason):
    result = CliRunner().invoke(main, ["query", "ASK {}", "--endpoint", url])
    assert (result.exit_code, result.stdout) == (2, "") and f"kg: {url!r} is no address of an endpoint{reason}" in result.stderr


TSV = "text/tab-separated-values"


@pytest.mark.parametrize(
    ("tsv", "asked_for"),
    [
        (answer(b'?s\n"0"\n"1"\n"2"\n', type=TSV), 2),
        (answer(b'"s"\n"0"\n"1"\n"2"\n', type=TSV), 3),  # the names are not those of SPARQL
        (answer(b'?s\n"0"\t"1"\n"2"\n', type=TSV), 3),  # a row of two cells
        (answer(ROWS), 2),
    ],
)
def test_a_table_is_read_from_the_tsv_of_the_server_if_that_is_right(tsv, asked_for):
    with serving(tsv, answer(ROWS)) as (url, asked):
        assert list(Endpoint(url).frame("SELECT ?s { ?s ?p ?o }")["s"]) == ["0", "1", "2"]
    assert len(asked) == asked_for and asked[1][2]["Accept"].startswith(TSV)


def capped(size, total):
    """Answer LIMIT and OFFSET truly, but never more than ``size`` rows."""
    import re

    def say(handler):
        text = parse_qs(urlsplit(handler.path).query)["query"][0]
        limit, offset = (int(found[1]) if (found := re.search(rf"{word} (\d+)", text)) else default for word, default in (("LIMIT", total), ("OFFSET", 0)))
        rows = [{"s": {"type": "literal", "value": f"{i:04}"}} for i in range(total)][offset : offset + min(limit, size)]
        answer(json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": rows}}).encode())(handler)

    return say

@pytest.mark.parametrize(("size", "total", "page"), [(1000, 2500, None), (1000, 1000, None), (70, 150, 100), (100, 150, 100), (100, 200, 100), (100, 99, 100)])
def test_an_answer_cut_without_a_word_is_completed(size, total, page):
    with serving(capped(size, total)) as (url, _):
        assert list(Endpoint(url, page=page).solutions("SELECT ?s { ?s ?p ?o } LIMIT 0")) == []
        assert [row["s"].value for row in Endpoint(url, page=page).solutions("SELECT ?s { ?s ?p ?o }")] == [f"{i:04}" for i in range(total)]

@pytest.mark.parametrize("text", ["soon", "0", "-1", "nan", "inf"])
def test_a_timeout_is_a_time(monkeypatch, text):
    monkeypatch.setenv("AEC_ENDPOINT_TIMEOUT", text)
    with pytest.raises(ValueError, match=f"AEC_ENDPOINT_TIMEOUT is '{text}', not a number of seconds"):
        Endpoint("http://127.0.0.1:7878/query")
