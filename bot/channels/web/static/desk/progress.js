/* Shows anew how far something is, for as long as it goes on. Without this script there is a link. */

const EVERY_MS = 3000;

async function look() {
  const shown = document.getElementById("progress");
  if (!shown?.dataset.going) return;
  try {
    const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("progress");
      if (fresh) replace(shown, fresh);
    }
  } catch {
    /* No connection: the next look may find one. */
  }
  setTimeout(look, EVERY_MS);
}

/* What has changed is replaced as a whole, unless somebody is about to press something in it. */
function replace(shown, fresh) {
  const over = !fresh.dataset.going;
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = shown.querySelector(`[data-part="${part.dataset.part}"]`);
    if (old && old.innerHTML !== part.innerHTML) old.innerHTML = part.innerHTML;
  }
  if (over) location.reload();
}

setTimeout(look, EVERY_MS);
