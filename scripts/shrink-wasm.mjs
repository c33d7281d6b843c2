// Takes out of a wasm-bindgen build what its users would download for nothing: exports that nobody calls, and the long
// names under which the wasm and its JavaScript glue find each other. Used by scripts/dist.mjs in release builds.
//
// The glue says what is used: esbuild drops what the entry does not reach and gives the shared names short forms; the
// wasm's import and export sections are then written anew with the same names.
import { build, transform } from "esbuild";
import { EXPORTS, IMPORTS, number, rewritten, runWasmOpt, text } from "./wasm-format.mjs";

/** Names that wasm-bindgen made, and the one module the wasm imports from. Nothing else may be renamed. */
const SHARED_NAMES = /^(__wb|__wasm_bindgen_|__externref_|_ZN\d|\.\/.*_bg\.js$)/;
/** The module from which the first part of a program in two parts imports the loader of the second. */
const LOADER = /^\.\/__wasm_split\.js$/;
/** Exports that are read under the name they always have: by the glue, and by the lazy part. */
const KEPT_EXPORT = /^(memory$|__indirect_function_table$|__wasm_split_)/;
/** One script made of `entry`, a module that imports the glue as "glue", and of the loader of the lazy part if there is one. */
export async function bundle(glue, entry, loader) {
  const result = await build({
    stdin: { contents: entry },
    bundle: true,
    format: "esm",
    charset: "utf8",
    write: false,
    logLevel: "warning",
    plugins: [
      {
        name: "glue",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^glue$/ }, () => ({ path: "glue", namespace: "glue" }));
          onResolve({ filter: LOADER }, () => ({ path: "loader", namespace: "loader" }));
          onLoad({ filter: /./, namespace: "glue" }, () => ({ contents: withEncoder(withoutSideEffects(glue)) + START }));
          onLoad({ filter: /./, namespace: "loader" }, () => ({ contents: loader }));
        },
      },
    ],
  });
  return result.outputFiles[0].text;
}

/**
 * What the glue is started with: wasm-bindgen's own ways also take addresses, bytes and names of earlier versions, and have
 * words for each. A server that calls the wasm by another type is served all the same.
 */
const START = `
export async function start(answer) {
  const imports = __wbg_get_imports();
  const typed = answer.headers.get("content-type") === "application/wasm";
  const given = typed ? WebAssembly.instantiateStreaming(answer, imports) : WebAssembly.instantiate(await answer.arrayBuffer(), imports);
  __wbg_finalize_init((await given).instance);
}
export const exported = () => wasm;
`;

/**
 * Lets the bundler drop classes that nobody imports: two things keep them that do nothing by themselves. The module of the
 * loader is named once, and not for each of its functions.
 */
function withoutSideEffects(glue) {
  return glue
    .replace(/^ *("[^"\n]+"): import\d+,\n(?=(?: *"[^"\n]+": import\d+,\n)*? *\1: import\d+,\n)/gm, "")
    .replace(/^if \(Symbol\.dispose\) \w+\.prototype\[Symbol\.dispose\] = .*$/gm, "")
    .replaceAll("new FinalizationRegistry(", "/* @__PURE__ */ new FinalizationRegistry(");
}

/**
 * Lets the encoder write every text into the wasm's memory: wasm-bindgen's function has that way too, but copies letter by
 * letter where it can, which takes 11 ms for an answer of a megabyte.
 */
function withEncoder(glue) {
  const LOOP = /(function passStringToWasm0\(arg, malloc), realloc\) \{\n {4}if \(realloc === undefined\) \{\n(.*?\n) {4}\}\n.*?\n\}\n/s;
  const encoded = glue.replace(LOOP, "$1) {\n$2}\n").replace(/(\bpassStringToWasm0\(.+, wasm\.\w+), wasm\.\w+\)/g, "$1)");
  if (/charCodeAt|realloc[(,)]/.test(encoded)) throw new Error("the glue passes texts in a way that is not known here");
  return encoded;
}

/**
 * The wasm and a minified script made of `entry` and its glue, both without what the other does not use.
 *
 * @param {Buffer} wasm
 * @param {string} glue
 * @param {string} entry a module that imports the glue as "glue"
 * @param {string=} loader the loader of the lazy part, where there is one
 */
export async function shrink(wasm, glue, entry, loader) {
  const bundled = await bundle(glue, entry, loader);
  const { code, mangleCache } = await transform(bundled, {
    format: "esm",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    mangleProps: SHARED_NAMES,
    mangleQuoted: true,
    mangleCache: {},
  });
  // Without the functions that only a dropped export led to.
  const smaller = runWasmOpt(renameInterface(wasm, mangleCache), "--remove-unused-module-elements", "-g");
  checkImports(smaller, mangleCache);
  checkExports(smaller, bundled, mangleCache);
  return { wasm: smaller, glue: code };
}

/** The wasm with its imports and exports under their new names, and without exports that have none. */
export function renameInterface(wasm, names) {
  return rewritten(wasm, {
    [IMPORTS]: (reader) => imports(reader, names),
    [EXPORTS]: (reader) => exports(reader, (name) => (KEPT_EXPORT.test(name) ? name : names[name])),
  });
}

/** The wasm without the exports whose name matches. */
export function withoutExports(wasm, pattern) {
  return rewritten(wasm, { [EXPORTS]: (reader) => exports(reader, (name) => (pattern.test(name) ? null : name)) });
}

function imports(reader, names) {
  const count = reader.number();
  const written = [number(count)];
  for (let index = 0; index < count; index += 1) {
    const module = reader.text();
    const name = reader.text();
    const start = reader.at;
    reader.skipImportType();
    written.push(text(names[module] ?? module), text(names[name] ?? name), reader.from(start));
  }
  return Buffer.concat(written);
}

/** The exports, each under the name that `nameOf` gives it; those without one are left out. */
function exports(reader, nameOf) {
  const count = reader.number();
  const kept = [];
  for (let index = 0; index < count; index += 1) {
    const name = reader.text();
    const start = reader.at;
    reader.byte();
    reader.number();
    const written = nameOf(name);
    if (written) kept.push(Buffer.concat([text(written), reader.from(start)]));
  }
  return Buffer.concat([number(kept.length), ...kept]);
}

/** Every function the wasm asks for must still be in the glue: a build that lacks one fails here, not in a browser. */
function checkImports(wasm, names) {
  const known = new Set(Object.values(names));
  const missing = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).filter(
    ({ module, name }) => !known.has(name) && !LOADER.test(module),
  );
  if (missing.length > 0) throw new Error(`the glue has no ${missing.map(({ name }) => name).join(", ")}`);
}

/** Every function that the glue calls must still be in the wasm. */
function checkExports(wasm, bundled, names) {
  const called = new Set(Array.from(bundled.matchAll(/\bwasm\d*\.([\w$]+)/g), ([, name]) => names[name] ?? name));
  for (const { name } of WebAssembly.Module.exports(new WebAssembly.Module(wasm))) called.delete(name);
  if (called.size > 0) throw new Error(`the wasm has no ${[...called].join(", ")}`);
}
