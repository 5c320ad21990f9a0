"""Nothing comes in that is not asked of the page, nothing goes out, and little costs anything."""

import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from exit_sim.commands import serve
from exit_sim.live.address import LONGEST
from exit_sim.live.jobs import QUEUE, SLOTS, TRY_AGAIN
from live_pages import ASKED, HERE, LIKE, answer_to, opened, slow_to_answer

pytestmark = pytest.mark.usefixtures("engine")

EVERY = (
    "/", "/like", "/details?of=baseline", "/scenarios", "/propositions", "/accessibility",
    "/static/live.js", "/static/nothing.js", "/nowhere", "/answer?runs=1000000000",
    "/static/../../pyproject.toml", "/scenarios/..%2f..%2fpyproject", "/progress/none",
)  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """The pages."""
    with opened() as made:
        yield made


@pytest.fixture
def quiet(client, monkeypatch) -> Any:
    """The pages, in a process that may open no connection."""

    def refuse(*_: Any, **__: Any) -> None:
        pytest.fail("a connection was opened")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    return client


@pytest.mark.parametrize("path", EVERY)
def test_every_answer_says_what_may_be_loaded(client, path) -> None:
    """Fine or not, an answer forbids all but what is its own, frames, sniffing and referrers."""
    said = client.get(path).headers
    policy = said["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert said["x-content-type-options"] == "nosniff"
    assert said["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in said
    assert "server" not in said


def test_nothing_leaves_this_machine(quiet) -> None:
    """From the first page to an answer, its report, a story and verdicts: no connection opens."""
    for path in ("/", "/propositions", "/scenarios/la_a", "/accessibility"):
        assert quiet.get(path).status_code == 200
    asked = ASKED.replace("taper", "slack")
    for path in (f"/answer?{asked}", f"/answer/report.html?{asked}", f"/story?{LIKE}&seed=5"):
        found = answer_to(quiet, path)
        assert found.status_code == 200
        loaded = re.findall(r'<(?:link|script|img|iframe)[^>]*(?:href|src)="([^"]*)"', found.text)
        assert not [one for one in loaded if not one.startswith(("/", "data:"))]


def test_pages_run_no_style_or_script_of_their_own(client) -> None:
    """No page holds what the policy would refuse: style attributes, inline scripts, handlers."""
    for path in (f"/answer?{ASKED}", f"/story?{LIKE}", "/details?of=baseline"):
        text = answer_to(client, path).text
        assert not re.search(r"<[^>]+\sstyle=", text)
        assert not re.search(r"<[^>]+\son\w+=", text)
        assert "<style" not in text
        assert not re.search(r"<script(?! src=)", text)


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:8118", True),
        ("localhost", True),
        ("[::1]:8118", True),
        ("LOCALHOST:1", True),
        ("example.org", False),
        ("127.0.0.1.example.org", False),
        ("127.0.0.1:80@example.org", False),
        ("192.168.0.7:8118", False),
        ("", False),
    ],
)
def test_it_answers_under_its_own_name_only(client, host, known) -> None:
    """A page elsewhere that points its name at this machine is refused."""
    assert client.get("/", headers={"host": host}).status_code == (200 if known else 400)


def test_beyond_this_machine_numbers_are_names_too() -> None:
    """Where it is exposed on purpose, it answers to addresses in numbers, and to no other name."""
    from exit_sim.live.guard import Guard

    guard = Guard(lambda *_: None, {"localhost"}, anywhere=True)  # type: ignore[arg-type]
    assert guard._known("192.168.0.7:8118")
    assert guard._known("[2001:db8::1]:8118")
    assert not guard._known("example.org")


@pytest.mark.parametrize(
    ("origin", "site", "status"),
    [
        (HERE, "same-origin", 200),
        (None, None, 200),
        ("http://example.org", "cross-site", 403),
        (None, "cross-site", 403),
        ("null", "same-origin", 200),
        ("null", "same-site", 403),
        ("null", None, 403),
    ],
)
def test_only_its_own_pages_cancel(client, origin, site, status) -> None:
    """A form on another site cannot cancel anybody's work."""
    sent = {"origin": origin, "sec-fetch-site": site}
    headers = {name: text for name, text in sent.items() if text is not None}
    assert client.post("/cancel/none", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/answer?change=taper", 403),
        ("PUT", "/", 405),
        ("DELETE", "/cancel/a", 405),
        ("OPTIONS", "/", 405),
        ("GET", "/cancel/a", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/static/..%2fapp.py", 404),
        ("GET", "/static/live.css.map", 404),
        ("GET", "/scenarios/../../etc/passwd", 404),
        ("GET", "/scenarios/passwd", 400),
        ("GET", "/?decider=nobody", 400),
        ("GET", "/answer?change=taper&runs=1000000000", 400),
        ("GET", "/answer?change=taper&precision=nan", 400),
        ("GET", "/answer?of=baseline&is.people.frontline=1000000&change=taper", 400),
        ("GET", "/answer?of=baseline&is.time.horizon=1e999&change=taper", 400),
        ("GET", "/answer?change=taper&if.receptivity.culture=nan", 400),
        ("GET", "/answer?of=baseline&change=taper&is.time.horizon=1200&is.people.members=900", 400),
        ("GET", "/answer/report.html", 400),
        ("GET", "/story?of=baseline&is.people.care_leavers=9000", 400),
        ("GET", "/story?of=baseline&is.time.horizon=1200&is.people.care_leavers=900", 400),
        ("GET", "/answer?change=taper&change=" + "[" * 5000, 400),
        ("GET", "/answer?change=" + "a" * (LONGEST + 1), 414),
        ("GET", "/" + "a" * (LONGEST + 1), 414),
    ],
)  # fmt: skip
def test_hostile_and_absurd_requests_cost_nothing(quiet, method, path, status) -> None:
    """Each gets a clear answer of four hundred and something, in no time, and no work begins."""
    jobs = quiet.app.state.jobs
    assert not jobs.going
    found = quiet.request(method, path)
    assert found.status_code == status
    assert len(found.content) < 20_000
    assert not jobs.going


