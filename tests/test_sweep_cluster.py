"""A real cluster of dask on this machine gives the bytes of threads, whatever befalls it."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

import pytest

import exit_sim
from command_line import Answer, ask, last_command, process
from exit_sim.sweep.where import slurm
from sweeping import PROGRAM, design, lived, promised, runs_a_shard, tables
from test_ctrl_c import LINUX, PATIENCE, session, until

RUNS = 12
MANY = "runs = 300"


def dask_or_skip() -> None:
    """Skip the test where dask is missing; in CI it may not be."""
    for name in ("distributed", "dask_jobqueue"):
        if os.environ.get("CI") == "true":
            import_module(name)
        else:
            pytest.importorskip(name)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator["Local"]:
    """A scheduler on this machine; its workers end before it does."""
    dask_or_skip()
    with ExitStack() as open_:
        yield Local(tmp_path / "cluster", open_)


class Local:
    """A scheduler of dask on this machine, and workers that are begun when they are asked for."""

    def __init__(self, folder: Path, open_: ExitStack) -> None:
        folder.mkdir()
        self.folder = folder
        self.file = folder / "scheduler.json"
        self._open = open_
        self.scheduler = self._begin(
            "scheduler", ["--scheduler-file", str(self.file), "--port", "0"]
        )
        until(self.file.is_file)

    def worker(
        self,
        name: str,
        more: Sequence[str] = (),
        before: str = "",
        env: dict[str, str] | None = None,
    ) -> "subprocess.Popen[bytes]":
        """Begin a worker of one thread, and wait until it is known."""
        words = ["--scheduler-file", str(self.file), "--nthreads", "1", "--no-nanny"]
        words += ["--death-timeout", "20", "--local-directory", str(self.folder / f"of-{name}")]
        begun = self._begin("worker", [*words, *more], before=before, env=env, called=name)
        until(lambda: "Registered to" in self.said(name) or begun.poll() is not None)
        assert begun.poll() is None, self.said(name)
        return begun

    def said(self, name: str) -> str:
        """What a process wrote."""
        return (self.folder / f"{name}.log").read_text("utf-8")

    def _begin(
        self,
        what: str,
        words: Sequence[str],
        *,
        before: str = "",
        env: dict[str, str] | None = None,
        called: str = "scheduler",
    ) -> "subprocess.Popen[bytes]":
        only_here = ["--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
        code = f"{before}\nimport sys; from dask.__main__ import main; sys.exit(main())"
        log = self._open.enter_context((self.folder / f"{called}.log").open("wb"))
        begun = subprocess.Popen(
            [sys.executable, "-c", code, what, *only_here, *words],
            cwd=self.folder,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self._open.callback(_end, begun)
        return begun


def _end(begun: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it began, which asked to end may take their time."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if begun.poll() is None:
            os.killpg(begun.pid, number)
            try:
                begun.wait(20)
            except subprocess.TimeoutExpired:
                continue


@contextmanager
def sweeping(where: Path, path: Path, on: str, *more: str) -> "Iterator[subprocess.Popen[bytes]]":
    """A sweep of small shards on a cluster, as a process of its own."""
    words = [str(RUNS), "sweep", str(path), "--out", "out", "--on", on, *more]
    with process(words, where, program=PROGRAM) as running:
        yield running


def swept(where: Path, path: Path, on: str, *more: str) -> Answer:
    """A sweep of small shards on a cluster, to its end."""
    with sweeping(where, path, on, *more) as running:
        out, error = running.communicate(timeout=PATIENCE)
    return Answer(running.returncode, out.decode(), error.decode())


@pytest.fixture
def meant(tmp_path: Path, monkeypatch, engine: None) -> dict[str, bytes]:
    """What a small design is meant to give, by threads."""
    runs_a_shard(monkeypatch, RUNS)
    lived(tmp_path / "meant", design(tmp_path / "small.toml"))
    return promised(tmp_path / "meant")


@LINUX
@pytest.mark.slow
def test_two_workers(cluster: Local, meant, tmp_path: Path) -> None:
    """Two workers give the bytes of threads; the scheduler holds nothing more of it."""
    for name in ("one", "two"):
        cluster.worker(name)
    said = swept(tmp_path, tmp_path / "small.toml", str(cluster.file))
    assert said.code == 0, said.error
    assert promised(tmp_path / "out") == meant
    address = re.search(r"tcp://127\.0\.0\.1:\d+", cluster.file.read_text("utf-8"))
    from distributed import Client

    with Client(address[0], set_as_default=False) as client:
        held = client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.tasks))
    assert held == []


@LINUX
@pytest.mark.slow
def test_a_worker_that_is_killed(cluster: Local, tmp_path: Path, monkeypatch, engine: None) -> None:
    """A worker that is killed costs its own shards alone: others live through them again."""
    path = design(tmp_path / "small.toml", replicates=MANY)
    first, second = cluster.worker("one"), cluster.worker("two")
    with sweeping(tmp_path, path, str(cluster.file)) as running:
        until(lambda: (tmp_path / "out").exists() and len(tables(tmp_path / "out")) > 6)
        os.kill(first.pid, signal.SIGKILL)
        assert running.poll() is None
        _, error = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, error.decode()
    assert second.poll() is None
    runs_a_shard(monkeypatch, RUNS)
    lived(tmp_path / "meant", path)
    assert promised(tmp_path / "out") == promised(tmp_path / "meant")


@LINUX
@pytest.mark.slow
def test_a_scheduler_that_is_killed(cluster: Local, tmp_path: Path, monkeypatch, engine) -> None:
    """Without its scheduler a sweep ends with 75, says so in a sentence, and goes on elsewhere."""
    path = design(tmp_path / "small.toml", replicates=MANY)
    cluster.worker("one")
    with sweeping(tmp_path, path, str(cluster.file)) as running:
        until(lambda: (tmp_path / "out").exists() and len(tables(tmp_path / "out")) > 6)
        cluster.scheduler.kill()
        _, error = running.communicate(timeout=PATIENCE)
    said = [line for line in error.decode().splitlines() if " runs, " not in line]
    assert running.returncode == 75, error.decode()
    assert said[0].startswith("Stopped, since the cluster gives nothing back (")
    assert said[1].strip() == f"exit-sim sweep {path} --out out --on {cluster.file}"
    assert len(said) == 2
    runs_a_shard(monkeypatch, RUNS)
    lived(tmp_path / "out", path)
    lived(tmp_path / "meant", path)
    assert promised(tmp_path / "out") == promised(tmp_path / "meant")


OTHERS = {
    "other rules": (
        "import exit_sim.sweep.versions as v; v.version = lambda: 'other'",
        r"has other rules than the sweep: install exit_sim .* there too\.",
    ),
    "another pyarrow": (
        """import importlib.metadata as m; v = m.version
