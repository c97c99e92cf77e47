// Keeps the words of open promises true while the page stays open. The server's words stand until the first minute has passed.
const words = (document.body.dataset.countdown ?? "").split("|");
const [left, late, day, days, hour, hours, minute, minutes] = words;

const count = (number, one, many) => (number > 0 ? `${number} ${number === 1 ? one : many}` : "");

function span(milliseconds) {
  const total = Math.floor(Math.abs(milliseconds) / 60000);
  const d = Math.floor(total / 1440);
  const h = Math.floor((total % 1440) / 60);
  const m = total % 60;
  const parts = d > 0 ? [count(d, day, days), count(h, hour, hours)] : [count(h, hour, hours), count(m, minute, minutes)];
  return parts.filter(Boolean).join(" ");
}

function tick() {
  for (const chip of document.querySelectorAll('[data-behaviour="countdown"]')) {
    if (chip.classList.contains("good")) continue;
    const text = chip.querySelector("span");
    const settled = text.dataset.settled ?? (text.dataset.settled = String(!matches(text.textContent)));
    if (settled === "true") continue;
    const distance = new Date(chip.dateTime) - Date.now();
    const shown = span(distance);
    if (!shown) continue;
    text.textContent = (distance > 0 ? left : late).replace("%", shown);
    if (distance <= 0) {
      chip.classList.remove("plain", "soon");
      chip.classList.add("late");
    }
  }
}

// Only chips that count ("… left", "… overdue") change; "in time" and "2 h late" are history.
const shapes = [left, late].map((pattern) => (pattern ?? "").split("%"));
const matches = (text) => shapes.some(([before, after]) => text.startsWith(before) && text.endsWith(after ?? ""));

if (words.length === 8) setInterval(tick, 60000);
