// Searches what index.js holds: without this script every answer is on the page all the same.
"use strict";
(() => {
  const form = document.getElementById("search");
  const box = document.getElementById("words");
  const said = document.getElementById("found");
  const list = document.getElementById("answers");
  const MOST = 40;
  const plain = (text) => text.toLowerCase().replace(/[^a-z0-9 ]+/g, " ");

  // What may be found: the words by which, what it is called, what it says, and where. Questions
  // come first, then places, propositions and words; then answers, each by its question and place.
  const pages = [];
  const answers = [];
  const page = (words, title, says, to) => pages.push({ words: plain(words), title, says, to });
  for (const one of LIBRARY.questions) page(one.words, one.says, one.answer, one.to);
  for (const one of LIBRARY.places) page(one.title + " " + one.says, one.title, one.says, one.to);
  for (const one of LIBRARY.others) page(one.title + " " + one.says, one.title, one.says, one.to);
  for (const question of LIBRARY.questions) {
    for (const answer of question.places) {
      const place = LIBRARY.places[answer.place];
      answers.push({
        of: plain(question.words), at: plain(place.title + " " + place.says),
        title: question.says + " Place: " + place.title,
        says: answer.says, to: answer.to || question.to,
      });
    }
  }

  // An answer is found by words of its question and of its place; not where either has them all.
  const has = (text, word) => (" " + text).includes(" " + word);
  const fits = (text, words) => words.every((word) => has(text, word));
  const finds = (words) => [
    ...pages.filter((one) => fits(one.words, words)),
    ...answers.filter((one) =>
      fits(one.of + " " + one.at, words) && !fits(one.of, words) && !fits(one.at, words)),
  ];

  const show = () => {
    const words = plain(box.value).split(" ").filter((word) => word.length > 1);
    list.replaceChildren();
    if (!words.length) { said.textContent = ""; return; }
    const found = finds(words);
    for (const one of found.slice(0, MOST)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const says = document.createElement("p");
      link.href = one.to;
      link.textContent = one.title;
      says.textContent = one.says;
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
