// The reader of the binary format of WebAssembly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Reader, number } from "../../scripts/wasm-format.mjs";

test("a number is read as it was written", () => {
  for (const value of [0, 1, 127, 128, 300, 16_384, 2 ** 31, 2 ** 32 - 1]) {
    assert.equal(new Reader(number(value), 0).number(), value);
  }
});

test("what ends too soon is refused, and is not read on for ever", () => {
  for (const bytes of [[], [0x80], [0x80, 0x80]]) {
    assert.throws(() => new Reader(Buffer.from(bytes), 0).number(), RangeError);
  }
});
