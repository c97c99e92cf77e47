// Small things every page may need. Each works without this file; it only saves a click.
document.documentElement.classList.add("scripted");

for (const button of document.querySelectorAll('[data-behaviour="print"]')) {
  button.addEventListener("click", () => window.print());
}

// A second click on the way would be harmless (the form's key sees to that); this only says that something is happening.
// aria-disabled keeps the pressed button's own name and value in what is sent.
for (const form of document.querySelectorAll('form[data-behaviour="once"]')) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
}

// Coming back with the browser's back button must not leave a dead form.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('[aria-disabled="true"]')) button.removeAttribute("aria-disabled");
  }
});

// Menus close with Escape, a click elsewhere or when focus leaves.
for (const menu of document.querySelectorAll('details[data-behaviour="menu"]')) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

// An action that opens takes the caret to its first field.
for (const details of document.querySelectorAll('details[data-behaviour="reveal"]')) {
  details.addEventListener("toggle", () => {
    if (!details.open || details.contains(document.activeElement) === false) return;
    details.querySelector("textarea, select, input:not([type=hidden])")?.focus();
  });
}

// A link to an action, such as "#do-escalate" from the desk, opens it.
const openTarget = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
window.addEventListener("hashchange", openTarget);
openTarget();

// On a narrow screen a row of parts begins where one is.
for (const current of document.querySelectorAll('.views > [aria-current="page"]')) {
  const row = current.parentElement;
  row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}