m.version = lambda name: '1.0' if name == 'pyarrow' else v(name)""",
        r"writes with pyarrow 1\.0, not [\d.]+ as here\.",
    ),
    "other numbers": (
        "import exit_sim.sweep.versions as v; v.fingerprint = lambda: 'other'",
        r"gives other numbers than this process for the same inputs \(fingerprint other, not .*",
    ),
}
"""What differs in a worker, and what is said of it."""


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize("what", OTHERS)
def test_a_worker_that_differs(what: str, cluster: Local, meant, tmp_path: Path) -> None:
    """A worker that would not give the same bytes is refused with a sentence; nothing is kept."""
    before, sentence = OTHERS[what]
    cluster.worker("other", before=before)
    said = swept(tmp_path, tmp_path / "small.toml", str(cluster.file))
    assert said.code == 2, said.error
    assert re.fullmatch(rf"The worker at tcp://127\S+ {sentence}", said.error.splitlines()[-1])
    assert tables(tmp_path / "out") == {}


@LINUX
@pytest.mark.slow
def test_a_worker_whose_rules_were_edited(cluster: Local, meant, tmp_path: Path) -> None:
    """A worker with an edited copy of the rules is refused before it lives through anything."""
    package = Path(exit_sim.__file__).parent
    copy = tmp_path / "copy" / "exit_sim"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
    rule = copy / "setting.py"
    text = rule.read_text("utf-8")
    edited = text.replace("months_to_inspection - 1.0", "months_to_inspection - 2.0")
    assert edited != text
    rule.write_text(edited, "utf-8")
    cluster.worker("edited", env={"PYTHONPATH": str(copy.parent)})
    said = swept(tmp_path, tmp_path / "small.toml", str(cluster.file))
    assert said.code == 2, said.error
    assert "has other rules than the sweep" in said.error.splitlines()[-1]


@LINUX
@pytest.mark.slow
def test_a_worker_without_us(cluster: Local, meant, tmp_path: Path) -> None:
    """Where exit_sim is not installed on a worker, one sentence says so."""
    cluster.worker("bare", before="import sys; sys.modules['exit_sim'] = None")
    said = swept(tmp_path, tmp_path / "small.toml", str(cluster.file))
    assert said.code == 2, said.error
    assert said.error.splitlines()[-1].startswith("A worker cannot take shards: ")


@LINUX
@pytest.mark.slow
def test_a_scheduler_without_workers(cluster: Local, tmp_path: Path, engine: None) -> None:
    """Shards wait for a worker, one line says so, and the sweep can be stopped meanwhile."""
    path = design(tmp_path / "small.toml")
    said = swept(tmp_path, path, str(cluster.file), "--time-limit", "00:00:06")
    assert said.code == 75
    assert "The scheduler has no worker yet: shards wait for one." in said.error.splitlines()
    assert last_command(said.error).startswith("exit-sim sweep ")


SBATCH = """#!/bin/sh
[ "$1" = --test-only ] && grep -q dask_worker && exit 0
cp "$1" "{log}.$$.sh"  # as SLURM does: the script is removed once it is taken
setsid sh "{log}.$$.sh" > "{log}" 2>&1 &
echo "Submitted batch job $!"
echo "$!" >> "{log}.begun"
"""
SCANCEL = """#!/bin/sh
kill -- "-$1"
"""
PROFILE = """cores = 1
memory = "2GB"
jobs = 2
walltime = "00:10:00"
interface = "lo"
"""


@LINUX
@pytest.mark.slow
def test_jobs_of_a_stand_in_for_slurm(meant, tmp_path: Path, monkeypatch) -> None:
    """Workers that a stand-in for SLURM begins give the bytes of threads, and are cancelled after.

    Jobs and scheduler know each other by keys, of which nothing is left either.
    """
    dask_or_skip()
    log = tmp_path / "jobs.log"
    for name, text in (("sbatch", SBATCH.format(log=log)), ("scancel", SCANCEL)):
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    (tmp_path / "profile.toml").write_text(PROFILE, "utf-8")
    said = swept(tmp_path, tmp_path / "small.toml", "slurm:profile.toml")
    assert said.code == 0, said.error
    assert promised(tmp_path / "out") == meant
    begun = [int(line) for line in (tmp_path / "jobs.log.begun").read_text("utf-8").split()]
    assert len(begun) == 2
    until(lambda: not any(session(leader) for leader in begun))
    assert not list(tmp_path.glob(".dask*"))


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize("stub", ["", "echo 'sbatch: error: Invalid account' >&2; exit 1"])
def test_jobs_that_cannot_be_started(stub: str, tmp_path: Path, monkeypatch, engine) -> None:
    """Where SLURM is missing, or takes no job, one sentence says so, in its own words."""
    dask_or_skip()
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    if stub:
        (tmp_path / "sbatch").write_text(f"#!/bin/sh\n{stub}\n", "utf-8")
        (tmp_path / "sbatch").chmod(0o755)
    elif shutil.which("sbatch"):
        pytest.skip("SLURM is here")
    (tmp_path / "profile.toml").write_text(PROFILE, "utf-8")
    said = swept(tmp_path, design(tmp_path / "small.toml"), "slurm:profile.toml")
    assert said.code == 2, said.error
    (line,) = [line for line in said.error.splitlines() if " runs, " not in line]
    why = "sbatch: error: Invalid account" if stub else "sbatch is not found"
    assert line == f'--on = "slurm:profile.toml" starts no jobs: {why}'
    assert not list(tmp_path.glob(".dask*"))


@pytest.mark.slow
def test_a_job_script(tmp_path: Path) -> None:
    """A profile's job script asks SLURM for what the profile says, and begins a locked worker."""
    dask_or_skip()
    path = tmp_path / "profile.toml"
    path.write_text(
        'cores = 8\nprocesses = 2\nmemory = "16GB"\njobs = 3\nwalltime = "02:00:00"\n'
        'queue = "short"\naccount = "abc"\ndirectives = ["--constraint=avx2"]\n'
        'prologue = ["module load python"]\n',
        "utf-8",
    )
    lines = slurm.job_script(str(path)).splitlines()
    for line in (
        "#SBATCH -p short",
        "#SBATCH -A abc",
        "#SBATCH --cpus-per-task=8",
        "#SBATCH --mem=15G",
        "#SBATCH -t 02:00:00",
        "#SBATCH --constraint=avx2",
        "module load python",
    ):
        assert line in lines
    (command,) = [line for line in lines if "dask_worker" in line]
    assert "tls://" in command
    assert "--nthreads 4 " in command
    assert "--nworkers 2 " in command
    assert "--lifetime 7080s" in command


