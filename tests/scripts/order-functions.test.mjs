// A wasm whose functions stand in another order does what it did before.
import assert from "node:assert/strict";
import { test } from "node:test";
import binaryen from "binaryen";
import { orderFunctions } from "../../scripts/order-functions.mjs";

/** Functions of two signatures in turn: two of them call others, one of those through the table, and one is imported. */
const TEXT = `(module
  (import "host" "add" (func $add (param i32 i32) (result i32)))
  (import "host" "base" (global $base i32))
  (table (export "table") 2 funcref)
  (elem (i32.const 0) $twice $next)
  (type $one (func (param i32) (result i32)))
  (func $next (export "next") (param i32) (result i32) (call $add (local.get 0) (i32.const 1)))
  (func $zero (export "zero") (result i32) (i32.const 0))
  (func $twice (export "twice") (param i32) (result i32) (call $add (local.get 0) (local.get 0)))
  (func $seven (export "seven") (result i32) (call $next (i32.const 6)))
  (func $far (export "far") (param i32) (result i32)
    (call_indirect (type $one) (global.get $base) (local.get 0))))`;

function assembled() {
  const module = binaryen.parseText(TEXT);
  module.setFeatures(binaryen.Features.ReferenceTypes);
  const bytes = Buffer.from(module.emitBinary());
  module.dispose();
  return bytes;
}

function results(wasm) {
  const host = { add: (a, b) => a + b, base: 5 };
  const { next, zero, twice, seven, far, table } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { host }).exports;
  return [next(41), zero(), twice(21), seven(), far(1), table.get(0)(4), table.get(1)(4)];
}

test("the functions stand in another order and do the same", () => {
  const before = assembled();
  const after = orderFunctions(before);
  assert.notDeepEqual(after, before);
  assert.deepEqual(results(after), results(before));
  assert.deepEqual(results(after), [42, 0, 42, 7, 6, 8, 5]);
});

test("an order that is made twice is the same order", () => {
  const once = orderFunctions(assembled());
  assert.deepEqual(orderFunctions(once), once);
});
