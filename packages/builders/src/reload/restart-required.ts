import { formatPath } from "@pergola/config";
import type { ConfigChange } from "@pergola/config/file";
import { builderErrors } from "../errors.ts";

/** Longest text of a value in the message; `details.changes` has all of it. */
const MAX_VALUE = 60;

/** The definition changes what the agent is built of. */
export function restartRequired(agent: string, changes: readonly ConfigChange[]) {
  const lines = changes.map((change) => `  ${changeText(change)}`);
  return builderErrors.create("RESTART_REQUIRED", {
    message: `The agent "${agent}" cannot take these changes while it runs, and goes on as it was:\n${lines.join("\n")}`,
    hint: "Restart it to make them live, or take them back: models, prompts, limits, keys and timeouts can change while it runs.",
    details: { agent, changes },
  });
}

/** `steps: ["llm"] → ["llm","tools-loop"]`; of maps the keys that differ: `llm.provider: "openai" → "ollama"` */
export function changeText({ path, from, to }: ConfigChange): string {
  if (isMap(from) && isMap(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    const differing = keys.filter((key) => jsonText(from[key]) !== jsonText(to[key]));
    if (differing.length > 0)
      return differing
        .map((key) => changeText({ path: [...path, key], from: from[key], to: to[key] }))
        .join(", ");
  }
  return `${formatPath(path)}: ${valueText(from)} → ${valueText(to)}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = jsonText(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const jsonText = (value: unknown) => JSON.stringify(value) ?? String(value);
