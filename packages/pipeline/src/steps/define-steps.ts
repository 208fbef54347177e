import type { StagedContext } from "../context/staged-context.ts";
import type { StagedStep } from "./staged-step.ts";
import type { StepKind } from "./step-kind.ts";

/** A step whose kind its maker knows. */
export type StepOfKind = Omit<StagedStep, "kind">;

/** A prompt step that asks the model, or does what it likes. */
export type PromptStep = Omit<StepOfKind, "run" | "callsModel"> &
  (
    | { run(context: StagedContext): unknown; readonly prompt?: never }
    | {
        /** What goes to the model; its answer is the step's result. */
        prompt(context: StagedContext): string | Promise<string>;
        /** Goes first. */
        readonly system?: string | undefined;
        readonly run?: never;
      }
  );

const ofKind =
  (kind: StepKind) =>
  (step: StepOfKind): StagedStep => {
    const { run, when, initialize, close } = step;
    return Object.freeze({
      ...step,
      kind,
      run: run.bind(step),
      ...(when !== undefined && { when: when.bind(step) }),
      ...(initialize !== undefined && { initialize: initialize.bind(step) }),
      ...(close !== undefined && { close: close.bind(step) }),
    });
  };

/** A step that thinks; by default in think. With `prompt` it asks the model and gives its answer. */
export function definePromptStep(step: PromptStep): StagedStep {
  if (typeof step.prompt !== "function") return ofKind("prompt")(step as StepOfKind);
  const { prompt, system, ...rest } = step as Extract<PromptStep, { readonly run?: never }>;
  return ofKind("prompt")({
    ...rest,
    callsModel: true,
    run: async (context) =>
      context.callLlm(await prompt(context), { purpose: rest.name, ...(system !== undefined && { system }) }),
  });
}

/** A step that acts; by default in do. */
export const defineToolStep = ofKind("tool");
/** A step that reads what came in; by default in parse. */
export const defineInputAdapter = ofKind("input-adapter");
/** A step that sends what goes out; by default in deliver. */
export const defineOutputAdapter = ofKind("output-adapter");
/** A step for both ends; by default in parse and deliver. */
export const defineAdapter = ofKind("adapter");
/** A step for when something has failed; in error. */
export const defineFailureStep = ofKind("failure");
