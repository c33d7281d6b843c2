// The colors of a program: made of one accent for light and one for dark, and held against everything they stand on.
// Used by scripts/configure.mjs, and by scripts/check-config.mjs on a site that is served; the roles are those of
// style/tokens/color.css.

/** What each text needs, by WCAG 2.2 AA (1.4.3); edges and marks need 3:1 (1.4.11). */
const TEXT = 4.5;
const EDGE = 3;

const SCHEMES = ["light", "dark"];

/** `[lightness, a, b]` in OKLab of `#rrggbb`. */
function oklab(color) {
  const [r, g, b] = linear(color);
  const [l, m, s] = [
    0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
    0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
    0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
  ].map(Math.cbrt);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Red, green and blue of `#rrggbb` as shares of light. */
const linear = (color) =>
  [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });

/** `#rrggbb` of a color in OKLCH; what a screen cannot show becomes the nearest that it can. */
function hex(lightness, chroma, hue) {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const [l, m, s] = [
    lightness + 0.3963377774 * a + 0.2158037573 * b,
    lightness - 0.1055613458 * a - 0.0638541728 * b,
    lightness - 0.0894841775 * a - 1.291485548 * b,
  ].map((root) => root ** 3);
  const shares = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const digits = shares.map((share) => {
    const shown = share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055;
    return Math.round(Math.min(1, Math.max(0, shown)) * 255).toString(16).padStart(2, "0");
  });
  return `#${digits.join("")}`;
}

/** The contrast of two colors, by WCAG 2.2. */
export function contrast(one, other) {
  const light = (color) => {
    const [r, g, b] = linear(color);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colors of one scheme that follow from its accent. */
function derived(accent, scheme) {
  const [lightness, a, b] = oklab(accent);
  const chroma = Math.hypot(a, b);
  const hue = (Math.atan2(b, a) * 180) / Math.PI;
  // A grey accent stays grey.
  const at = (light, most) => hex(light, Math.min(chroma, most), hue);
  return scheme === "light"
    ? {
        accent, "accent-strong": at(lightness * 0.78, chroma), "accent-soft": at(0.955, 0.018), "on-accent": "#ffffff",
        deep: at(0.315, 0.07),
      }
    : {
        accent, "accent-strong": at(Math.min(0.95, lightness + 0.07), chroma * 0.8), "accent-soft": at(0.275, 0.034),
        "on-accent": at(0.19, 0.03), deep: at(0.27, 0.046),
      };
}

/** The colors that a style sheet gives to its roles, in both schemes. */
export function rolesOf(css) {
  const one = String.raw`oklch\(([\d.]+%?) ([\d.]+) ([\d.]+)\)`;
  const color = ([lightness, chroma, hue]) =>
    hex(lightness.endsWith("%") ? Number.parseFloat(lightness) / 100 : Number(lightness), Number(chroma), Number(hue));
  const roles = { light: {}, dark: {} };
  const keep = (name, light, dark) => {
    // The first is that of every reader; later ones are for print and for more contrast.
    roles.light[name] ??= color(light);
    roles.dark[name] ??= color(dark);
  };
  for (const [, name, ...numbers] of css.matchAll(new RegExp(`--([\\w-]+):\\s*light-dark\\(${one},\\s*${one}\\)`, "g"))) {
    keep(name, numbers.slice(0, 3), numbers.slice(3, 6));
  }
  for (const [, name, ...numbers] of css.matchAll(new RegExp(`--([\\w-]+):\\s*${one}`, "g"))) {
    keep(name, numbers.slice(0, 3), numbers.slice(0, 3));
  }
  return roles;
}

/** What stands on what: `[in front, behind, contrast needed]`. */
const PAIRS = [
  ...["paper", "surface", "sunken", "accent-soft"].flatMap((ground) => [
    ["accent", ground, TEXT],
    ["accent-strong", ground, TEXT],
  ]),
  ["on-accent", "accent", TEXT],
  ["on-accent", "accent-strong", TEXT],
  ...["ink", "ink-quiet", "success", "warning", "danger"].map((text) => [text, "accent-soft", TEXT]),
  ["edge", "accent-soft", EDGE],
  ["on-deep", "deep", TEXT],
  ["on-deep-quiet", "deep", TEXT],
];

/** A contrast as it is said: never rounded up to what is needed. */
const said = (ratio) => `${(Math.floor(ratio * 100) / 100).toFixed(2)}:1`;

/** The colors that a page of the site is served with: those of the build, and over them those of its program. */
export function servedRoles(page) {
  const roles = rolesOf(page);
  for (const [, name, light, dark] of page.matchAll(/--([\w-]+):light-dark\((#[0-9a-f]{6}),(#[0-9a-f]{6})\)/g)) {
    roles.light[name] = light;
    roles.dark[name] = dark;
  }
  return roles;
}

/** The roles that have no color in both schemes, by name. */
export const missingRoles = ({ light, dark }) =>
  [...new Set(PAIRS.flatMap(([front, ground]) => [front, ground]))].filter((name) => !light[name] || !dark[name]);

/** The schemes whose colors lack contrast, each as a pair of its name and a sentence that says where and what to do. */
export function contrastProblems(roles) {
  return SCHEMES.flatMap((scheme) => {
    const colors = roles[scheme];
    const lacking = PAIRS.map(([front, ground, needed]) => ({ front, ground, needed, found: contrast(colors[front], colors[ground]) }));
    // The worst tells what to change; the others follow from the same color.
    const [worst] = lacking.filter(({ found, needed }) => found < needed).sort((a, b) => a.found / a.needed - b.found / b.needed);
    if (!worst) return [];
    const { front, ground, needed, found } = worst;
    const better = scheme === "light" ? "darker" : "lighter";
    return [[scheme, `${front} ${colors[front]} on ${ground} ${colors[ground]} has a contrast of ${said(found)}, and ${needed}:1 is needed. Choose a ${better} color`]];
  });
}

/**
 * The style sheet of a program with these accents, over one that gives the other roles their colors; and what is wrong
 * with the accents, as pairs of a field and a sentence.
 */
export function theme(accents, css) {
  const roles = rolesOf(css);
  const colors = Object.fromEntries(SCHEMES.map((scheme) => [scheme, derived(accents[scheme].toLowerCase(), scheme)]));
  for (const scheme of SCHEMES) Object.assign(roles[scheme], colors[scheme]);
  const missing = missingRoles(roles);
  if (missing.length > 0) throw new Error(`the style sheet has no color for ${missing.join(", ")}`);
  const problems = contrastProblems(roles).map(([scheme, sentence]) => [`accent.${scheme}`, sentence]);
  const rules = Object.keys(colors.light).map((name) => `--${name}:light-dark(${colors.light[name]},${colors.dark[name]})`);
  // The layer of the tokens: print and a wish for more contrast go on to decide over it.
  return { css: `@layer tokens{:root{${rules.join(";")}}}`, accent: accents.light.toLowerCase(), problems };
}
