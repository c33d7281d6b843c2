// What the scripts beside the program share: the page that is open, its words, and elements made of them.
/** Pages of one thing: a star stands in the place of its id, as in deploy/routes.txt. */
const OF_ONE = /^(organizations|renewals|verify|pay)\/[^/]+/;

/** Where the last references of answers are kept, in localStorage: for the page of the status. */
export const REQUESTS = "partner-renewal.requests";

/** The path of the page below the site's base, as deploy/routes.txt has it without its slash. */
export const pagePath = () =>
  location.href.slice(document.baseURI.length).split(/[?#]/)[0].replace(/\/$/, "").replace(OF_ONE, "$1/*");

/** The words in the language of the page, or in English where a translator has named another one.
 *
 * @throws if they cannot be had */
export async function words() {
  const { lang } = document.documentElement;
  // scripts/dist.mjs writes the addresses, each with its integrity.
  const file = HELP_WORDS[lang] ?? HELP_WORDS.en;
  const answer = await fetch(file, { integrity: file.split("#")[1] });
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  return answer.json();
}

/** An element with these properties and children; what is false among the children is left out. */
export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter(Boolean));
  return made;
}

/** What `read` gives, or something else where storage is denied or holds what nobody can read. */
export function reading(read, otherwise) {
  try {
    return read() ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** The last references that this browser was given, the latest first. */
export function references() {
  const kept = reading(() => JSON.parse(localStorage.getItem(REQUESTS)), []);
  return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
}
