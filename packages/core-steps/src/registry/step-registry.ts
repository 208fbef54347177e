import { suggest } from "@pergola/core";
import { stepErrors } from "../errors.ts";
import type { AnyStepStrategy } from "../step-strategy.ts";

export interface RegisterOptions {
  /** Replace a strategy of the same name. Default false: a duplicate is an error. */
  readonly override?: boolean;
}

/** Step types by name. A child sees its parent's and may add or shadow its own. */
export interface StepRegistry {
  /** @throws INCOMPLETE_STRATEGY, DUPLICATE_STEP_TYPE */
  register(strategy: AnyStepStrategy, options?: RegisterOptions): void;
  register(name: string, strategy: AnyStepStrategy, options?: RegisterOptions): void;
  /** @throws UNKNOWN_STEP_TYPE with what is registered and the nearest spelling. */
  get(name: string): AnyStepStrategy;
  has(name: string): boolean;
  /** Sorted names, the parent's included. */
  list(): readonly string[];
  /** False when this registry itself has none of that name. */
  unregister(name: string): boolean;
  /** A registry below this one: what it registers stays in it. */
  child(): StepRegistry;
}

/** A registry that holds only what it is given. `createStepRegistry` has the built-in types too. */
export function createEmptyStepRegistry(parent?: StepRegistry): StepRegistry {
  const own = new Map<string, AnyStepStrategy>();
  const names = () => [...new Set([...own.keys(), ...(parent?.list() ?? [])])].sort();

  const registry: StepRegistry = {
    register(
      first: string | AnyStepStrategy,
      second?: AnyStepStrategy | RegisterOptions,
      third?: RegisterOptions,
    ) {
      const isNamed = typeof first === "string";
      const strategy = (isNamed ? second : first) as AnyStepStrategy;
      const options = (isNamed ? third : second) as RegisterOptions | undefined;
      assertStepStrategy(strategy, isNamed ? first : undefined);
      const name = isNamed ? first : strategy.name;
      if (own.has(name) && options?.override !== true) throw duplicate(name);
      own.set(name, strategy);
    },
    get(name) {
      const strategy = own.get(name) ?? (parent?.has(name) ? parent.get(name) : undefined);
      if (strategy === undefined) throw unknownStepType(name, names());
      return strategy;
    },
    has: (name) => own.has(name) || (parent?.has(name) ?? false),
    list: names,
    unregister: (name) => own.delete(name),
    child: () => createEmptyStepRegistry(registry),
  };
  return registry;
}

/** The error of an unknown step type; also what validation reports. */
export function unknownStepType(name: string, known: readonly string[]) {
  return stepErrors.create("UNKNOWN_STEP_TYPE", {
    message: `Unknown step type: ${name}`,
    hint: `${suggest(name, known)} Register your own with registry.register(strategy).`,
    details: { received: name, known },
  });
}

const REQUIRED = {
  name: "string",
  configSchema: "object",
  createStep: "function",
  nodeName: "function",
} as const;

/** @param name for the message, when it is registered under another. @throws INCOMPLETE_STRATEGY naming what it lacks */
export function assertStepStrategy(strategy: unknown, name?: string): asserts strategy is AnyStepStrategy {
  const members = (typeof strategy === "object" && strategy !== null ? strategy : {}) as Record<
    string,
    unknown
  >;
  const missing = Object.entries(REQUIRED)
    .filter(([member, type]) => !(typeof members[member] === type && members[member] !== null))
    .map(([member]) => member);
  if (missing.length === 0) return;
  throw stepErrors.create("INCOMPLETE_STRATEGY", {
    message: `The step strategy ${name ?? (String(members.name ?? "") || "without a name")} lacks: ${missing.join(", ")}.`,
    hint: "A StepStrategy is { name, configSchema (zod), createStep(config), nodeName(index) }.",
    details: { missing },
  });
}

function duplicate(name: string) {
  return stepErrors.create("DUPLICATE_STEP_TYPE", {
    message: `The step type "${name}" is registered already.`,
    hint: "Choose another name, or pass { override: true } to replace it.",
    details: { name },
  });
}
