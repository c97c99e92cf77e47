// Entries of an inspection on a poor connection. An entry is first kept in the browser, photos included, and leaves it when the server has said
// that it is written: each is sent in its turn under a key of its own, so that however often it is sent it is written once. What the server
// refuses stays, with its reason, until the person corrects it, sends it again or gives it up. Every page shows what waits.
// Without this file each form is sent as it is.
const words = (document.body.dataset.unsent ?? "").split("|");
const [WAITING, REFUSED, WAITS, SEND, AGAIN, DISCARD, REALLY, SIGN_IN, LEAVING, OF_REFUSED] = words;
const person = document.body.dataset.person;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("shouwen-entries") : null;

const random = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).replace(/\W/g, "");
const roundOf = (path) => path.split("/checks/")[0];
const anchorOf = (path) => `check-${path.split("/").pop()}`;
const sectionOf = (path) => document.getElementById(anchorOf(path));

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// ---- What is kept

const open = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("shouwen-entries", 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore("entries", { keyPath: "id", autoIncrement: true }).createIndex("person", "person");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// Answers when the transaction is on the disk, not when the request is done.
const ask = async (mode, work) => {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction("entries", mode, { durability: "strict" });
      const request = work(transaction.objectStore("entries"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
  } finally {
    database.close();
  }
};

// In the order they were made. On a shared telephone those of another person wait for that person.
const mine = () => ask("readonly", (store) => store.index("person").getAll(person));

const change = (id, edit) =>
  ask("readwrite", (store) => {
    const request = store.get(id);
    request.onsuccess = () => request.result && store.put(edit(request.result));
    return request;
  });

const forget = (id) => ask("readwrite", (store) => store.delete(id));

const same = (one, other) => one.name === other.name && one.bytes.byteLength === other.bytes.byteLength && one.changed === other.changed;

// An entry takes the place of an earlier one of the same item that was refused or never sent. One that may have arrived goes first, and
// its photos with it; the same once more is nothing new.
const keep = (entry) =>
  ask("readwrite", (store) => {
    const request = store.index("person").getAll(person);
    request.onsuccess = () => {
      let isNew = true;
      for (const older of request.result.filter((older) => older.path === entry.path)) {
        if (older.refused || !older.tried) {
          store.delete(older.id);
          continue;
        }
        entry.files = entry.files.filter((file) => !older.files.some((known) => same(known, file)));
        isNew = entry.files.length > 0 || JSON.stringify(entry.fields) !== JSON.stringify(older.fields);
      }
      if (isNew) store.add(entry);
    };
    return request;
  });

// ---- What is shown

const bar = element("details", { className: "unsent", hidden: true });
const line = element("span");
const list = element("ul");
const now = element("button", { className: "btn", type: "button", textContent: SEND });
bar.dataset.behaviour = "unsent";
line.setAttribute("aria-live", "polite");
bar.append(element("summary", {}, line), list, now);
let kept = [];
let everybodys = 0;
let trouble = "";

const button = (label, press) => {
  const made = element("button", { className: "btn", type: "button", textContent: label });
  made.addEventListener("click", press);
  return made;
};

const item = (entry) => {
  const link = element("a", { href: `${entry.page}#${anchorOf(entry.path)}`, textContent: entry.label });
  if (!entry.refused) return element("li", { className: "waiting" }, link, element("small", { textContent: WAITS }));
  return element(
    "li", { className: "refused" }, link, element("p", { className: "error", textContent: `${OF_REFUSED} ${entry.refused}` }),
    button(AGAIN, async () => {
      await change(entry.id, (entry) => ({ ...entry, refused: "", tried: false }));
      await flush();
    }),
    button(DISCARD, async () => {
      if (!confirm(REALLY)) return;
      await forget(entry.id);
      channel?.postMessage("changed");
      await show();
      if (sectionOf(entry.path) && !document.querySelector("form[data-touched]")) location.reload();
    }));
};

const mark = (section, entry) => {
  section.querySelector(".unsent-mark")?.remove();
  section.classList.toggle("unsent", Boolean(entry));
  if (!entry) return;
  const text = entry.refused ? `${OF_REFUSED} ${entry.refused}` : WAITS;
  section.querySelector("header").after(element("p", { className: `unsent-mark ${entry.refused ? "error" : "small"}`, textContent: text }));
};

const show = async () => {
  kept = await mine();
  everybodys = await ask("readonly", (store) => store.count());
  const refused = kept.filter((entry) => entry.refused).length;
  const waiting = kept.length - refused;
  const parts = [trouble, waiting ? WAITING.replace("{n}", waiting) : "", refused ? REFUSED.replace("{n}", refused) : ""];
  line.textContent = parts.filter(Boolean).join(" · ");
  list.replaceChildren(...kept.map(item));
  now.hidden = waiting === 0;
  bar.hidden = kept.length === 0;
  if (bar.hidden) bar.open = false;
  for (const section of document.querySelectorAll("section.walk-item")) mark(section, kept.findLast((entry) => anchorOf(entry.path) === section.id));
};

// ---- Sending

const body = (entry, token) => {
  const data = new FormData();
  data.append("csrf", token);
  data.append("key", entry.key);
  for (const [name, value] of entry.fields) data.append(name, value);
  for (const file of entry.files) data.append("files", new Blob([file.bytes], { type: file.type }), file.name);
  return data;
};

// The browser reads the page itself: text may not become a page here (trusted types). Rejects without a connection.
const load = (method, path, data) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.responseType = "document";
    request.onload = () => {
      const ended = new URL(request.responseURL || path, location.href).pathname;
      const page = request.response ?? document.implementation.createHTMLDocument("");
      resolve({ status: request.status, path: ended, redirected: ended !== path, page });
    };
    request.onerror = request.onabort = request.ontimeout = () => reject(new Error("no connection"));
    request.send(data);
  });

