// Entries of an inspection on a poor connection: what cannot be sent is kept in the browser, photos included, and sent when there is a
// connection again. Each entry carries the key its form was made with, so that however often it is sent it is written once. Without this file
// each form is sent as it is.
const bar = document.querySelector('[data-behaviour="unsent"]');
const forms = [...document.querySelectorAll('form[data-behaviour="offline"]')];

const open = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("shouwen-unsent", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const ask = async (mode, work) => {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("entries", mode);
    const request = work(transaction.objectStore("entries"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
  }).finally(() => database.close());
};

const tell = (text) => {
  bar.textContent = text;
  bar.hidden = text === "";
};

const count = async () => {
  const [waiting] = bar.dataset.words.split("|");
  const entries = await ask("readonly", (store) => store.getAll());
  for (const form of forms) form.closest(".check").classList.toggle("unsent", entries.some((entry) => entry.path === form.action));
  tell(entries.length === 0 ? "" : waiting.replace("{n}", entries.length));
  return entries;
};

const body = (entry) => {
  const data = new FormData();
  data.append("csrf", forms[0]?.elements.namedItem("csrf").value ?? document.querySelector('input[name="csrf"]').value);
  for (const [name, value] of entry.fields) data.append(name, value);
  for (const file of entry.files) data.append("files", file, file.name);
  return data;
};

// What the page that comes back says is wrong with an entry.
const faults = async (response) => {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return [...page.querySelectorAll(".errors li, .errors p, .error")].map((line) => line.textContent.trim()).filter(Boolean);
};

let isSending = false;
const flush = async () => {
  if (isSending) return;
  isSending = true;
  const [, refused] = bar.dataset.words.split("|");
  try {
    for (const entry of await ask("readonly", (store) => store.getAll())) {
      let response;
      try {
        response = await fetch(entry.path, { method: "POST", body: body(entry), credentials: "same-origin" });
      } catch {
        break;
      }
      // Signed out, or busy: it stays until the next try.
      if (response.url.includes("/login") || response.status >= 500 || response.status === 429) break;
      if (response.ok) {
        await ask("readwrite", (store) => store.delete(entry.key));
        continue;
      }
      const words = await faults(response);
      await ask("readwrite", (store) => store.delete(entry.key));
      tell(`${refused} ${entry.label}: ${words.join(" ") || response.status}`);
      return;
    }
  } finally {
    isSending = false;
  }
  return count();
};

for (const form of forms) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const entry = {
      key: data.get("key"), path: form.action, label: form.closest(".check").querySelector("h2").textContent,
      fields: [...data].filter(([name, value]) => typeof value === "string" && name !== "csrf"),
      files: [...data.getAll("files")].filter((file) => file.size > 0),
    };
    try {
      const response = await fetch(entry.path, { method: "POST", body: body(entry), credentials: "same-origin" });
      if (response.ok && !response.url.includes("/login")) {
        location.assign(`${response.url.split("#")[0]}#${form.closest(".check").id}`);
        if (response.url.split("#")[0] === location.href.split("#")[0]) location.reload();
        return;
      }
      const words = await faults(response);
      const [, refused] = bar.dataset.words.split("|");
      tell(`${refused} ${entry.label}: ${words.join(" ") || response.status}`);
    } catch {
      await ask("readwrite", (store) => store.put(entry));
      await count();
    }
  });
}

if (bar) {
  window.addEventListener("online", flush);
  flush();
}
