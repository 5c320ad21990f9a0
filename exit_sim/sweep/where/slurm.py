"""Workers of dask are started as jobs of SLURM, as a profile says, for one sweep alone."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from exit_sim.errors import BadInput
from exit_sim.scenario.file import Document, read
from exit_sim.sweep.arrays import seconds
from exit_sim.sweep.asked import texts, whole
from exit_sim.sweep.where.cluster import EXTRA, quiet

NEEDED = ("cores", "memory", "jobs")
NUMBERS = ("cores", "processes", "jobs")
WORDS = ("memory", "walltime", "queue", "account", "interface")
LISTS = ("directives", "prologue")
KNOWN = (*NEEDED, "processes", *WORDS[1:], *LISTS)
MOST = 10_000
_MEMORY = re.compile(r"\d{1,6}(\.\d+)? ?[kMGT]i?B")
WRITE = 'write cores = 8, memory = "16GB" and jobs = 4'

A_PROCESS = 2
"""Threads of a process, where a profile does not say: they share what Python does one at a time."""

LEAVE = 120.0
"""Seconds before the end of its job at which a worker takes its leave."""


def profile_in(path: str) -> dict[str, Any]:
    """Read a profile: how many jobs of what size, and what SLURM is to be told besides.

    Raises:
        BadInput: something in it cannot be used.
    """
    doc = read(Path(path), path)
    doc.known((), doc.data, KNOWN, "a part of a profile")
    for key in NEEDED:
        if key not in doc.data:
            doc.refuse(f"says nothing of {key}", (), None, WRITE)
    found = dict(doc.data)
    for key in NUMBERS:
        if key in found:
            whole(doc, (key,), found[key], 1, MOST)
    for key in LISTS:
        if key in found:
            texts(doc, (key,), found[key], 'directives = ["--constraint=avx2"]')
    for key in WORDS:
        if key in found:
            _check_word(doc, key, found[key])
    if found.get("processes", 1) > found["cores"]:
        doc.refuse("is more than there are cores", ("processes",), found["processes"])
    return found


def _check_word(doc: Document, key: str, raw: Any) -> None:
    if not isinstance(raw, str) or not raw.strip() or not raw.isprintable():
        doc.refuse("is not a text", (key,), raw)
    if key == "memory" and not _MEMORY.fullmatch(raw):
        doc.refuse("is no size of memory", (key,), raw, 'write memory = "16GB"')
    if key == "walltime":
        try:
            seconds(key, raw)
        except BadInput as error:
            doc.refuse(error.problem, (key,), raw, error.allowed)


def job_script(path: str) -> str:
    """Write the script of one job, as it would be given to SLURM; nothing is started.

    Raises:
        BadInput: the profile cannot be used, or dask is not installed.
    """
    profile = profile_in(path)
    try:
        from dask_jobqueue.slurm import SLURMJob
    except ImportError:
        raise _needs_dask(path) from None
    job = SLURMJob("tls://SCHEDULER:PORT", name="WORKER", **_of_a_job(profile))
    return str(job.job_script())


@contextmanager
def jobs_of_slurm(path: str) -> Iterator[Any]:
    """Start a scheduler here, and workers as jobs of SLURM; both end with what is done meanwhile.

    The scheduler must be reached from other machines, and whoever reached it could run anything. So
    it is locked: who takes part needs keys, which are made for this sweep alone.

    Raises:
        BadInput: the profile cannot be used, or no jobs can be started from here.
    """
    profile = profile_in(path)
    try:
        from dask_jobqueue.slurm import SLURMCluster
        from distributed import Security
    except ImportError:
        raise _needs_dask(path) from None
    _try_out(path)
    quiet()
    with ExitStack() as open_:
        try:
            cluster = SLURMCluster(
                security=Security.temporary(),
                shared_temp_directory=str(Path.cwd()),
                scheduler_options={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                silence_logs="critical",
                **_of_a_job(profile),
            )
        except (OSError, ValueError, RuntimeError, ImportError) as error:
            raise _no_jobs(path, str(error)) from None
        open_.callback(cluster.close)
        jobs = profile["jobs"]
        cluster.adapt(minimum_jobs=jobs, maximum_jobs=jobs)  # a job that ends is followed by one
        yield cluster


def _try_out(path: str) -> None:
    """Ask SLURM whether it would take such a job.

    Raises:
        BadInput: it would not, or there is none.
    """
    found = shutil.which("sbatch")
    if found is None:
        raise _no_jobs(path, "sbatch is not found")
    asked = subprocess.run(  # noqa: S603  it is the user's own
        [found, "--test-only"], input=job_script(path), text=True, capture_output=True, check=False
    )
    if asked.returncode:
        raise _no_jobs(path, asked.stderr)


def _no_jobs(path: str, why: str) -> BadInput:
    last = (why.strip().splitlines() or ["for no reason that is told"])[-1]
    return BadInput(f"starts no jobs: {last}", key="--on", value=f"slurm:{path}")


def _of_a_job(profile: dict[str, Any]) -> dict[str, Any]:
    """Say to dask-jobqueue what a profile says; what is not said here is as its own files say."""
    found: dict[str, Any] = {"job_name": "exit_sim", "death_timeout": 60}
    for key in ("cores", "memory", "walltime", "queue", "account", "interface"):
        if key in profile:
            found[key] = profile[key]
    found["processes"] = profile.get("processes", -(-profile["cores"] // A_PROCESS))
    found["job_extra_directives"] = profile.get("directives", [])
    found["job_script_prologue"] = profile.get("prologue", [])
    found["worker_extra_args"] = ["--no-dashboard"]
    if "walltime" in profile:
        left = seconds("walltime", profile["walltime"]) - LEAVE
        found["worker_extra_args"] += ["--lifetime", f"{left:.0f}s"] if left > LEAVE else []
    return found


def _needs_dask(path: str) -> BadInput:
    return BadInput("needs dask", key="--on", value=f"slurm:{path}", allowed=EXTRA)
