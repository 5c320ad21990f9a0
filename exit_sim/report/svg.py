"""A figure is made fit for a page: it needs no style of its own, and shares no name with others."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREFS = ("href", f"{{{XLINK}}}href")
_URL = re.compile(r"url\(#([^)]+)\)")
_FONT = re.compile(r"(?P<before>(?:[\w-]+\s+)*?)(?P<size>[\d.]+(?:px|pt|em|%))\s+(?P<family>.+)")
_WEIGHT = re.compile(r"bold|\d{3}")
_RULE = re.compile(r"\*\s*\{([^}]*)\}")
ALSO = "'DejaVu Sans', Verdana, sans-serif"
"""Verdana is as wide as DejaVu Sans, in which figures are drawn, so that nothing overlaps."""


def for_page(source: bytes, scope: str, alt: str, sentence: str) -> str:
    """Write an SVG as a part of a page that runs no inline style: the same bytes every time.

    Every ``style`` becomes attributes, ids and what points at them begin with ``scope``, and the
    figure is one image with a title and a description. There is no size: the page gives it one.
    """
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    root = ET.fromstring(source.decode())  # noqa: S314  our own figures, or those of a folder
    for parent in list(root.iter()):
        for child in list(parent):
            if _local(child) in {"metadata", "title", "desc", "script", "foreignObject"}:
                parent.remove(child)
            elif _local(child) == "style":
                parent.remove(child)
                for rule in _RULE.findall(child.text or ""):
                    root.attrib.update(dict(_attributes(rule)))
    for one in root.iter():
        _scoped(one, scope)
        for name, value in _attributes(one.attrib.pop("style", "")):
            one.set(name, value)
        for name in [name for name in one.attrib if name.lower().startswith("on")]:
            del one.attrib[name]
    _named(root, scope, alt, sentence)
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


def _local(one: ET.Element) -> str:
    return str(one.tag).rpartition("}")[2]


def _attributes(style: str) -> Iterator[tuple[str, str]]:
    """Write what a style declares as attributes; a font is several of them."""
    for declared in filter(None, (each.strip() for each in style.split(";"))):
        name, _, value = (each.strip() for each in declared.partition(":"))
        if name == "font":
            yield from _font(value)
        elif name == "font-family":
            yield name, ALSO
        else:
            yield name, value


def _font(value: str) -> Iterator[tuple[str, str]]:
    """Take a font apart.

    >>> dict(_font("bold 12px 'DejaVu Sans'"))["font-weight"]
    'bold'
    """
    found = _FONT.fullmatch(value)
    if found is None:
        return
    for word in found["before"].split():
        yield ("font-weight" if _WEIGHT.fullmatch(word) else "font-style"), word
    yield "font-size", found["size"]
    yield "font-family", ALSO


def _scoped(one: ET.Element, scope: str) -> None:
    for name, value in one.attrib.items():
        if name == "id":
            one.set(name, f"{scope}-{value}")
        elif name in _HREFS and value.startswith("#"):
            one.set(name, f"#{scope}-{value[1:]}")
        elif name in _HREFS and not value.startswith("data:image/"):
            one.set(name, "#")
        elif "url(#" in value:
            one.set(name, _URL.sub(rf"url(#{scope}-\1)", value))


def _named(root: ET.Element, scope: str, alt: str, sentence: str) -> None:
    """Make it one image: a name, and a text that says what it shows."""
    for name in ("width", "height", "aria-label", "version"):
        root.attrib.pop(name, None)
    root.attrib |= {
        "role": "img",
        "aria-labelledby": f"{scope}-title",
        "aria-describedby": f"{scope}-desc",
        "focusable": "false",
    }
    for tag, text in (("desc", alt), ("title", sentence)):
        said = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{scope}-{tag}"})
        said.text = text
        root.insert(0, said)
