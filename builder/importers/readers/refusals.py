"""Why a file cannot be read, and what to do: the message ids of `Unreadable`."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


MISSING = _("There is no such file: {file}.")
UNOPENED = _("{file} cannot be opened: {error}.")
EMPTY = _("{file} has no text at all. Fetch it once more from where it was published.")
TOO_LARGE = _("{file} is larger than {most} MB, which no minutes are. Import the minutes alone, without their annexes.")
LOCKED = _("{file} is protected by a password. Save a copy without it, and import that.")
BROKEN_PDF = _("{file} is a broken PDF. Fetch it once more; if it opens elsewhere, print it to a new PDF there.")
SLOW_PDF = _("{file} takes too long to read. Print it to a new PDF, or cut it into several.")
LONG_PDF = _("{file} has more text than {most} pages of minutes. Import the minutes alone, without their annexes.")
PICTURES = _("{file} is pictures of pages, without text. Scan it with OCR (text recognition) first.")
OLD_WORD = _("{file} is of an old form of Word. Open it there, save it as .docx, and import that.")
NO_WORD = _("{file} is a packed file, but no Word document. Unpack it, or save it as .docx or PDF.")
BROKEN_WORD = _("{file} is a broken Word document. Open it in Word, save it anew, and import that.")
RICH_TEXT = _("{file} is rich text (RTF). Open it in Word, save it as .docx, and import that.")
PICTURE = _("{file} is a picture. Scan it to a PDF with OCR (text recognition) first.")
NO_TEXT = _("{file} is neither text, PDF, Word nor a web page. Save it as one of these.")
BROKEN_PAGE = _("{file} cannot be read as a web page. Save it from the browser once more.")
TOO_DEEP = _("{file} is nested deeper than any page is, and cannot be read whole. Save it from the browser once more.")