const post = (entry, token) => load("POST", entry.path, body(entry, token));

// A page's token is as old as its sign-in; null when nobody, or somebody else, is signed in now.
const freshToken = async (entry) => {
  const own = `${entry.path.split("/vendors/")[0]}/sessions`;
  const { page } = await load("GET", own);
  return page.body.dataset.person === person ? page.querySelector('input[name="csrf"]')?.value : null;
};

// Only the way back to a point of the round says that an entry is written.
const isWritten = (response, entry) => response.redirected && response.path.startsWith(`${roundOf(entry.path)}/points/`);

const reason = (page, entry, status) => {
  const faults = [...(page.getElementById(anchorOf(entry.path))?.querySelectorAll(".errors li, .error") ?? [])];
  const said = faults.length > 0 ? faults : [...page.querySelectorAll("main h1, main h1 ~ p")];
  return said.map((line) => line.textContent.trim()).filter(Boolean).join(" ") || String(status);
};

// Draws what the server shows of an item now, unless the person is typing there again.
const draw = (page, entry) => {
  const [there, here] = [page.getElementById(anchorOf(entry.path)), sectionOf(entry.path)];
  if (!there || !here) return;
  for (const name of [".walk .progress", ".walk progress"]) {
    const fresh = page.querySelector(name);
    if (fresh) document.querySelector(name)?.replaceWith(document.adoptNode(fresh));
  }
  if (here.querySelector("form[data-touched]")) return;
  // The page of a whole round names the point too.
  there.querySelector("h2").textContent = here.querySelector("h2").textContent;
  const had = here.contains(document.activeElement);
  here.replaceWith(document.adoptNode(there));
  const form = there.querySelector("form");
  if (form) verdict(form);
  if (had) there.querySelector("summary")?.focus({ preventScroll: true });
};

const send = async (entry, state) => {
  const token = () => state.token ?? document.querySelector('input[name="csrf"]').value;
  let response = await post(entry, token());
  if (response.status === 403) {
    state.token = await freshToken(entry);
    if (!state.token) return SIGN_IN;
    response = await post(entry, token());
  }
  if (isWritten(response, entry)) {
    await forget(entry.id);
    draw(response.page, entry);
    return "";
  }
  if (response.redirected || response.status === 401) return SIGN_IN;
  if (response.status >= 500 || [408, 429].includes(response.status)) return WAITS;
  const refused = reason(response.page, entry, response.status);
  await change(entry.id, (entry) => ({ ...entry, refused }));
  bar.open = true;
  return "";
};

const sendAll = async () => {
  const state = {};
  trouble = "";
  for (const { id, refused } of await mine()) {
    if (refused) continue;
    // From here on it may have arrived. Another tab may have sent it, or the person given it up, since the list was read.
    const entry = await change(id, (entry) => ({ ...entry, tried: true }));
    if (!entry || entry.refused) continue;
    let stop;
    try {
      stop = await send(entry, state);
    } catch {
      // No connection, or it was lost on the way: the same entry under the same key at the next try.
      stop = WAITS;
    }
    await show();
    if (stop === SIGN_IN) trouble = SIGN_IN;
    if (stop) break;
  }
};

// One tab sends at a time; where the browser cannot say so, the keys still make each entry one.
let isSending = false;
let isAsked = false;
const flush = async () => {
  isAsked = true;
  if (isSending) return;
  isSending = true;
  try {
    while (isAsked) {
      isAsked = false;
      await (navigator.locks ? navigator.locks.request("shouwen-entries", sendAll) : sendAll());
    }
  } finally {
    isSending = false;
    channel?.postMessage("changed");
    await show();
  }
};

// ---- The forms of a point

const number = (text) => {
  const plain = text.replace(/[０-９．－]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\s/g, "");
  return /^-?\d{1,7}(\.\d{1,3})?$/.test(plain) ? Number(plain) : null;
};

