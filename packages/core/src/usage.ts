/** Tokens of one or more model calls, as the vendor counted them. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  /** Input tokens that came from the vendor's cache; part of `inputTokens`. */
  readonly cachedInputTokens?: number;
  /** Input tokens that the vendor stored in its cache, where it takes a price of its own for that; part of `inputTokens`. */
  readonly cacheWriteTokens?: number;
  /** Output tokens spent on reasoning; part of `outputTokens`. */
  readonly reasoningTokens?: number;
  /** US dollars, to the billionth. Only there when the price of every call in it is known. */
  readonly cost?: number;
}

export const NO_USAGE: Usage = Object.freeze({ inputTokens: 0, outputTokens: 0, totalTokens: 0 });

/** The sum of two usages. */
export function addUsage(a: Usage, b: Usage | undefined): Usage {
  if (b === undefined) return a;
  const cached = (a.cachedInputTokens ?? 0) + (b.cachedInputTokens ?? 0);
  const written = (a.cacheWriteTokens ?? 0) + (b.cacheWriteTokens ?? 0);
  const reasoning = (a.reasoningTokens ?? 0) + (b.reasoningTokens ?? 0);
  const cost = addCost(a, b);
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    totalTokens: a.totalTokens + b.totalTokens,
    ...(cached > 0 && { cachedInputTokens: cached }),
    ...(written > 0 && { cacheWriteTokens: written }),
    ...(reasoning > 0 && { reasoningTokens: reasoning }),
    ...(cost !== undefined && { cost }),
  };
}

/** Of what is no usage at all the cost need not be known. */
function addCost(a: Usage, b: Usage): number | undefined {
  if (a.cost === undefined) return isNothing(a) ? b.cost : undefined;
  if (b.cost === undefined) return isNothing(b) ? a.cost : undefined;
  return Math.round((a.cost + b.cost) * BILLION) / BILLION;
}

const BILLION = 1_000_000_000;

const isNothing = ({ inputTokens, outputTokens, totalTokens }: Usage) =>
  inputTokens === 0 && outputTokens === 0 && totalTokens === 0;
