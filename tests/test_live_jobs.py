"""Two works at once, a short queue, one work for one key, and none that nobody waits for."""

import threading
import time
from collections.abc import Iterator

import pytest

from exit_sim.errors import BadInput
from exit_sim.live.jobs import KEPT, PATIENCE, QUEUE, SLOTS, Cancelled, Full, Jobs, Work

LONG = 30.0


class Held:
    """A work that goes on until it is let go, and looks often whether it is wanted."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.began = threading.Semaphore(0)
        self.times = 0

    def __call__(self, work: Work) -> str:
        """Go on until let go."""
        self.times += 1
        self.began.release()
        end = time.monotonic() + LONG
        while not self.let_go.wait(0.01) and time.monotonic() < end:
            work.look()
        return "done"


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def held() -> Iterator[Held]:
    """Something to do that waits for the test, and is let go at its end."""
    made = Held()
    yield made
    made.let_go.set()


def finished(work: Work) -> Work:
    """Wait for a work to end."""
    assert work.finished.wait(LONG)
    return work


def test_the_same_key_is_one_work_and_one_result(held) -> None:
    """Who asks the same while it is done, or when it has been, gets the one result."""
    jobs = Jobs()
    first = jobs.ask("a", held)
    assert jobs.ask("a", held) is first
    held.let_go.set()
    assert finished(first).result == "done"
    assert jobs.ask("a", held) is first
    assert held.times == 1
    jobs.close()


def test_two_at_once_twenty_wait_and_others_are_sent_away(held) -> None:
    """Beyond the slots works wait in order; beyond the queue nobody is taken on."""
    jobs = Jobs()
    works = [jobs.ask(f"{number}", held) for number in range(SLOTS + QUEUE)]
    for _ in range(SLOTS):
        assert held.began.acquire(timeout=LONG)
    assert [jobs.before(work) for work in works] == [0] * SLOTS + [*range(1, QUEUE + 1)]
    assert held.times == SLOTS
    with pytest.raises(Full):
        jobs.ask("one more", held)
    with pytest.raises(Full):
        jobs.room()
    assert jobs.ask("0", held) is works[0]
    held.let_go.set()
    assert [finished(work).result for work in works] == ["done"] * (SLOTS + QUEUE)
    jobs.room()
    jobs.close()


def test_what_is_cancelled_stops_and_leaves_its_place(held) -> None:
    """A cancelled work stops at its next look, and who asks again begins afresh."""
    jobs = Jobs()
    first = jobs.ask("a", held)
    assert held.began.acquire(timeout=LONG)
    assert jobs.cancel("a")
    assert isinstance(finished(first).problem, Cancelled)
    assert not jobs.cancel("a")
    assert jobs.find("a") is None
    again = jobs.ask("a", held)
    assert again is not first
    held.let_go.set()
    assert finished(again).result == "done"
    jobs.close()


def test_what_waits_is_cancelled_without_ever_beginning(held) -> None:
    """A work that is cancelled while it waits makes room at once."""
    jobs = Jobs()
    works = [jobs.ask(f"{number}", held) for number in range(SLOTS + QUEUE)]
    for _ in range(SLOTS):
        assert held.began.acquire(timeout=LONG)
    jobs.cancel("5")
    assert isinstance(finished(works[5]).problem, Cancelled)
    jobs.ask("one more", held)
    held.let_go.set()
    jobs.close()
    assert held.times < SLOTS + QUEUE + 1


def test_a_closed_browser_stops_its_work(held) -> None:
    """Where nobody has asked for some seconds, work stops; where somebody has, it goes on."""
    clock = Clock()
    jobs = Jobs(clock)
    left, kept = jobs.ask("left", held), jobs.ask("kept", held)
    for _ in range(SLOTS):
        assert held.began.acquire(timeout=LONG)
    clock.now = PATIENCE
    assert jobs.find("kept") is kept
    clock.now = PATIENCE + 1.0
    assert isinstance(finished(left).problem, Cancelled)
    assert not kept.finished.is_set()
    held.let_go.set()
    assert finished(kept).result == "done"
    jobs.close()


def test_what_cannot_be_done_says_why_and_is_not_tried_again() -> None:
    """Bad input is kept as the answer, so that asking again costs nothing."""
    tried = []

    def refuse(_: Work) -> None:
        tried.append(1)
        problem = "cannot be"
        raise BadInput(problem)

    jobs = Jobs()
    assert isinstance(finished(jobs.ask("a", refuse)).problem, BadInput)
    assert isinstance(jobs.ask("a", refuse).problem, BadInput)
    assert tried == [1]
    jobs.close()


def test_few_results_are_kept(held) -> None:
    """The oldest results are forgotten, so that memory stays bounded."""
    held.let_go.set()
    jobs = Jobs()
    for number in range(KEPT + 3):
        finished(jobs.ask(f"{number}", held))
    assert [jobs.find(f"{number}") is None for number in range(4)] == [True, True, True, False]
    jobs.close()


def test_the_end_cancels_all(held) -> None:
    """When the server ends, nothing goes on."""
    jobs = Jobs()
    works = [jobs.ask(f"{number}", held) for number in range(5)]
    assert held.began.acquire(timeout=LONG)
    jobs.close()
    assert held.times <= SLOTS
    assert works[0].finished.is_set()
