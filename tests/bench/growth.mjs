// How time and memory grow: long lists, a long agreement, a long visit.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withoutEarlyAnswers } from "../e2e/harness/api.mjs";
import { cycleLanguages, cycleSteps, keepMemory, measureMemory } from "../e2e/harness/memory.mjs";
import { ROOT } from "../e2e/harness/sandbox.mjs";
import { arrive, atStep, renewTo, signIn } from "../e2e/harness/walk.mjs";
import { spread } from "./measure.mjs";

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
const times = (count, make) => Array.from({ length: count }, (_, at) => make(at));

/** An agreement with so many kilobytes of text, and the digest that the contract wants of it. */
function agreementOf(agreement, kilobytes) {
  const sentence = agreement.sections[0].paragraphs[0];
  const section = { ...agreement.sections[0], paragraphs: times(8, () => sentence) };
  const length = ({ heading, paragraphs }) => Buffer.byteLength([heading, ...paragraphs].join("\n\n"));
  const count = Math.max(1, Math.round((kilobytes * 1024) / length(section)));
  const sections = kilobytes < 8 ? [{ ...section, paragraphs: [sentence.padEnd(kilobytes * 1024, " and so on")] }] : times(count, () => section);
  const text = [agreement.title, ...sections.flatMap(({ heading, paragraphs }) => [heading, ...paragraphs])].join("\n\n");
  return { ...agreement, sections, digest: sha256(text) };
}

const golden = (name) => JSON.parse(readFileSync(join(ROOT, "tests/contract/golden", name), "utf8"));
const contacts = ({ contacts: [one] }, count) => ({ contacts: times(count, (at) => ({ ...one, id: `${one.id}-${at}`, isYou: at === 0 })) });
const locations = ({ locations: [one] }, count) => ({ locations: times(count, (at) => ({ ...one, id: `${one.id}-${at}`, name: `Branch ${at + 1}` })) });
/** The competencies of every kind that the contract shows, one after the other. */
const KINDS = golden("get-competencies.kinds.200.json").competencies;
const competency = (at) => ({ ...KINDS[at % KINDS.length], id: `competency-${at}`, name: `Competency ${at + 1}` });
const [ORDER] = golden("get-orders.200.json").orders;

/** From the end of the answer to the paint of what is in it, by the size of the answer. */
const DRAWN = [
  {
    name: "locations",
    unit: "locations to choose from, drawn in parts",
    sizes: [1, 10, 50, 100, 200],
    path: "/renew/location",
    heading: "Where is your company located?",
    answer: /\/v1\/organizations\/[^/]+\/locations$/,
    grow: locations,
    content: "main input[type=radio]",
  },
  {
    name: "contacts",
    unit: "contacts, drawn in parts",
    sizes: [1, 10, 100, 1_000, 5_000],
    path: "/organizations",
    heading: "Organizations",
    answer: /\/v1\/organizations\/[^/]+\/contacts$/,
    grow: contacts,
    content: "main dl dt",
  },
  {
    name: "people",
    unit: "people to change, drawn in parts",
    sizes: [1, 10, 100, 1_000, 5_000],
    path: "/organizations/org-cedar/people",
    heading: "People",
    answer: /\/v1\/organizations\/[^/]+\/contacts$/,
    grow: contacts,
    content: "main dl.people dt",
  },
  {
    name: "branches",
    unit: "locations to change, drawn in parts",
    sizes: [1, 10, 50, 100, 200],
    path: "/organizations/org-cedar/locations",
    heading: "Locations",
    answer: /\/v1\/organizations\/[^/]+\/locations$/,
    grow: locations,
    content: "main dl dt",
  },
  {
    name: "competencies",
    unit: "competencies with all their requirements",
    sizes: [1, 10, 20, 40],
    path: "/competencies",
    heading: "Manage competencies",
    answer: /\/v1\/organizations\/[^/]+\/competencies$/,
    grow: (answer, count) => ({ ...answer, competencies: times(count, competency) }),
    content: "main .requirements",
  },
  {
    name: "orders",
    unit: "orders with what happened to each",
    sizes: [1, 10, 50, 100],
    path: "/orders",
    heading: "Orders and receipts",
    answer: /\/v1\/organizations\/[^/]+\/orders$/,
    grow: (_, count) => ({ orders: times(count, (at) => ({ ...ORDER, renewal: `renewal-${at}`, reference: `R-${at}` })) }),
    content: "main dl.dated",
  },
  {
    name: "agreement",
    unit: "kilobytes of agreement",
    sizes: [1, 4, 16, 64],
    path: "/renew/agreement",
    heading: "Sign the agreement",
    answer: /\/agreements\/current$/,
    grow: agreementOf,
    content: "main input[type=checkbox]",
  },
];

