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

const ENOUGH = 10; // with fewer hits, pages with only some of the words are shown too
const stopWords = new Set(words.stop.split(" "));

let engine;
let vocabulary;
let run = 0; // answers to an older question are dropped

function load() {
  engine ??= import(`${box.dataset.pagefind}pagefind.js`).then(async (pagefind) => {
    await pagefind.options({ excerptLength: 24, ranking: { metaWeights: { title: 5, aliases: 1, status: 0, kind: 0 } } });
    return pagefind;
  });
  return engine;
}

// The archive's own words, commonest first; fetched only when a word is unknown.
function known() {
  vocabulary ??= fetch(`${box.dataset.pagefind}words.txt`).then(async (answer) => (answer.ok ? (await answer.text()).split("\n") : []));
  return vocabulary;
}

// How many letters must be changed, added, left out or exchanged with their neighbour; more than `most` is Infinity.
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[b.length];
}

const plain = (word) => word.toLowerCase().replace(/æ/g, "ae").replace(/ø/g, "oe").replace(/å/g, "aa");

// The word of the archive that was probably meant, or "".
async function nearest(word) {
  const most = word.length < 5 ? 1 : word.length < 9 ? 2 : 3;
  let best = "";
  let least = most + 1;
  for (const each of await known()) {
    // a longer word is near too if it begins like this one: the archive may know it only in an inflection
    const begun = each.length > word.length ? plain(each).slice(0, plain(word).length) : plain(each);
    const far = Math.min(distance(plain(word), plain(each), most), distance(plain(word), begun, most) + 0.5);
    if (far < least) [best, least] = [each, far];
  }
  return best;
}

// Whether a word really stands on the page that matches best: for an unknown one Pagefind finds what begins alike.
async function isKnown(word, results) {
  if (!results.length) return false;
  const data = await results[0].data();
  const marked = (data.sub_results ?? []).concat(data).flatMap((part) => part.excerpt.match(/<mark>.*?<\/mark>/g) ?? []);
  const there = plain([data.meta.title, data.meta.aliases ?? "", ...marked].join(" ").replace(/<\/?mark>/g, ""));
  const start = plain(word).slice(0, Math.max(3, plain(word).length - (word.length > 6 ? 3 : 1)));
  return new RegExp(`(^|[^\\p{L}])${start}`, "u").test(there);
}

// What is searched for: quoted phrases stand as they are, a question loses the words that every page has.
function telling(text) {
  if (/["»«“”]/.test(text)) return { phrase: text.replace(/[»«“”]/g, '"'), words: [] };
  const all = text.split(/\s+/).map((word) => word.replace(/^[?!.,;:()]+|[?!.,;:()]+$/g, "")).filter(Boolean);
  const left = all.filter((word) => !stopWords.has(word.toLowerCase()));
  return { phrase: "", words: left.length ? left : all };
}

// Results for all words first; where they are few, those for some of the words after them.
async function find(pagefind, text, options) {
  const { phrase, words: asked } = telling(text);
  if (phrase) {
    const exact = (await pagefind.search(phrase, options)).results;
    if (exact.length) return { results: exact, words: text, note: "" };
    return find(pagefind, phrase.replace(/"/g, " ").trim(), options);
  }
  const hits = new Map();
  for (const word of asked) hits.set(word, (await pagefind.search(word, options)).results);
  let replaced = false;
  const meant = [];
  for (const word of asked) {
    let now = word;
    if (/^[\p{L}-]{3,}$/u.test(word) && !(await isKnown(word, hits.get(word)))) {
      now = (await nearest(word)) || word;
      if (now !== word) {
        replaced = true;
        hits.set(now, (await pagefind.search(now, options)).results);
      }
    }
    meant.push(now);
  }
  const all = meant.length === 1 ? hits.get(meant[0]) : (await pagefind.search(meant.join(" "), options)).results;
  const results = [...all];
  let note = replaced ? "instead" : "";
  const there = meant.filter((word) => hits.get(word).length);
  if (all.length < ENOUGH && meant.length > 1 && there.length) {
    const scores = new Map();
    for (const word of there) {
      const list = hits.get(word);
      const rarity = 1 / Math.log2(list.length + 2); // a rare word says more
      for (const result of list) {
        const entry = scores.get(result.id) ?? { result, score: 0 };
        entry.score += rarity * (1 + Math.min(result.score, 5) / 10);
        scores.set(result.id, entry);
      }
    }
    const seen = new Set(all.map((result) => result.id));
    const some = [...scores.values()].filter((entry) => !seen.has(entry.result.id)).sort((a, b) => b.score - a.score);
    if (some.length) {
      results.push(...some.map((entry) => entry.result));
      note ||= "some";
    }
  }
  return { results, words: meant.join(" "), note };
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
  delete count.dataset.done;
  input.value = text;
  order.selectedIndex = newest ? 1 : 0;
  list.replaceChildren();
  more.hidden = true;
  if (!text) { count.textContent = ""; count.dataset.done = ""; return; }
  say("waiting");
  try {
    const pagefind = await load();
    const asked = Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, { any: values }]));
    const found = await find(pagefind, text, { filters: asked, ...(newest && { sort: { date: "desc" } }) });
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
    if (mine !== run) return;
    say(n === 1 ? "one" : n ? "many" : "none", { count: n.toLocaleString(box.dataset.language), words: found.words });
    if (n && found.note) count.textContent += ` ${words[found.note].replace("{words}", text)}`;
    count.dataset.done = "";
  } catch (error) {
    if (mine === run) { say("failed"); console.warn(error); count.dataset.done = ""; }
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
