// How the files of a build are named, checked and compressed: for scripts/dist.mjs, which finishes a build, and
// scripts/configure.mjs, which writes a program into one.
import { createHash } from "node:crypto";
import { extname } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** The name of a file with the hash of its content in it. */
export function hashedName(name, bytes) {
  const hash = shortHash(bytes);
  const extension = extname(name);
  const stem = name.slice(0, -extension.length);
  // The wasm keeps its `_bg` at the end, where tools look for it.
  return stem.endsWith("_bg") ? `${stem.slice(0, -3)}-${hash}_bg${extension}` : `${stem}-${hash}${extension}`;
}

/** The first half of a SHA-256, which tells builds and files apart. */
export const shortHash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** The value of an integrity attribute. */
export const integrity = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;

/** The address of a file that a script fetches, with its integrity behind it, where no server sees it. */
export const checkedAddress = (file, bytes) => `${file}#${integrity(bytes)}`;

/** The hash by which the content security policy names a text that stands in the page itself. */
export const policyHash = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** A text as it stands in an HTML page, also within an attribute. */
export const escaped = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** How many distances have a code of their own in the Brotli format: which number gives the fewest bytes differs by file. */
const DIRECT_DISTANCES = [0, 8, 15];

/** The precompressed forms of a file, by the ending of their names: the smallest there are. */
export function compressed(bytes) {
  const brotli = DIRECT_DISTANCES.map((direct) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        [constants.BROTLI_PARAM_NDIRECT]: direct,
      },
    }),
  );
  const smallest = brotli.reduce((least, one) => (one.length < least.length ? one : least));
  return { ".br": smallest, ".gz": gzipSync(bytes, { level: 9 }) };
}
