// The binary format of WebAssembly (https://webassembly.github.io/spec/core/binary/), as far as the build rewrites it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What wasm-opt may find in the wasm: the list of index.html. With all features it writes what no browser reads yet. */
export const FEATURES = [
  "bulk-memory", "bulk-memory-opt", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types",
  "multivalue", "call-indirect-overlong",
];

/** Section numbers. */
export const CUSTOM = 0;
export const IMPORTS = 2;
export const FUNCTIONS = 3;
export const EXPORTS = 7;
export const START = 8;
export const CODE = 10;
export const DATA = 11;
/** Magic number and version. */
export const HEADER_BYTES = 8;

/** What wasm-opt makes of a wasm with these passes. */
export function runWasmOpt(wasm, ...passes) {
  const folder = mkdtempSync(join(tmpdir(), "wasm-opt-"));
  try {
    const [from, to] = ["in.wasm", "out.wasm"].map((name) => join(folder, name));
    writeFileSync(from, wasm);
    const features = FEATURES.map((name) => `--enable-${name}`);
    // It warns of names that it does not know, of which nobody can do anything. What ends it is in the error.
    execFileSync("wasm-opt", [from, "-o", to, ...passes, ...features], { stdio: ["ignore", "inherit", "pipe"] });
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The sections of a wasm: number, content, and all of it. */
export function sections(wasm) {
  const found = [];
  const reader = new Reader(wasm, HEADER_BYTES);
  while (!reader.atEnd()) {
    const start = reader.at;
    const id = reader.byte();
    const length = reader.number();
    const at = reader.at;
    reader.at += length;
    found.push({ id, content: wasm.subarray(at, reader.at), whole: reader.from(start) });
  }
  return found;
}

/** The wasm with some of its sections written anew. */
export function rewritten(wasm, writers) {
  const write = ({ id, content, whole }) => (writers[id] ? section(id, writers[id](new Reader(content, 0))) : whole);
  return Buffer.concat([wasm.subarray(0, HEADER_BYTES), ...sections(wasm).map(write)]);
}

/** The wasm with one more section at its end. */
export const withSection = (wasm, id, content) => Buffer.concat([wasm, section(id, content)]);

const contentOf = (wasm, wanted) => sections(wasm).find(({ id }) => id === wanted)?.content ?? Buffer.from([0]);

/** How many functions are imported: the others are counted on from them. */
export function importedFunctions(wasm) {
  const reader = new Reader(contentOf(wasm, IMPORTS), 0);
  let functions = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.text();
    reader.text();
    if (reader.bytes[reader.at] === 0) functions += 1;
    reader.skipImportType();
  }
  return functions;
}

/** Each function of its own with the number of its signature and its body. */
export function functionsOf(wasm) {
  const [types, code] = [FUNCTIONS, CODE].map((id) => new Reader(contentOf(wasm, id), 0));
  types.number();
  return Array.from({ length: code.number() }, () => {
    const type = types.number();
    const length = code.number();
    const start = code.at;
    code.at += length;
    return { type, body: code.from(start) };
  });
}

/** Subsection of the name section with the names of functions. */
export const FUNCTION_NAMES = 1;
const isNames = ({ id, content }) => id === CUSTOM && new Reader(content, 0).text() === "name";

/** The names of the functions, by their index. Empty where the wasm has none. */
export function functionNames(wasm) {
  const found = new Map();
  const names = sections(wasm).find(isNames);
  if (!names) return found;
  const reader = new Reader(names.content, 0);
  reader.text();
  while (!reader.atEnd()) {
    const kind = reader.byte();
    const end = reader.number() + reader.at;
    if (kind === FUNCTION_NAMES) {
      for (let left = reader.number(); left > 0; left -= 1) found.set(reader.number(), reader.text());
    }
    reader.at = end;
  }
  return found;
}

/** The wasm without names of any kind. */
export const withoutNames = (wasm) =>
  Buffer.concat([wasm.subarray(0, HEADER_BYTES), ...sections(wasm).filter((one) => !isNames(one)).map(({ whole }) => whole)]);

/** Reads the wasm format: numbers are LEB128, texts are UTF-8 behind their length. */
export class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  atEnd() {
    return this.at >= this.bytes.length;
  }

  byte() {
    if (this.atEnd()) throw new RangeError(`nothing is written at ${this.at}`);
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

/** A number as it is written. */
export function number(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

/** A text as it is written. */
export function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
}

/** A section with its number and length. */
export const section = (id, content) => Buffer.concat([Buffer.from([id]), number(content.length), content]);
