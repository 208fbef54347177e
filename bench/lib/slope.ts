export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Slope of the line with the least squared distance to the points. @throws with fewer than two different x */
export function slopeOf(points: readonly Point[]): number {
  const x = mean(points.map((point) => point.x));
  const y = mean(points.map((point) => point.y));
  const spread = sum(points.map((point) => (point.x - x) ** 2));
  if (!(spread > 0)) throw new Error("A slope needs points with at least two different x.");
  return sum(points.map((point) => (point.x - x) * (point.y - y))) / spread;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
