"""Why libyaml gives up, in words that an editor knows.

The left side is what libyaml 0.2 and PyYAML say, or the part of it that tells; what is not in the table is told as it
stands.
"""

from __future__ import annotations

import yaml


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


_TAB = _("there is a tab where only spaces may stand")
_BACKSLASH = _("a backslash in double quotes has a meaning of its own, and no such one is known")
_MARKER = _("nothing but the text on the lines below may follow the sign | or >")
_TAG = _("a value begins with !, which has a meaning of its own")
_PERCENT = _("a line begins with %, which has a meaning of its own")
CONTROL = _("there is a control sign that cannot be seen")
_OPEN_QUOTE = _("a quote is opened and not closed")
_FIRST = _("the first line is indented otherwise than the keys below it")
_COLON = _("a colon stands where no key can be")

REASONS: tuple[tuple[str, str], ...] = (
    ("mapping values are not allowed", _COLON),
    ("found unexpected ':'", _COLON),
    ("could not find expected ':'", _("a line has no colon with a space after it")),
    ("did not find expected key", _("this line does not fit those above it")),
    ("expected <block end>", _("this line does not fit those above it")),
    ("did not find expected '-' indicator", _("a line among the entries of a list does not begin with a hyphen")),
    ("block sequence entries are not allowed", _("a hyphen stands where no list can begin")),
    ("sequence entries are not allowed", _("a hyphen stands where no list can begin")),
    ("mapping keys are not allowed", _("a question mark has a meaning of its own at the beginning of a value")),
    ("character '\\t'", _TAB),
    ("found a tab character", _TAB),
    ("cannot start any token", _("no value can begin with this sign")),
    ("found unexpected end of stream", _OPEN_QUOTE),
    ("found unexpected document", _OPEN_QUOTE),
    ("unknown escape character", _BACKSLASH),
    ("hexdecimal", _BACKSLASH),
    ("hexadecimal", _BACKSLASH),
    ("Unicode character escape", _BACKSLASH),
    ("indentation indicator", _MARKER),
    ("comment or line break", _MARKER),
    ("comment or a line break", _MARKER),
    ("chomping or indentation", _MARKER),
    ("<document start>", _FIRST),
    ("node content", _("a value is missing here")),
    ("but found ','", _("a value is missing here")),
    ("',' or ']'", _("a list in brackets lacks a comma or its closing bracket")),
    ("',' or '}'", _("keys in braces lack a comma or their closing brace")),
    ("alphabetic or numeric character", _("a value begins with & or *, which have a meaning of their own")),
    ("whitespace or line break", _TAG),
    ("did not find expected '!'", _TAG),
    ("tag", _TAG),
    ("directive", _PERCENT),
    ("YAML document", _PERCENT),
    ("version number", _PERCENT),
    ("digit or '.'", _PERCENT),
    ("non-alphabetical character", _PERCENT),
    ("expected whitespace", _PERCENT),
    ("single document", _("a second document begins here")),
    ("control characters", CONTROL),
    ("special characters", CONTROL),
    ("octet", CONTROL),
    ("invalid Unicode character", CONTROL),
    ("nesting depth", _("lists and keys are nested too deeply")),
)


def reason_of(error: yaml.YAMLError) -> str:
    """The message id of why front matter cannot be read, or libyaml's own words."""
    said = [str(part) for part in (getattr(error, "problem", ""), getattr(error, "context", "")) if part]
    said = said or str(error).splitlines()[:1]
    for fragment, reason in REASONS:
        if any(fragment in each for each in said):
            return reason
    return said[0] if said else type(error).__name__
