import type { FlowTrace } from "../../api/flows.ts";

const MAX_CHARS = 60;

/** A trace in one line: the values of its input. */
export function traceTitle({ input }: Pick<FlowTrace, "input">): string {
  if (!("value" in input)) return "A large input";
  const { value } = input;
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  const text = isRecord ? Object.values(value).map(textOf).join(" · ") : textOf(value);
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS - 1)}…` : text || "An empty input";
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