NEEDED = 'cores = 4\nmemory = "8GB"\njobs = 2\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("cores = 4\njobs = 2\n", "profile.toml: says nothing of memory; write cores = 8"),
        (NEEDED + "core = 1\n", "profile.toml:4: core is not a part of a profile; allowed"),
        (NEEDED + 'walltime = "2 h"\n', 'profile.toml:4: walltime = "2 h" is not a time; allowed'),
        (NEEDED + "processes = 8\n", "profile.toml:4: processes = 8 is more than there are cores"),
        (NEEDED + "queue = 1\n", "profile.toml:4: queue = 1 is not a text"),
        (NEEDED + 'directives = "-x"\n', 'profile.toml:4: directives = "-x" is not a list of name'),
        ('cores = 4\nmemory = "much"\njobs = 2\n', 'profile.toml:2: memory = "much" is no size'),
        ('cores = 0\nmemory = "8GB"\njobs = 2\n', "profile.toml:1: cores = 0 is out of range"),
    ],
)
def test_a_profile_that_cannot_be_used(text, sentence, capsys, tmp_path, monkeypatch) -> None:
    """Whatever is wrong with a profile is said in one sentence, before anything is begun."""
    monkeypatch.chdir(tmp_path)
    Path("profile.toml").write_text(text, "utf-8")
    said = ask(capsys, "sweep", "baseline", "--out", "out", "--on", "slurm:profile.toml")
    assert said.code == 2
    assert said.error.startswith(sentence)
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("thread", "is no place to run a sweep; allowed: threads, processes,"),
        ("nowhere.json", "is not there; start a scheduler first"),
        ("slurm:nowhere.toml", "nowhere.toml"),
        ("http://127.0.0.1:1", "is no place to run a sweep"),
    ],
)
def test_no_place_to_run(where: str, sentence: str, capsys, tmp_path: Path, monkeypatch) -> None:
    """What names no place is refused in one sentence."""
    monkeypatch.chdir(tmp_path)
    said = ask(capsys, "sweep", "baseline", "--out", "out", "--on", where)
    assert (said.code, said.error.count("\n")) == (2, 1)
    assert sentence in said.error


