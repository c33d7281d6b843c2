// Shows a notice that a newer version of the site is there. It asks when the tab is looked at again; the page that is open
// goes on with its own files, which the host keeps.
const version = document.querySelector("script[data-version]").dataset.version;
const notice = document.getElementById("update-notice");
/** Pages on which money is on its way: nobody is asked to reload there. */
const PAYING = /\/renew\/(payment|review)(\/|$)/;

function show() {
  const sending = document.querySelector('#app [aria-disabled="true"], #fatal:not([hidden])');
  notice.hidden = Boolean(sending) || PAYING.test(location.pathname);
}

async function check() {
  if (document.hidden) return;
  try {
    const answer = await fetch(new URL("version.json", document.baseURI), { cache: "no-store" });
    const served = (await answer.json()).version;
    if (!answer.ok || typeof served !== "string" || served === version) return;
  } catch {
    return; // Without an answer there is nothing to say.
  }
  removeEventListener("focus", check);
  document.removeEventListener("visibilitychange", check);
  show();
  // Another page, or something sent: the moment may have become the right or the wrong one.
  const changes = { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-disabled"] };
  new MutationObserver(() => requestAnimationFrame(show)).observe(document.getElementById("app"), changes);
}
addEventListener("focus", check);
document.addEventListener("visibilitychange", check);
