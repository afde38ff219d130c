// The chat page: joins the line to the server, the messages, the reader's place and the text field.

import { Incoming, Outgoing, uuid } from "./line.js";
import { Messages } from "./messages.js";
import { Reading } from "./reading.js";

const LIMIT = 4_000;
const NEAR_LIMIT = 200;
const KEYS_BACK_AFTER = 4_000;
const NOTHING_CAME_AFTER = 10_000;

const at = (id) => document.getElementById(id);
const dictionaries = JSON.parse(at("words").textContent);
const [log, list, composer, field, problem] = ["log", "messages", "composer", "field", "problem"].map(at);
const [menu, menuButton, commands, below] = ["menu", "menu-button", "commands", "below"].map(at);

let language = document.documentElement.lang;
let online = null; // null until the first connection
let waiting = false; // a step could not be sent yet
let history = []; // what comes before the first `ready`, shown at once; null afterwards
let course = document.body.dataset.start || null;
let startId = uuid(); // the same for every attempt, so that one start is one
let starting = false;
let held = null; // the message whose key was pressed
const unsent = new Set(); // ids of own words that the server has not accepted

// ── words ─────────────────────────────────────────────────────────────────────────────────

function word(key, inLanguage = language) {
  return (dictionaries[inLanguage] ?? dictionaries.en)[key];
}

/** The page speaks the language of the bot's newest message. */
function speak(newLanguage) {
  if (!newLanguage || newLanguage === language || !dictionaries[newLanguage]) return;
  language = newLanguage;
  document.documentElement.lang = language;
  document.title = word("title");
  for (const each of document.querySelectorAll("[data-word]")) {
    each.textContent = word(each.dataset.word);
  }
  for (const each of document.querySelectorAll("[data-word-label]")) {
    each.setAttribute("aria-label", word(each.dataset.wordLabel));
  }
  tellConnection();
  measure();
}

