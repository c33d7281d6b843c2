// Makes every panic of a linked wasm a trap, before it is split: a panic ends the program in either case, and the page
// that then says so is shown by the boot script. What is left out is the text of each panic, the place of its source, and
// all that would have written them: 13 kB of the download.
//
//   node scripts/trap-panics.mjs IN.wasm OUT.wasm
//
// A call to a function that never returns becomes the instruction that traps, and the constants that were its arguments
// go as well. Functions that may panic get no place of the source to hand on, but zero: nobody reads it any more. Then data
// that nothing names is filled with zeros, which take no room compressed.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ADDRESS_CONSTANT, CALL, dataRanges, linkedWasm, reachable, withCodeRelocations } from "./linked-wasm.mjs";
import { Reader } from "./wasm-format.mjs";

/** Functions of the standard library that end in a panic or abort, by their mangled names. */
const NEVER_RETURNS = new RegExp(
  [
    "4core9panicking(9panic_fmt|18panic_bounds_check|13assert_failed|19assert_failed_inner|5panic$|13panic_display|11panic_const)",
    "4core4cell(22panic_already_borrowed|30panic_already_mutably_borrowed)",
    "4core6(option|result)13(unwrap|expect)_failed",
    "4core5slice5index16slice_index_fail",
    "4core5slice20copy_from_slice_impl17len_mismatch_fail",
    "4core3str(16slice_error_fail|19slice_error_fail_rt)",
    "4cell4lazy14panic_poisoned",
    "9smallsort22panic_on_ord_violation",
    "5alloc5alloc18handle_alloc_error",
    "5alloc7raw_vec17capacity_overflow",
    "5alloc3vec.*13assert_failed",
    "3std9panicking11begin_panic",
    "3std6thread5local18panic_access_error",
  ].join("|"),
);
/** To which every panic comes in the end. */
const LAST_OF_ALL = /4core9panicking9panic_fmt|3std9panicking15panic_with_hook/;

const [CALL_CODE, CONSTANT_CODE, TRAP_CODE, NOTHING_CODE] = [0x10, 0x41, 0x00, 0x01];
/** Instructions that only put a value on the stack: constants and local variables, and two that make one of what is there. */
const WITH_NUMBER = new Set([0x20, 0x41, 0x42]);
const WITHOUT_NUMBER = new Set([NOTHING_CODE, 0x6a, 0x6b]);
/** Bytes between an argument and the call, at most. */
const FARTHEST_ARGUMENT = 24;
/** Bytes of a number in code that a relocation may change, and how it is zero. */
const PADDED = 5;
const PADDED_ZERO = [0x80, 0x80, 0x80, 0x80, 0x00];

/**
 * The wasm with traps in the place of panics. Fails where a panic is left: its function has a name that is not known here.
 *
 * @param {Buffer} wasm linked with `--emit-relocs`, with names
 */
export function trapPanics(wasm) {
  const trapped = withTraps(wasm);
  const linked = linkedWasm(trapped);
  const live = reachable(linked);
  const left = [...live.functions].map((index) => linked.names.get(index) ?? "").filter((name) => LAST_OF_ALL.test(name));
  if (left.length > 0) throw new Error(`panics are still reachable: ${left.join(", ")}`);
  return withoutUnnamedData(trapped, linked, live.data);
}

function withTraps(wasm) {
  const changed = Buffer.from(wasm);
  const linked = linkedWasm(changed);
  const { code, names, symbols, codeRelocations } = linked;
  const places = placesOfSource(linked);
  const never = new Set([...names].filter(([, name]) => NEVER_RETURNS.test(name)).map(([index]) => index));
  /** Relocations of constants, by the offset behind the constant. */
  const constants = new Map();
  const dropped = new Set();
  for (const relocation of codeRelocations) {
    const { kind, offset, symbol } = relocation;
    if (kind === ADDRESS_CONSTANT && code[offset - 1] === CONSTANT_CODE) {
      constants.set(offset + PADDED, relocation);
      if (places.has(symbol)) {
        code.set(PADDED_ZERO, offset);
        dropped.add(relocation);
      }
    }
    if (kind !== CALL || code[offset - 1] !== CALL_CODE || !never.has(symbols[symbol].index)) continue;
    code[offset - 1] = TRAP_CODE;
    code.fill(NOTHING_CODE, offset, offset + PADDED);
    dropped.add(relocation);
    dropArguments(code, constants, offset - 1, dropped);
  }
  if (dropped.size === 0) throw new Error("there is no panic to trap any more, remove this step");
  return withCodeRelocations(changed, linked, codeRelocations.filter((one) => !dropped.has(one)));
}

/**
 * The symbols that are places of the source, as a panic would have named them: `core::panic::Location`, which is the
 * address and length of the name of a file, a line and a column, of four bytes each.
 */
function placesOfSource({ data, symbols, segments, dataRelocations }) {
  const ranges = new Map(dataRanges(symbols, segments).map((range) => [range.key, range]));
  const starts = new Map(dataRelocations.map(({ offset, symbol }) => [offset, symbol]));
  const isPlace = ({ start, end }) => {
    const file = ranges.get(starts.get(start));
    return file && end - start === 16 && /\.rs\0?$/.test(data.subarray(file.start, file.end).toString());
  };
  return new Set([...ranges.values()].filter(isPlace).map(({ key }) => key));
}

/** Takes constants before a trap out of the code, and what stands between them, as far back as that is surely read. */
function dropArguments(code, constants, trap, dropped) {
  for (let end = trap; ; ) {
    const at = addressBefore(code, constants, end);
    if (at === undefined) return;
    dropped.add(constants.get(at));
    end = at - PADDED - 1;
    code.fill(NOTHING_CODE, end, trap);
  }
}

/** Where the last address ends that only simple instructions follow up to `end`. */
function addressBefore(code, constants, end) {
  for (let at = end; at > end - FARTHEST_ARGUMENT; at -= 1) {
    if (constants.has(at)) return isSimple(code, at, end) ? at : undefined;
  }
  return undefined;
}

/** Whether all instructions from here to there do nothing but hand values to the next. */
function isSimple(code, from, to) {
  const reader = new Reader(code, from);
  while (reader.at < to) {
    const instruction = reader.byte();
    if (WITH_NUMBER.has(instruction)) reader.number();
    else if (!WITHOUT_NUMBER.has(instruction)) return false;
  }
  return reader.at === to;
}

/** The wasm with zeros in all data that no live symbol covers. */
function withoutUnnamedData(wasm, { data, symbols, segments }, live) {
  const ranges = dataRanges(symbols, segments);
  const used = new Uint8Array(data.length);
  for (const { key, start, end } of ranges) if (live.has(key)) used.fill(1, start, end);
  const changed = Buffer.from(wasm);
  const from = data.byteOffset - wasm.byteOffset;
  for (const { start, end } of ranges) {
    for (let at = start; at < end; at += 1) if (!used[at]) changed[from + at] = 0;
  }
  return changed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [from, to] = process.argv.slice(2);
  writeFileSync(to, trapPanics(readFileSync(from)));
}
