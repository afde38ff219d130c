/* Shows anew how far something is, for as long as it goes on. Without this script there is a link.

   It looks at an address of its own, so that a page that nobody looks at keeps no session alive. */

const EVERY_MS = 3000;
const OVER = [401, 404];

async function look() {
  const shown = document.getElementById("progress");
  if (!shown?.dataset.going) return;
  try {
    const answer = await fetch(`${location.pathname}/progress`, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (OVER.includes(answer.status)) return replaceAll(page);
    const fresh = page.getElementById("progress");
    if (answer.ok && fresh) {
      if (!fresh.dataset.going) return replaceAll(page);
      replaceParts(shown, fresh);
    }
  } catch {
    /* No connection: the next look may find one. */
  }
  setTimeout(look, EVERY_MS);
}

/* What has changed is replaced, and no button while it goes on: somebody may be about to press it. */
function replaceParts(shown, fresh) {
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = shown.querySelector(`[data-part="${part.dataset.part}"]`);
    if (old && old.innerHTML !== part.innerHTML) old.innerHTML = part.innerHTML;
  }
}

/* It is over, or may not be seen any more: the page says what there is to be seen now. */
function replaceAll(page) {
  const main = document.querySelector("main");
  const inside = main.contains(document.activeElement);
  document.title = page.title;
  main.replaceChildren(...page.querySelector("main").childNodes);
  if (inside) main.focus();
}

setTimeout(look, EVERY_MS);
