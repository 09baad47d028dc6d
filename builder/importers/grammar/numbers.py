"""The forms of numbers: of cases, documents and points, with what stands beside them."""

from __future__ import annotations

import re

ACCESS = r"(?P<access>[ÅA]ben[t]?|[ÅA]bne|Lukket|Lukkede)(?:\s+(?:sag|punkt|møde))?"
_NUMBER = (
    r"\d{1,2}-\d{2}-\d{2}-\d{1,6}(?:-\d{1,4})?"  # 1-36-70-16-23, of the regions
    r"|EMN-\d{4}-\d{3,7}"
    r"|\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{1,2}-\d{1,6}-\d{2,4}"  # 29.00.00-P20-3-24
    r"|\d{2,4}-\d{4}-\d{1,7}"  # 330-2018-3619
    r"|[A-ZÆØÅ]{1,5}-?\d{2,4}[-/]\d{2,7}"
    r"|\d{2,4}/\d{1,7}"  # 23/9928
    r"|\d{4}-\d{3,7}"
)
CASE_NUMBER = re.compile(_NUMBER)
NUMBER_LABELS = (
    r"(?:Sags?[\s-]?nr|Sagsnummer|Sags?[\s-]?id|Journal\s?nr|Journalnummer|J\.?\s?nr|Acadre\s?sag|"
    r"ESDH-?\s?sag|Sags?ref|Sag)"
)
DOCUMENT_LABELS = r"(?:Dok\.?\s?nr|Dokument\s?nr|Dokumentnummer|Dok\.?\s?id|Dokument|Dok)"
KLE = r"(?P<kle>[A-ZÅ]\d{2}|\d{2}\.\d{2}\.\d{2}(?:[A-Z]\d{2})?|\d{2}\.\d{2})"
CASE_LINE = re.compile(
    rf"(?:(?P<before>[ÅA]ben[t]?|Lukket)\s*[-–:]\s*)?(?:{NUMBER_LABELS}\.?\s*:?\s*)?(?:{KLE}\s+)?(?P<number>{_NUMBER})(?:\s*[,;–-]?\s+{DOCUMENT_LABELS}\.?\s*:?\s*"
    rf"(?P<document>[\w./-]+))?(?:\s*[,;–-]?\s+{ACCESS})?\.?",
    re.IGNORECASE,
)
LABELLED_LINE = re.compile(  # any number behind a label is one
    rf"{NUMBER_LABELS}(?:\.?\s*:|\.(?=\s*[\w.]*\d[-/]))\s*(?P<number>[\w./-]*\d[\w./-]*)(?:\s*[,;–-]?\s+{DOCUMENT_LABELS}\.?\s*:?\s*"
    rf"(?P<document>[\w./-]+))?(?:\s*[,;–-]?\s+{ACCESS})?\.?",
    re.IGNORECASE,
)
DOCUMENT_LINE = re.compile(rf"{DOCUMENT_LABELS}\.?\s*:?\s*(?P<document>\d[\w./-]*)(?:\s+{ACCESS})?\.?", re.IGNORECASE)
ACCESS_LINE = re.compile(rf"(?:Punktet er\s+)?{ACCESS}\.?", re.IGNORECASE)
ITEM_NUMBER_LINE = re.compile(r"(?:Sag|Punkt|Pkt\.?)\s*(?:nr\.?)?\s*:?\s*(?P<item>\d{1,4}[a-z]?)\.?", re.IGNORECASE)
# A number below its label, and who works for a body on a case; the latter is nothing that a case says.
NUMBER_LABEL = re.compile(rf"{NUMBER_LABELS}\.?\s*:?", re.IGNORECASE)
BARE_NUMBER = re.compile(r"[\w./-]*\d[\w./-]*")
HANDLER_LINE = re.compile(
    r"(?:Sagsbehandler|Sagsansvarlig|Ansvarlig(?:\s\w+)?|Fagansvarlig|Kontaktperson|Sagsbeh|Ansvarlig for sagen|Init)"
    r"\.?\s*:\s*\S.{0,80}",
    re.IGNORECASE,
)
NUMBER_BEHIND = re.compile(
    rf"\s*\((?:sags?(?:nr|nummer)\.?:?\s*)?(?P<number>{CASE_NUMBER.pattern})\)\s*$", re.IGNORECASE
)
