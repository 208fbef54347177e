import { createStepRegistry } from "../../registry/built-in-steps.ts";
import type { StepRegistry } from "../../registry/step-registry.ts";
import type { Step, StepContext } from "../../step.ts";
import type { StepChain } from "../../step-chain.ts";
import type { StepEntry, StepGroup, StepParts, StepStrategy } from "../../step-strategy.ts";
import { createStepWrites, type StepWrite } from "../../step-writes.ts";
import type { StepStrategySubject } from "./step-strategy-subject.ts";
import { stateAfter, writesOf } from "./written.ts";

/** A strategy and a config that it has parsed. */
export interface Parsed {
  readonly strategy: StepStrategy<unknown>;
  readonly config: unknown;
  readonly registry: StepRegistry;
}

/** Parses a config as a build does: the keys of `CommonStepConfig` are not the type's. */
export function parseConfig(
  { strategy, registry = createStepRegistry() }: StepStrategySubject,
  given: unknown,
): Parsed {
  // A strategy only ever gets what its own schema has parsed, which is the type that it declares.
  const checked = strategy as StepStrategy<unknown>;
  const {
    nodeName: _name,
    retry: _retry,
    timeoutMs: _timeout,
    cache: _cache,
    ...own
  } = given as Record<string, unknown>;
  return { strategy: checked, config: checked.configSchema.parse(own), registry };
}

/** The step of a config, with all that are inside it. */
export async function makeStep(parsed: Parsed): Promise<Step> {
  return parsed.strategy.createStep(parsed.config, await makeParts(parsed));
}

export async function makeParts({ strategy, config, registry }: Parsed): Promise<StepParts> {
  const groups = strategy.groups?.(config) ?? [];
  return { chains: await Promise.all(groups.map((group) => makeChain(group, registry))) };
}

async function makeChain({ steps }: StepGroup, registry: StepRegistry): Promise<StepChain> {
  const made = await Promise.all(steps.map((entry) => makeStep(parseEntry(entry, registry))));
  return async (state, context, { signal, locals = {} } = {}) => {
    const inner = signal === undefined ? context : narrow(context, signal);
    const writes: StepWrite[] = [];
    for (const step of made) {
      inner.run.signal.throwIfAborted();
      writes.push(...writesOf(await step({ ...stateAfter({ ...state, ...locals }, writes) }, inner)));
    }
    return createStepWrites(writes.filter(([key]) => !Object.hasOwn(locals, key)));
  };
}

export function parseEntry({ step, config }: StepEntry, registry: StepRegistry): Parsed {
  return parseConfig(
    { strategy: typeof step === "string" ? registry.get(step) : step, cases: {}, registry },
    config,
  );
}

function narrow(context: StepContext, signal: AbortSignal): StepContext {
  const both = AbortSignal.any([context.run.signal, signal]);
  return { ...context, signal: both, run: Object.create(context.run, { signal: { value: both } }) };
}
