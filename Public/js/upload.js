// Sends each file as soon as it is chosen, one after the other, and shows how far it is. What has arrived is named by a ticked box, as after
// a form that came back; what could not be sent stays in the input and goes with the form. Without this file everything goes with the form.
const random = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).replace(/\W/g, "");

const post = (path, body, onProgress) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener("load", () => (request.response ? resolve(request.response) : reject(new Error(String(request.status)))));
    request.addEventListener("error", () => reject(new Error("network")));
    request.addEventListener("timeout", () => reject(new Error("network")));
    request.send(body);
  });

const enhance = (field) => {
  const input = field.querySelector('input[type="file"]');
  const list = field.querySelector("ul.kept");
  const form = input.form;
  const [sending, sent, failed, tooMany] = field.dataset.words.split("|");
  const left = [];
  let queue = Promise.resolve();
  let waiting = 0;

  const line = (name) => {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const text = document.createElement("span");
    text.textContent = name;
    label.append(text);
    item.append(label);
    list.append(item);
    return { item, label };
  };

  const note = (item, text, isFault = false) => {
    const small = document.createElement("small");
    small.textContent = text;
    small.className = isFault ? "failed" : "";
    item.append(small);
  };

  const send = async (file) => {
    const { item, label } = line(file.name);
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", `${sending} ${file.name}`);
    item.append(bar);
    const body = new FormData();
    body.append("csrf", form.elements.namedItem("csrf").value);
    body.append("key", random());
    body.append("files", file);
    try {
      const answer = await post(field.dataset.upload, body, (share) => (bar.value = share));
      const [known] = answer.files ?? [];
      if (!known) {
        note(item, answer.problem ?? failed, true);
        return;
      }
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", name: "kept", value: known.id, checked: true });
      label.prepend(box);
      if (known.picture) {
        const picture = document.createElement("img");
        Object.assign(picture, { src: known.picture, alt: "" });
        label.append(picture);
      }
      note(item, `${sent} · ${known.note}`);
    } catch {
      left.push(file);
      note(item, failed, true);
    } finally {
      bar.remove();
    }
  };

  // Only what could not be sent goes with the form.
  const keepLeft = () => {
    const transfer = new DataTransfer();
    for (const file of left) transfer.items.add(file);
    input.files = transfer.files;
  };

  input.addEventListener("change", () => {
    const room = Number(field.dataset.most) - list.querySelectorAll("input:checked").length - waiting;
    const chosen = [...input.files];
    const taken = chosen.slice(0, Math.max(0, room));
    if (taken.length < chosen.length) note(line(tooMany).item, `${chosen.length} > ${Math.max(0, room)}`, true);
    left.length = 0;
    waiting += taken.length;
    field.setAttribute("aria-busy", "true");
    for (const file of taken) queue = queue.then(() => send(file)).finally(() => (waiting -= 1));
    queue = queue.then(() => {
      keepLeft();
      if (waiting === 0) field.removeAttribute("aria-busy");
    });
    input.value = "";
  });

  // A form that is sent meanwhile waits for its files.
  form.addEventListener(
    "submit",
    (event) => {
      if (waiting === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      queue.then(() => form.requestSubmit(button ?? undefined));
    },
    true,
  );
};

for (const field of document.querySelectorAll('[data-behaviour="upload"]')) enhance(field);
