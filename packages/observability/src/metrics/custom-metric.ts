import { redact } from "@pergola/core";
import { foreignLabelValue } from "./label-value.ts";
import type { MetricDefinition } from "./metric-definition.ts";

/** What goes with a value of `record` or `increment`. */
export type MetricMetadata = Readonly<Record<string, unknown>>;

const LONGEST_NAME = 120;

/**
 * The metric that a user's name stands for: `cart.size` is `cart_size`, a count ends in `_total`. Names of ours are not
 * for users. Undefined for a name that has nothing in it.
 */
export function customMetric(
  name: unknown,
  kind: "counter" | "summary",
  labels: readonly string[],
): MetricDefinition | undefined {
  if (typeof name !== "string" || !/[a-zA-Z]/.test(name) || name.length > LONGEST_NAME) return undefined;
  const plain = name.replace(/[^a-zA-Z0-9_:]/g, "_").replace(/^(?=\d)/, "_");
  const own = plain.startsWith("pergola_") ? `custom_${plain}` : plain;
  const exposed = kind === "counter" && !own.endsWith("_total") ? `${own}_total` : own;
  const help = kind === "counter" ? "Counted by the program." : "Recorded by the program.";
  return { name: exposed, kind, help, labels };
}

/** What of the metadata becomes labels: the keys that the options name, if their values are names. */
export function customLabels(
  names: readonly string[],
  metadata: MetricMetadata | undefined,
): readonly string[] {
  return names.map((name) => {
    const value = metadata?.[name];
    const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return isPlain ? foreignLabelValue(String(value)) : "";
  });
}

/** What a sink is given of it: a copy without secrets, so that a later change does no harm. */
export function shownMetadata(metadata: MetricMetadata | undefined): MetricMetadata | undefined {
  return metadata === undefined ? undefined : { ...redact(metadata) };
}
