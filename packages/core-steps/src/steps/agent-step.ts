import type { Invocable } from "@pergola/core";
import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import type { StepContext } from "../step.ts";
import { getRun } from "../step-run.ts";
import type { StepStrategy } from "../step-strategy.ts";
import { templateProblems } from "../templates/template-problems.ts";
import { keyProblems } from "./key-problems.ts";
import { compileInput, stepInput } from "./step-input.ts";

/** Config of the `agent` step: another agent, or anything that can be called like one. */
export interface AgentStepConfig<State = Record<string, unknown>> extends CommonStepConfig {
  readonly agent: Invocable;
  /**
   * What it is called with: a template (`"{question}"` alone keeps the type of the value), or a function of the state that
   * may be async. Default `"{input}"`: the state's own `input`, else the text of the last user message.
   */
  readonly input?: string | ((state: State, context: StepContext) => unknown);
  /** State key that gets the text of the answer; of an agent that said nothing its state; any other result as it is. */
  readonly as?: keyof State & string;
}

const agentConfigSchema = lazySchema(() =>
  z.strictObject({
    agent: z.custom<Invocable>(
      isInvocable,
      "Expected an agent: something with a name and invoke(input, options)",
    ),
    input: stepInput.optional(),
    as: z.string().min(1).optional(),
  }),
);

/** Calls another agent inside the run: its events, its scope and its signal. Its answer is appended to `messages`. */
export const agentStep: StepStrategy<AgentStepConfig> = {
  name: "agent",
  configSchema: agentConfigSchema,
  nodeName: (index) => `agent_step_${index}`,
  needs: () => ({ messages: true }),
  writes: ({ as }) => (as === undefined ? ["messages"] : ["messages", as]),
  validate: ({ input, as }, { stateKeys }) => [
    ...templateProblems("input", typeof input === "string" ? input : undefined, stateKeys),
    ...keyProblems("as", as, stateKeys),
  ],
  async createStep({ agent, input = "{input}", as }) {
    const { AIMessage } = await import("@langchain/core/messages");
    const inputOf = compileInput(input);
    return async (state, context) => {
      const { invokeOptions } = getRun(context);
      const result = await agent.invoke(await inputOf(state, context), invokeOptions);
      const { text, value } = readResult(result);
      return { ...(text && { messages: [new AIMessage(text)] }), ...(as !== undefined && { [as]: value }) };
    };
  },
};

/** An agent's result has `text`, `messages` and `state`; without messages it has not said anything. */
function readResult(result: unknown): { readonly text?: string; readonly value: unknown } {
  if (typeof result === "string") return { text: result, value: result };
  if (!isRunResult(result)) return { value: result };
  const { text, messages, state } = result;
  return messages.length === 0 && state !== undefined ? { value: state } : { text, value: text };
}

interface RunResultLike {
  readonly text: string;
  readonly messages: readonly unknown[];
  readonly state?: unknown;
}

function isRunResult(result: unknown): result is RunResultLike {
  if (typeof result !== "object" || result === null) return false;
  const { text, messages } = result as Partial<RunResultLike>;
  return typeof text === "string" && Array.isArray(messages);
}

function isInvocable(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { name, invoke } = value as Partial<Invocable>;
  return typeof name === "string" && typeof invoke === "function";
}