/** Runs in the page before its scripts: `drawnMs` is the time from the end of that answer to the paint after it. */
function watchDrawing({ answer, content }) {
  const look = () => {
    const asked = performance.getEntriesByType("resource").findLast(({ name }) => new RegExp(answer).test(new URL(name).pathname));
    if (!asked || !document.querySelector(content)) return requestAnimationFrame(look);
    // A message posted from a frame's callback comes after that frame's style, layout and paint.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (globalThis.drawnMs = performance.now() - asked.responseEnd);
    port2.postMessage(null);
  };
  requestAnimationFrame(look);
}

/** One curve: `{ name, unit, points: [{ size, median, least, most }] }`, in milliseconds. */
async function measureDrawing({ open, sandbox }, { name, unit, sizes, path, heading, answer, grow, content }, rounds) {
  const page = await open();
  await signIn(page, sandbox);
  await renewTo(page, "location");
  await withoutEarlyAnswers(page);
  let size = 0;
  await page.route((url) => answer.test(url.pathname), async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: grow(await response.json(), size) });
  });
  await page.addInitScript(watchDrawing, { answer: answer.source, content });
  const points = [];
  for (size of sizes) {
    const drawn = [];
    for (let round = 0; round < rounds; round += 1) {
      await page.goto(sandbox.url(path));
      await arrive(page, heading);
      await page.waitForFunction(() => globalThis.drawnMs !== undefined);
      drawn.push(await page.evaluate(() => globalThis.drawnMs));
    }
    points.push({ size, ...spread(drawn) });
  }
  await page.context().close();
  return { name, unit, points };
}

/** Memory in bytes after so many cycles: `{ name, unit, points: [{ size, wasm, heap, nodes, listeners }] }`. */
async function measureVisit({ open, sandbox }, { name, unit, cycles, each, path, cycle }) {
  const page = await open();
  await page.addInitScript(keepMemory);
  await signIn(page, sandbox);
  await renewTo(page, "review");
  for (const slug of path) {
    await page.getByRole("link", { name: "Back", exact: true }).click();
    await atStep(page, slug);
  }
  const devtools = await page.context().newCDPSession(page);
  const points = [];
  for (let done = 0; done <= cycles; done += each) {
    if (done > 0) await page.evaluate(cycle, each);
    points.push({ size: done, ...(await measureMemory(page, devtools)) });
  }
  await page.context().close();
  return { name, unit, points };
}

const VISITS = [
  { name: "steps", unit: "cycles over three steps", cycles: 500, each: 50, path: ["payment", "level", "location"], cycle: cycleSteps },
  { name: "languages", unit: "switches to the other language and back", cycles: 100, each: 10, path: ["payment", "level"], cycle: cycleLanguages },
];

/** All curves. `place.sandbox()` starts a sandbox, `place.open()` a page with storage of its own. */
export async function measureGrowth(place, rounds) {
  const drawn = [];
  const kept = [];
  const run = async (measure, ...given) => {
    const sandbox = await place.sandbox();
    try {
      return await measure({ open: place.open, sandbox }, ...given);
    } finally {
      await sandbox.stop();
    }
  };
  for (const curve of DRAWN) drawn.push(await run(measureDrawing, curve, rounds));
  for (const visit of VISITS) kept.push(await run(measureVisit, visit));
  return { drawn, kept };
}
