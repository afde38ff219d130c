// The messages on the screen. Nothing here knows the network, the scrolling or the focus.

const COMMANDS = "continue|progress|courses|review|plans|certificate|settings|groups|language|feedback|privacy|help|export|forget|start";
const COMMAND = new RegExp(`(^|[\\s(])(/(?:${COMMANDS}))(?![\\w/])`);

/**
 * Shows each message once, in order, and changes it in place when it is edited.
 *
 * `word(key, language)` finds a word of the page, `pressed(id, index, button)` is told of keys.
 * The person's own words that wait for the connection stay below everything else.
 */
export class Messages {
  #list;
  #word;
  #shown = new Map();

  constructor({ list, word, pressed }) {
    this.#list = list;
    this.#word = word;
    list.addEventListener("click", ({ target }) => {
      const key = target.closest(".key");
      if (!key || key.getAttribute("aria-disabled") === "true") return;
      const article = key.closest("article");
      pressed(article.dataset.id, [...article.querySelectorAll(".key")].indexOf(key), key);
    });
  }

  get empty() {
    return this.#list.childElementCount === 0;
  }

  /** The newest message of the bot, or null. */
  get newest() {
    return [...this.#list.querySelectorAll("article.bot")].at(-1) ?? null;
  }

  token(id) {
    return this.#shown.get(id)?.token;
  }

  /** A message or its edit. `isNew`, or the first `part` that changed (null where none did). */
  show(event) {
    const known = this.#shown.get(event.id);
    if (known) return this.#change(known, event);
    const article = this.#article("bot", event.id, event.language, "epizod");
    const bubble = element("div", "bubble");
    const text = element("div", "text");
    text.append(content(event.html));
    bubble.append(text);
    article.append(bubble);
    const message = { article, bubble, text, token: event.token, rows: [] };
    this.#shown.set(event.id, message);
    attach(message, event);
    layKeys(message, event.keys ?? []);
    this.#list.insertBefore(article, this.#list.querySelector(".pending"));
    return { article, isNew: true, part: null };
  }

  #change(message, event) {
    const { article, text } = message;
    const translated = article.lang !== event.language;
    if (translated) {
      article.lang = event.language;
      article.querySelector("h2").textContent = this.#word("epizod", event.language);
    }
    const part = patch(text, content(event.html));
    message.token = event.token;
    attach(message, event);
    layKeys(message, event.keys ?? []);
    return { article, isNew: false, part: translated ? article : part };
  }

  /** The person's own words, as the server has them. Whether they are new here. */
  said({ id, text }, language) {
    const known = this.#shown.get(id)?.article;
    if (!known) {
      this.#list.insertBefore(this.#own(id, text, language), this.#list.querySelector(".pending"));
      return true;
    }
    known.classList.remove("pending", "unheard");
    this.mark(id, "");
    // What the server heard before them, but told us only now, belongs above them.
    const heard = [...this.#list.children].filter((each) => each !== known && !each.matches(".unheard"));
    const newest = heard.at(-1);
    if (newest && known.compareDocumentPosition(newest) & Node.DOCUMENT_POSITION_FOLLOWING) newest.after(known);
    return false;
  }

  /** The person's own words on their way. */
  saying(id, text, language) {
    const article = this.#own(id, text, language);
    article.classList.add("pending", "unheard");
    article.setAttribute("aria-live", "off"); // who has just typed it need not hear it
    this.#list.append(article);
    return article;
  }

  /** Words that are on their way stand where they will stay; those that wait stay below. */
  flying(id, yes) {
    this.#shown.get(id)?.article.classList.toggle("pending", !yes);
  }

  /** What is the matter with these own words; empty when nothing is. */
  mark(id, state) {
    const note = this.#shown.get(id)?.article.querySelector(".state");
    if (note) note.textContent = state;
  }

  drop(id) {
    this.#shown.get(id)?.article.remove();
    this.#shown.delete(id);
  }

  /** Everything is gone but `unsent`, the ids of words that the server does not have yet. */
  clear(unsent) {
    for (const id of this.#shown.keys()) if (!unsent.has(id)) this.drop(id);
  }

  /** While a press is under way. The keys keep the focus, so they are not really `disabled`. */
  hold(id, key) {
    for (const each of this.#keys(id)) each.setAttribute("aria-disabled", "true");
    key.classList.add("pressed");
  }

  release(id) {
    for (const each of this.#keys(id)) {
      each.removeAttribute("aria-disabled");
      each.classList.remove("pressed");
    }
  }

  #keys(id) {
    return this.#shown.get(id)?.article.querySelectorAll(".key") ?? [];
  }

  #own(id, text, language) {
    const article = this.#article("own", id, language, "you");
    const bubble = element("div", "bubble");
    const words = element("p", "text");
    words.textContent = text;
    bubble.append(words, element("p", "state"));
    article.append(bubble);
    this.#shown.set(id, { article });
    return article;
  }

  #article(kind, id, language, who) {
    const article = element("article", kind);
    article.dataset.id = id;
    article.lang = language;
    article.tabIndex = -1;
    const head = element("h2", "unseen");
    head.id = `from-${id}`;
    head.textContent = this.#word(who, language);
    // Named by its head alone: who is taken here by a press hears "Epizod", and the text itself
    // from the log, once.
    article.setAttribute("aria-labelledby", head.id);
    article.append(head);
    return article;
  }
}

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

