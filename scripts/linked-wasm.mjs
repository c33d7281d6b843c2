// What a linked wasm says of itself when it is linked with `--emit-relocs`: its symbols, and every place where code or
// data names one of them (https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md).
import { CODE, CUSTOM, DATA, EXPORTS, HEADER_BYTES, Reader, START, functionNames, importedFunctions, number, section, sections, text } from "./wasm-format.mjs";

const SYMBOL_TABLE = 8;
/** The content of a section that is not there: a list of nothing. */
const NONE = Buffer.from([0]);
/** Kinds of symbols. */
const [FUNCTION, DATUM, GLOBAL, SECTION, TAG, TABLE] = [0, 1, 2, 3, 4, 5];
/** Flags of a symbol: it is defined elsewhere, it has a name of its own all the same, something outside needs it. */
const [UNDEFINED, EXPLICIT_NAME, EXPORTED, NO_STRIP] = [0x10, 0x40, 0x20, 0x80];

/** Kinds of relocations, by what they name. A number in code takes five bytes, so that the linker can change it. */
export const CALL = 0;
export const ADDRESS_CONSTANT = 4;
const FUNCTION_KINDS = new Set([0, 1, 2, 12, 18, 24]);
const ADDRESS_KINDS = new Set([3, 4, 5, 11, 14, 15, 16, 17, 21, 23, 25]);
/** Those that are followed by a number to add. */
const WITH_ADDEND = new Set([...ADDRESS_KINDS, 8, 9, 22]);

/**
 * Reads a linked wasm. Offsets are from the start of the content of the section, as in the relocations.
 *
 * @param {Buffer} wasm
 */
export function linkedWasm(wasm) {
  const all = sections(wasm).map((one) => ({ ...one, name: one.id === CUSTOM ? new Reader(one.content, 0).text() : "" }));
  const known = (id) => all.find((one) => one.id === id)?.content ?? NONE;
  const custom = (name) => {
    const found = all.find((one) => one.name === name);
    if (!found) throw new Error(`the wasm has no section ${name}: was it linked with --emit-relocs, and not stripped?`);
    const reader = new Reader(found.content, 0);
    reader.text();
    return reader;
  };
  const imported = importedFunctions(wasm);
  return {
    sections: all,
    code: known(CODE),
    data: known(DATA),
    names: functionNames(wasm),
    functions: functionBodies(known(CODE), imported),
    segments: segments(known(DATA)),
    symbols: symbols(custom("linking")),
    codeRelocations: relocations(custom("reloc.CODE")),
    dataRelocations: relocations(custom("reloc.DATA")),
    roots: [...exportedFunctions(known(EXPORTS)), ...startFunction(known(START))],
  };
}

/** The wasm with other relocations of its code. */
export function withCodeRelocations(wasm, linked, kept) {
  const name = text("reloc.CODE");
  return Buffer.concat([
    wasm.subarray(0, HEADER_BYTES),
    ...linked.sections.map((one) => {
      if (one.name !== "reloc.CODE") return one.whole;
      const reader = new Reader(one.content, name.length);
      const target = reader.number();
      return section(CUSTOM, Buffer.concat([name, number(target), number(kept.length), ...kept.map(({ bytes }) => bytes)]));
    }),
  ]);
}

/** Symbols of data and indices of functions that can be reached from what the wasm exports. */
export function reachable({ roots, functions, symbols, codeRelocations, dataRelocations, segments }) {
  const found = { functions: new Set(), data: new Set() };
  const next = [];
  const reach = (set, item) => {
    if (set.has(item)) return;
    set.add(item);
    next.push([set, item]);
  };
  const follow = ({ kind, symbol }) => {
    if (ADDRESS_KINDS.has(kind)) reach(found.data, symbol);
    else if (FUNCTION_KINDS.has(kind)) reach(found.functions, symbols[symbol].index);
  };
  for (const root of roots) reach(found.functions, root);
  symbols.forEach((symbol, at) => {
    if (!(symbol.flags & (EXPORTED | NO_STRIP))) return;
    if (symbol.kind === FUNCTION) reach(found.functions, symbol.index);
    if (symbol.kind === DATUM) reach(found.data, at);
  });
  const inFunction = byRange(codeRelocations, [...functions.entries()].map(([index, range]) => ({ key: index, ...range })));
  const inData = byRange(dataRelocations, dataRanges(symbols, segments));
  while (next.length > 0) {
    const [set, item] = next.pop();
    for (const relocation of (set === found.data ? inData : inFunction).get(item) ?? []) follow(relocation);
  }
  return found;
}

