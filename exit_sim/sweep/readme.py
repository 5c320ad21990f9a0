"""What a sweep's folder says of itself."""

from collections.abc import Mapping
from typing import Any

from exit_sim import __version__
from exit_sim.results.folder import STANDING, repeatable


def readme(plan: Mapping[str, Any]) -> str:
    """Write the text that explains a sweep's folder."""
    about = plan["about"]
    lines = [about.get("title", plan["name"])]
    lines += [about["question"]] if "question" in about else []
    lines += [
        "",
        f"{plan['points']} points, {len(plan['options'])} options, {plan['runs']} runs at most,",
        f"in {plan['shards']} shards.",
        "",
        "How to read it",
        *(f"  {sentence}" for sentence in STANDING),
        "  Runs of one point and replicate share their luck under every option: compare them",
        "  pair by pair. Runs of one replicate share it at every point, too.",
        "",
        "What is here",
        "  journeys/: one row a run, in Parquet; read the folder as one table",
    ]
    lines += ["  months/: one row a run and month that was kept"] if plan["columns"] else []
    lines += [
        "  columns.csv: every column: what it says, unit, range, source",
        "  settings.csv: every setting as it stands where nothing varies it, with its source",
        "  design.toml: the design as it was read",
        "  plan.json: what is run, fixed before the first run",
        "  provenance/: with what, when and on what system runs were lived",
        "",
        "Versions",
        f"  exit_sim {__version__}, tables of version {plan['schema_version']}",
        f"  theory {plan['version']}",
        "",
        "What is there, and what is missing",
        f"  {repeatable(['status', '.'])}",
    ]
    return "\n".join(lines) + "\n"
