// The line to the server: events come in, steps go out. Neither direction loses anything.

const LONGEST_PAUSE = 30_000;
const ANSWER_WITHIN = 20_000;

/** 0.5 s, 1 s, 2 s … 30 s, a little apart so that pages do not all come back at once. */
function pause(failures) {
  return Math.min(500 * 2 ** (failures - 1), LONGEST_PAUSE) * (0.8 + 0.4 * Math.random());
}

/**
 * What the server says, each event once, in order, however often the connection breaks.
 *
 * `heard(event)` gets each event; `connected(yes)` the state of the connection;
 * `refused()` is called when the server answers, but will not talk to this browser.
 */
export class Incoming {
  #source = null;
  #timer = 0;
  #failures = 0;
  #last = null; // the number of the newest event; null before the first
  #hiddenAt = 0;
  #heard;
  #connected;
  #refused;

  constructor({ heard, connected, refused }) {
    this.#heard = heard;
    this.#connected = connected;
    this.#refused = refused;
    // A phone that slept, or changed its network, may hold a connection that is dead without
    // knowing it. Opening anew costs one request.
    window.addEventListener("online", () => this.open());
    window.addEventListener("pageshow", (shown) => shown.persisted && this.open());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#hiddenAt = Date.now();
      else if (this.#failures || Date.now() - this.#hiddenAt > 15_000) this.open();
    });
  }

  open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource(this.#address);
    this.#source = source;
    source.onopen = () => {
      if (source === this.#source) this.#connected(true);
    };
    source.onmessage = (message) => {
      if (source === this.#source) this.#take(message);
    };
    // The browser itself retries only some failures (a broken connection, but not a 502), and as
    // fast after the hundredth as after the first. So each failure ends in our own timer.
    source.onerror = () => {
      if (source !== this.#source) return;
      source.close();
      this.#failures += 1;
      this.#connected(false);
      this.#timer = setTimeout(() => this.open(), pause(this.#failures));
      if (this.#failures === 3) this.#askWhy();
    };
  }

  get #address() {
    return `/chat/events${this.#last === null ? "" : `?after=${this.#last}`}`;
  }

  /** An EventSource never tells whether the network failed or the server said no. */
  async #askWhy() {
    try {
      const { status, body } = await fetch(this.#address);
      await body?.cancel();
      if (status === 401 || status === 403) this.#refused();
    } catch {
      // The network, then.
    }
  }

  #take({ data, lastEventId }) {
    const event = JSON.parse(data);
    if (event.type === "ready") {
      this.#failures = 0;
    } else {
      const seq = Number(lastEventId);
      // After an erasure numbers may begin anew; whatever follows is news.
      if (event.type !== "erased" && this.#last !== null && seq <= this.#last) return;
      this.#last = seq;
    }
    this.#heard(event);
  }
}

/**
 * What the person does, sent one at a time in the order in which it was done.
 *
 * Each request carries its own id, so sending it again is harmless, and it is sent until the
 * server has answered it. `waiting(yes)` tells when that takes more than one attempt.
 */
export class Outgoing {
  #chain = Promise.resolve();
  #waiting;
  #wake = () => {};

  constructor({ waiting }) {
    this.#waiting = waiting;
    window.addEventListener("online", () => this.hurry());
  }

  /**
   * Null once the server has accepted it, else the server's sentence (perhaps empty).
   * `flying(yes)` tells when an attempt begins, and when one came to nothing.
   */
  send(path, step, flying = () => {}) {
    const sent = this.#chain.then(() => this.#deliver(path, JSON.stringify(step), flying));
    this.#chain = sent.then(() => undefined);
    return sent;
  }

  /** Try again now: there are signs that the connection is back. */
  hurry() {
    this.#wake();
  }

  async #deliver(path, body, flying) {
    for (let failures = 0; ; ) {
      flying(true);
      const outcome = await attempt(path, body);
      if (outcome !== undefined) {
        this.#waiting(false);
        return outcome;
      }
      failures += 1;
      this.#waiting(true);
      flying(false);
      await new Promise((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, pause(failures));
      });
    }
  }
}

/** Undefined where nobody can know whether the server took it, or it asks to come back later. */
async function attempt(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      keepalive: true, // leaves even if the page is closed at this moment
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    if (response.ok) return null;
    const answer = await response.json().catch(() => ({}));
    // A proxy in front of a bot that is just restarting has no sentence of ours.
    const later = response.status === 429 || response.status >= 502;
    if (later && !answer.error) return undefined;
    return answer.error ?? "";
  } catch {
    return undefined;
  }
}

/** `crypto.randomUUID` is missing where the page comes by plain http from another machine. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
