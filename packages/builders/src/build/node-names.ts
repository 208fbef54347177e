/** Names that LangGraph keeps for itself. */
const RESERVED = new Set(["__start__", "__end__"]);

interface Named {
  readonly name: string;
  readonly problem?: { readonly message: string; readonly hint: string };
}

/** A generated name gets a suffix on a clash with a state key or another node; an explicit one that clashes is refused. */
export function uniqueNodeName(generated: string, explicit: unknown, taken: ReadonlySet<string>): Named {
  if (typeof explicit !== "string") return { name: withSuffix(generated, taken) };
  if (!taken.has(explicit) && !RESERVED.has(explicit)) return { name: explicit };
  return {
    name: withSuffix(explicit, taken),
    problem: {
      message: `nodeName "${explicit}" is the name of a state key or of another step.`,
      hint: `Choose another one, for example "${withSuffix(explicit, taken)}".`,
    },
  };
}

function withSuffix(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let suffix = 2; ; suffix++) if (!taken.has(`${name}_${suffix}`)) return `${name}_${suffix}`;
}
