// A pair of wasm and glue, written as wasm-bindgen writes them, still works after it was made smaller.
import assert from "node:assert/strict";
import { test } from "node:test";
import binaryen from "binaryen";
import { bundle, renameInterface, shrink, withoutExports } from "../../scripts/shrink-wasm.mjs";

const ENTRY = 'import { start } from "glue"; globalThis.start = start;';

/** A wasm as a server answers it. */
const answer = (wasm, type) => new Response(wasm, { headers: { "content-type": type } });

function assemble(text) {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.ReferenceTypes | binaryen.Features.MutableGlobals);
  const bytes = Buffer.from(module.emitBinary());
  module.dispose();
  return bytes;
}

const WASM = assemble(`(module
  (import "./app_bg.js" "__wbg_add_74e3cca0c4a69161" (func $add (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table (export "__wbindgen_externrefs") 2 externref)
  (func $next (export "__wbindgen_export2") (param i32) (result i32) (call $add (local.get 0) (i32.const 1)))
  (func $other (export "other_called_by_nobody") (result i32) (call $next (i32.const 5)))
  (global (export "__instance_terminated") i32 (i32.const 0)))`);

const GLUE = `
export class Other {
    call() {
        return wasm.other_called_by_nobody();
    }
    free() {
        wasm.__wbg_other_free(0, 0);
    }
}
if (Symbol.dispose) Other.prototype[Symbol.dispose] = Other.prototype.free;
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_add_74e3cca0c4a69161: function(arg0, arg1) {
            return arg0 + arg1;
        },
    };
    return { __proto__: null, "./app_bg.js": import0 };
}
const OtherFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_other_free(ptr, 1));
let wasm;
function __wbg_finalize_init(instance, module) {
    wasm = instance.exports;
    globalThis.started = { next: wasm.__wbindgen_export2(41), size: wasm.memory.buffer.byteLength, refs: wasm.__wbindgen_externrefs.length };
    return wasm;
}
export function initSync() { throw new Error("nobody imports this"); }
export default function init(bytes) { throw new Error("nobody imports this either"); }
`;

for (const type of ["application/wasm", "application/octet-stream"]) test(`what is left of wasm and glue still works together, served as ${type}`, async () => {
  const { wasm, glue } = await shrink(WASM, GLUE, ENTRY);
  await import(`data:text/javascript,${encodeURIComponent(glue)}`);
  globalThis.started = null;
  await globalThis.start(answer(wasm, type));
  assert.deepEqual(globalThis.started, { next: 42, size: 65_536, refs: 2 });
});

test("exports that nobody calls are gone, and the names that are left are short", async () => {
  const { wasm, glue } = await shrink(WASM, GLUE, ENTRY);
  const module = new WebAssembly.Module(wasm);
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  assert.equal(names.length, 3, `memory, table and one function: ${names}`);
  const asked = WebAssembly.Module.imports(module).flatMap(({ module, name }) => [module, name]);
  for (const name of [...names.filter((name) => name !== "memory"), ...asked]) assert.ok(name.length <= 2, name);
  assert.doesNotMatch(glue, /__wb|_bg\.js|FinalizationRegistry|dispose|initSync/);
});

test("a wasm that asks for what the glue does not have is refused", async () => {
  await assert.rejects(shrink(WASM, GLUE.replace("__wbg_add_74e3cca0c4a69161", "__wbg_sub_0"), ENTRY), /the glue has no __wbg_add/);
});

test("imports of every kind keep their type, and their name where there is no shorter one", () => {
  const wasm = assemble(`(module
    (import "env" "memory" (memory 1 300))
    (import "env" "table" (table 200 300 funcref))
    (import "env" "count" (global (mut i32)))
    (import "env" "__wbg_log_0" (func (param i32))))`);
  const renamed = renameInterface(wasm, { __wbg_log_0: "a", env: "b" });
  assert.ok(WebAssembly.validate(renamed));
  const seen = WebAssembly.Module.imports(new WebAssembly.Module(renamed)).map(({ module, name, kind }) => [module, name, kind]);
  assert.deepEqual(new Set(seen.map(String)), new Set(["b,memory,memory", "b,table,table", "b,count,global", "b,a,function"]));
});

