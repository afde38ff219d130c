/* The code of a link stands behind its #, which no browser tells to a server. Here it goes into the
   form and out of the address; without this script it is typed. */

const field = document.getElementById("code");
const typed = document.getElementById("typed");

function take() {
  const code = location.hash.slice(1);
  if (!code) return;
  field.value = code;
  typed.hidden = true;
  history.replaceState(null, "", location.pathname);
}

addEventListener("hashchange", take);
take();
