"""What a sweep would take is said before it is run, and a script of a job array is sized by it."""

from pathlib import Path
from typing import TYPE_CHECKING

from exit_sim.commands.screen import Block, Command, Grid, Heading, Words, show
from exit_sim.commands.streams import put
from exit_sim.commands.sweep_progress import duration
from exit_sim.errors import BadInput, nearest

if TYPE_CHECKING:
    from exit_sim.sweep.forecast import Amount, Array, Forecast

SLURM = "slurm"

SCRIPT = """\
#!/bin/bash
#SBATCH --job-name={name}
#SBATCH --array=1-{jobs}
#SBATCH --time={time}
#SBATCH --cpus-per-task={threads}
#SBATCH --mem={megabytes}M
#SBATCH --signal=B:USR1@{leave}
#
# About {core_hours} core-hours in {shards} shards, as measured where this was written.
# Add here what your cluster asks for (--account, --partition) and what makes exit-sim known.
# Once before: exit-sim compile, on a machine of the same kind; every job finds the rules there.
# A job that ends with {resumable} was stopped in time, or waits for a round of the others.
# Once all have ended, submit this script again; exit-sim status {out} says what is missing.

set -eu
exit-sim compile
exec exit-sim sweep {design} --out {out} --threads {threads} \\
    --shard "${{SLURM_ARRAY_TASK_ID}}/{jobs}" --time-limit {limit}
"""


def forecast(
    design: str, out: Path | None, script: str, walltime: str, threads: int, on: str
) -> None:
    """Print what a design would take, or a script for it.

    Raises:
        BadInput: the design cannot be used, or a script cannot be written for it.
    """
    from exit_sim.ensemble.jobs import allowed_threads
    from exit_sim.sweep.arrays import seconds

    time = seconds("--walltime", walltime)
    if script and script != SLURM:
        problem = "is no kind of script"
        meant = nearest(script, [SLURM])
        raise BadInput(
            problem, key="--script", value=script, allowed="allowed: slurm", suggestion=meant
        )
    if script and on.startswith(f"{SLURM}:"):
        from exit_sim.sweep.where.slurm import job_script

        put(job_script(on.removeprefix(f"{SLURM}:")))
        return
    if script and out is None:
        problem = "is needed: the folder of the sweep"
        raise BadInput(problem, key="--out", allowed="give it, so that the script names it")

    from exit_sim.sweep.design import Design
    from exit_sim.sweep.forecast import array_of, forecast
    from exit_sim.sweep.plan import Plan

    plan = Plan(Design.load(design))
    if script:
        each = threads or 1
        what = forecast(plan, each)
        put(script_of(what, array_of(what, time, each), design, str(out)))
    else:
        each = threads or allowed_threads()
        what = forecast(plan, each)
        show(_told(what, array_of(what, time, 1), each, design))


def script_of(what: "Forecast", array: "Array", design: str, out: str) -> str:
    """Write the script of an array of jobs that lives through a design."""
    from shlex import quote

    from exit_sim.commands.exits import RESUMABLE
    from exit_sim.sweep.forecast import AT_EACH_START, AT_THE_END

    return SCRIPT.format(
        name=quote(what.plan.design.name),
        jobs=array.jobs,
        time=_clock(array.walltime),
        threads=array.threads,
        megabytes=array.megabytes,
        leave=AT_THE_END,
        limit=_clock(array.walltime - AT_EACH_START / 2 - AT_THE_END),
        core_hours=f"{what.likely.core_hours:.2g}",
        shards=what.likely.shards,
        resumable=RESUMABLE,
        design=quote(design),
        out=quote(out),
    )


def _told(what: "Forecast", array: "Array", threads: int, design: str) -> list[Block]:
    """Say what a sweep would take, and what it could tell."""
    plan = what.plan
    options = len(plan.design.options)
    sampled = what.sampled
    rows = [("points", f"{plan.points:,}"), ("options, no change among them", f"{options:,}")]
    if what.first == what.most:
        rows += _amount(what.most, "")
    else:
        rows += _amount(what.first, ", first round")
        if what.resolution and what.resolution.enough and what.likely != what.most:
            rows += _amount(what.likely, ", as the sample has it")
        rows += _amount(what.most, ", at most")
    hours = what.likely.core_hours
    rows += [
        ("a run on one core", f"{1000 * sampled.seconds:.1f} ms"),
        (f"time on {threads} threads here", duration(hours * 3600 / threads)),
        (f"jobs of one core, {_clock(array.walltime)} each", f"{array.jobs:,}"),
        ("a shard on one core", duration(array.shard)),
    ]
    if what.resident is not None:
        rows.append((f"memory with {threads} threads", f"{what.resident:,.0f} MB"))
    blocks: list[Block] = [
        Heading(f"What {plan.design.name} would take"),
        Grid(("it takes", "about"), rows),
        Words(f"Estimated from {sampled.runs:,} of its runs; none was kept."),
    ]
    blocks += _resolved(what)
    if what.warnings:
        blocks.append(Heading("Before it is run"))
        blocks += [Words(f"- {text}", beneath=True, hang=2) for text in what.warnings]
    return [*blocks, Words("To run it:"), Command(f"exit-sim sweep {design} --out DIR")]


def _amount(amount: "Amount", when: str) -> list[tuple[str, str]]:
    return [
        (f"replicates of each point{when}", f"{amount.replicates:,}"),
        (f"runs{when}", f"{amount.runs:,}"),
        (f"shards{when}", f"{amount.shards:,}"),
        (f"core-hours{when}", f"{amount.core_hours:.2g}"),
        (f"gigabytes{when}", f"{amount.gigabytes:.2g}"),
        (f"files{when}", f"{amount.files:,}"),
    ]


def _resolved(what: "Forecast") -> list[Block]:
    """Say what simulation error to expect."""
    expected = what.resolution
    if expected is None:
        return []
    name, number = expected.outcome.column, what.likely.replicates
    known = "differences from no change" if expected.options else "means"
    text = f"Simulation error: {known} in {name} are known to about"
    text += f" ±{expected.widths[number]:.2g} at each point, with {number:,} replicates."
    return [Words(f"{text} It says nothing about the world.")]


def _clock(seconds: float) -> str:
    """Write a time as SLURM does.

    >>> _clock(7230.0), _clock(90000.0)
    ('02:00:30', '1-01:00:00')
    """
    days, rest = divmod(int(seconds), 86400)
    clock = f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    return f"{days}-{clock}" if days else clock
