// The curves of growth as one picture: a panel for each, all with a linear scale that begins at nothing.

const PANEL = { width: 300, height: 190, left: 44, right: 12, top: 34, bottom: 40 };
const COLUMNS = 3;
const INK = "#1f2933";
const FAINT = "#c5ced8";
const COLOURS = ["#0b5cad", "#b45309"];

const escape = (text) => String(text).replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/** The next round number that is no less. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= value);
}

const text = (x, y, words, { anchor = "start", size = 11, fill = INK, weight = "normal" } = {}) =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" fill="${fill}" font-weight="${weight}">${escape(words)}</text>`;

/** A panel: `lines` are `{ name, points: [[x, y]] }`, all in one unit. */
function panel(at, { title, unit, lines, told }) {
  const { width, height, left, right, top, bottom } = PANEL;
  const [innerWidth, innerHeight] = [width - left - right, height - top - bottom];
  const all = lines.flatMap(({ points }) => points);
  const [mostX, mostY] = [Math.max(...all.map(([x]) => x)), ceiling(Math.max(...all.map(([, y]) => y)))];
  const x = (value) => (left + (value / mostX) * innerWidth).toFixed(1);
  const y = (value) => (top + (1 - value / mostY) * innerHeight).toFixed(1);
  const grid = [0, mostY / 2, mostY].map((value) =>
    `<line x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${y(value)}" stroke="${FAINT}"/>${text(left - 6, Number(y(value)) + 4, told(value), { anchor: "end" })}`);
  const drawn = lines.map(({ name, points }, at) => {
    const colour = COLOURS[at];
    const dots = points.map(([px, py]) => `<circle cx="${x(px)}" cy="${y(py)}" r="2.5" fill="${colour}"/>`).join("");
    const line = points.map(([px, py]) => `${x(px)},${y(py)}`).join(" ");
    const label = lines.length > 1 ? text(left + 6, top + 14 + 14 * at, name, { fill: colour, weight: "bold" }) : "";
    return `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}${label}`;
  });
  const [column, row] = [at % COLUMNS, Math.floor(at / COLUMNS)];
  return `<g transform="translate(${column * width} ${row * height})">${text(left, 20, title, { size: 13, weight: "bold" })}${grid.join("")}${drawn.join("")}
${text(left, height - 22, "0")}${text(width - right, height - 22, mostX.toLocaleString("en"), { anchor: "end" })}${text(left + innerWidth / 2, height - 8, unit, { anchor: "middle", fill: "#52606d" })}</g>`;
}

/** All curves of `measureGrowth`, as SVG. */
export function growthPlot({ drawn, kept }) {
  const panels = [
    ...drawn.map(({ name, unit, points }) => ({
      title: `${name}: answer to paint, ms`,
      unit,
      lines: [{ name, points: points.map(({ size, median }) => [size, median]) }],
      told: (value) => String(value),
    })),
    ...kept.map(({ name, unit, points }) => ({
      title: `${name}: memory, MB`,
      unit,
      lines: [
        { name: "JavaScript", points: points.map(({ size, heap }) => [size, heap / 1e6]) },
        { name: "the program", points: points.map(({ size, wasm }) => [size, wasm / 1e6]) },
      ],
      told: (value) => String(value),
    })),
  ];
  const rows = Math.ceil(panels.length / COLUMNS);
  const [width, height] = [PANEL.width * COLUMNS, PANEL.height * rows];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" role="img" aria-label="How time and memory grow">
<rect width="100%" height="100%" fill="#ffffff"/>
${panels.map((one, at) => panel(at, one)).join("\n")}
</svg>
`;
}
