"""The smallest Word documents that a reader takes for one."""

from __future__ import annotations

import io
import zipfile
from html import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_FORMS = {"decimal": "%1.", "lowerLetter": "%1)", "upperRoman": "%1.", "bullet": "•"}


def para(text: str, style: str = "", number: str = "", level: int = 0, extra: str = "") -> str:
    """A paragraph, with a style, or an entry of the list with that id."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr><w:r><w:t>{escape(text)}</w:t>{extra}</w:r></w:p>"


def docx(*body: str, lists: tuple[str, ...] = (), footnotes: str = "") -> bytes:
    """A Word document; the list with the id n counts as `lists[n - 1]` says, its second level in `a)`."""
    forms = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{form}"/></w:lvl>'
            for level, kind, form in ((0, figures, _FORMS[figures]), (1, "lowerLetter", "%1.%2)"))
        )
        + "</w:abstractNum>"
        for number, figures in enumerate(lists, 1)
    )
    used = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(1, len(lists) + 1)
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/>{more}</w:style>'
        for name, title, more in (
            ("Overskrift1", "heading 1", ""),
            ("Titel", "Title", ""),
            ("Punkt", "heading 2", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        )
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_R}"><Relationship Id="r1" Type="{_DOC}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_W}>{forms}{used}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_W}>{footnotes}</w:footnotes>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_R}">'
        + "".join(
            f'<Relationship Id="{each}" Type="{_DOC}/{each}" Target="{each}.xml"/>'
            for each in ("styles", "numbering", "footnotes")
        )
        + "</Relationships>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return made.getvalue()
