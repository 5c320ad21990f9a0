"""A report becomes a document, for those to whom web pages are not delivered."""

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from exit_sim.errors import BadInput
from exit_sim.report.document import Part, Picture, Report, Section, Table

if TYPE_CHECKING:
    from exit_sim.report.page import Files, Sent

EXTRA = 'python -m pip install "exit-sim[office]"'
LANGUAGE = "en-GB"
THEN = datetime(1980, 1, 1, tzinfo=UTC)
"""The oldest time that such a file can hold; that of its making would be another every time."""
WIDE = 16.5
"""Centimetres between the margins."""


def document(report: Report, files: "Files", sent: "Sent") -> bytes:
    """Write a report as a document with headings, tables, and figures with their alternative text.

    Raises:
        BadInput: what writes documents is not installed.
    """
    try:
        import docx
    except ImportError:
        problem = "needs python-docx, which is not installed"
        raise BadInput(problem, key="--to docx", allowed=EXTRA) from None
    made = _Writing(docx.Document(), files)
    made.begin(sent.title or report.title, sent.marking)
    _brief(made, report, sent)
    made.heading("Findings", 1)
    for section in report.findings:
        _section(made, section, 2)
    for section in (report.lives, report.otherwise):
        _section(made, section, 1)
    made.heading("Limits", 1)
    for limit in report.limits:
        made.words(limit.says, bold=f"{limit.name}. ")
    _assumed(made, report)
    made.heading("The same again", 1)
    made.words(report.again.command)
    made.words(f"exit_sim {report.again.version}; rules {report.again.rules}")
    made.heading("Sources", 1)
    for source in report.sources:
        made.words(source, style="List Bullet")
    return made.written()


def _brief(made: "_Writing", report: Report, sent: "Sent") -> None:
    brief = report.brief
    made.words(f"{report.kind}. Simulated, not a forecast.")
    if sent.note:
        made.words(sent.note, bold="Note from the sender. ")
    made.words(brief.question, bold="Question. ")
    made.heading("Answer", 1)
    made.words("", bold=brief.answer)
    if brief.picture is not None:
        made.picture(brief.picture)
    made.heading("It depends on", 1)
    for one in brief.depends:
        made.words(one, style="List Number")
    made.heading("It cannot say", 1)
    for one in brief.cannot:
        made.words(one, style="List Bullet")
    made.new_page()


def _section(made: "_Writing", section: Section, level: int) -> None:
    made.heading(section.title, level)
    for part in section.parts:
        _part(made, part, level)


def _part(made: "_Writing", part: Part, level: int) -> None:
    if part.heading:
        made.heading(part.heading, level + 1)
    elif part.table is not None:
        made.table(part.table)
    elif part.picture is not None:
        made.words("", bold=part.picture.sentence)
        made.picture(part.picture)
    else:
        made.words(part.words or part.command)


def _assumed(made: "_Writing", report: Report) -> None:
    made.heading("What was assumed, worst-sourced first", 1)
    for said in report.assumptions.words:
        made.words(said)
    rows = tuple(
        (one.name, one.value, one.range, one.source, one.confidence, one.influence)
        for one in report.assumptions.shown
    )
    heads = ("setting", "value", "plausible", "where it comes from", "how sure", "influence here")
    words = tuple(range(len(heads)))
    made.table(Table(heads, rows, words, "Assumptions, worst-sourced first"))


class _Writing:
    """A document while it is written."""

    def __init__(self, made: Any, files: "Files") -> None:
        self._made = made
        self._files = files
        self._tables = 0

    def begin(self, title: str, marking: str) -> None:
        """Give the document its title, language and page."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        core = self._made.core_properties
        core.title, core.language, core.author = title, LANGUAGE, "The exit_sim developers"
        core.comments = ""
        core.created = core.modified = core.last_printed = THEN.replace(tzinfo=None)
        core.last_modified_by, core.revision = core.author, 1
        normal = self._made.styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(11)
        for lang in self._made.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), LANGUAGE)
        for section in self._made.sections:
            section.page_width, section.page_height = Cm(21.0), Cm(29.7)
            section.left_margin = section.right_margin = Cm((21.0 - WIDE) / 2)
            section.top_margin = section.bottom_margin = Cm(2.0)
            if marking:
                section.header.paragraphs[0].text = marking
                section.footer.paragraphs[0].text = marking
        self._element, self._qn = OxmlElement, qn
        self._made.add_heading(title, 0)

    def heading(self, text: str, level: int) -> None:
        """Write a heading."""
        self._made.add_heading(text, level)

    def words(self, text: str, *, bold: str = "", style: str | None = None) -> None:
        """Write a paragraph, what is bold first."""
        paragraph = self._made.add_paragraph(style=style)
        if bold:
            paragraph.add_run(bold).bold = True
        paragraph.add_run(text)

    def new_page(self) -> None:
        """Begin a page."""
        self._made.add_page_break()

    def picture(self, picture: Picture) -> None:
        """Put a figure in, with what it shows for those who cannot see it."""
        from docx.shared import Cm

        drawn = self._made.add_picture(
            io.BytesIO(self._files[f"{picture.name}.png"]), width=Cm(WIDE)
        )
        said = drawn._inline.docPr  # noqa: SLF001  python-docx has no other way to it
        said.set("descr", picture.alt)
        said.set("title", picture.sentence)

    def table(self, table: Table) -> None:
        """Write a table whose first row is repeated on every page as its head."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        self._tables += 1
        self.words("", bold=f"Table {self._tables}. {table.caption}")
        made = self._made.add_table(rows=0, cols=len(table.heads), style="Table Grid")
        for number, row in enumerate((table.heads, *table.rows)):
            cells = made.add_row().cells
            for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(text.strip())
                run.font.size, run.bold = Pt(9), number == 0
                if place not in table.words:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        head = self._element("w:tblHeader")
        head.set(self._qn("w:val"), "true")
        made.rows[0]._tr.get_or_add_trPr().append(head)  # noqa: SLF001
        self._made.add_paragraph()

    def written(self) -> bytes:
        """Write the file, every part of it as of one fixed time and in one order."""
        first, out = io.BytesIO(), io.BytesIO()
        self._made.save(first)
        with zipfile.ZipFile(first) as made, zipfile.ZipFile(out, "w") as kept:
            for name in made.namelist():
                part = zipfile.ZipInfo(name, THEN.timetuple()[:6])
                part.compress_type = zipfile.ZIP_DEFLATED
                part.external_attr = 0o600 << 16
                part.create_system = 3
                kept.writestr(part, made.read(name))
        return out.getvalue()
