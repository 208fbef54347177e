interface Named {
  readonly name: string;
  readonly problem?: { readonly message: string; readonly hint: string };
}

/** A generated name gets a suffix on a clash with a state key or another node; an explicit one that clashes is refused. */
export function uniqueNodeName(generated: string, explicit: unknown, taken: ReadonlySet<string>): Named {
  const wanted = typeof explicit === "string" ? explicit : generated;
  const name = withSuffix(wanted, taken);
  if (isReserved(wanted)) return { name, problem: reserved(wanted) };
  if (typeof explicit !== "string" || name === explicit) return { name };
  return {
    name,
    problem: {
      message: `nodeName "${explicit}" is the name of a state key or of another step.`,
      hint: `Choose another one, for example "${name}".`,
    },
  };
}

/** LangGraph keeps names with two underscores, and uses ":" and "|" itself; members of objects it takes for state keys. */
function isReserved(name: string): boolean {
  return name.startsWith("__") || /[:|]/.test(name) || name in Object.prototype;
}

function reserved(name: string) {
  return {
    message: `nodeName "${name}" cannot be used: LangGraph keeps it for itself.`,
    hint: 'Use letters, digits, "_" and "-", for example "search_orders".',
  };
}

function withSuffix(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let suffix = 2; ; suffix++) if (!taken.has(`${name}_${suffix}`)) return `${name}_${suffix}`;
}
