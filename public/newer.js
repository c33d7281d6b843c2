// Says calmly that a newer version of the site is there. It is looked for when the tab is looked at again; the page
// that is open goes on with its own files, which the host keeps.
const own = document.querySelector("script[data-version]").dataset.version;
const box = document.getElementById("newer");
/** Pages on which money is on its way: nobody is asked to reload there. */
const PAYING = /\/renew\/(payment|review)(\/|$)/;

function show() {
  const sending = document.querySelector('#app [aria-disabled="true"], #fatal:not([hidden])');
  box.hidden = Boolean(sending) || PAYING.test(location.pathname);
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(new URL("version.json", document.baseURI), { cache: "no-store" });
    const { version } = await answer.json();
    if (!answer.ok || typeof version !== "string" || version === own) return;
  } catch {
    return; // Without an answer there is nothing to tell.
  }
  removeEventListener("focus", look);
  document.removeEventListener("visibilitychange", look);
  show();
  // Another page, or something sent: the moment may have become the right or the wrong one.
  const changes = { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-disabled"] };
  new MutationObserver(() => requestAnimationFrame(show)).observe(document.getElementById("app"), changes);
}
addEventListener("focus", look);
document.addEventListener("visibilitychange", look);