def test_much_posted_is_refused_unread(client) -> None:
    """Ten megabytes are refused by their length."""
    found = client.post("/cancel/a", content=b"x" * 10_000_000, headers={"origin": HERE})
    assert found.status_code == 413


def test_what_is_written_in_an_address_is_never_run(client) -> None:
    """Markup in an address comes back as text."""
    found = client.get("/answer", params={"change": "<script>alert(1)</script>"})
    assert found.status_code == 400
    assert "<script>alert" not in found.text
    assert "&lt;script&gt;" in found.text
    found = client.get("/?decider=%22%3E%3Cscript%3E")
    assert '"><script>' not in found.text


def test_no_cell_is_a_formula() -> None:
    """What a spreadsheet takes for a formula stands in no cell of a table that is handed on."""
    from exit_sim.report.cells import safe

    assert safe("=cmd()") == "'=cmd()"
    with opened() as client:
        text = answer_to(client, f"/answer/differences.csv?{ASKED}").text
    for line in text.splitlines():
        for cell in line.split(","):
            assert not cell.startswith(("=", "@", "+")) or re.fullmatch(r"[+-]?[\d.e-]+", cell)


def test_more_than_can_wait_are_told_when_to_come_back() -> None:
    """Two are answered, twenty wait, and everyone else is told when to ask again."""
    names = (
        "taper", "slack", "in_house", "spin_out", "milestone", "caseload", "election", "rating",
        "funding_round", "matched_funding", "pilot_length", "budget_cut", "fair_room",
        "rival_priority", "commissioner_contract", "champion_stays", "champion_leaves",
        "retraining", "supplanting", "broad_measure", "fifth_measure", "scaling_hub",
        "carers_invited", "members_invited", "member_support", "manager_leads",
    )  # fmt: skip
    assert len(names) > SLOTS + QUEUE
    with opened() as client, ThreadPoolExecutor(len(names)) as many:
        paths = [f"/answer?{slow_to_answer(name)}" for name in names]
        found = list(many.map(client.get, paths))
        codes = [one.status_code for one in found]
        assert set(codes) <= {200, 202, 303, 503}
        full = [one for one in found if one.status_code == 503]
        assert len(full) == len(names) - SLOTS - QUEUE
        assert all(one.headers["retry-after"] == str(TRY_AGAIN) for one in full)
        waits = [one for one in found if one.status_code == 202]
        assert sum("in the queue before it begins" in one.text for one in waits) >= QUEUE - 4
        for one in waits:
            key = re.search(r"/cancel/(\w+)", one.text)
            assert key is not None
            client.post(f"/cancel/{key[1]}")
        end = time.monotonic() + 30.0
        while client.app.state.jobs.going and time.monotonic() < end:
            time.sleep(0.05)
        assert not client.app.state.jobs.going


def test_without_its_parts_one_sentence_says_how_to_add_them(capsys, monkeypatch) -> None:
    """Where what serves pages is not installed, the command says what to install, and ends."""
    import sys

    from command_line import ask

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "exit_sim.live.serving", raising=False)
    monkeypatch.delattr("exit_sim.live.serving", raising=False)
    said = ask(capsys, "serve")
    assert (said.code, said.out) == (2, "")
    (line,) = said.error.splitlines()
    assert line.startswith("exit-sim serve needs uvicorn, which is not installed; ")
    assert line.endswith('python -m pip install "exit-sim[live]"')


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--port", "80"), "--port"),
        (("--port", "99999"), "--port"),
        (("--expose", "example.org"), "is no address"),
        (("--expose", "203.0.113.7"), "cannot be listened to"),
    ],
)
def test_where_it_cannot_listen_one_sentence_says_so(words, why, capsys) -> None:
    """A port or an address that cannot be had is bad input."""
    from command_line import ask

    said = ask(capsys, "serve", *words)
    assert said.code == 2
    assert why in said.error
    assert len(said.error.splitlines()) == 1


def test_what_is_exposed_is_said() -> None:
    """Who serves others is told who may reach it, what they can do, and what is missing."""
    said = " ".join(serve.EXPOSED)
    for part in ("Beyond this machine", "no file of yours", "no accounts and no encryption"):
        assert part in said
