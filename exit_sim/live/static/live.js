// Answers arrive in place, are announced, show how far they are, and can be cancelled.
// Without this file every page works as well: forms and links go to the same addresses.
"use strict";

const EVERY = 400; // milliseconds between two looks at how far an answer is
const said = document.getElementById("said");
const here = () => location.pathname + location.search;
let shown = here(); // the experiment that the page shows
let turn = 0; // only the newest request may change the page

function say(words) {
  said.textContent = "";
  setTimeout(() => { said.textContent = words; }, 50);
}

const wait = (time) => new Promise((done) => { setTimeout(done, time); });

function put(text, url) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const old = document.getElementById("live");
  const there = page.getElementById("live");
  if (!old || !there) return false;
  document.title = page.title;
  old.replaceWith(document.adoptNode(there));
  if (url) { history.replaceState(null, "", url); shown = here(); }
  if (there.dataset.says) say(there.dataset.says);
  return true;
}

async function go(url, mine) {
  const answer = await fetch(url, { headers: { accept: "text/html" } });
  const text = await answer.text();
  if (mine !== turn) return;
  if (answer.status === 503) {
    say("Please wait: the queue is full.");
    await wait(1000 * Number(answer.headers.get("retry-after") || 10));
    if (mine === turn) await go(url, mine);
    return;
  }
  if (!answer.ok || !put(text, answer.url)) { location.assign(url); return; }
  await attend(mine);
}

// While the page waits: look how far it is, show it, and fetch the answer when it is there.
async function attend(mine) {
  const live = document.getElementById("live");
  const where = live && live.dataset.waits;
  if (!where) return;
  const address = location.href;
  let told = 0;
  while (mine === turn) {
    await wait(EVERY);
    const answer = await fetch(where);
    if (mine !== turn) return;
    if (!answer.ok) break;
    const far = await answer.json();
    const bar = document.getElementById("progress");
    if (bar && far.total) { bar.max = far.total; bar.value = far.done; }
    const words = document.getElementById("how-far");
    if (words) words.textContent = far.says;
    if (Date.now() - told > 5000) { say(far.says); told = Date.now(); }
    if (far.state === "done") break;
  }
  if (mine !== turn) return;
  const answer = await fetch(address);
  const text = await answer.text();
  if (mine !== turn) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  const form = document.querySelector("form[data-live]");
  if (answer.ok && !form && !page.querySelector("[data-waits]")) {
    document.title = page.title;
    document.getElementById("main").replaceWith(document.adoptNode(page.getElementById("main")));
    begin();
    const main = document.getElementById("main");
    main.focus({ preventScroll: true });
    const live = document.getElementById("live");
    if (live && live.dataset.says) say(live.dataset.says);
  } else if (answer.ok && put(text, address)) {
    await attend(mine);
  } else {
    location.assign(address);
  }
}

function asked(form) {
  const parts = new URLSearchParams();
  for (const [key, value] of new FormData(form)) if (value !== "") parts.append(key, value);
  return `${form.getAttribute("action")}?${parts}`;
}

function begin() {
  for (const form of document.querySelectorAll("form[data-live]")) {
    form.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.hasAttribute("formaction")) return;
      event.preventDefault();
      turn += 1;
      say("Asking again.");
      history.pushState(null, "", location.href);
      go(asked(form), turn);
    });
  }
  for (const picked of document.querySelectorAll(".inner select")) {
    picked.addEventListener("change", () => {
      const radio = picked.closest(".inner").previousElementSibling.querySelector("input");
      radio.checked = true;
    });
  }
  const scrub = document.querySelector("form[data-scrub]");
  if (scrub) scrubbing(scrub);
}

function scrubbing(form) {
  const range = form.querySelector("input[type=range]");
  const shown = form.querySelector("output");
  let soon;
  range.addEventListener("input", () => {
    shown.textContent = range.value;
    clearTimeout(soon);
    soon = setTimeout(() => { turn += 1; go(asked(form), turn); }, 120);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); turn += 1; go(asked(form), turn); });
}

// A step back leads to another experiment; a step within the page is none.
addEventListener("popstate", () => { if (here() !== shown) location.reload(); });
begin();
if (document.querySelector("[data-waits]")) { turn += 1; attend(turn); }
const again = document.querySelector("[data-again]");
if (again) setTimeout(() => location.reload(), 1000 * Number(again.dataset.again));
