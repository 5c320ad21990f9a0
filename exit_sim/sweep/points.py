"""Many points stand as one table of numbers, so that a million of them still fit a machine."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from exit_sim.scenario.file import Document
from exit_sim.scenario.settable import Value
from exit_sim.scenario.stated import Given
from exit_sim.scenario.toml_lines import Keys

Where = Callable[[int, str], Keys]
"""Where the value of a setting at a point is stated."""

Row = tuple[Value, ...]


class Points(Sequence[Row]):
    """Rows of values for the same settings; each row is made when it is asked for.

    ``codes`` is (points, settings): values, or the place of a word among ``words`` of its column.
    ``doc`` is the file that states them, ``where`` the place in it.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        codes: NDArray[np.float64],
        words: dict[int, tuple[Value, ...]],
        doc: Document,
        where: Where,
    ) -> None:
        self.names = names
        self.codes = codes
        self.words = words
        self.doc = doc
        self.where = where

    @classmethod
    def of_rows(
        cls, names: tuple[str, ...], rows: Sequence[Row], doc: Document, where: Where
    ) -> "Points":
        """Put rows together."""
        codes, words = np.empty((len(rows), len(names))), {}
        for at in range(len(names)):
            column = [row[at] for row in rows]
            if any(isinstance(value, str) for value in column):
                words[at] = tuple(dict.fromkeys(column))
                places = {value: place for place, value in enumerate(words[at])}
                column = [float(places[value]) for value in column]
            codes[:, at] = column
        return cls(names, codes, words, doc, where)

    def __len__(self) -> int:
        """How many points there are."""
        return len(self.codes)

    @overload
    def __getitem__(self, number: int) -> Row: ...
    @overload
    def __getitem__(self, number: slice) -> list[Row]: ...
    def __getitem__(self, number: int | slice) -> Row | list[Row]:
        """Give the values of one point, in the order of the names, or those of several."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        row: list[Value] = self.codes[number].tolist()
        for at, words in self.words.items():
            row[at] = words[int(row[at])]
        return tuple(row)

    def __iter__(self) -> Iterator[Row]:
        """Give each point's values, one point after the other."""
        return (self[number] for number in range(len(self)))

    def given(self, number: int) -> dict[str, Given]:
        """Give what is stated at a point, each setting with the place where it is."""
        by = self.doc.label
        return {
            name: Given(value, by, {"value": value}, self.where(number, name))
            for name, value in zip(self.names, self[number], strict=True)
        }