// pass, fail, notApplicable; "" while it cannot be told.
const judged = (form) => {
  const chosen = new FormData(form).get("result") ?? "";
  const value = form.elements.namedItem("value");
  if (!value || chosen === "notApplicable") return chosen;
  const [measured, { low, high }] = [number(value.value), form.dataset];
  if (measured === null) return "";
  return (low && measured < Number(low)) || (high && measured > Number(high)) ? "fail" : "pass";
};

// What the server would send back, said while the person still stands before the thing.
const lacking = (form, photos) => {
  const [result, value, comment, photo] = form.dataset.needs.split("|");
  const [verdict, rule] = [judged(form), form.dataset.photo];
  const faults = [];
  if (!verdict) faults.push(form.elements.namedItem("value") ? value : result);
  if (verdict === "fail" && !form.elements.namedItem("comment").value.trim()) faults.push(comment);
  const asks = rule === "always" ? verdict && verdict !== "notApplicable" : rule === "onFail" && verdict === "fail";
  if (asks && photos + Number(form.dataset.photos) === 0) faults.push(photo);
  return faults;
};

const complain = (form, faults) => {
  form.querySelector(".errors")?.remove();
  if (faults.length === 0) return;
  const box = element("div", { className: "errors", tabIndex: -1 }, element("ul", {}, ...faults.map((text) => element("li", { textContent: text }))));
  box.setAttribute("role", "alert");
  form.querySelector(".verdict").before(box);
  box.focus();
};

const take = async (form) => {
  const data = new FormData(form);
  const chosen = data.getAll("files").filter((file) => file.size > 0);
  const faults = lacking(form, chosen.length + data.getAll("kept").length);
  complain(form, faults);
  if (faults.length > 0) return;
  const bytes = async (file) => ({ name: file.name, type: file.type, changed: file.lastModified, bytes: await file.arrayBuffer() });
  const entry = {
    person, key: random(), path: new URL(form.action).pathname, page: form.dataset.page, tried: false, refused: "",
    label: `${document.querySelector("h1").textContent} · ${form.closest(".walk-item").querySelector("h2").textContent}`,
    fields: [...data].filter(([name, value]) => typeof value === "string" && !["csrf", "key"].includes(name)),
  };
  try {
    await keep({ ...entry, files: await Promise.all(chosen.map(bytes)) });
  } catch {
    // Where the browser keeps nothing, the form goes as it would without this file.
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  delete form.dataset.touched;
  await show();
  await flush();
};

// A reload shows what was typed, not what the server knows.
const fill = (entry) => {
  const form = sectionOf(entry.path)?.querySelector("form");
  if (!form) return;
  for (const [name, value] of entry.fields) {
    const field = form.elements.namedItem(name);
    if (field && name !== "kept") field.value = value;
  }
  // What follows an entry that was tried left its photos with that one.
  const transfer = new DataTransfer();
  for (const file of entry.files) transfer.items.add(new File([file.bytes], file.name, { type: file.type, lastModified: file.changed }));
  if (transfer.files.length > 0) form.elements.namedItem("files").files = transfer.files;
  form.closest("details").open = true;
};

const verdict = (form) => {
  const shown = form.querySelector("output");
  if (!shown) return;
  const [pass, fail] = shown.dataset.words.split("|");
  const is = judged(form);
  shown.textContent = { pass, fail }[is] ?? "";
  shown.className = `judged ${is}`;
};

const begin = async () => {
  (document.querySelector(".walk") ?? document.querySelector("main")).prepend(bar);
  now.addEventListener("click", flush);

  document.addEventListener("submit", (event) => {
    if (event.target.matches('form[data-behaviour="offline"]')) {
      event.preventDefault();
      take(event.target);
      return;
    }
    // Signing out clears what the browser keeps of this site.
    const isLeaving = event.target.getAttribute("action")?.endsWith("/logout");
    if (isLeaving && everybodys > 0 && !confirm(LEAVING.replace("{n}", everybodys))) event.preventDefault();
  });

  document.addEventListener("input", (event) => {
    const form = event.target.closest('form[data-behaviour="offline"]');
    if (!form) return;
    form.dataset.touched = "true";
    if (event.target.name === "value") form.querySelector('[name="result"][value="measured"]').checked = true;
    verdict(form);
  });

  await show();
  for (const entry of kept) fill(entry);
  for (const form of document.querySelectorAll('form[data-behaviour="offline"]')) verdict(form);
  if (channel) channel.onmessage = show;
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && kept.length > 0 && flush());
  setInterval(() => navigator.onLine && kept.some((entry) => !entry.refused) && flush(), 30_000);
  if (kept.some((entry) => !entry.refused)) await flush();
};

if (person && "indexedDB" in window) begin().catch(() => {});
