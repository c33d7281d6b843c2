// Help with the page that is open: what it is, what to have ready, and whom to write to, with the reference of the last
// answer of the program. The words are fetched when somebody asks for them.
import { element, pagePath, references, words as fetchWords } from "./shared.js";

/** The address for help, as the settings have it. */
async function supportEmail() {
  try {
    return JSON.parse(await globalThis.__boot.config).supportEmail;
  } catch {
    return undefined; // Without settings nothing of the app works, and its own page names the address.
  }
}

function referenceLine(words, reference) {
  const copied = element("span", { role: "status" });
  const copy = element("button", { type: "button", className: "link-button", textContent: words?.copy ?? "" });
  const code = element("code", { translate: false, textContent: reference });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(reference);
      copied.textContent = words.copied;
    } catch {
      getSelection().selectAllChildren(code); // The browser refuses: it can be copied by hand.
    }
  });
  return element("p", { className: "reference" }, words?.reference ?? "", " ", code, " ", words && copy, copied);
}

/** In a tab of its own: nothing that is typed here is left for it. */
const statusLink = (words) => element("a", { href: "status", target: "_blank", rel: "noopener", textContent: words.status.link });

let opening = false;
async function openHelp(title) {
  if (opening || document.getElementById("help")) return;
  opening = true;
  // Without words the dialog has the address all the same.
  const [words, address] = await Promise.all([fetchWords().catch(() => undefined), supportEmail()]);
  opening = false;
  const page = words?.pages[pagePath()] ?? words?.pages.unknown;
  const reference = document.documentElement.dataset.requestId ?? references()[0] ?? "";
  const heading = element("h2", { id: "help-title", textContent: words?.title ?? title });
  const ready = page && [
    element("h3", { textContent: words.ready }),
    page.ready.length > 0
      ? element("ul", {}, ...page.ready.map((item) => element("li", { textContent: item })))
      : element("p", { textContent: words.nothing }),
  ];
  const subject = (words?.subject ?? "{page}").replace("{page}", () => document.title);
  const query = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(`\r\n\r\n${reference}`)}`;
  const mail = address && element("a", { href: `mailto:${address}?${query}`, translate: false, textContent: address });
  const close = element("button", { type: "button", className: "button", textContent: words?.close ?? "×" });
  const dialog = element(
    "dialog",
    { id: "help", className: "dialog" },
    heading,
    page && element("p", { textContent: page.what }),
    ...(ready || []),
    mail && element("p", {}, words?.write ?? "", " ", mail),
    reference && referenceLine(words, reference),
    words && pagePath() !== "status" && element("p", {}, statusLink(words)),
    element("div", { className: "actions" }, close),
  );
  dialog.setAttribute("aria-labelledby", "help-title");
  const end = () => dialog.close();
  close.addEventListener("click", end);
  // It is about the page that was open.
  addEventListener("popstate", end, { once: true });
  dialog.addEventListener("close", () => {
    removeEventListener("popstate", end);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}

addEventListener("click", ({ target }) => {
  const button = target instanceof Element && target.closest("[data-help]");
  if (button) openHelp(button.textContent);
});
