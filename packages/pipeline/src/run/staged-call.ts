import { throwIfAborted } from "@pergola/core";
import { getRun, type StepContext } from "@pergola/core-steps";
import { createStagedContext } from "../context/create-staged-context.ts";
import { pipelineErrors } from "../errors.ts";
import type { StagedStep } from "../steps/staged-step.ts";
import { assertJson } from "./assert-json.ts";
import { draftOf, storeResult } from "./draft.ts";
import type { Host } from "./host.ts";
import type { Position } from "./position.ts";

/** Under which key a step that is a function finds the run that calls it. */
const CALL = Symbol("pergola.staged-call");

type State = Readonly<Record<PropertyKey, unknown>>;

/** A step under the name that its workflow gives it. */
export interface NamedStep {
  readonly name: string;
  readonly step: StagedStep;
}

/** One execution of a step of a workflow, with all its attempts. */
export class StagedCall {
  readonly #host: Host;
  readonly #state: State;
  /** Before the step, and after it once it has ended well. */
  position: Position;

  constructor(host: Host, state: State, position: Position) {
    this.#host = host;
    this.#state = state;
    this.position = position;
  }

  /** The state with this call in it, where no step and no template sees it. */
  get state(): Readonly<Record<string, unknown>> {
    return { ...this.#state, [CALL]: this };
  }

  /** The call that a step is made in. @throws STEP_OVER outside of a workflow */
  static of(state: State): StagedCall {
    const call = state[CALL];
    if (call instanceof StagedCall) return call;
    throw pipelineErrors.create("STEP_OVER", {
      message: "A step of a workflow was called outside of one.",
      hint: "Put it into a workflow: defineWorkflow({ stages: { … } }).",
    });
  }

  /** One attempt: what the step does to the context counts only if it ends well. */
  async attempt({ name, step }: NamedStep, context: StepContext): Promise<void> {
    const draft = draftOf(this.position);
    const { staged, close } = createStagedContext({
      draft,
      step: name,
      context,
      state: this.#state,
      host: this.#host,
    });
    try {
      const value = await step.run(staged);
      throwIfAborted(getRun(context).signal);
      if (value !== undefined) {
        if (this.#host.isKept) assertJson(name, value);
        storeResult(draft, name, value);
      }
      if (typeof value === "string") {
        draft.lastText = value;
        if (draft.stage === "deliver") draft.response ??= value;
      }
      // A copy: what the step has left running may still write to its own.
      this.position = draftOf(draft);
    } finally {
      close();
    }
  }
}
