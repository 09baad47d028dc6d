// The search page: Pagefind's client, with the state in the URL. All words come from the page's own template.
const box = document.getElementById("_soeg");
const form = box.querySelector("form");
const input = document.getElementById("_q");
const order = document.getElementById("_sorter");
const filterBox = document.getElementById("_filtre");
const list = document.getElementById("results");
const count = document.getElementById("_antal");
const more = document.getElementById("_flere");
const PAGE = 20;
const FILTERS = { myndighed: "authority", organ: "body", aar: "year", udfald: "outcome", emne: "topic" };
const words = {};
for (const span of document.getElementById("_ord").content.querySelectorAll("[data-word]")) {
  words[span.dataset.word] = span.textContent;
}
const dates = new Intl.DateTimeFormat(box.dataset.language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

let engine;
let run = 0; // answers to an older question are dropped

function load() {
  engine ??= import(`${box.dataset.pagefind}pagefind.js`).then(async (pagefind) => {
    await pagefind.options({ excerptLength: 24 });
    return pagefind;
  });
  return engine;
}

function say(word, values = {}) {
  count.textContent = (words[word] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function state() {
  const query = new URLSearchParams(location.search);
  const filters = {};
  for (const [name, filter] of Object.entries(FILTERS)) {
    const values = query.getAll(name);
    if (values.length) filters[filter] = values;
  }
  return { text: (query.get("q") ?? "").trim(), newest: query.get("sorter") === "dato", filters };
}

function go() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  history.pushState(null, "", query.size ? `?${query}` : location.pathname);
  show();
}

function hit(data) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const anchor = data.sub_results?.[0]?.url;
  link.href = data.url;
  link.textContent = data.meta.title;
  if (anchor && !data.url.includes("#") && data.sub_results[0].anchor) link.href = anchor;
  const facts = document.createElement("p");
  facts.className = "quiet";
  const day = data.meta.date ? dates.format(new Date(`${data.meta.date}T00:00:00Z`)) : "";
  facts.textContent = [data.meta.kind, data.meta.status, day, data.meta.body].filter(Boolean).join(" · ");
  const excerpt = document.createElement("p");
  excerpt.append(...marked(data.excerpt));
  item.append(link, facts, excerpt);
  return item;
}

// Pagefind marks words with <mark>; everything else is put in as text.
function marked(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].map((node) => {
    if (node.nodeName !== "MARK") return document.createTextNode(node.textContent);
    const mark = document.createElement("mark");
    mark.textContent = node.textContent;
    return mark;
  });
}

function showFilters(found, chosen) {
  const groups = [];
  for (const [name, filter] of Object.entries(FILTERS)) {
    const values = Object.entries(found[filter] ?? {}).filter(([value, n]) => n || chosen[filter]?.includes(value));
    if (values.length < 2 && !chosen[filter]) continue;
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = words[filter];
    group.append(legend);
    values.sort(([a], [b]) => (filter === "year" ? b.localeCompare(a) : a.localeCompare(b, box.dataset.language)));
    for (const [value, n] of values) {
      const label = document.createElement("label");
      const check = document.createElement("input");
      check.type = "checkbox";
      check.name = name;
      check.value = value;
      check.checked = chosen[filter]?.includes(value) ?? false;
      label.append(check, ` ${value} (${n})`);
      group.append(label);
    }
    groups.push(group);
  }
  filterBox.querySelector("div").replaceChildren(...groups);
  filterBox.hidden = !groups.length;
}

async function show() {
  const { text, newest, filters } = state();
  const mine = ++run;
  input.value = text;
  order.value = newest ? "dato" : "";
  list.replaceChildren();
  more.hidden = true;
  if (!text) { count.textContent = ""; filterBox.hidden = true; return; }
  say("waiting");
  try {
    const pagefind = await load();
    const asked = Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, { any: values }]));
    const found = await pagefind.search(text, { filters: asked, ...(newest && { sort: { date: "desc" } }) });
    if (mine !== run) return;
    showFilters(found.totalFilters && Object.keys(filters).length ? found.totalFilters : found.filters, filters);
    let shown = 0;
    const next = async () => {
      const pages = await Promise.all(found.results.slice(shown, shown + PAGE).map((result) => result.data()));
      if (mine !== run) return;
      shown += pages.length;
      list.append(...pages.map(hit));
      more.hidden = shown >= found.results.length;
    };
    more.onclick = next;
    await next();
    const n = found.results.length;
    if (mine === run) say(n === 1 ? "one" : n ? "many" : "none", { count: n.toLocaleString(box.dataset.language), words: text });
  } catch (error) {
    if (mine === run) { say("failed"); console.warn(error); }
  }
}

form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
form.addEventListener("change", (event) => { if (event.target !== input) go(); });
document.getElementById("_ryd").addEventListener("click", () => {
  for (const check of filterBox.querySelectorAll("input")) check.checked = false;
  go();
});
addEventListener("popstate", show);
show();
