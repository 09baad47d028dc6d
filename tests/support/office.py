"""Documents as an office program sets them: flat OpenDocument from text, turned into PDF and Word by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from html import escape
from pathlib import Path

import pytest

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")

_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
_LOOKS = """
<office:styles>
 <style:style style:name="Standard" style:family="paragraph">
  <style:paragraph-properties fo:margin-bottom="0.25cm"/>
  <style:text-properties style:font-name="Liberation Serif" fo:font-size="11pt" fo:language="da" fo:country="DK"/>
 </style:style>
 <style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
  style:parent-style-name="Standard" style:default-outline-level="1">
  <style:text-properties fo:font-size="15pt" fo:font-weight="bold"/></style:style>
 <style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
  style:parent-style-name="Standard" style:default-outline-level="2">
  <style:text-properties fo:font-weight="bold"/></style:style>
 <style:style style:name="Entry" style:family="paragraph" style:parent-style-name="Standard">
  <style:paragraph-properties fo:margin-bottom="0cm"/></style:style>
 <text:list-style style:name="Signs"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
  <style:list-level-properties text:list-level-position-and-space-mode="label-alignment">
  <style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.6cm" fo:margin-left="1.2cm"/>
  </style:list-level-properties></text:list-level-style-bullet></text:list-style>
 <text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1"
  style:num-suffix=".">
  <style:list-level-properties text:list-level-position-and-space-mode="label-alignment">
  <style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.6cm" fo:margin-left="1.2cm"/>
  </style:list-level-properties></text:list-level-style-number></text:list-style>
</office:styles>
<office:automatic-styles>
 <style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
  fo:margin="2cm"/>
  <style:header-style><style:header-footer-properties fo:margin-bottom="0.5cm"/></style:header-style>
  <style:footer-style><style:header-footer-properties fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>
 %s
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">%s</style:master-page>
</office:master-styles>
"""
_PAGE_NUMBER = "<text:page-number>1</text:page-number>"
_PAGE_COUNT = "<text:page-count>9</text:page-count>"


def document(*blocks: str, header: str = "", footer: str = "", columns: int = 1) -> str:
    """A flat OpenDocument text of blocks; `#` in header and footer is the page's number, `##` how many there are."""
    parts = [
        f"<style:{name}><text:p>{_field(text)}</text:p></style:{name}>"
        for name, text in (("header", header), ("footer", footer))
        if text
    ]
    section = (
        '<style:style style:name="Cols" style:family="section">'
        '<style:section-properties text:dont-balance-text-columns="false">'
        f'<style:columns fo:column-count="{columns}" fo:column-gap="1cm"/>'
        "</style:section-properties></style:style>"
    )
    text = "".join(blocks)
    if columns > 1:
        text = f'<text:section text:style-name="Cols" text:name="Columns">{text}</text:section>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{_LOOKS % (section, ''.join(parts))}"
        f"<office:body><office:text>{text}</office:text></office:body></office:document>"
    )


def _field(text: str) -> str:
    return escape(text).replace("##", _PAGE_COUNT).replace("#", _PAGE_NUMBER)


def heading(text: str, level: int = 1) -> str:
    """A heading."""
    name = f"Heading_20_{level}"
    return f'<text:h text:style-name="{name}" text:outline-level="{level}">{escape(text)}</text:h>'


def paragraph(text: str) -> str:
    """A paragraph."""
    return f'<text:p text:style-name="Standard">{escape(text)}</text:p>'


def entries(*texts: str, numbers: bool = False) -> str:
    """A list."""
    items = "".join(
        f'<text:list-item><text:p text:style-name="Entry">{escape(text)}</text:p></text:list-item>' for text in texts
    )
    return f'<text:list text:style-name="{"Numbers" if numbers else "Signs"}">{items}</text:list>'


def table(*rows: tuple[str, ...]) -> str:
    """A table."""
    made = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return f'<table:table><table:table-column table:number-columns-repeated="{len(rows[0])}"/>{made}</table:table>'


def converted(text: str, folder: Path, kind: str) -> Path:
    """A flat OpenDocument text as a file of another kind, `pdf` or `docx`."""
    return all_converted({"referat": text}, folder, kind)["referat"]


def all_converted(texts: Mapping[str, str], folder: Path, kind: str) -> dict[str, Path]:
    """Flat OpenDocument texts as files of another kind, by their names; the program is started once for all."""
    for name, text in texts.items():
        (folder / f"{name}.fodt").write_text(text, "utf-8")
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", kind),
            *("--outdir", str(folder), *(str(folder / f"{name}.fodt") for name in texts)),
        ],
        check=True,
        capture_output=True,
        timeout=180 + 10 * len(texts),
    )
    made = {name: folder / f"{name}.{kind}" for name in texts}
    assert all(path.stat().st_size > 1000 for path in made.values())
    return made
