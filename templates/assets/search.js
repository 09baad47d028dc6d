// The search page: Pagefind's client, with the state in the URL. All words come from the page's own template.
const box = document.getElementById("_soeg");
const form = box.querySelector("form");
const input = document.getElementById("_q");
const order = document.getElementById("_sorter");
const list = document.getElementById("results");
const count = document.getElementById("_antal");
const more = document.getElementById("_flere");
const PAGE = 20;
const checks = [...form.querySelectorAll("[data-filter] input")];
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
  for (const check of checks) {
    check.checked = query.getAll(check.name).includes(check.value);
    if (check.checked) (filters[check.closest("[data-filter]").dataset.filter] ??= []).push(check.value);
  }
  const newest = order.options[1].value === query.get(order.name);
  return { text: (query.get("q") ?? "").trim(), newest, filters };
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

async function show() {
  const { text, newest, filters } = state();
  const mine = ++run;
  input.value = text;
  order.selectedIndex = newest ? 1 : 0;
  list.replaceChildren();
  more.hidden = true;
  if (!text) { count.textContent = ""; return; }
  say("waiting");
  try {
    const pagefind = await load();
    const asked = Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, { any: values }]));
    const found = await pagefind.search(text, { filters: asked, ...(newest && { sort: { date: "desc" } }) });
    if (mine !== run) return;
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
document.getElementById("_ryd")?.addEventListener("click", () => {
  for (const check of checks) check.checked = false;
  go();
});
addEventListener("popstate", show);
document.getElementById("_uden").hidden = true;
show();
