"""What a command told becomes the sections of a report: never is a sentence written twice."""

from collections.abc import Iterable, Mapping, Sequence

from exit_sim.figures.drawn import Drawn
from exit_sim.report.document import Part, Picture, Section, Table
from exit_sim.story.blocks import Block, Command, Grid, Heading


def sections(blocks: Iterable[Block], *, every: bool = False) -> tuple[Section, ...]:
    """Split what was told at its top headings, or at every heading."""
    found: list[tuple[str, list[Part]]] = [("", [])]
    for block in blocks:
        if isinstance(block, Heading) and (block.top or every):
            found.append((block.text, []))
        else:
            found[-1][1].append(part_of(block))
    return tuple(Section(title, tuple(_captioned(title, parts))) for title, parts in found if parts)


def part_of(block: Block) -> Part:
    """Make a part of a block."""
    if isinstance(block, Heading):
        return Part(heading=block.text)
    if isinstance(block, Command):
        return Part(command=block.text)
    if isinstance(block, Grid):
        rows = tuple(tuple(row) for row in block.rows)
        return Part(table=Table(tuple(block.heads), rows, tuple(block.words)))
    return Part(words=block.text)


def _captioned(title: str, parts: Sequence[Part]) -> Iterable[Part]:
    """Give each table the nearest heading above it as its caption."""
    for part in parts:
        title = part.heading or title
        table = part.table
        yield part if table is None else part._replace(table=table._replace(caption=title))


def picture_of(drawn: Drawn) -> Picture:
    """Name a figure, with what it found and what it shows."""
    return Picture(drawn.name, drawn.sentence, drawn.alt)


def illustrated(
    sections: Sequence[Section], drawn: Sequence[Drawn], where: Mapping[str, str]
) -> tuple[Section, ...]:
    """Put each figure on top of the section whose title begins as ``where`` says, by its name."""
    found = list(sections)
    for one in reversed(drawn):
        places = [n for n, each in enumerate(found) if each.title.startswith(where[one.name])]
        found[places[0]] = with_picture(found[places[0]], picture_of(one))
    return tuple(found)


def with_picture(section: Section, picture: Picture, under: str = "") -> Section:
    """Put a picture into a section: below one of its headings, or else on top."""
    places = [n for n, part in enumerate(section.parts) if under and part.heading == under]
    place = places[0] + 1 if places else 0
    parts = (*section.parts[:place], Part(picture=picture), *section.parts[place:])
    return section._replace(parts=parts)
