"""The library to every page of the site, each with one frozen context."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain

from builder.messages import Format
from builder.model.linked import Explained, Library
from builder.urls import Urls, slug
from builder.views.cases import case_pages
from builder.views.desk import Desk
from builder.views.feeds import feed_pages, machine_pages
from builder.views.front import front_pages, moved_pages, search_page
from builder.views.lists import case_index_pages, dossier_pages, number_pages, subject_pages, year_pages
from builder.views.meetings import authority_pages, body_pages, meeting_pages
from builder.views.pages import Page
from builder.views.parts import Asset, Link, Site


def pages(
    library: Library, urls: Urls, assets: Asset, translate: Callable[[str], str], texts: Mapping[str, str]
) -> tuple[Page, ...]:
    """Every page of the site, in a fixed order.

    Args:
        library: everything public.
        urls: the addresses.
        assets: the addresses of style and scripts.
        translate: from a message id to the words of the pages' language.
        texts: for each attached file, by its path on the site, the SHA-256 of its text.
    """
    desk = Desk(
        library=library,
        urls=urls,
        site=_site(library, urls, assets, translate),
        form=Format(urls.language),
        texts=texts,
        _=translate,
    )
    found = tuple(
        chain(
            front_pages(desk),
            authority_pages(desk),
            case_index_pages(desk),
            body_pages(desk),
            meeting_pages(desk),
            case_pages(desk),
            number_pages(desk),
            dossier_pages(desk),
            subject_pages(desk),
            year_pages(desk),
            moved_pages(desk),
        )
    )
    found = (*found, search_page(desk, found))
    return (*found, *feed_pages(desk), *machine_pages(desk, found))


def _site(library: Library, urls: Urls, assets: Asset, _: Callable[[str], str]) -> Site:
    menu = (
        ("bodies", _("Bodies")),
        ("meetings", _("Meetings")),
        ("dossiers", _("Dossiers")),
        ("topics", _("Topics")),
        ("glossary", _("Glossary")),
    )
    footer = [Link(urls.href(f"/{doc.place.ref}/"), doc.record.title) for doc in library.pages]
    for section, words in (
        ("places", _("Places")),
        ("organisations", _("Organisations")),
        ("years", _("Years")),
        ("corrections", _("Corrections")),
        ("accessibility", _("Accessibility statement")),
    ):
        footer.append(Link(urls.href(urls.section(section)), words))
    return Site(
        language=library.archive.language.value,
        title=library.archive.title,
        summary=library.archive.summary or "",
        publisher=library.archive.publisher or "",
        home=urls.href("/"),
        search=urls.href(urls.section("search")),
        opensearch=urls.href("/opensearch.xml") if urls.base_url else "",
        pagefind=urls.href("/pagefind/"),
        menu=tuple(Link(urls.href(urls.section(section)), words) for section, words in menu),
        footer=tuple(footer),
        terms=tuple(
            Explained(slug(each.term), each.term, each.forms, each.summary)
            for each in (document.record for document in library.terms)
        ),
        assets=assets,
    )
