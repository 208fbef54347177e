import type { ProblemList } from "../source/problem-list.ts";
import type { MapEntry, ScalarNode, SourceNode } from "../source/source-node.ts";
import { parseVariables, type TextPart } from "./variable-syntax.ts";

type Path = readonly (string | number)[];

export interface InterpolateOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly problems: ProblemList;
}

/** The tree with every `${…}` of its texts replaced; keys stay as they are. */
export function interpolate(node: SourceNode, options: InterpolateOptions, path: Path = []): SourceNode {
  if (node.kind === "scalar")
    return typeof node.value === "string" ? scalar(node, node.value, options, path) : node;
  if (node.kind === "list")
    return { ...node, items: node.items.map((item, index) => interpolate(item, options, [...path, index])) };
  const entries = [...node.entries].map(([key, { key: place, value }]): [string, MapEntry] => [
    key,
    { key: place, value: interpolate(value, options, [...path, key]) },
  ]);
  return { ...node, entries: new Map(entries) };
}

function scalar(
  node: ScalarNode,
  text: string,
  { env, problems }: InterpolateOptions,
  path: Path,
): ScalarNode {
  if (!text.includes("${")) return node;
  const parts = parseVariables(text);
  if ("message" in parts) {
    problems.add({ place: node.place, path, ...parts });
    return { ...node, value: undefined, isBroken: true };
  }
  const missing = parts
    .filter((part) => textOf(part, env) === undefined)
    .flatMap((part) => (part.kind === "variable" ? [part.name] : []));
  for (const name of missing) problems.add({ place: node.place, path, ...notSet(name) });
  if (missing.length > 0) return { ...node, value: undefined, isBroken: true };
  const variables = parts.flatMap((part) => (part.kind === "variable" ? [part.name] : []));
  return {
    ...node,
    value: parts.map((part) => textOf(part, env)).join(""),
    ...(variables.length > 0 && { variables, isWholeVariable: parts.length === 1 }),
  };
}

/** As in a shell, `:-` also counts for a variable that is empty. */
function textOf(part: TextPart, env: InterpolateOptions["env"]): string | undefined {
  if (part.kind === "text") return part.text;
  const value = Object.hasOwn(env, part.name) ? env[part.name] : undefined;
  return part.fallback !== undefined && (value === undefined || value === "") ? part.fallback : value;
}

const notSet = (name: string) => ({
  message: `The variable ${name} is not set.`,
  hint: `Set it, in the environment or in .env beside the file (${name}=…), or give it a default: \${${name}:-…}.`,
});
