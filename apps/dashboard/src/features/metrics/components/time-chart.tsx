import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { ChartDefinition } from "../charts.ts";
import type { Moment } from "../fill-slots.ts";
import { plotOptions } from "../plot-options.ts";
import { useThemeKey } from "../use-theme-key.ts";
import styles from "./time-chart.module.css";

export interface TimeChartProps {
  readonly chart: ChartDefinition;
  readonly moments: readonly Moment[];
  /** Told which moment the pointer is at. */
  readonly onHover: (index: number | undefined) => void;
}

/** Values over time, on a canvas. Who cannot see it has the table. */
export function TimeChart({ chart, moments, onHover }: TimeChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const data = useRef<uPlot.AlignedData>([[]]);
  const theme = useThemeKey();
  data.current = dataOf(chart, moments);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours, which a canvas keeps.
  useEffect(() => {
    const { current: element } = box;
    if (!element) return;
    const options = plotOptions(chart, { width: element.clientWidth, onHover });
    const made = new uPlot(options, data.current, element);
    plot.current = made;
    const resizing = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: made.height }),
    );
    resizing.observe(element);
    return () => {
      resizing.disconnect();
      made.destroy();
    };
  }, [chart, theme, onHover]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the data are of the moments.
  useEffect(() => plot.current?.setData(data.current), [moments]);
  return <div ref={box} className={styles.chart} aria-hidden="true" />;
}

function dataOf({ series, empty }: ChartDefinition, moments: readonly Moment[]): uPlot.AlignedData {
  const values = series.map(({ value }) =>
    moments.map(({ slot }) => (slot === undefined ? empty : (value(slot) ?? empty))),
  );
  return [moments.map(({ at }) => at / 1_000), ...values];
}
