// Functions that run in the page, in any engine: they find what a person perceives, by role and name.

/**
 * The visible element with this role and accessible name, or null.
 *
 * Roles: heading (the page's, once it waits for nothing), button, link, action (button or link), field, checkbox, radio,
 * alert, text (the innermost element that holds it). `name` is `{ text }` for the whole name or `{ source, flags }` for
 * a pattern.
 */
export function find(role, name) {
  const KINDS = {
    heading: "main h1, main[role] h1",
    button: "button, [role=button]",
    link: "a[href]",
    action: "button, [role=button], a[href]",
    field: "input, select, textarea",
    checkbox: "input[type=checkbox]",
    radio: "input[type=radio]",
    alert: "[role=alert]",
    text: "body *",
  };
  const collapseWhitespace = (text) => text.replace(/\s+/g, " ").trim();
  const textOf = (elements) => collapseWhitespace(elements.map((one) => one.textContent).join(" "));
  const nameOf = (element) => {
    const ids = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
    if (ids.length) return textOf(ids.map((id) => document.getElementById(id)));
    return element.getAttribute("aria-label") ?? textOf(element.labels?.length ? [...element.labels] : [element]);
  };
  const pattern = name.source === undefined ? null : new RegExp(name.source, name.flags);
  const within = role === "text" || role === "alert";
  const matches = (text) => {
    if (pattern) return pattern.test(text);
    return within ? text.includes(name.text) : text === name.text;
  };
  const visible = (element) => element.checkVisibility({ visibilityProperty: true });
  // The heading that stands before the program is not the page yet.
  const waiting = () =>
    document.querySelector("#heading:not([hidden])") !== null ||
    [...document.querySelectorAll("main [role=status]")].some((one) => visible(one) && one.textContent.trim().endsWith("…"));
  if (role === "heading" && waiting()) return null;
  const found = [...document.querySelectorAll(KINDS[role])].filter((one) => visible(one) && matches(nameOf(one)));
  // Of elements within each other the innermost comes last.
  return (role === "text" ? found.at(-1) : found[0]) ?? null;
}

/** Makes sure that the element can be pressed, and tells where its middle is. */
export function reveal(element) {
  element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
}

/** Selects all that is in a field, so that what is typed takes its place. */
export function selectAll(element) {
  element.focus();
  element.select();
}

/** Rows of the page's description lists and fee tables: [term, description]. */
export function rowsOf() {
  const collapseWhitespace = (text) => text.replace(/\s+/g, " ").trim();
  return [...document.querySelectorAll("main dt, main tr th[scope=row]")].map((term) => {
    const row = term.closest("tr") ?? term.parentElement;
    return [collapseWhitespace(term.textContent), collapseWhitespace(row.querySelector("dd, td")?.textContent ?? "")];
  });
}
