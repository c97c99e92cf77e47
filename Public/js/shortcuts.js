// "/" goes to the search, j and k walk the rows, Enter opens the row, Ctrl+Enter sends the form one is typing in.
const typing = (node) => node.closest?.("input, textarea, select, [contenteditable]");

const rows = () => [...document.querySelectorAll('[data-behaviour="rows"] :is(tbody tr, li):has(.title), .tickets tbody tr')];
let chosen = -1;

function choose(step) {
  const list = rows();
  if (list.length === 0) return;
  list[chosen]?.classList.remove("chosen");
  chosen = Math.min(Math.max(chosen + step, 0), list.length - 1);
  list[chosen].classList.add("chosen");
  list[chosen].querySelector(".title").focus({ preventScroll: true });
  list[chosen].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest?.("form[method=post]");
    const button = form?.querySelector("button.main, button:not([type=button])");
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find")?.select();
  } else if (event.key === "j") {
    choose(1);
  } else if (event.key === "k") {
    choose(-1);
  }
});