/** Where each symbol of data lies in the data section. */
export function dataRanges(symbols, segments) {
  return [...symbols.entries()]
    .filter(([, { kind, segment }]) => kind === DATUM && segment !== undefined)
    .map(([key, { segment, offset, size }]) => ({ key, start: segments[segment] + offset, end: segments[segment] + offset + size }));
}

/** The relocations within each range, by its key. Ranges may lie within each other. */
function byRange(relocations, ranges) {
  const sorted = relocations.toSorted((a, b) => a.offset - b.offset);
  return new Map(ranges.map(({ key, start, end }) => [key, sorted.slice(firstFrom(sorted, start), firstFrom(sorted, end))]));
}

/** Place of the first relocation from this offset on. */
function firstFrom(sorted, offset) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle].offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function exportedFunctions(content) {
  const reader = new Reader(content, 0);
  const found = [];
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.text();
    const kind = reader.byte();
    const index = reader.number();
    if (kind === 0) found.push(index);
  }
  return found;
}

const startFunction = (content) => (content === NONE ? [] : [new Reader(content, 0).number()]);

/** Where the body of each function lies, by its index. */
function functionBodies(content, imported) {
  const reader = new Reader(content, 0);
  const found = new Map();
  const count = reader.number();
  for (let at = 0; at < count; at += 1) {
    const length = reader.number();
    found.set(imported + at, { start: reader.at, end: reader.at + length });
    reader.at += length;
  }
  return found;
}

/** Where the bytes of each segment begin. */
function segments(content) {
  const reader = new Reader(content, 0);
  const found = [];
  for (let left = reader.number(); left > 0; left -= 1) {
    if (reader.number() !== 0 || reader.byte() !== 0x41) throw new Error("a segment of data of an unknown kind");
    reader.number();
    reader.byte();
    const length = reader.number();
    found.push(reader.at);
    reader.at += length;
  }
  return found;
}

function symbols(reader) {
  const version = reader.number();
  if (version !== 2) throw new Error(`the symbols are of version ${version}`);
  while (!reader.atEnd()) {
    const kind = reader.byte();
    const end = reader.number() + reader.at;
    if (kind === SYMBOL_TABLE) return Array.from({ length: reader.number() }, () => symbol(reader));
    reader.at = end;
  }
  throw new Error("the wasm has no symbols");
}

function symbol(reader) {
  const kind = reader.byte();
  const flags = reader.number();
  if (kind === DATUM) {
    reader.text();
    if (flags & UNDEFINED) return { kind, flags };
    return { kind, flags, segment: reader.number(), offset: reader.number(), size: reader.number() };
  }
  if (![FUNCTION, GLOBAL, SECTION, TAG, TABLE].includes(kind)) throw new Error(`a symbol of the unknown kind ${kind}`);
  const index = reader.number();
  if (kind !== SECTION && (!(flags & UNDEFINED) || flags & EXPLICIT_NAME)) reader.text();
  return { kind, flags, index };
}

function relocations(reader) {
  reader.number();
  return Array.from({ length: reader.number() }, () => {
    const start = reader.at;
    const kind = reader.byte();
    const offset = reader.number();
    const symbol = reader.number();
    // Negative numbers are written otherwise, and just as long.
    if (WITH_ADDEND.has(kind)) reader.number();
    return { kind, offset, symbol, bytes: reader.from(start) };
  });
}