/** Writes only what is new, so that a live region does not repeat itself. */
function tell(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

// ── the line ──────────────────────────────────────────────────────────────────────────────

const outgoing = new Outgoing({
  waiting(yes) {
    waiting = yes;
    tellConnection();
  },
});

const incoming = new Incoming({
  heard: (event) => (history && event.type !== "ready" ? history.push(event) : hear(event)),
  connected(yes) {
    clearTimeout(tellConnection.timer);
    if (yes) {
      online = true;
      tellConnection();
      outgoing.hurry();
    } else {
      // A short gap is nobody's concern.
      tellConnection.timer = setTimeout(() => {
        online = false;
        tellConnection();
      }, 1_000);
    }
  },
  refused: () => tell(problem, word("refused")),
});

function tellConnection() {
  const state = waiting ? "waiting" : { null: "connecting", true: "connected", false: "offline" }[online];
  tell(at("connection"), word(state));
  at("connection").classList.toggle("broken", waiting || online === false);
}

function hear(event) {
  switch (event.type) {
    case "message":
    case "edit": {
      const follows = !history && reading.follows();
      const { article, isNew, part } = messages.show(event);
      if (history) break;
      speak(messages.newest.lang);
      settle();
      if (isNew) reading.arrived(article, follows);
      else reading.changed(article, part);
      break;
    }
    case "said": {
      const follows = !history && reading.follows();
      const isNew = messages.said(event, messages.newest?.lang ?? language);
      if (isNew && follows) reading.saidElsewhere();
      break;
    }
    case "erased":
      messages.clear(unsent);
      startId = uuid();
      break;
    case "ready":
      if (history) showHistory();
      start();
      break;
  }
}

/** All at once and in silence; the conversation is announced from here on. */
function showHistory() {
  const kept = history;
  for (const event of kept) hear(event);
  history = null;
  speak(messages.newest?.lang);
  reading.begin(messages.newest);
  log.removeAttribute("aria-busy");
  setTimeout(() => log.setAttribute("aria-live", "polite"), 100);
}

/** Says hello where nothing has been said yet, or when a link leads to a course. */
async function start() {
  if (starting || !(course || messages.empty)) return;
  starting = true;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? null;
  const taken = await send("/chat/start", { id: startId, zone, language, course });
  starting = false;
  if (!taken || !course) return;
  course = null;
  window.history.replaceState(null, "", location.pathname); // a reload is no new start
}

// ── steps of the person ───────────────────────────────────────────────────────────────────

/** Whether the server took it; if not, its sentence is shown. */
async function send(path, step, flying) {
  tell(problem, "");
  expect();
  const refusal = await outgoing.send(path, step, flying);
  if (refusal === null) return true;
  settle();
  tell(problem, refusal || word("failed"));
  return false;
}

async function press(id, index, key) {
  if (held) settle();
  held = id;
  messages.hold(id, key);
  reading.step(key, id);
  const taken = await send("/chat/press", { id: uuid(), token: messages.token(id), index });
  if (!taken) reading.cancel();
  setTimeout(() => held === id && release(), KEYS_BACK_AFTER);
}

async function say(text) {
  const id = uuid();
  unsent.add(id);
  messages.saying(id, text, language);
  if (waiting) messages.mark(id, word("unsent"));
  const taken = await send("/chat/text", { id, text }, (flying) => {
    messages.flying(id, flying);
    if (!flying) messages.mark(id, word("unsent"));
  });
  unsent.delete(id);
  messages.mark(id, "");
  if (taken) return;
  reading.cancel();
  messages.drop(id);
  field.value = field.value ? `${text}\n${field.value}` : text;
  measure();
  tell(problem, `${problem.textContent} ${word("returned")}`);
}

const messages = new Messages({ list, word, pressed: press });
const reading = new Reading({ log, list, below: (yes) => (below.hidden = !yes) });

/** Something is to come: says so when it takes a moment, and looks at the line if nothing does. */
function expect() {
  clearTimeout(expect.soon);
  clearTimeout(expect.late);
  expect.soon = setTimeout(() => online !== false && tell(at("writing"), word("writing")), 500);
  expect.late = setTimeout(() => {
    tell(at("writing"), "");
    incoming.open();
  }, NOTHING_CAME_AFTER);
}

/** Something has come, or nothing will. */
function settle() {
  clearTimeout(expect.soon);
  clearTimeout(expect.late);
  tell(at("writing"), "");
  release();
}

function release() {
  if (held) messages.release(held);
  held = null;
}

// ── the text field ────────────────────────────────────────────────────────────────────────

const tooLong = (left) => word("too_long").replace("{n}", -left);

/** The field grows with its text, up to the five lines of chat.css; near the limit it counts. */
function measure() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  const left = LIMIT - [...field.value.trim()].length;
  tell(at("left"), left > NEAR_LIMIT ? "" : left < 0 ? tooLong(left) : word("left").replace("{n}", left));
  field.setAttribute("aria-invalid", left < 0);
  composer.classList.toggle("too-long", left < 0);
  return left;
}

field.addEventListener("input", () => {
  if (measure() >= 0) tell(problem, "");
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  field.focus();
  const text = field.value.trim();
  const left = measure();
  if (left < 0) {
    tell(problem, tooLong(left));
  } else if (text) {
    field.value = "";
    measure();
    say(text);
    reading.wrote();
  }
});

window.addEventListener("beforeunload", (event) => {
  if (unsent.size || field.value.trim()) event.preventDefault();
});

// ── commands, the menu, the ways around ───────────────────────────────────────────────────

document.addEventListener("click", ({ target }) => {
  const command = target.closest("[data-command]");
  if (command) {
    const source = menu.contains(command) ? menuButton : command;
    const inMessage = command.closest("article")?.dataset.id;
    openMenu(false);
    source.focus();
    say(command.dataset.command);
    reading.wrote();
    reading.step(source, inMessage);
  } else if (!menu.contains(target)) {
    openMenu(false);
  }
});

function openMenu(open) {
  commands.hidden = !open;
  menuButton.setAttribute("aria-expanded", open);
}

menuButton.addEventListener("click", () => openMenu(commands.hidden));
menu.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || commands.hidden) return;
  openMenu(false);
  menuButton.focus();
});
menu.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !menu.contains(relatedTarget)) openMenu(false);
});

at("to-newest").addEventListener("click", goToNewest);
below.addEventListener("click", goToNewest);

function goToNewest(event) {
  event.preventDefault();
  if (messages.newest) reading.goTo(messages.newest);
}

at("to-field").addEventListener("click", (event) => {
  event.preventDefault();
  field.focus();
});

measure();
incoming.open();
