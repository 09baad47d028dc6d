// The search page: Pagefind's client, with the state in the URL. All words come from the page's own template.
const box = document.getElementById("_soeg");
const form = box.querySelector("form");
const input = document.getElementById("_q");
const order = document.getElementById("_sorter");
const list = document.getElementById("results");
const count = document.getElementById("_antal");
const more = document.getElementById("_flere");
const notes = document.getElementById("_noter");
const lists = document.getElementById("_veje");
const PAGE = 10;
const checks = [...form.querySelectorAll("[data-filter] input")];
const words = {};
for (const span of document.getElementById("_ord").content.querySelectorAll("[data-word]")) {
  words[span.dataset.word] = span.textContent;
}
const dates = new Intl.DateTimeFormat(box.dataset.language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

const ATTACHED = "_bilag-"; // begins the anchors of what stands in attachments (builder/search)
const ENOUGH = 10; // with fewer hits, pages with only some of the words are shown too
const stopWords = new Set(words.stop.split(" "));

let engine;
let vocabulary;
let run = 0; // answers to an older question are dropped

function load() {
  engine ??= import(`${box.dataset.pagefind}pagefind.js`).then(async (pagefind) => {
    await pagefind.options({
      excerptLength: 24,
      // measured at 10,000 pages: without its worker a first search fetches 41 KB less and is up to a third quicker
      noWorker: true,
      // measured: a page's length says little here, and a word that only begins alike should count for less
      ranking: { pageLength: 0.1, termSimilarity: 4, metaWeights: { title: 5, names: 2, aliases: 1, status: 0, kind: 0 } },
    });
    return pagefind;
  });
  return engine;
}

// The archive's own words, commonest first; fetched only when a word is unknown.
function known() {
  vocabulary ??= fetch(`${box.dataset.pagefind}words.pf_words`).then(async (answer) => {
    const unpacked = answer.body.pipeThrough(new DecompressionStream("gzip"));
    return (await new Response(unpacked).text()).split("\n");
  }).catch(() => []); // a browser that cannot unpack it searches for what was typed
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

const folds = { æ: "ae", ø: "oe", å: "aa", ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
const plain = (word) => word.toLowerCase().replace(/[æøåäöüß]/g, (sign) => folds[sign]);

// The word of the archive that was probably meant, or "". Beside other words it must be nearer: they say enough.
async function nearest(word, alone) {
  const most = alone ? (word.length < 5 ? 1 : word.length < 9 ? 2 : 3) : word.length < 8 ? 1 : 2;
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
async function stands(word, results) {
  if (!results.length) return false;
  const data = await results[0].data();
  const marked = (data.sub_results ?? []).concat(data).flatMap((part) => part.excerpt.match(/<mark>.*?<\/mark>/g) ?? []);
  const there = plain([data.meta.title, data.meta.aliases ?? "", ...marked].join(" ").replace(/<\/?mark>/g, ""));
  const start = plain(word).slice(0, Math.max(3, plain(word).length - (word.length > 6 ? 3 : 1)));
  return new RegExp(`(^|[^\\p{L}])${start.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "u").test(there);
}

// What is searched for: quoted phrases stand as they are, a question loses the words that every page has.
function telling(text) {
  if (/["»«“”„]/.test(text)) return { phrase: text.replace(/[»«“”„]/g, '"'), words: [] };
  const all = text.split(/\s+/).map((word) => word.replace(/^[?!.,;:()]+|[?!.,;:()]+$/g, "")).filter(Boolean);
  const left = all.filter((word) => !stopWords.has(word.toLowerCase()));
  return { phrase: "", words: left.length ? left : all };
}

// Results for all words; where they are few, each word is looked at, what is misspelt is replaced, and results for
// some of the words come after those for all.
async function find(pagefind, text, options, exact) {
  const { phrase, words: asked } = telling(text);
  if (phrase) {
    const found = (await pagefind.search(phrase, options)).results;
    return found.length ? { results: found, words: text, note: "" } : find(pagefind, phrase.replace(/"/g, " ").trim(), options, exact);
  }
  const together = (await pagefind.search(asked.join(" "), options)).results;
  if (exact) return { results: together, words: asked.join(" "), note: "" };
  const checked = await Promise.all(asked.map((word) => !/^[\p{L}-]{3,}$/u.test(word) || stands(word, together)));
  if (checked.every(Boolean) && (together.length >= ENOUGH || asked.length === 1)) {
    return { results: together, words: asked.join(" "), note: "" };
  }
  const alone = asked.length === 1;
  const hits = new Map();
  const meant = [];
  const missing = [];
  for (const [index, word] of asked.entries()) {
    let found = alone ? together : (await pagefind.search(word, options)).results;
    let now = word;
    if (!checked[index] && !(await stands(word, found))) {
      now = (await nearest(word, alone)) || (alone ? word : "");
      if (now && now !== word) found = (await pagefind.search(now, options)).results;
    }
    if (now) { meant.push(now); hits.set(now, found); } else missing.push(word);
  }
  if (!meant.length) return { results: [], words: asked.join(" "), note: "" };
  const replaced = meant.some((word) => !asked.includes(word));
  const same = meant.join(" ") === asked.join(" ");
  const all = meant.length === 1 ? hits.get(meant[0]) : same ? together : (await pagefind.search(meant.join(" "), options)).results;
  const results = [...all];
  let note = replaced ? "instead" : missing.length ? "missing" : "";
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
  return { results, words: meant.join(" "), note, missing };
}

// How much of what was asked a page is called: all of it, some of it, nothing.
function called(meta, text) {
  const asked = plain(text.replace(/["»«“”„?]/g, "").trim());
  const title = plain(meta.title);
  if (title === asked || (meta.names ?? "").split(" | ").some((name) => plain(name) === asked)) return 2;
  return title.includes(asked) ? 1 : 0;
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
  return { text: (query.get("q") ?? "").trim(), newest, filters, exact: query.has(box.dataset.exact) };
}

function go(exact) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  if (exact === true) query.append(box.dataset.exact, "1");
  history.pushState(null, "", query.size ? `?${query}` : location.pathname);
  show();
}

function hit(data) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const anchor = data.sub_results?.[0]?.url;
  link.href = data.url;
  link.textContent = data.meta.title;
  if (anchor && !data.url.includes("#") && data.sub_results[0].anchor && !data.sub_results[0].anchor.id.startsWith(ATTACHED)) link.href = anchor;
  const facts = document.createElement("p");
  facts.className = "quiet";
  const day = data.meta.date ? dates.format(new Date(`${data.meta.date}T00:00:00Z`)) : "";
  facts.textContent = [data.meta.kind, data.meta.status, day, data.meta.body].filter(Boolean).join(" · ");
  const found = (data.sub_results ?? []).filter((part) => part.weighted_locations?.length !== 0);
  if (found.length && found.every((part) => part.anchor?.id.startsWith(ATTACHED))) {
    facts.textContent += ` · ${words.attached.replace("{title}", found[0].title)}`;
  }
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

// A line below the count; with something to do it is a button.
function note(text, act) {
  const line = document.createElement("p");
  const inner = act ? document.createElement("button") : line;
  inner.textContent = text;
  if (act) {
    inner.type = "button";
    inner.className = "plain";
    inner.addEventListener("click", act);
    line.append(inner);
  }
  notes.append(line);
}

// Nothing found: what was tried, how to widen the search, and the topics and bodies that are called something alike.
function helpNone(text, found, filters) {
  if (found.words !== text) note(words.tried.replace("{words}", found.words));
  if (Object.keys(filters).length) note(words.clear, clearFilters);
  const asked = telling(text).words.map(plain).filter((word) => word.length > 3);
  const near = [...lists.querySelectorAll("li a")].filter((link) =>
    plain(link.textContent).split(/[^\p{L}]+/u).some((name) => name.length > 3 && asked.some((word) => distance(name.slice(0, word.length), word.slice(0, name.length), 1) <= 1)));
  if (near.length) {
    note(words.near);
    const suggested = document.createElement("ul");
    for (const link of near.slice(0, 8)) {
      const item = document.createElement("li");
      item.append(link.cloneNode(true));
      suggested.append(item);
    }
    notes.append(suggested);
  }
  lists.hidden = false;
}

async function show() {
  const { text, newest, filters, exact } = state();
  const mine = ++run;
  delete count.dataset.done;
  input.value = text;
  order.selectedIndex = newest ? 1 : 0;
  const clear = () => { list.replaceChildren(); notes.replaceChildren(); more.hidden = true; };
  lists.hidden = Boolean(text);
  if (!text) { clear(); count.textContent = ""; count.dataset.done = ""; return; }
  say("waiting"); // what was found before stays until there is something new: the page does not jump
  try {
    const pagefind = await load();
    const asked = Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, { any: values }]));
    const found = await find(pagefind, text, { filters: asked, ...(newest && { sort: { date: "desc" } }) }, exact);
    if (mine !== run) return;
    let shown = 0;
    const next = async () => {
      const pages = await Promise.all(found.results.slice(shown, shown + PAGE).map((result) => result.data()));
      if (mine !== run) return;
      if (!shown) clear();
      if (!shown && !newest) pages.sort((a, b) => called(b.meta, found.words) - called(a.meta, found.words));
      shown += pages.length;
      list.append(...pages.map(hit));
      more.hidden = shown >= found.results.length;
    };
    more.onclick = next;
    await next();
    const n = found.results.length;
    if (mine !== run) return;
    say(n === 1 ? "one" : n ? "many" : "none", { count: n.toLocaleString(box.dataset.language), words: found.words });
    if (found.note && n) note(words[found.note].replace("{words}", found.note === "missing" ? found.missing.join(" ") : text));
    if (found.note === "instead") note(words.exactly.replace("{words}", text), () => go(true));
    if (!n) helpNone(text, found, filters);
    count.dataset.done = "";
  } catch (error) {
    if (mine !== run) return;
    clear();
    say("failed");
    lists.hidden = false;
    console.warn(error);
    count.dataset.done = "";
  }
}

function clearFilters() {
  for (const check of checks) check.checked = false;
  go();
}

// Arrow keys go from the field through the hits and back; Escape leads back to the field.
function walk(event) {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (!links.length || (at < 0 && document.activeElement !== input)) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Escape: at < 0 ? -2 : -1 }[event.key];
  if (to === undefined || to < -1 || to >= links.length || (event.key === "ArrowUp" && at < 0)) return;
  event.preventDefault();
  (to < 0 ? input : links[to]).focus();
}

form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
form.addEventListener("change", (event) => { if (event.target !== input) go(); });
document.getElementById("_ryd")?.addEventListener("click", clearFilters);
addEventListener("keydown", walk);
addEventListener("popstate", show);
document.getElementById("_uden").hidden = true;
show();
