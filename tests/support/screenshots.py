"""Take the pictures of the page for editors anew: `make pictures`.

The page is walked as its test does, and wherever it shows a picture, one is taken of the preview as it then is.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser import chromium
from playwright.sync_api import Browser

from support.walk import Walk

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "redaktoer/kom-i-gang.md"
LARGEST = 150_000  # bytes


@dataclass(frozen=True)
class Picture:
    """What is shown: an address below the preview's, what is waited for, and the size; without address the form."""

    address: str
    awaited: str
    width: int = 1280
    height: int = 720


_CASES = "havneby-kommune/sager/2024/"
PICTURES = {
    "redaktoer-sag.png": Picture(_CASES + "ny-cykelsti-langs-havnevej/", "text=endeligt besluttet"),
    "redaktoer-fejl.png": Picture(_CASES + "ny-cykelsti-langs-havnevej/", "#_beslut .error"),
    "redaktoer-formular.png": Picture("", "text=Byrådet siger ja"),
    "redaktoer-kladde.png": Picture(_CASES + "lys-paa-cykelstien/", "#_beslut-mark", 360, 640),
    "redaktoer-udgivelse.png": Picture("_beslut/publish", "text=lys-paa-cykelstien.md", 1280, 960),
}


def take(browser: Browser, picture: str, walk: Walk) -> None:
    """Take one picture, and put it where the page has it."""
    what = PICTURES[Path(picture).name]
    context = browser.new_context(viewport={"width": what.width, "height": what.height}, locale="da-DK")
    page = context.new_page()
    for _ in range(20):  # the preview follows a save within moments
        page.goto(walk.address + (what.address or walk.form))
        try:
            page.wait_for_selector(what.awaited, timeout=1000)
            break
        except Exception:
            continue
    else:
        raise SystemExit(f"{picture}: there is no {what.awaited}")
    page.wait_for_timeout(500)  # for the preview's own script, which puts its signs on the page
    page.evaluate("scrollTo(0, 0)")  # a page that came anew kept its place, and so left the mark above it
    path = PAGE.parent / picture
    page.screenshot(path=path)
    context.close()
    size = path.stat().st_size
    print(path.name, size)
    if size > LARGEST:
        raise SystemExit(f"{picture} has {size} bytes, more than {LARGEST}")


def main() -> None:
    """Take them all."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        walk = Walk(Path(folder), lambda picture, walk: take(browser, picture, walk))
        try:
            for step, shown, seen in walk.go(PAGE.read_text("utf-8")):
                if shown != seen:
                    raise SystemExit(f"{step}:\n{seen}")
        finally:
            walk.end()


if __name__ == "__main__":
    main()
