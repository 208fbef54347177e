/** What a controller loop knows, from round to round. */
export interface WorkingMemory {
  readonly query: string;
  readonly facts: readonly unknown[];
  /** Rounds that are done; the runtime counts. */
  readonly hops: number;
  /** Rounds that there may be; null for no limit. */
  readonly budgetHops: number | null;
  readonly tokensUsed: number;
  /** Null for no limit. */
  readonly budgetTokens: number | null;
  /** 0 to 1. */
  readonly confidence: number;
}

/** What a controller loop ends with. */
export interface FinalAnswer {
  readonly text: string;
  readonly citations: readonly string[];
}

const MARK = Symbol.for("pergola.working-memory");

/** A working memory with what is not given: 8 rounds, tokens without limit. */
export function workingMemory(given: Pick<WorkingMemory, "query"> & Partial<WorkingMemory>): WorkingMemory {
  return Object.freeze({
    facts: [],
    hops: 0,
    budgetHops: 8,
    tokensUsed: 0,
    budgetTokens: null,
    confidence: 0,
    ...given,
    [MARK]: true,
  });
}

/** Whether it was made by {@link workingMemory}, or is a copy of one. */
export function isWorkingMemory(value: unknown): value is WorkingMemory {
  if (typeof value !== "object" || value === null) return false;
  try {
    return MARK in value;
  } catch {
    // A proxy may refuse to be looked at.
    return false;
  }
}

/** What a controller loop ends with. Default: no citations. */
export function finalAnswer(text: string, citations: readonly string[] = []): FinalAnswer {
  return Object.freeze({ text, citations: Object.freeze([...citations]) });
}
