// The preview's part in the browser: shows the newest site, and what is to be mended, over the last good page.
const own = document.querySelector('script[src$="/_beslut/preview.js"]').dataset;
let generation = Number(own.generation);
let panel;

function show(findings) {
  panel?.remove();
  panel = undefined;
  if (!findings.length) return;
  const here = findings.filter((each) => own.source && each.path === own.source);
  panel = document.createElement("details");
  panel.id = "_beslut";
  panel.setAttribute("role", "alert");
  panel.open = here.length > 0 || findings.some((each) => each.error);
  const summary = document.createElement("summary");
  const word = findings.some((each) => each.error) ? own.wrong : own.doubt; // a warning may be as it should
  summary.textContent = `${word}: ${findings.length}` + (here.length ? ` (${here.length} ${own.here})` : "");
  const list = document.createElement("ol");
  for (const each of [...here, ...findings.filter((each) => !here.includes(each))]) {
    const item = document.createElement("li");
    item.className = each.error ? "error" : "warning";
    item.textContent = each.text;
    list.append(item);
  }
  panel.append(summary, list);
  document.querySelector("#_beslut-bar").append(panel);
}

// A new style is put in before the old one goes, so that the page is never bare.
function restyle(href) {
  const old = document.querySelector('head link[rel="stylesheet"]:not([href^="/_beslut/"])');
  if (!old || old.getAttribute("href") === href) return;
  const made = old.cloneNode();
  made.href = href;
  made.addEventListener("load", () => old.remove());
  old.after(made);
}

new EventSource("/_beslut/events").addEventListener("message", (event) => {
  const news = JSON.parse(event.data);
  const fresh = news.generation !== generation;
  const broken = news.findings.some((each) => each.error);
  generation = news.generation;
  if (fresh && !broken && !news.only_style) {
    location.reload(); // the browser keeps the place on the page
    return;
  }
  restyle(news.style);
  show(news.findings);
});

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel) panel.open = false;
});
