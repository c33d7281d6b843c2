// The page of documentation that tells what was measured.
import { FIGURES } from "./figures.mjs";

const cell = ({ median, least, most }, told) =>
  told(least) === told(most) ? told(median) : `${told(median)} (${told(least)}–${told(most)})`;

const table = (heads, rows) => [
  `| ${heads.join(" | ")} |`,
  `| --- |${" ---: |".repeat(heads.length - 1)}`,
  ...rows.map((cells) => `| ${cells.join(" | ")} |`),
].join("\n");

const whole = (value) => String(Math.round(value));

function figures({ none, slow }) {
  const rows = Object.entries(FIGURES).map(([name, [label, told]]) => [label, cell(none.figures[name], told), cell(slow.figures[name], told)]);
  const steps = Object.keys(none.steps).map((name) => [name, cell(none.steps[name], whole), cell(slow.steps[name], whole)]);
  return `${table(["", "fast line", "slow line"], rows)}

From a press to the next page, in milliseconds:

${table(["", "fast line", "slow line"], steps)}`;
}

const definitions = () =>
  Object.values(FIGURES).filter(([, , what]) => what).map(([label, , what]) => `- ${label.replace(/, (ms|kB|MB)$/, "")}: ${what}.`).join("\n");

function growth({ drawn, kept }) {
  const curves = drawn.map(({ unit, points }) => table([unit, ...points.map(({ size }) => size.toLocaleString("en"))], [["ms", ...points.map((point) => cell(point, whole))]]));
  const visits = kept.map(({ unit, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    const row = (label, of) => [label, of(first), of(last)];
    return table([unit, String(first.size), String(last.size)], [
      row("JavaScript's memory, MB", ({ heap }) => (heap / 1e6).toFixed(2)),
      row("the program's memory, MB", ({ wasm }) => (wasm / 1e6).toFixed(2)),
      row("nodes", ({ nodes }) => whole(nodes)),
      row("listeners", ({ listeners }) => whole(listeners)),
    ]);
  });
  return [...curves, ...visits].join("\n\n");
}

/** The page, in Markdown. */
export const report = (result) => `# Performance

Written by \`make bench\` from the release build: ${result.browser}, median (least–most) of ${result.rounds}. Times depend
on the machine; what can be compared are ratios within one run. \`tests/bench\` says how each figure is taken,
\`make round-trips\` counts what a person waits for, and \`make size\` holds the bytes to \`budget.json\`.

The fast line is this machine's own. The slow one has 1.6 Mbit/s down, 750 kbit/s up, 150 ms for each request, and a
processor four times slower. Every press is followed by at least one request to the API, which is a round trip of these
150 ms; the sign-in has more. Two frames, about 33 ms, are in each time of a step.

${figures(result.networks)}

${definitions()}

## How time and memory grow

From the end of the answer to the paint of what is in it, without a slower processor; memory after a collection.

![How time and memory grow](bench/growth.svg)

${growth(result.growth)}
`;
