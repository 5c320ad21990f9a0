"""A story is made of sentences, and each sentence knows the events and months it rests on."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

MONTHS = (
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "January",
    "February",
    "March",
)
LONGEST = 25
"""Words that a sentence may have."""


class Sentence(NamedTuple):
    """One sentence, the events of the ledger behind it, and the months whose state it reads.

    ``spare`` says how easily a long story does without it: 0 never, and the highest first.
    """

    text: str
    events: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    spare: int = 0


class Section(NamedTuple):
    """A heading and what stands below it."""

    title: str
    sentences: tuple[Sentence, ...]

    def __str__(self) -> str:
        """The heading on a line of its own, then one paragraph."""
        return f"{self.title}\n{' '.join(sentence.text for sentence in self.sentences)}"


class Story(NamedTuple):
    """A headline and its sections, in the order of the journey."""

    headline: Sentence
    sections: tuple[Section, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, the headline first."""
        inner = (sentence for section in self.sections for sentence in section.sentences)
        return (self.headline, *inner)

    @property
    def words(self) -> int:
        """How many words the story has, headings left out."""
        return sum(len(sentence.text.split()) for sentence in self.sentences)

    def __str__(self) -> str:
        """The whole story as plain text."""
        return "\n\n".join([self.headline.text, *map(str, self.sections)])


def say(
    text: str, events: Iterable[int] = (), months: Iterable[float] = (), spare: int = 0
) -> Sentence:
    """Put a sentence together; it begins with a capital and ends with a full stop.

    >>> say("nobody used it", [3]).text
    'Nobody used it.'
    """
    text = text.strip()
    ended = text if text.endswith((".", "!", "?")) else f"{text}."
    found = tuple(dict.fromkeys(int(event) for event in events if event >= 0))
    read = tuple(dict.fromkeys(int(month) for month in months if month >= 1))
    return Sentence(ended[:1].upper() + ended[1:], found, read, spare)


def in_words(month: float) -> str:
    """Name a month by its number and by the calendar: month 1 is April of year 1.

    >>> in_words(14)
    'month 14 (May, year 2)'
    """
    number = int(month)
    return f"month {number} ({MONTHS[(number - 1) % 12]}, year {(number - 1) // 12 + 1})"


def months_long(number: float) -> str:
    """Say how long some months are.

    >>> months_long(1), months_long(7), months_long(24)
    ('1 month', '7 months', '24 months')
    """
    return counted(number, "month")


def counted(number: float, thing: str, things: str = "") -> str:
    """Say how many there are of something.

    >>> counted(1, "vote"), counted(0, "vote"), counted(2, "young person", "young people")
    ('1 vote', '0 votes', '2 young people')
    >>> counted(1800, "run")
    '1,800 runs'
    """
    whole = round(number)
    return f"{whole:,} {thing if whole == 1 else things or thing + 's'}"


def times(number: int) -> str:
    """Say how often.

    >>> times(1), times(2), times(5)
    ('once', 'twice', '5 times')
    """
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def joined(parts: Sequence[str]) -> str:
    """Join parts as a sentence lists them.

    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def level(number: float, places: int = 2) -> str:
    """Write a share or a level with two decimals, and a minus as a word.

    >>> level(0.456), level(-0.001), level(-1.2)
    ('0.46', '0.00', 'minus 1.20')
    """
    rounded = round(number, places) + 0.0
    return f"minus {-rounded:.{places}f}" if rounded < 0.0 else f"{rounded:.{places}f}"


def signed(number: float, places: int) -> str:
    """Write a difference with its sign; what rounds to nothing has none.

    >>> signed(-0.04, 1), signed(3.0, 0), signed(-1.26, 1)
    ('0.0', '+3', '-1.3')
    """
    rounded = round(number, places)
    return f"{rounded:+.{places}f}" if rounded else f"{0.0:.{places}f}"


def compared(value: float, bar: float) -> tuple[str, str]:
    """Write a value and its bar with as many decimals as it takes to tell them apart.

    >>> compared(0.3, 0.42), compared(0.4182, 0.42)
    (('0.30', '0.42'), ('0.418', '0.420'))
    """
    for places in (2, 3, 4):
        if value == bar or round(value, places) != round(bar, places):
            return level(value, places), level(bar, places)
    return level(value, 6), level(bar, 6)


def percent(share: float) -> str:
    """Write a share as whole per cent; less than one in a hundred is said to be so.

    >>> percent(0.123), percent(0.0), percent(0.004), percent(0.999)
    ('12%', '0%', 'less than 1%', 'more than 99%')
    """
    if 0.0 < share < 0.005:
        return "less than 1%"
    if 0.995 < share < 1.0:
        return "more than 99%"
    return f"{round(100.0 * share)}%"


def change(number: float) -> str:
    """Say a change as a gain or a loss; what rounds to nothing is next to nothing.

    >>> change(0.042), change(-0.03), change(0.004)
    ('a gain of 0.04', 'a loss of 0.03', 'next to nothing')
    """
    if abs(number) < 0.005:
        return "next to nothing"
    return f"a {'gain' if number > 0 else 'loss'} of {level(abs(number))}"


def no_longer_than(most: int, story: Story) -> Story:
    """Leave out what is spared most easily until the story has at most so many words."""
    while story.words > most:
        spare = max(sentence.spare for sentence in story.sentences)
        if spare == 0:
            return story
        story = story._replace(sections=tuple(_without_last(story.sections, spare)))
    return story


def _without_last(sections: tuple[Section, ...], spare: int) -> Iterator[Section]:
    left_out = False
    kept: list[Section] = []
    for section in reversed(sections):
        sentences: list[Sentence] = []
        for sentence in reversed(section.sentences):
            if not left_out and sentence.spare == spare:
                left_out = True
            else:
                sentences.append(sentence)
        kept.append(Section(section.title, tuple(reversed(sentences))))
    return reversed(kept)
