// Remembers a choice of light or dark; without one, or without JavaScript, the page follows the system.
const root = document.documentElement;
const KEY = "theme";

function stored() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}

function store(theme) {
  try { localStorage.setItem(KEY, theme); } catch { /* a private window: the choice lasts for this page */ }
}

const chosen = stored();
if (chosen) root.dataset.theme = chosen;

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    store(root.dataset.theme);
  });
}
