import { parseArgs } from "node:util";

/** What the command line asks for. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "refused"; readonly message: string }
  | ({ readonly kind: "run" } & RunArguments);

export interface RunArguments {
  readonly works: readonly string[];
  readonly json: boolean;
  /** Fresh processes for each contender. */
  readonly repetitions: number;
  /** Builds and runs that the work `heap` watches. */
  readonly iterations: number;
}

const OPTIONS = {
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
  repetitions: { type: "string", default: "5" },
  iterations: { type: "string", default: "10000" },
} as const;

/** Fewest points through which `heap` can lay a line that says anything. */
const MIN_ITERATIONS = 200;

/** @param args without node and the script @param known names of works; none asked for means all of them */
export function parseCommand(args: readonly string[], known: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
    if (values.help) return { kind: "help" };
    const unknown = positionals.find((work) => !known.includes(work));
    if (unknown !== undefined) return refused(`There is no work "${unknown}". Works: ${known.join(", ")}.`);
    return {
      kind: "run",
      works: positionals.length > 0 ? [...new Set(positionals)] : known,
      json: values.json,
      repetitions: wholeNumber("repetitions", values.repetitions, 1),
      iterations: wholeNumber("iterations", values.iterations, MIN_ITERATIONS),
    };
  } catch (error) {
    return refused((error as Error).message);
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${option} takes a whole number from ${least}; received "${text}".`);
}

const refused = (message: string) => ({ kind: "refused", message }) as const;

/** The answer to `--help`. */
export const helpText = (known: readonly string[]): string => `npm run bench -- [work …] [options]

Works: ${known.join(", ")}. None means all.

  --repetitions=5      fresh processes for each contender
  --iterations=10000   builds and runs that the work heap watches
  --json               one line of JSON a row on stdout
  --help

Exit code: 0, 1 when a target is missed beyond the spread, 2 for a wrong command line.`;
