"""The lock of a project lets the window's thread go first and is otherwise a plain lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event, Thread

import pytest

from annotator.store.turns import LONGEST, Turns

PATIENCE = 20
"""Seconds after which something that should happen has not."""


@contextmanager
def beside(*works: Callable[[], None]) -> Iterator[None]:
    """Runs each on a thread of its own, to its end."""
    with ThreadPoolExecutor(len(works)) as threads:
        running = [threads.submit(work) for work in works]
        yield
        for one in running:
            one.result(PATIENCE)


def test_one_thread_holds_it_at_a_time() -> None:
    turns, inside, seen = Turns(), [0], []

    def work() -> None:
        for _ in range(2000):
            with turns:
                inside[0] += 1
                seen.append(inside[0])
                inside[0] -= 1

    with beside(work, work, work):
        work()

    assert seen == [1] * 8000


def test_who_holds_it_may_take_it_again_and_others_wait_for_the_last_release() -> None:
    turns, order = Turns(), []
    held, asked = Event(), Event()

    def other() -> None:
        held.wait(PATIENCE)
        asked.set()
        with turns:
            order.append("other")

    with beside(other), turns:
        with turns:
            held.set()
            asked.wait(PATIENCE)
        order.append("mine still")

    assert order == ["mine still", "other"]


def test_an_exception_lets_go() -> None:
    turns, entered = Turns(), Event()

    def other() -> None:
        with turns:
            entered.set()

    with pytest.raises(ZeroDivisionError), turns, turns:
        1 / 0

    with beside(other):
        assert entered.wait(PATIENCE)


def test_the_first_thread_goes_before_all_who_waited_longer() -> None:
    turns, order = Turns(), []
    held, let_go = Event(), Event()
    others = 5
    waiting = Barrier(others + 1)

    def holder() -> None:
        with turns:
            held.set()
            let_go.wait(PATIENCE)
            # Whoever comes first is still outside: the main thread asks while this holds it.
            while not turns.is_wanted:
                pass

    def other() -> None:
        held.wait(PATIENCE)
        waiting.wait(PATIENCE)
        with turns:
            order.append("other")

    with beside(holder, *[other] * others):
        held.wait(PATIENCE)
        waiting.wait(PATIENCE)
        let_go.set()
        with turns:
            order.append("first")

    assert order == ["first"] + ["other"] * others


def test_the_first_thread_is_never_kept_out_by_threads_that_take_it_without_end() -> None:
    turns, stop = Turns(), Event()
    between: list[int] = []
    taken = [0]

    def greedy() -> None:
        while not stop.is_set():
            with turns:
                taken[0] += 1

    with beside(greedy, greedy):
        for _ in range(200):
            wanted_at = taken[0]
            with turns:
                between.append(taken[0] - wanted_at)
        stop.set()

    assert len(between) == 200
    assert turns.is_wanted is False


def test_while_the_first_thread_waits_nobody_else_gets_in() -> None:
    turns = Turns()
    held, inside = Event(), Event()
    rounds: list[bool] = []

    def holder() -> None:
        with turns:
            held.set()
            while not turns.is_wanted:
                pass
        # The first thread waits: it must come before this takes the lock once more.
        with turns:
            rounds.append(inside.is_set())

    with beside(holder):
        held.wait(PATIENCE)
        with turns:
            inside.set()

    assert rounds == [True]


def test_a_turn_is_over_when_the_first_thread_waits_or_after_a_while() -> None:
    turns = Turns()
    begun, seen = Event(), []

    def worker() -> None:
        with turns:
            seen.append(turns.is_over)
            begun.set()
            while not turns.is_wanted:
                pass
            seen.append(turns.is_over)
        with turns:
            while not turns.is_over:  # in the end it is, by the clock alone
                pass
            seen.append(turns.is_wanted)

    with beside(worker):
        begun.wait(PATIENCE)
        with turns:
            pass

    assert seen == [False, True, False]
    assert LONGEST <= 0.012


def test_any_thread_can_be_the_one_that_goes_first() -> None:
    order: list[str] = []
    gate, ready = Event(), Event()

    def first() -> None:
        gate.wait(PATIENCE)
        ready.set()
        with turns:
            order.append("first")

    thread = Thread(target=first)
    thread.start()
    turns = Turns(thread)
    with turns:
        gate.set()
        ready.wait(PATIENCE)
        while not turns.is_wanted:
            pass
    with turns:
        order.append("main")
    thread.join(PATIENCE)

    assert order == ["first", "main"]
