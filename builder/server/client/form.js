// Nothing that was typed is lost unasked. The form does all its work without this.
const form = document.querySelector("form");
let typed = ["added", "wrong", "conflict"].includes(form.dataset.state);

form.addEventListener("input", () => (typed = true));
form.addEventListener("submit", () => (typed = false));
addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});
