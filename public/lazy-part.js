// Joins the lazy part of the program to the first part, when the program asks for it. Part of the glue; the loader that
// the splitter writes checks no integrity.
import { initSync } from "glue";

let joining;

/** Instantiates the part once: a second time would reset what it keeps in memory. */
async function join() {
  const part = await globalThis.__boot.lazyPart();
  const first = initSync();
  const shared = Object.fromEntries(WebAssembly.Module.imports(part).map(({ name }) => [name, first[name]]));
  await WebAssembly.instantiate(part, { __wasm_split: shared });
}

/** Called by the program with a function of its own, by index, and what that is to be given first. */
export async function __wasm_split_load_lazy(callback, data) {
  joining ??= join();
  const joined = await joining.then(() => true, () => false);
  if (!joined) joining = undefined;
  initSync().__indirect_function_table.get(callback)(data, joined);
}
