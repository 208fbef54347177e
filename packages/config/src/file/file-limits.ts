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

/** The limits given, the others by default. */
export function fileLimits(given: ConfigFileLimits = {}): Required<ConfigFileLimits> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const limits = { ...DEFAULT_FILE_LIMITS, ...Object.fromEntries(entries) };
  return { ...limits, maxDepth: Math.min(limits.maxDepth, DEEPEST) };
}
