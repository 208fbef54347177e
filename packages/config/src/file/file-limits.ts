import { suggest } from "@pergola/core";
import { configErrors } from "../errors.ts";

/** What a config file may cost. */
export interface ConfigFileLimits {
  /** Longest file, in bytes. Default 1 048 576. */
  readonly maxBytes?: number;
  /** Most values of a file, those that aliases repeat included. Default 20 000. */
  readonly maxNodes?: number;
  /** Deepest nesting, at most 500. Default 64. */
  readonly maxDepth?: number;
  /** Most aliases (`*name`) of a YAML file. Default 100. */
  readonly maxAliases?: number;
  /** Longest chain of `extends`. Default 10. */
  readonly maxExtends?: number;
}

const DEFAULT_FILE_LIMITS: Required<ConfigFileLimits> = {
  maxBytes: 1_048_576,
  maxNodes: 20_000,
  maxDepth: 64,
  maxAliases: 100,
  maxExtends: 10,
};

/** What is built of a file is walked by functions that call themselves. */
const DEEPEST = 500;

/** What each limit is at least. */
const LEAST: Required<ConfigFileLimits> = {
  maxBytes: 1,
  maxNodes: 1,
  maxDepth: 1,
  maxAliases: 0,
  maxExtends: 0,
};

/** The limits given, the others by default. @throws CONFIG_FILE_LIMITS_INVALID */
export function fileLimits(given: ConfigFileLimits = {}): Required<ConfigFileLimits> {
  const entries = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  const problems = entries.flatMap(([name, value]) => limitProblem(name, value));
  if (problems.length > 0) throw limitsInvalid(problems);
  const limits = { ...DEFAULT_FILE_LIMITS, ...Object.fromEntries(entries) };
  return { ...limits, maxDepth: Math.min(limits.maxDepth, DEEPEST) };
}

/** A limit that is no number would be no limit: nothing is more than NaN. */
function limitProblem(name: string, value: unknown) {
  if (!Object.hasOwn(LEAST, name)) {
    const hint = suggest(name, Object.keys(LEAST));
    return [{ path: ["limits", name], message: `There is no limit "${name}".`, hint }];
  }
  const least = LEAST[name as keyof ConfigFileLimits];
  if (Number.isSafeInteger(value) && (value as number) >= least) return [];
  const received = typeof value === "number" ? String(value) : value === null ? "null" : `a ${typeof value}`;
  return [
    {
      path: ["limits", name],
      message: `Got ${received} as limits.${name}; expected an integer from ${least}.`,
      hint: `Set limits.${name} to an integer from ${least}, or leave it out.`,
    },
  ];
}

function limitsInvalid(problems: ReturnType<typeof limitProblem>) {
  return configErrors.create("CONFIG_FILE_LIMITS_INVALID", {
    message: problems.map(({ message }) => message).join(" "),
    hint: problems.map(({ hint }) => hint).join(" "),
    details: { problems },
  });
}
