// Shapes of the contract from the regular expressions of the collection: `9` a digit, `A` a letter, `*` either.

/** What people put between the characters and a shape leaves out. */
const SEPARATOR = /^[\s\-./]$/;

const kindOf = (char) => (/\d/.test(char) ? "9" : /[A-Z]/.test(char) ? "A" : "?");

/** The kind of a class such as `[A-RT-Z]` or `[\dA-Z]`; nothing where it only holds separators. */
function kindOfClass(inside) {
  const bare = inside.replaceAll("\\d", "0").replaceAll("\\-", "").replaceAll("-", "");
  const kinds = new Set([...bare].filter((char) => !SEPARATOR.test(char)).map(kindOf));
  if (kinds.has("?")) throw new Error(`no shape for [${inside}]`);
  if (kinds.size === 0) return "";
  return kinds.size === 1 ? [...kinds][0] : "*";
}

/** Reads one atom: the shapes that it stands for, and where the next one begins. */
function atom(pattern, from) {
  const rest = pattern.slice(from);
  if (rest.startsWith("\\d")) return [["9"], from + 2];
  if (rest.startsWith("[")) {
    const end = pattern.indexOf("]", from);
    return [[kindOfClass(pattern.slice(from + 1, end))], end + 1];
  }
  if (rest.startsWith("(")) {
    const [shapes, end] = alternatives(pattern, from + (rest.startsWith("(?:") ? 3 : 1));
    return [shapes, end + 1];
  }
  const [char] = rest;
  if (char !== "." && SEPARATOR.test(char)) return [[""], from + 1];
  if (/[A-Z0-9]/.test(char)) return [[kindOf(char)], from + 1];
  throw new Error(`no shape for ${rest}`);
}

/** Reads how often: `?`, `{2}`, `{1,4}`, or once. */
function times(pattern, from) {
  if (pattern[from] === "?") return [0, 1, from + 1];
  const found = /^\{(\d+)(?:,(\d+))?\}/.exec(pattern.slice(from));
  return found ? [Number(found[1]), Number(found[2] ?? found[1]), from + found[0].length] : [1, 1, from];
}

function alternatives(pattern, from) {
  const all = [];
  let current = [""];
  let at = from;
  while (at < pattern.length && pattern[at] !== ")") {
    if (pattern[at] === "|") {
      all.push(...current);
      current = [""];
      at += 1;
      continue;
    }
    const [shapes, after] = atom(pattern, at);
    const [least, most, next] = times(pattern, after);
    let repeated = [""];
    const choices = least === 0 ? [""] : [];
    for (let count = 1; count <= most; count += 1) {
      repeated = repeated.flatMap((one) => shapes.map((shape) => one + shape));
      if (count >= least) choices.push(...repeated);
    }
    current = current.flatMap((one) => choices.map((choice) => one + choice));
    at = next;
  }
  return [[...all, ...current], at];
}

/** The shapes of what a regular expression accepts, each once. They accept a little more: a shape knows no single letters. */
export function shapesOf(pattern) {
  return [...new Set(alternatives(pattern, 0)[0])].filter((shape) => shape !== "");
}

/** Has a text one of the shapes? */
export function fits(text, shapes) {
  const bare = text.replaceAll(/[\s\-.]/g, "").toUpperCase();
  const same = (char, expected) => (({ 9: /\d/, A: /[A-Z]/, "*": /[0-9A-Z]/ })[expected] ?? { test: (c) => c === expected }).test(char);
  return shapes.some((shape) => shape.length === bare.length && [...shape].every((expected, i) => same(bare[i], expected)));
}