@pytest.mark.parametrize("where", ["tcp://127.0.0.1:1", "slurm:profile.toml"])
def test_without_dask(where: str, capsys, tmp_path: Path, monkeypatch, engine: None) -> None:
    """Where dask is missing, one sentence says what installs it."""
    monkeypatch.chdir(tmp_path)
    Path("profile.toml").write_text(NEEDED, "utf-8")
    for name in ("distributed", "dask_jobqueue", "dask_jobqueue.slurm"):
        monkeypatch.setitem(sys.modules, name, None)
    path = design(tmp_path / "small.toml")
    said = ask(capsys, "sweep", str(path), "--out", "out", "--on", where)
    assert said.code == 2
    line = said.error.splitlines()[-1]
    assert line == f"--on = \"{where}\" needs dask; install it with pip install 'exit_sim[cluster]'"


@pytest.mark.slow
def test_nobody_answers(tmp_path: Path, monkeypatch, engine: None) -> None:
    """A scheduler that is not there is told in one sentence."""
    dask_or_skip()
    from exit_sim.errors import BadInput
    from exit_sim.sweep.where import cluster as clusters

    monkeypatch.setattr(clusters, "WAIT", 1)
    with pytest.raises(BadInput, match="does not answer: ") as error:
        clusters.connected("tcp://127.0.0.1:1")
    assert "\n" not in str(error.value)
