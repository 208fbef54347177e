/** The time that a waterfall shows. */
export interface TimeAxis {
  /** Epoch milliseconds at its left. */
  readonly startAt: number;
  /** How long it is, in milliseconds; more than 0. */
  readonly lengthMs: number;
  /** Milliseconds since its start, where lines are drawn. */
  readonly ticks: readonly number[];
}

export interface TimeAxisOptions {
  readonly isRunning: boolean;
  /** How many parts the lines make of it at most. Default 5. */
  readonly maxParts?: number;
}

/**
 * The axis of a run that began and has come so far. While it runs there is room at the right, in whole ticks, so that
 * the bars grow and the lines stay; afterwards it ends where the run does.
 */
export function timeAxis(
  startAt: number,
  endAt: number,
  { isRunning, maxParts = 5 }: TimeAxisOptions,
): TimeAxis {
  const lengthMs = Math.max(1, endAt - startAt);
  const step = tickStep((isRunning ? lengthMs * 1.2 : lengthMs) / maxParts);
  const shown = isRunning ? Math.ceil((lengthMs * 1.05) / step) * step : lengthMs;
  const count = Math.floor(shown / step);
  return { startAt, lengthMs: shown, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** 1, 2 or 5 times a power of ten. */
function tickStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10;
  return Math.max(1, factor * power);
}

/** Where a bar lies on the axis, in percent of its length. */
export function barOf(axis: TimeAxis, startedAt: number, endedAt: number): { left: number; width: number } {
  const percent = (ms: number) => Math.min(100, Math.max(0, (ms / axis.lengthMs) * 100));
  const left = percent(startedAt - axis.startAt);
  return { left, width: Math.max(0, percent(endedAt - axis.startAt) - left) };
}
