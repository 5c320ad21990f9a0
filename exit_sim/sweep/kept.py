"""What is kept of each journey: outcomes, and some columns of its months where asked."""

from exit_sim.errors import nearest
from exit_sim.results.columns import Key
from exit_sim.results.journeys import outcome_columns
from exit_sim.results.tables import MONTHS, MonthKey, columns_of
from exit_sim.scenario.file import Document
from exit_sim.sweep.asked import texts, whole
from exit_sim.sweep.replicates import Replicates

OUTCOMES, RECORD, EVERY = "outcomes", "record", "every"
MOST_MONTHS = 1200


def outcomes_in(doc: Document, replicates: Replicates) -> tuple[str, ...]:
    """Take the outcomes that are kept; all of them unless some are named."""
    known = outcome_columns()
    if OUTCOMES not in doc.data:
        return tuple(known)
    found = texts(doc, (OUTCOMES,), doc.data[OUTCOMES], 'outcomes = ["sustained_any"]')
    for name in found:
        if name not in known:
            allowed = "exit-sim's table of journeys has them all"
            doc.refuse("is not an outcome", (OUTCOMES,), name, allowed, nearest(name, known))
        if found.count(name) > 1:
            doc.refuse("is named twice", (OUTCOMES,), name)
    if replicates.precision is not None and replicates.outcome not in found:
        problem = f"leaves out {replicates.outcome}, whose precision governs"
        doc.refuse(problem, (OUTCOMES,), None, "name it too")
    return tuple(found)


def recorded_in(doc: Document) -> tuple[tuple[str, ...], int]:
    """Take the columns of months that are recorded, none by default, and every how many months."""
    if RECORD not in doc.data:
        if EVERY in doc.data:
            problem, allowed = "goes with record", 'write record = ["months: reach"]'
            doc.refuse(problem, (EVERY,), doc.data[EVERY], allowed)
        return (), 1
    write = 'record = ["months: reach, receptivity.openness"]'
    found: list[str] = []
    for text in texts(doc, (RECORD,), doc.data[RECORD], write):
        table, colon, names = text.partition(":")
        if not colon or table.strip() != MONTHS:
            doc.refuse("does not begin with the months table", (RECORD,), text, f"write {write}")
        found += [_column(doc, name.strip()) for name in names.split(",")]
    for name in found:
        if found.count(name) > 1:
            doc.refuse("is named twice", (RECORD,), name)
    every = whole(doc, (EVERY,), doc.data.get(EVERY, 1), 1, MOST_MONTHS)
    return tuple(found), every


def _column(doc: Document, name: str) -> str:
    """Find a column of months by its name, its short name, or its last part where that is one."""
    aside = {*Key._fields, *MonthKey._fields}
    columns = [one for one in columns_of(MONTHS) if one.name not in aside]
    for one in columns:
        if name in {one.name, one.short}:
            return one.name
    ending = [one.name for one in columns if one.name.endswith(f".{name}")]
    if len(ending) != 1:
        problem = "is more than one column of months" if ending else "is not a column of months"
        meant = " or ".join(ending) or nearest(name, [one.name for one in columns])
        doc.refuse(problem, (RECORD,), name, "", meant)
    return ending[0]
