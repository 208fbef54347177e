import { durationText } from "../text/duration-text.ts";

/** What belongs together stays on one line. */
const NO_BREAK = "\u00A0";

type Say = (value: unknown) => string;

const WORDS: Readonly<Record<string, Say>> = {
  timeoutMs: (value) => `timeout ${durationText(Number(value))}`,
  maxRetries: (value) => `${value} ${value === 1 ? "retry" : "retries"}`,
  backoffBaseMs: (value) => `backoff ${durationText(Number(value))}`,
  backoffFactor: (value) => `× ${value}`,
  maxBackoffMs: (value) => `backoff up to ${durationText(Number(value))}`,
  concurrency: (value) => `${value} at once`,
  queueSize: (value) => (value === 0 ? "queue without bound" : `queue of ${value}`),
  validate: (value) => (value === "none" ? "not validated" : `validates ${value}`),
};

/** What metadata says about the policy of a node and its queue, in words; empty if it says nothing. */
export function policyText(metadata: Readonly<Record<string, unknown>> = {}): string {
  const { policy, queueSize } = metadata;
  const entries = typeof policy === "object" && policy !== null ? Object.entries(policy) : [];
  const all = queueSize === undefined ? entries : [...entries, ["queueSize", queueSize] as const];
  return all
    .map(([key, value]) => say(key, value))
    .filter((text) => text !== "")
    .map((text) => text.replaceAll(" ", NO_BREAK))
    .join(`${NO_BREAK}· `);
}

function say(key: string, value: unknown): string {
  const words = Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
  if (words !== undefined) return words(value);
  if (value === true) return key;
  return typeof value === "number" || typeof value === "string" ? `${key} ${value}` : "";
}
