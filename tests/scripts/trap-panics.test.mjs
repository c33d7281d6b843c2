// A program whose panics are traps does what it did before, and says nothing when it stops.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { trapPanics } from "../../scripts/trap-panics.mjs";

/** Panics of several kinds, behind texts that the program needs, and one place that only hands its caller on. */
const SOURCE = `
use std::cell::RefCell;
thread_local! { static KEPT: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) }; }

#[unsafe(no_mangle)]
pub extern "C" fn keep(value: u32) -> usize {
    KEPT.with_borrow_mut(|kept| { kept.push(value); kept.len() })
}
#[unsafe(no_mangle)]
pub extern "C" fn kept(index: usize) -> u32 { KEPT.with_borrow(|kept| kept[index]) }
#[unsafe(no_mangle)]
pub extern "C" fn asserted(value: u32) -> u32 { assert!(value != 7, "seven is {value} too many"); value + 1 }
#[unsafe(no_mangle)]
pub extern "C" fn expected(value: u32) -> u32 { char::from_digit(value, 10).expect("no digit at all").into() }
#[unsafe(no_mangle)]
pub extern "C" fn text(value: usize) -> *const u8 { ["a needed text", "another text in use"][value].as_ptr() }
#[unsafe(no_mangle)]
pub extern "C" fn written(value: u32) -> usize { let text = format!("written: {value}"); KEPT.with_borrow(|kept| kept.len()) + text.len() }
`;

const folder = mkdtempSync(join(tmpdir(), "trap-panics-"));
after(() => rmSync(folder, { recursive: true }));

/** SOURCE as the linker leaves it, with or without what it knows of itself. */
function linked(name, ...options) {
  const [source, wasm] = [join(folder, `${name}.rs`), join(folder, `${name}.wasm`)];
  writeFileSync(source, SOURCE);
  const target = ["--edition=2024", "--crate-type=cdylib", "--target=wasm32-unknown-unknown"];
  execFileSync("rustc", [...target, "-Cpanic=abort", "-Copt-level=z", "-Clto=true", ...options, "-o", wasm, source]);
  return readFileSync(wasm);
}

const before = linked("before", "-Clink-args=--emit-relocs");
const instance = (wasm) => new WebAssembly.Instance(new WebAssembly.Module(wasm), {}).exports;
const textAt = ({ memory }, address, length) => Buffer.from(memory.buffer, address, length).toString();

test("what does not panic does the same", () => {
  for (const wasm of [before, trapPanics(before)]) {
    const program = instance(wasm);
    assert.deepEqual([program.keep(5), program.keep(8), program.kept(1), program.asserted(8)], [1, 2, 8, 9]);
    assert.equal(program.expected(7), "7".codePointAt(0));
    assert.equal(program.written(12), 13);
    assert.equal(textAt(program, program.text(0), 13), "a needed text");
    assert.equal(textAt(program, program.text(1), 19), "another text in use");
  }
});

test("a panic is a trap", () => {
  const panics = [({ kept }) => kept(0), ({ asserted }) => asserted(7), ({ expected }) => expected(10), ({ text }) => text(2)];
  for (const panic of panics) assert.throws(() => panic(instance(trapPanics(before))), WebAssembly.RuntimeError);
});

test("the texts and places of panics are gone", () => {
  const data = (wasm) => Buffer.from(instance(wasm).memory.buffer).toString("latin1");
  for (const gone of ["too many", "no digit at all", "before.rs", "index out of bounds"]) {
    assert.ok(data(before).includes(gone), gone);
    assert.ok(!data(trapPanics(before)).includes(gone), gone);
  }
  assert.ok(data(trapPanics(before)).includes("written: "));
});

test("a panic that is not known by its name is an error, not a panic that says nothing", () => {
  const renamed = Buffer.from(before.toString("latin1").replaceAll("9panic_fmt", "9qanic_fmt"), "latin1");
  assert.throws(() => trapPanics(renamed), /panics are still reachable/);
});

test("a wasm that does not say where it names what is refused", () => {
  assert.throws(() => trapPanics(linked("plain")), /--emit-relocs/);
});
