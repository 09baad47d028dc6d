"""The same site as Hugo makes. Pelican knows categories, tags and authors: here bodies, topics and places."""

SITENAME, SITEURL, PATH, OUTPUT_PATH, THEME = "Beslutninger", "", "content", "public", "theme"
TIMEZONE, DEFAULT_LANG = "Europe/Copenhagen", "da"
STATIC_PATHS: list[str] = []
IGNORE_FILES: list[str] = []  # else it watches nothing below a folder whose name begins with a dot
MARKDOWN = {"extensions": ["tables", "sane_lists"], "output_format": "html"}

ARTICLE_URL = "{date:%Y}/{slug}/"
CATEGORY_URL, TAG_URL, AUTHOR_URL = "bodies/{slug}/", "topics/{slug}/", "places/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
CATEGORY_SAVE_AS, TAG_SAVE_AS, AUTHOR_SAVE_AS = (url + "index.html" for url in (CATEGORY_URL, TAG_URL, AUTHOR_URL))
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "categories", "tags", "authors", "sitemap"]
CATEGORIES_SAVE_AS, TAGS_SAVE_AS, AUTHORS_SAVE_AS, SITEMAP_SAVE_AS = (
    *(f"{kind}/index.html" for kind in ("bodies", "topics", "places")),
    "sitemap.xml",
)

DEFAULT_PAGINATION = 100
PAGINATED_TEMPLATES = dict.fromkeys(("category", "tag", "author", "period_archives"))
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_ALL_ATOM, FEED_MAX_ITEMS, FEED_DOMAIN = "index.xml", 20, "https://example.org"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
