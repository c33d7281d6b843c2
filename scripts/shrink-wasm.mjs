// Takes out of a wasm-bindgen build what its users would download for nothing: exports that nobody calls, and the long
// names under which the wasm and its JavaScript glue find each other. Used by scripts/dist.mjs in release builds.
//
// The glue says what is used: esbuild drops what the entry does not reach and gives the shared names short forms; the
// wasm's import and export sections are then written anew with the same names.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, transform } from "esbuild";

/** Names that wasm-bindgen made, and the one module the wasm imports from. Nothing else may be renamed. */
const SHARED_NAMES = /^(__wb|__wasm_bindgen_|\.\/.*_bg\.js$)/;
/** What wasm-opt may find in the wasm: the list of index.html. With all features it writes what no browser reads yet. */
const FEATURES = [
  "bulk-memory", "bulk-memory-opt", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types",
  "multivalue", "call-indirect-overlong",
];
/** Section numbers of the wasm format. */
const IMPORTS = 2;
const EXPORTS = 7;
/** Magic number and version. */
const HEADER_BYTES = 8;

/** One script made of `entry`, a module that imports the glue as "glue". */
export async function bundle(glue, entry) {
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
          onLoad({ filter: /./, namespace: "glue" }, () => ({ contents: withoutSideEffects(glue) }));
        },
      },
    ],
  });
  return result.outputFiles[0].text;
}

/** Lets the bundler drop classes that nobody imports: two things keep them that do nothing by themselves. */
function withoutSideEffects(glue) {
  return glue
    .replace(/^if \(Symbol\.dispose\) \w+\.prototype\[Symbol\.dispose\] = .*$/gm, "")
    .replaceAll("new FinalizationRegistry(", "/* @__PURE__ */ new FinalizationRegistry(");
}

/**
 * The wasm and a minified script made of `entry` and its glue, both without what the other does not use.
 *
 * @param {Buffer} wasm
 * @param {string} glue
 * @param {string} entry a module that imports the glue as "glue"
 */
export async function shrink(wasm, glue, entry) {
  const bundled = await bundle(glue, entry);
  const { code, mangleCache } = await transform(bundled, {
    format: "esm",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    mangleProps: SHARED_NAMES,
    mangleQuoted: true,
    mangleCache: {},
  });
  const smaller = withoutUnreachable(renameInterface(wasm, mangleCache));
  checkImports(smaller, mangleCache);
  return { wasm: smaller, glue: code };
}

/** The wasm with its imports and exports under their new names, and without exports that have none. */
export function renameInterface(wasm, names) {
  const parts = [wasm.subarray(0, HEADER_BYTES)];
  const reader = new Reader(wasm, HEADER_BYTES);
  while (!reader.atEnd()) {
    const start = reader.at;
    const id = reader.byte();
    const length = reader.number();
    const end = reader.at + length;
    if (id === IMPORTS) parts.push(section(id, imports(reader, names)));
    else if (id === EXPORTS) parts.push(section(id, exports(reader, names)));
    else parts.push(wasm.subarray(start, end));
    reader.at = end;
  }
  return Buffer.concat(parts);
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

/** The memory is the one export that the glue reads under the name it always has. */
function exports(reader, names) {
  const count = reader.number();
  const kept = [];
  for (let index = 0; index < count; index += 1) {
    const name = reader.text();
    const start = reader.at;
    reader.byte();
    reader.number();
    const shorter = name === "memory" ? name : names[name];
    if (shorter) kept.push(Buffer.concat([text(shorter), reader.from(start)]));
  }
  return Buffer.concat([number(kept.length), ...kept]);
}

/** Without the functions that only a dropped export led to. */
function withoutUnreachable(wasm) {
  const folder = mkdtempSync(join(tmpdir(), "shrink-wasm-"));
  try {
    const [from, to] = ["in.wasm", "out.wasm"].map((name) => join(folder, name));
    writeFileSync(from, wasm);
    const features = FEATURES.map((name) => `--enable-${name}`);
    execFileSync("wasm-opt", [from, "-o", to, "--remove-unused-module-elements", ...features]);
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every function the wasm asks for must still be in the glue: a build that lacks one fails here, not in a browser. */
function checkImports(wasm, names) {
  const known = new Set(Object.values(names));
  const missing = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).filter(({ name }) => !known.has(name));
  if (missing.length > 0) throw new Error(`the glue has no ${missing.map(({ name }) => name).join(", ")}`);
}

/** Reads the wasm format: numbers are LEB128, texts are UTF-8 behind their length. */
class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  atEnd() {
    return this.at >= this.bytes.length;
  }

  byte() {
    return this.bytes[this.at++];
  }

  number() {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.byte();
      value += (byte & 127) * weight;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at).toString();
  }

  from(start) {
    return this.bytes.subarray(start, this.at);
  }

  limits() {
    const hasMaximum = this.byte() & 1;
    this.number();
    if (hasMaximum) this.number();
  }

  skipImportType() {
    const kind = this.byte();
    if (kind === 0) this.number();
    else if (kind === 1) {
      this.byte();
      this.limits();
    } else if (kind === 2) this.limits();
    else if (kind === 3) this.at += 2;
    else throw new Error(`an import of the unknown kind ${kind}`);
  }
}

function number(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
}

const section = (id, content) => Buffer.concat([Buffer.from([id]), number(content.length), content]);
