// The panel with which who prepares a course moves the clock ahead. Only on the local chat page.

const LOCALES = { en: "en-GB", uk: "uk-UA", pt: "pt-PT" };
const TICK = 1_000;

const at = (id) => document.getElementById(id);
const dictionaries = JSON.parse(at("words").textContent);
const [panel, shown, status] = ["clock", "clock-now", "clock-status"].map(at);
const steps = [...panel.querySelectorAll("[data-step]")];

let ahead = null; // milliseconds from this device's clock to the house's; null while unknown
let zone = null; // where the person is; null: where the browser is
let moving = false;

const word = (key) => (dictionaries[document.documentElement.lang] ?? dictionaries.en)[key];

/** "Friday, 6 March 2026 at 09:00", in the language of the page and the zone of the person. */
function moment() {
  const language = document.documentElement.lang;
  const format = new Intl.DateTimeFormat(LOCALES[language] ?? language, {
    dateStyle: "full",
    timeStyle: "short",
    timeZone: zone ?? undefined,
  });
  return format.format(Date.now() + ahead);
}

/** Writes only what is new, so that nothing is read out twice. */
function tell(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function show() {
  if (moving) tell(shown, word("clock_moving"));
  else if (ahead !== null) tell(shown, moment());
}

/** Asks the house for its time, or moves it. Whether the house answered. */
async function ask(how = {}) {
  try {
    const response = await fetch("/chat/clock", how);
    if (!response.ok) return false;
    const told = await response.json();
    ahead = Date.parse(told.now) - Date.now();
    zone = told.zone;
    return true;
  } catch {
    return false;
  }
}

/** Never sent a second time by itself: a week would become two. */
async function move(by) {
  if (moving) return;
  hold(true);
  const moved = await ask({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ by }),
  });
  hold(false);
  // The time stands above for those who see the page; what went wrong is for everybody.
  status.classList.toggle("unseen", moved);
  tell(status, moved ? word("clock_now").replace("{moment}", moment()) : word("clock_failed"));
}

/** The buttons keep the focus, so they are not really `disabled`. */
function hold(yes) {
  moving = yes;
  tell(status, "");
  for (const each of steps) {
    if (yes) each.setAttribute("aria-disabled", "true");
    else each.removeAttribute("aria-disabled");
  }
  show();
}

for (const each of steps) each.addEventListener("click", () => move(each.dataset.step));

panel.addEventListener("toggle", async () => {
  if (panel.open && (await ask())) show();
});

setInterval(() => panel.open && show(), TICK);
