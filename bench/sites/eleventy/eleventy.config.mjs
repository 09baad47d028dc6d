// The same site as Hugo makes: case pages, lists by year, body, topic and place, all of them cut into hundreds.
const PER_PAGE = 100;
const LISTS = { bodies: "Udvalg", topics: "Emner", places: "Steder" };

const slug = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
const day = (date) => date.toISOString().slice(0, 10);

function lists(cases) {
  const found = new Map();
  const put = (base, title, item) => {
    if (!found.has(base)) found.set(base, { base, title, items: [] });
    found.get(base).items.push(item);
  };
  for (const item of cases) {
    put(`/${item.date.getUTCFullYear()}/`, String(item.date.getUTCFullYear()), item);
    for (const kind of Object.keys(LISTS)) {
      for (const name of item.data[kind] ?? []) put(`/${kind}/${slug(name)}/`, name, item);
    }
  }
  return [...found.values()];
}

function cut({ base, title, items }) {
  const count = Math.ceil(items.length / PER_PAGE);
  const address = (page) => (page ? `${base}page/${page + 1}/` : base);
  return Array.from({ length: count }, (_, page) => ({
    title,
    address: address(page),
    items: items.slice(page * PER_PAGE, (page + 1) * PER_PAGE),
    newer: page > 0 ? address(page - 1) : "",
    older: page + 1 < count ? address(page + 1) : "",
  }));
}

function overviews(made) {
  return Object.entries(LISTS).map(([kind, title]) => ({
    title,
    address: `/${kind}/`,
    terms: made
      .filter((each) => each.base.startsWith(`/${kind}/`))
      .map((each) => ({ address: each.base, title: each.title, count: each.items.length }))
      .sort((one, other) => one.title.localeCompare(other.title, "da")),
  }));
}

export default function (config) {
  config.setQuietMode(true);
  config.addFilter("slug_of", slug);
  config.addFilter("day", day);
  config.addFilter("shown_day", (date) => day(date).split("-").reverse().join("."));
  config.addFilter("first", (items, count) => items.slice(0, count));
  const cases = (api) => api.getFilteredByGlob("content/2*/*.md").reverse();
  config.addCollection("cases", cases);
  config.addCollection("lists", (api) => lists(cases(api)).flatMap(cut));
  config.addCollection("overviews", (api) => overviews(lists(cases(api))));
  config.addCollection("years", (api) => [...new Set(cases(api).map((each) => each.date.getUTCFullYear()))].sort());
  return {
    dir: { input: "content", includes: "../_includes", output: "public" },
    markdownTemplateEngine: false,
  };
}