/** The server's HTML, with `/commands` in it as buttons, as chat apps do. */
function content(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const walker = document.createTreeWalker(template.content, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const found = node.parentElement?.closest("a") ? null : COMMAND.exec(node.data);
    if (!found) continue;
    const rest = node.splitText(found.index + found[1].length);
    rest.data = rest.data.slice(found[2].length);
    const button = element("button", "command");
    button.type = "button";
    button.dataset.command = found[2];
    button.textContent = found[2];
    rest.before(button);
    walker.currentNode = button.firstChild;
  }
  return template.content;
}

/**
 * Puts the new text in place of the old, leaving alone what is the same at both ends, so that a
 * screen reader speaks only of what has changed. The first changed part, or null.
 */
function patch(holder, fresh) {
  const old = [...holder.childNodes];
  const now = [...fresh.childNodes];
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head].isEqualNode(now[head])) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail).isEqualNode(now.at(-1 - tail))) tail += 1;
  const after = old[old.length - tail] ?? null;
  const gone = old.slice(head, old.length - tail);
  const added = now.slice(head, now.length - tail);
  for (const node of gone) node.remove();
  for (const node of added) holder.insertBefore(node, after);
  const part = added.find((node) => node.nodeType === Node.ELEMENT_NODE);
  return part ?? (gone.length ? holder : null);
}

function attach(message, { picture, file, links = [] }) {
  const { bubble, text } = message;
  const shown = bubble.querySelector(".picture");
  if (shown?.getAttribute("src") !== picture?.url) {
    shown?.remove();
    if (picture) text.before(image(picture));
  }
  bubble.querySelector(".file")?.remove();
  if (file) text.after(link(file));
  for (const each of bubble.querySelectorAll(".leads")) each.remove();
  for (const { url, label } of links) {
    const leading = element("a", "file leads");
    leading.href = url;
    leading.target = "_blank";
    leading.rel = "noopener";
    leading.textContent = label;
    bubble.append(leading);
  }
}

function image({ url, width = 1200, height = 800 }) {
  const picture = element("img", "picture");
  picture.src = url;
  // The description stands in the message as text, for everybody. As `alt` it would be read twice.
  picture.alt = "";
  picture.width = width;
  picture.height = height;
  picture.loading = "lazy";
  picture.decoding = "async";
  picture.addEventListener("error", () => picture.classList.add("missing"));
  return picture;
}

function link({ url, name = "", label }) {
  const download = element("a", "file");
  download.href = url;
  download.download = name;
  download.textContent = label;
  return download;
}

/** Keys of the same shape are the same buttons with new words, so that focus stays on them. */
function layKeys(message, rows) {
  const { article } = message;
  const shape = (keys) => keys.map((row) => row.length).join();
  if (shape(rows) === shape(message.rows)) {
    const labels = rows.flat();
    article.querySelectorAll(".key").forEach((key, index) => {
      if (key.textContent !== labels[index]) key.textContent = labels[index];
    });
  } else {
    article.querySelector(".keys")?.remove();
    if (rows.length) article.append(keyboard(rows));
  }
  message.rows = rows;
}

function keyboard(rows) {
  const keys = element("div", "keys");
  for (const { labels, numbers } of wider(rows)) {
    const row = element("div", numbers ? "row numbers" : "row");
    for (const label of labels) {
      const key = element("button", "key");
      key.type = "button";
      key.textContent = label;
      row.append(key);
    }
    keys.append(row);
  }
  return keys;
}

/** A scale that came in two rows fits here in one; the order of its keys stays. */
function wider(rows) {
  const wide = [];
  for (const labels of rows) {
    const numbers = labels.every((label) => /^\d{1,2}$/.test(label));
    const above = wide.at(-1);
    if (numbers && above?.numbers && above.labels.length + labels.length <= 7) above.labels.push(...labels);
    else wide.push({ labels: [...labels], numbers });
  }
  return wide;
}
