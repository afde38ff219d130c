// Where the reader is: what is in view, and where the focus stands. Nobody is moved unasked.

const MARGIN = 12;
const BURST = 3_000; // messages this close together are read as one
const READING_KEYS = new Set(["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown", " ", "Tab"]);

/**
 * Follows the conversation: shows a new message from its start, never past it.
 *
 * It does so after the person's own step, or for somebody who had read to the end. Who has gone
 * back to read something stays there; `below(yes)` then tells that there is more.
 */
export class Reading {
  #log;
  #below;
  #first = null; // the first message that has come since the last step
  #arrivedAt = 0;
  #aim = null; // where a scroll under way will end
  #aimTimer = 0;
  #follow = null; // how to find the place again when sizes change
  #step = null; // the person's own step whose effect is awaited

  constructor({ log, list, below }) {
    this.#log = log;
    this.#below = below;
    const leave = () => this.#leave();
    log.addEventListener("wheel", leave, { passive: true });
    log.addEventListener("touchmove", leave, { passive: true });
    log.addEventListener("pointerdown", ({ target }) => target === log && leave());
    log.addEventListener("keydown", ({ key }) => READING_KEYS.has(key) && leave());
    log.addEventListener("scroll", () => this.#atEnd() && below(false), { passive: true });
    const sizes = new ResizeObserver(() => this.#keep());
    sizes.observe(log);
    sizes.observe(list);
  }

  /** The person did something from `source` (a button), perhaps in message `id`. */
  step(source, id = null) {
    this.#step = { source, id, until: Infinity };
    this.#first = null;
  }

  cancel() {
    this.#step = null;
  }

  /** The person's own words were added at the end. */
  wrote() {
    this.#step = { source: null, id: null, until: Infinity };
    this.#first = null;
    this.#go(() => this.#end());
  }

  /** Own words came from another page of the same person. */
  saidElsewhere() {
    this.#first = null;
    this.#go(() => this.#end());
  }

  /** Call before a message is added; the answer goes to `arrived`. */
  follows() {
    return this.#step !== null || this.#atEnd();
  }

  arrived(article, follows) {
    const now = Date.now();
    if (!this.#first?.isConnected || (now - this.#arrivedAt > BURST && !this.#step)) {
      this.#first = article;
    }
    this.#arrivedAt = now;
    if (!follows) {
      this.#below(true);
      return;
    }
    const first = this.#first; // the next step forgets it, and the place must still be found
    this.#go(() => Math.min(this.#end(), this.#top(first)));
    if (!this.#atEnd()) this.#below(article !== first);
    if (this.#mayFocus()) article.focus({ preventScroll: true });
    this.#answered();
    if (this.#step) this.#step.source = null; // the focus moves once
  }

  /** `part` is what changed in the message, the message itself when all of it did, or null. */
  changed(article, part) {
    if (!this.#step || this.#step.id !== article.dataset.id) return;
    if (part === article) {
      this.#go(() => Math.min(this.#end(), this.#top(article)));
    } else if (part) {
      const { scrollTop, clientHeight } = this.#scroller;
      const bottom = this.#top(article) + article.offsetHeight + 2 * MARGIN - clientHeight;
      const place = Math.max(scrollTop, Math.min(bottom, this.#top(part)));
      this.#go(() => Math.min(this.#end(), place));
    }
    if (this.#mayFocus() && !this.#onKey(article)) article.focus({ preventScroll: true });
    this.#answered();
  }

  /** The beginning: at the newest message, at once. */
  begin(article) {
    this.#go(() => (article ? Math.min(this.#end(), this.#top(article)) : 0), "instant");
  }

  goTo(article) {
    this.#first = article;
    this.#below(false);
    this.#go(() => Math.min(this.#end(), this.#top(article)));
    article.focus({ preventScroll: true });
  }

  /** One step may change a message and bring another; what comes later was not asked for. */
  #answered() {
    if (this.#step) this.#step.until = Math.min(this.#step.until, Date.now() + BURST);
    setTimeout(() => this.#step && Date.now() >= this.#step.until && this.cancel(), BURST);
  }

  /** Only from where the step was taken: who has gone to the text field meanwhile stays there. */
  #mayFocus() {
    if (!this.#step?.source || Date.now() > this.#step.until) return false;
    const at = document.activeElement;
    const lost = !at || at === document.body;
    return lost || at === this.#step.source || at.closest("article")?.dataset.id === this.#step.id;
  }

  #onKey(article) {
    return article.contains(document.activeElement) && document.activeElement.matches(".key");
  }

  /** On very low screens the page scrolls as a whole (see chat.css). */
  get #scroller() {
    return getComputedStyle(this.#log).overflowY === "visible" ? document.scrollingElement : this.#log;
  }

  #end() {
    const { scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight - clientHeight;
  }

  #top(node) {
    const scroller = this.#scroller;
    const origin = scroller === this.#log ? scroller.getBoundingClientRect().top : 0;
    return Math.max(0, node.getBoundingClientRect().top - origin + scroller.scrollTop - MARGIN);
  }

  #atEnd() {
    return this.#end() - (this.#aim ?? this.#scroller.scrollTop) < 4 * MARGIN;
  }

  #go(place, behavior = "smooth") {
    this.#follow = place;
    const top = Math.round(place());
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden;
    this.#aim = top;
    clearTimeout(this.#aimTimer);
    this.#aimTimer = setTimeout(() => (this.#aim = null), 800);
    this.#scroller.scrollTo({ top, behavior: still ? "instant" : behavior });
  }

  /** A picture has come, the keyboard of the phone has opened: the place stays the same. */
  #keep() {
    if (!this.#follow) return;
    const top = Math.round(this.#follow());
    if (top !== this.#aim && Math.abs(top - this.#scroller.scrollTop) > 1) this.#go(this.#follow, "instant");
  }

  #leave() {
    this.#follow = null;
    this.#aim = null;
    if (this.#step && this.#step.until !== Infinity) this.cancel(); // it has had its effect
  }
}
