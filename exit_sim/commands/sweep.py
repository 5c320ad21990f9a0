"""A design is lived through, point by point, and loses nothing: ``exit-sim sweep``."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from exit_sim.commands.exits import CannotWrite, Resumable
from exit_sim.commands.options import whole
from exit_sim.errors import BadInput

if TYPE_CHECKING:
    from exit_sim.sweep.design import Design
    from exit_sim.sweep.going import Stop
    from exit_sim.sweep.plan import Plan
    from exit_sim.sweep.store import Store
    from exit_sim.sweep.where.place import Place

MOST_WORKERS = 256

DesignName = Annotated[
    str,
    typer.Argument(metavar="DESIGN", help="A design: a TOML file, or a shipped one by name."),
]
On = Annotated[
    str,
    typer.Option(
        help="Where: threads, processes, a scheduler of dask (tcp://…, tls://…, scheduler.json),"
        " or slurm:PROFILE.toml.",
    ),
]
Workers = Annotated[
    int, typer.Option("--threads", help="How many threads or processes; 0 takes what is allowed.")
]


class Asked(NamedTuple):
    """What was asked for."""

    design: str
    out: Path
    threads: int
    on: str
    task: int
    tasks: int
    time_limit: float | None
    words: Sequence[str]

    def command(self) -> str:
        """The command that goes on with it."""
        from exit_sim.results.folder import repeatable

        return repeatable(self.words, leave_out=())


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "sweep",
        short_help="Run a design of many points; resumes.",
        epilog="Example: exit-sim sweep concentration_exit_rate --dry-run",
    )(sweep)


def sweep(
    design: DesignName,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder of the sweep; resumes there.")
    ] = None,
    threads: Workers = 0,
    on: On = "threads",
    shard: Annotated[
        str,
        typer.Option(
            metavar="K/N", help="Only each N-th shard from the K-th; else SLURM's array says."
        ),
    ] = "",
    time_limit: Annotated[
        str, typer.Option(metavar="HH:MM:SS", help="Stop in time, so that it can be resumed.")
    ] = "",
    new_version: Annotated[
        bool, typer.Option("--new-version", help="Rules changed: keep versions apart.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would take, and run next to nothing.")
    ] = False,
    script: Annotated[
        str, typer.Option(metavar="slurm", help="Print a script of a job array instead.")
    ] = "",
    walltime: Annotated[
        str, typer.Option(metavar="HH:MM:SS", help="How long each job of an array may take.")
    ] = "01:00:00",
) -> None:
    """Run every point of a design under every option, by the same luck, and keep every run.

    Stopped or killed, the same command goes on, to the same bytes.
    """
    from exit_sim.sweep.arrays import place_in_array, seconds
    from exit_sim.sweep.opened import opened
    from exit_sim.sweep.where.place import check

    whole("--threads", threads, 0, MOST_WORKERS)
    if dry_run or script:
        from exit_sim.commands.sweep_forecast import forecast

        forecast(design, out, script, walltime, threads, on)
        return
    if out is None:
        problem = "is needed: the folder of the sweep"
        raise BadInput(problem, key="--out", allowed="or --dry-run to see what it would take")
    check(on)
    task, tasks = place_in_array(shard)
    limit = seconds("--time-limit", time_limit) if time_limit else None
    words = ["sweep", design, "--out", str(out)]
    words += ["--on", on] if on != "threads" else []
    words += ["--threads", str(threads)] if threads else []
    words += ["--shard", shard] if shard else []
    words += ["--new-version"] if new_version else []
    words += ["--time-limit", time_limit] if time_limit else []
    asked = Asked(design, out, threads, on, task, tasks, limit, words)
    go_on(asked, lambda found: opened(out, found, new_version=new_version))


def go_on(asked: Asked, opening: "Callable[[Design], tuple[Store, Plan]]") -> None:
    """Open the folder of a design, and live through what is missing of it.

    Raises:
        BadInput: it cannot be opened so, or a worker would not give the same bytes.
        CannotWrite: the system refused.
        Resumable: it was told to stop, the next round waits for others, or workers are no more.
        SomeFailed: some runs failed, which stand as rows.
    """
    from exit_sim.sweep.design import Design
    from exit_sim.sweep.files import CannotKeep
    from exit_sim.sweep.going import Halted, Stop, heeding
    from exit_sim.sweep.shard import Lost, Refused

    stop = Stop(asked.time_limit)
    try:
        with heeding(stop):
            store, plan = opening(Design.load(asked.design))
            _live_through(asked, store, plan, stop)
    except CannotKeep as error:
        again = f"What was kept before is whole. Go on with: {asked.command()}"
        text = f"{error}. {again}"
        raise CannotWrite(text) from None
    except Refused as error:
        raise BadInput(str(error)) from None
    except (Lost, BrokenExecutor) as error:
        why = error if isinstance(error, Lost) else "a process was ended from outside"
        text = f"Stopped, since {why}. What was kept is whole. Go on with:\n  {asked.command()}"
        raise Resumable(text) from None
    except Halted:
        text = (
            f"Stopped, since {stop.why}. What was kept is whole. Go on with:\n  {asked.command()}"
        )
        raise Resumable(text) from None


def _live_through(asked: Asked, store: "Store", plan: "Plan", stop: "Stop") -> None:
    """Live through what is needed, round after round where they decide, and tell what came of it.

    Raises:
        Resumable: it was told to stop, or the next round waits for others.
        SomeFailed: some runs failed, which stand as rows.
    """
    from exit_sim.commands.sweep_progress import Progress
    from exit_sim.commands.sweep_told import aside, told_at_the_end
    from exit_sim.sweep.going import go
    from exit_sim.sweep.lease import lease
    from exit_sim.sweep.precise import next_round, wanted
    from exit_sim.sweep.provenance import note

    ours = [
        one.number for one in plan.shards if one.number % asked.tasks == asked.task % asked.tasks
    ]
    on: Any = None
    with (
        lease(store.folder, asked.task, asked.tasks) as mine,
        ExitStack() as all_rounds,
        Progress(plan) as progress,
    ):
        store.tidy()
        aside(store, plan, ours)
        number = next_round(store, plan)
        while number is not None and not stop:
            missing = {*ours} - store.done()
            shards = [one for one in wanted(store, plan, number) if one.number in missing]
            if not shards:
                break
            progress.begin(number, shards)
            on = on or all_rounds.enter_context(_jobs(asked.on))
            place = _place(on, asked.threads, len(shards))
            if go(store, plan, shards, place, stop, mine, progress.show).shards:
                note(store.folder, asked.on, store.done() & {one.number for one in shards})
            number = next_round(store, plan)
    told_at_the_end(asked.command(), store, plan, number, stop.why, ours)


@contextmanager
def _jobs(on: str) -> Iterator[Any]:
    """Start jobs of SLURM where they are asked for; they stay for all rounds."""
    if not on.startswith("slurm:"):
        yield on
        return
    from exit_sim.sweep.where.slurm import jobs_of_slurm

    with jobs_of_slurm(on.removeprefix("slurm:")) as jobs:
        yield jobs


def _place(on: Any, threads: int, shards: int) -> "Place":
    """Where shards are lived through."""
    if on == "threads":
        from exit_sim.sweep.where.threads import Threads

        return Threads(threads, shards)
    if on == "processes":
        from exit_sim.ensemble.jobs import allowed_threads
        from exit_sim.sweep.where.processes import Processes

        return Processes(min(threads or allowed_threads(), shards))
    from exit_sim.sweep.where.cluster import connected

    return connected(on)
