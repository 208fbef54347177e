import { FONT } from "../layout/measure.ts";

export type Theme = "auto" | "light" | "dark" | "page";

type Palette = Readonly<Record<(typeof COLORS)[number], string>>;
const COLORS = [
  "ink",
  "muted",
  "line",
  "fill",
  "border",
  "accent",
  "tint",
  "way",
  "loop",
  "running",
  "failed",
] as const;

const LIGHT: Palette = {
  ink: "#0f172a",
  muted: "#64748b",
  line: "#94a3b8",
  fill: "#ffffff",
  border: "#cbd5e1",
  accent: "#4f46e5",
  tint: "#eef2ff",
  way: "#f0f9ff",
  loop: "#b45309",
  running: "#2563eb",
  failed: "#dc2626",
};
const DARK: Palette = {
  ink: "#e2e8f0",
  muted: "#94a3b8",
  line: "#64748b",
  fill: "#1e293b",
  border: "#475569",
  accent: "#a5b4fc",
  tint: "#312e81",
  way: "#15334b",
  loop: "#fbbf24",
  running: "#60a5fa",
  failed: "#f87171",
};
const mix = (percent: number) => `color-mix(in srgb, currentColor ${percent}%, transparent)`;
const PAGE: Palette = {
  ...DARK,
  ink: "currentColor",
  muted: mix(65),
  line: mix(50),
  fill: mix(5),
  border: mix(30),
  accent: mix(80),
  tint: mix(12),
  way: mix(9),
  loop: "#d97706",
  running: "#3b82f6",
  failed: "#ef4444",
};

/** The style sheet of a picture. A page changes a colour by setting `--viz-ink` and so on. */
export function svgStyle(theme: Theme): string {
  const self = `.pergola-graph-${theme}`;
  const colors = { auto: LIGHT, light: LIGHT, dark: DARK, page: PAGE }[theme];
  const dark = theme === "auto" ? `@media (prefers-color-scheme: dark){${self}{${variables(DARK)}}}` : "";
  return `${self}{${variables(colors)}}${dark}${RULES}`;
}

const variables = (palette: Palette) =>
  COLORS.map((name) => `--pg-${name}:var(--viz-${name},${palette[name]})`).join(";");

const color = (name: (typeof COLORS)[number]) => `var(--pg-${name})`;

const RULES = [
  `.pergola-graph{font-family:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}`,
  `.pergola-graph text{fill:${color("ink")};text-anchor:middle}`,
  `.pergola-graph .pg-label{font-size:${FONT.label}px;font-weight:500}`,
  `.pergola-graph .pg-caption{font-size:${FONT.caption}px;fill:${color("muted")}}`,
  `.pergola-graph .pg-edge-label{font-size:${FONT.edge}px;fill:${color("muted")}}`,
  `.pergola-graph .pg-title{font-size:${FONT.title}px;font-weight:600;fill:${color("muted")};text-anchor:start}`,
  `.pergola-graph .pg-cluster{fill:${color("muted")};fill-opacity:.07;stroke:${color("border")}}`,
  `.pergola-graph .pg-shape{fill:${color("fill")};stroke:${color("border")};stroke-width:1.25}`,
  `.pergola-graph .pg-pill .pg-shape{fill:${color("tint")};stroke:${color("accent")}}`,
  `.pergola-graph .pg-hexagon .pg-shape,.pergola-graph .pg-funnel .pg-shape{fill:${color("way")}}`,
  `.pergola-graph .pg-line{fill:none;stroke:${color("line")};stroke-width:1.5}`,
  `.pergola-graph .pg-arrow{fill:${color("line")}}`,
  `.pergola-graph .pg-conditional .pg-line{stroke-dasharray:5 4}`,
  `.pergola-graph .pg-loop .pg-line{stroke:${color("loop")}}`,
  `.pergola-graph .pg-loop .pg-arrow{fill:${color("loop")}}`,
  `.pergola-graph .pg-loop .pg-edge-label{fill:${color("loop")}}`,
  `.pergola-graph .pg-running .pg-shape{stroke:${color("running")};stroke-width:2.5}`,
  `.pergola-graph .pg-failed .pg-shape{stroke:${color("failed")};stroke-width:2.5}`,
  `.pergola-graph .pg-running .pg-state{fill:${color("running")}}`,
  `.pergola-graph .pg-failed .pg-state{fill:${color("failed")}}`,
].join("");
