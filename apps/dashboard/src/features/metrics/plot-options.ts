import uPlot from "uplot";
import { clockTime } from "../../ui/clock-time.ts";
import type { ChartDefinition, ChartSeries } from "./charts.ts";
import { cssColor } from "./css-color.ts";

export interface PlotOptions {
  readonly width: number;
  readonly onHover: (index: number | undefined) => void;
}

const HEIGHT = 180;
const FONT = "12px ui-sans-serif, system-ui, sans-serif";

/** How a chart is drawn, in the colours of the page. */
export function plotOptions(chart: ChartDefinition, { width, onHover }: PlotOptions): uPlot.Options {
  const [text, grid] = [cssColor("--text-muted"), cssColor("--border")];
  const axis: uPlot.Axis = {
    stroke: text,
    font: FONT,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
  };
  const isLines = chart.look === "lines";
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: isLines } },
    scales: {
      x: { range: withRoom },
      y: { range: (_plot, _min, max) => [0, Math.max(max * 1.1, Number.MIN_VALUE) || 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        values: (_plot, times) => times.map((time) => clockTime(time * 1_000)),
        space: 72,
        size: 26,
      },
      {
        ...axis,
        size: 56,
        space: 36,
        values: (_plot, values) => values.map((value) => (value === 0 ? "0" : chart.format(value))),
      },
    ],
    series: [{}, ...chart.series.map((series) => (isLines ? lineOf(series) : barsOf(series)))],
    hooks: {
      setCursor: [(plot) => onHover(plot.cursor.idx ?? undefined)],
    },
  };
}

function lineOf({ label, color }: ChartSeries): uPlot.Series {
  const stroke = cssColor(color);
  return { label, stroke, width: 1.5, points: { show: true, size: 5, fill: stroke, filter: alone } };
}

function barsOf({ label, color }: ChartSeries): uPlot.Series {
  const fill = cssColor(color);
  return {
    label,
    stroke: fill,
    fill,
    width: 0,
    points: { show: false },
    paths: uPlot.paths.bars?.({ size: [0.7, 24] }),
  };
}

/** Half a slot more on both sides: room for the first and the last bar. */
function withRoom(plot: uPlot, min: number, max: number): uPlot.Range.MinMax {
  const slots = (plot.data[0]?.length ?? 0) - 1;
  const half = slots > 0 ? (max - min) / slots / 2 : 30;
  return [min - half, max + half];
}

/** Values without one beside them: there is no line that would show them. */
function alone(plot: uPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  const isThere = (index: number) => values[index] !== null && values[index] !== undefined;
  return Array.from(values.keys()).filter((at) => isThere(at) && !isThere(at - 1) && !isThere(at + 1));
}
