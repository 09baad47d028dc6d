"""A page's form as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser


class Form(HTMLParser):
    """The fields of the first form of a page, in order, with what stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.text = ""  # what is read on the page
        self._area: str | None = None
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._written = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in given:
            if given.get("type") != "checkbox" or "checked" in given:
                self.fields.append((given["name"], given.get("value", "")))
        elif tag == "textarea":
            self._area, self._written = given["name"], ""
        elif tag == "select":
            self._select, self._options = given["name"], []
        elif tag == "option":
            self._options.append((given["value"], "selected" in given))

    def handle_data(self, data: str) -> None:
        if self._area is None:
            self.text += data
        else:
            self._written += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            written = self._written.replace("\r\n", "\n").removeprefix("\n")  # the first line break does not count
            self.fields.append((self._area, written.replace("\n", "\r\n")))
            self._area = None
        elif tag == "select" and self._select is not None:
            chosen = [value for value, selected in self._options if selected]
            self.fields.append((self._select, chosen[-1] if chosen else self._options[0][0]))
            self._select = None

    def get(self, name: str) -> list[str]:
        """What stands in the fields of a name."""
        return [value for each, value in self.fields if each == name]

    def put(self, name: str, *values: str) -> None:
        """Write into the fields of a name; fields that are not there yet come last."""
        kept = [each for each in self.fields if each[0] != name]
        self.fields = [*kept, *((name, value) for value in values)]
