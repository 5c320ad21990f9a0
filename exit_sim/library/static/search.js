// Searches what index.js holds: without this script every answer is on the page all the same.
"use strict";
(() => {
  const form = document.getElementById("search");
  const box = document.getElementById("words");
  const said = document.getElementById("found");
  const list = document.getElementById("answers");
  const MOST = 40;
  const plain = (text) => text.toLowerCase().replace(/[^a-z0-9 ]+/g, " ");

  // Every page that may be found: the words by which, what it is, what it says, and where.
  const pages = [];
  for (const question of LIBRARY.questions) {
    const words = plain(question.words);
    pages.push({ words, all: words, title: question.says, says: question.answer, to: question.to });
    for (const answer of question.places) {
      const place = LIBRARY.places[answer.place];
      pages.push({
        words: plain(place), all: words + " " + plain(place), under: words,
        title: question.says + " Place: " + place, says: answer.says, to: answer.to || question.to,
      });
    }
  }
  for (const other of LIBRARY.others) {
    const words = plain(other.title + " " + other.says);
    pages.push({ words, all: words, title: other.title, says: other.says, to: other.to });
  }

  // A place is found by words of the question and of the place; not where the question alone has all.
  const has = (text, word) => (" " + text).includes(" " + word);
  const fits = (page, words) =>
    words.every((word) => has(page.all, word)) &&
    !(page.under && words.every((word) => has(page.under, word)));

  const show = () => {
    const words = plain(box.value).split(" ").filter((word) => word.length > 1);
    list.replaceChildren();
    if (!words.length) { said.textContent = ""; return; }
    const found = pages.filter((page) => fits(page, words));
    for (const page of found.slice(0, MOST)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const says = document.createElement("p");
      link.href = page.to;
      link.textContent = page.title;
      says.textContent = page.says;
      item.append(link, says);
      list.append(item);
    }
    const more = found.length > MOST ? ", of which " + MOST + " are shown: another word finds fewer" : "";
    said.textContent = found.length ? found.length + " found" + more + "." : "Nothing found.";
  };

  form.hidden = false;
  box.addEventListener("input", show);
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  show();
})();
