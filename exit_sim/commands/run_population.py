"""Many organisations that differ, one luck each, are run: ``exit-sim run`` of a population."""

from typing import TYPE_CHECKING

import numpy as np

from exit_sim.commands.interrupts import Stopped
from exit_sim.commands.keeping_population import keep
from exit_sim.commands.options import Changes, Level, Sets, whole
from exit_sim.commands.place import mark, stopped
from exit_sim.commands.screen import progress, show, show_end
from exit_sim.commands.telling_population import Met, told_of
from exit_sim.draws import LAST_SEED
from exit_sim.errors import BadInput
from exit_sim.results.folder import repeatable
from exit_sim.results.many import journeys_of
from exit_sim.scenario.population import Population
from exit_sim.twins.accepted import units_at
from exit_sim.twins.study import further

if TYPE_CHECKING:
    from exit_sim.commands.run import Asked

MEMBERS, MOST_MEMBERS = 100, 20_000
AT_ONCE = 512
"""Members that are run together; Ctrl-C keeps those before."""


def run_population(asked: "Asked", change: Changes, set_: Sets, threads: int) -> None:
    """Run members of a population and tell what came of them, of a hundred."""
    name, runs, before = asked.words[0], asked.runs, mark(asked.out)
    _check(asked, change, set_)
    whole("--runs", runs, 1, MOST_MEMBERS)
    whole("--seed plus --runs", asked.seed + runs - 1, 0, LAST_SEED)
    try:
        population = Population.load(name)
        units = units_at(population, asked.level, asked.seed)
        met = _met(Met(population, asked.seed, units, [], {}, runs), threads)
        command = _command(asked, len(met.jobs))
        blocks = list(told_of(met))
        show(blocks)
        if asked.out is not None:
            keep(met, asked.out, asked.form.value, command, blocks)
    except KeyboardInterrupt:
        raise Stopped(stopped(asked.out, before)) from None
    show_end(asked.out, command)
    if len(met.jobs) < runs:
        problem = f"Stopped after {len(met.jobs)} of {runs} organisations, which were told."
        raise Stopped(problem)


def _command(asked: "Asked", runs: int) -> str:
    """The command that repeats what was met."""
    said = ["run", asked.words[0], "--seed", str(asked.seed), "--runs", str(runs)]
    said += ["--to", asked.form.value] if asked.form != "parquet" else []
    said += ["--level", asked.level.value] if asked.level == Level.BASELINE else []
    return repeatable(said)


def _check(asked: "Asked", change: Changes, set_: Sets) -> None:
    """Refuse what goes with one scenario alone."""
    name = asked.words[0]
    for option, value in (("--people", asked.people), ("--months", asked.every_month)):
        if value:
            problem = f"goes with a scenario, and {name} is a population"
            raise BadInput(problem, key=option)
    if change or set_:
        problem = "is a population: what-if compares changes of it with no change"
        raise BadInput(problem, key=name, allowed=f"exit-sim what-if {name} --change …")


def _met(met: Met, threads: int) -> Met:
    """Run members, some at once; where Ctrl-C is pressed, those before are what was met."""
    units, runs = met.units, met.asked
    with progress(runs) as told:
        try:
            for start in range(0, runs, AT_ONCE):
                jobs = [units.one(number) for number in range(start, min(start + AT_ONCE, runs))]
                came = journeys_of(jobs, threads=threads, done=further(told, start))
                before = met.columns or {name: values[:0] for name, values in came.items()}
                columns = {name: np.concatenate([before[name], came[name]]) for name in came}
                met = met._replace(jobs=[*met.jobs, *jobs], columns=columns)
        except KeyboardInterrupt:
            if not met.jobs:
                raise
    return met
