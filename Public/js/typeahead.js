// The intake search sends itself when the typing pauses. The page comes back whole, with the caret where it was.
for (const form of document.querySelectorAll('form[data-behaviour="typeahead"]')) {
  const field = form.querySelector("input[type=search]");
  const shown = field.value;
  field.setSelectionRange(field.value.length, field.value.length);
  let timer;
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    const text = field.value.trim();
    const digits = /^\d+$/.test(text);
    if (event.isComposing || text === shown || text.length < (digits ? 4 : 2)) return;
    timer = setTimeout(() => form.requestSubmit(), 600);
  });
  field.addEventListener("compositionend", () => field.dispatchEvent(new Event("input")));
}
