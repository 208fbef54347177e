import { flowErrors } from "./errors.ts";

const KEYS = ["name", "input", "output", "policy", "allowCycle", "queueSize", "description", "subflows"];
/** What a name may not be: words that `to` gives a meaning. */
const RESERVED = new Set(["", "egress"]);

interface Checked {
  readonly name?: unknown;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly queueSize?: unknown;
  readonly subflows?: unknown;
}

/** @throws INVALID_NODE */
export function checkNode(options: Checked, run: unknown): void {
  const problem = problemOf(options, run);
  if (problem === undefined) return;
  throw flowErrors.create("INVALID_NODE", {
    message: problem,
    hint: 'Write node({ name: "greet", input: schema }, async (payload, ctx) => …).',
    details: typeof options?.name === "string" ? { node: options.name } : {},
  });
}

function problemOf(options: Checked, run: unknown): string | undefined {
  if (typeof options !== "object" || options === null)
    return `node() got ${String(options)}; expected options with a name.`;
  const { name, queueSize } = options;
  if (typeof name !== "string" || RESERVED.has(name))
    return `A node has the name ${typeof name === "string" ? JSON.stringify(name) : String(name)}; expected a text that is not empty and not "egress".`;
  const unknownKey = Object.keys(options).find((key) => !KEYS.includes(key));
  if (unknownKey !== undefined)
    return `Node "${name}" has the option "${unknownKey}"; there are ${KEYS.join(", ")}.`;
  if (typeof run !== "function") return `Node "${name}" got ${typeof run} as its work; expected a function.`;
  if (queueSize !== undefined && !(Number.isInteger(queueSize) && (queueSize as number) >= 0))
    return `Node "${name}" has queueSize ${String(queueSize)}; expected a whole number of at least 0 (0: no bound).`;
  return (
    schemaProblem(name, "input", options.input) ??
    schemaProblem(name, "output", options.output) ??
    subflowsProblem(name, options.subflows)
  );
}

const isThing = (value: unknown): value is object =>
  (typeof value === "object" || typeof value === "function") && value !== null;

function subflowsProblem(name: string, subflows: unknown): string | undefined {
  if (subflows === undefined || (isThing(subflows) && Object.values(subflows).every(isThing)))
    return undefined;
  return `Node "${name}" has subflows that are none; expected flows, or functions that make them, by name.`;
}

function schemaProblem(name: string, key: string, schema: unknown): string | undefined {
  if (schema === undefined) return undefined;
  if (isThing(schema) && "~standard" in schema) return undefined;
  return `Node "${name}" has an ${key} that is no schema; expected one of a library with the Standard Schema interface, as zod has.`;
}
