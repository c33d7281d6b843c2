// What clients write down, one line of JSON each, in one order over all of them; and chance with a seed.
import { appendFileSync } from "node:fs";
import { join } from "node:path";

let time = 0;

/** A log of one client. `invoke` answers with the function that writes down how it ended. */
export function logOf(folder, client) {
  const file = join(folder, `${client}.jsonl`);
  let operations = 0;
  const write = (op, what, more) => {
    time += 1;
    appendFileSync(file, `${JSON.stringify({ time, client, op, what, ...more })}\n`);
  };
  return {
    note: (what, more) => write("ok", what, more),
    invoke(what, more) {
      operations += 1;
      const n = operations;
      write("invoke", what, { n, ...more });
      return (op, rest) => write(op, what, { n, ...rest });
    },
  };
}

/** The same numbers for the same seed (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (n) => Math.floor(next() * n), pick: (list) => list[Math.floor(next() * list.length)] };
}
