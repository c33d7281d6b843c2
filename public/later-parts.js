// Joins the later parts of the program to the first one, when the program asks for them. Part of the glue; the loader that
// the splitter writes checks no integrity.
import { exported } from "glue";

const joined = {};

/** Instantiates a part once: a second time would reset what it keeps in memory. After a failure it is asked for anew. */
function join(name) {
  joined[name] ??= instantiate(name).catch((error) => {
    joined[name] = undefined;
    throw error;
  });
  return joined[name];
}

async function instantiate(name) {
  const part = await globalThis.__boot.part(name);
  const first = exported();
  const shared = Object.fromEntries(WebAssembly.Module.imports(part).map(({ name }) => [name, first[name]]));
  await WebAssembly.instantiate(part, { __wasm_split: shared });
}

/** Calls a function of the program, by index, with what that is to be given first, and whether the part has arrived. What
 * it shares with the other one comes beside it. */
async function load(name, callback, data) {
  const arrived = await Promise.all([join("shared"), join(name)]).then(() => true, () => false);
  exported().__indirect_function_table.get(callback)(data, arrived);
}

export const __wasm_split_load_lazy = (callback, data) => load("lazy", callback, data);
export const __wasm_split_load_centre = (callback, data) => load("centre", callback, data);
