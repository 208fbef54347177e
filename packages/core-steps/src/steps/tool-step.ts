import type { AIMessage } from "@langchain/core/messages";
import { lazySchema } from "@pergola/resources/definition";
import type { Tool } from "@pergola/tools";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import { getRun, type StepRun } from "../step-run.ts";
import type { StepStrategy } from "../step-strategy.ts";
import { messagesOf, stateVariables } from "../templates/state-variables.ts";
import { parseTemplate, type Variables } from "../templates/template.ts";
import { requestedCalls } from "../tools/requested-calls.ts";
import { toolProblems } from "../tools/tool-problems.ts";
import { keyProblems } from "./key-problems.ts";
import { toolReference } from "./step-options.ts";

/** Config of the `tool` step: one call of one tool, or the calls that the model has asked for. */
export interface ToolStepConfig<State = Record<string, unknown>> extends CommonStepConfig {
  /** Without it the step runs the tool calls of the last assistant message and appends their results. */
  readonly tool?: string | Tool;
  /** Text values are templates; `"{count}"` alone keeps the type of the value. */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** State key that gets the tool's value. Required with `tool`. */
  readonly as?: keyof State & string;
}

const toolConfigSchema = lazySchema(() =>
  z
    .strictObject({
      tool: toolReference.optional(),
      arguments: z.record(z.string(), z.unknown()).optional(),
      as: z.string().min(1).optional(),
    })
    .refine((config) => config.tool === undefined || config.as !== undefined, {
      path: ["as"],
      error: "With `tool`, `as` must name the state key that gets the value",
    })
    .refine(
      (config) => config.tool !== undefined || (config.arguments === undefined && config.as === undefined),
      {
        path: ["tool"],
        error: "`arguments` and `as` need `tool`",
      },
    ),
);

/** Calls a tool without a model's asking, or answers the pending calls of the last assistant message. */
export const toolStep: StepStrategy<ToolStepConfig> = {
  name: "tool",
  configSchema: toolConfigSchema,
  nodeName: (index) => `tool_step_${index}`,
  needs: (config) => ({ messages: config.tool === undefined }),
  writes: ({ as }) => [as ?? "messages"],
  validate: (config, environment) => [
    ...keyProblems("as", config.as, environment.stateKeys),
    ...toolProblems("tool", config.tool === undefined ? [] : [config.tool], environment),
  ],
  createStep({ tool, as, arguments: given = {} }) {
    if (tool === undefined || as === undefined)
      return (state, context) => answerCalls(getRun(context), state);
    const argumentsOf = compileArguments(given);
    return async (state, context) => {
      const tools = getRun(context).resource("tools").only([tool]);
      const name = typeof tool === "string" ? tool : tool.name;
      const values = argumentsOf(stateVariables(state));
      return { [as]: await tools.run({ id: crypto.randomUUID(), name, arguments: values }) };
    };
  },
};

async function answerCalls(run: StepRun, state: Readonly<Record<string, unknown>>) {
  const last = messagesOf(state).at(-1);
  if (last?.getType() !== "ai") return undefined;
  const tools = run.resource("tools");
  const calls = requestedCalls(last as AIMessage).filter((call) => !tools.isCallers(call.name));
  return { messages: await Promise.all(calls.map((call) => tools.call(call))) };
}

function compileArguments(given: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(given).map(
    ([key, value]) =>
      [key, typeof value === "string" ? parseTemplate(value) : { resolve: () => value }] as const,
  );
  return (variables: Variables): Record<string, unknown> =>
    Object.fromEntries(entries.map(([key, template]) => [key, template.resolve(variables)]));
}