test("a glue that calls what the wasm does not have is refused", async () => {
  await assert.rejects(shrink(WASM, GLUE.replace("wasm.__wbindgen_export2", "wasm.__wbindgen_export3"), ENTRY), /the wasm has no /);
});

test("exports that nobody calls can be left out before the wasm is split", () => {
  const wasm = withoutExports(WASM, /^other_/);
  const names = WebAssembly.Module.exports(new WebAssembly.Module(wasm)).map(({ name }) => name);
  assert.deepEqual(names, ["memory", "__wbindgen_externrefs", "__wbindgen_export2", "__instance_terminated"]);
  assert.equal(withoutExports(wasm, /^other_/).length, wasm.length);
});

test("the first part of a program in two parts takes its loader with it, and keeps what the second part needs", async () => {
  const first = assemble(`(module
    (import "./__wasm_split.js" "__wasm_split_load_lazy" (func $load (param i32 i32)))
    (memory (export "memory") 1)
    (table (export "__indirect_function_table") 2 funcref)
    (global (export "__wasm_split_shared0") i32 (i32.const 7))
    (func (export "__wbindgen_start") (call $load (i32.const 1) (i32.const 2))))`);
  const glue = `import * as import1 from "./__wasm_split.js"
import * as import2 from "./__wasm_split.js"
let wasm;
function __wbg_get_imports() {
    return {
        __proto__: null,
        "./app_bg.js": {},
        "./__wasm_split.js": import1,
        "./__wasm_split.js": import2,
    };
}
function __wbg_finalize_init(instance, module) {
    wasm = instance.exports;
    wasm.__wbindgen_start();
    return wasm;
}`;
  const loader = `import { exported } from "glue";
export const __wasm_split_load_lazy = (callback, data) => { globalThis.loaded = [callback, data, exported()]; };`;
  const made = await shrink(first, glue, ENTRY, loader);
  assert.equal(made.glue.match(/__wasm_split\.js/g).length, 1, made.glue);
  await import(`data:text/javascript,${encodeURIComponent(made.glue)}`);
  await globalThis.start(answer(made.wasm, "application/wasm"));
  const [callback, data, exports] = globalThis.loaded;
  assert.deepEqual([callback, data, exports.__wasm_split_shared0.value], [1, 2, 7]);
  assert.deepEqual(Object.keys(exports).filter((name) => name.length > 2), ["memory", "__indirect_function_table", "__wasm_split_shared0"]);
});

/** Glue that passes texts to a wasm which only gives out memory, as wasm-bindgen writes it. */
const PASSING = `
const cachedTextEncoder = new TextEncoder();
let WASM_VECTOR_LEN = 0;
const memory = new Uint8Array(64);
const wasm = { malloc: () => 8, realloc: (place) => place };
function getUint8ArrayMemory0() {
    return memory;
}
function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        const buf = cachedTextEncoder.encode(arg);
        const ptr = malloc(buf.length, 1) >>> 0;
        getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);
        WASM_VECTOR_LEN = buf.length;
        return ptr;
    }

    let offset = 0;
    for (; offset < arg.length; offset++) {
        const code = arg.charCodeAt(offset);
        if (code > 0x7F) break;
        memory[8 + offset] = code;
    }
    WASM_VECTOR_LEN = offset;
    return realloc(8, arg.length, offset, 1);
}
export function pass(text) {
    const place = passStringToWasm0(text, wasm.malloc, wasm.realloc);
    return memory.slice(place, place + WASM_VECTOR_LEN);
}
function __wbg_get_imports() {}
function __wbg_finalize_init() {}
`;

test("texts are passed by the encoder alone", async () => {
  const code = await bundle(PASSING, 'import { pass } from "glue"; globalThis.pass = pass;');
  assert.doesNotMatch(code, /charCodeAt|realloc\(/);
  new Function(code)();
  for (const text of ["", "plain", "Ωλ 😀 ü", "half \uD800"]) {
    assert.deepEqual(globalThis.pass(text), new TextEncoder().encode(text));
  }
  const other = PASSING.replace("if (realloc === undefined)", "if (!realloc)");
  await assert.rejects(bundle(other, 'import { pass } from "glue"; globalThis.pass = pass;'), /a way that is not known here/);
});
