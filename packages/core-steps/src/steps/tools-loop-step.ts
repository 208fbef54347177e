import type { BaseMessage } from "@langchain/core/messages";
import type { GenerateOptions, ModelReference } from "@pergola/resources";
import type { Tool } from "@pergola/tools";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import { stepErrors } from "../errors.ts";
import { getRun, reportProgress, type StepRun } from "../step-run.ts";
import type { StepStrategy } from "../step-strategy.ts";
import { templateProblems } from "../templates/template-problems.ts";
import { requestedCalls } from "../tools/requested-calls.ts";
import { toolProblems } from "../tools/tool-problems.ts";
import type { ToolCallRequest, ToolsHandle } from "../tools/tools-handle.ts";
import { keyProblems } from "./key-problems.ts";
import { generateOptions } from "./llm-step.ts";
import { compilePrompt } from "./model-messages.ts";
import { commonShape, modelShape, toolReference } from "./step-options.ts";

/** Config of the `tools-loop` step: model and tools in turn until the model answers. */
export interface ToolsLoopStepConfig<State = Record<string, unknown>> extends CommonStepConfig {
  readonly promptTemplate?: string;
  readonly systemPrompt?: string;
  /** Default: the agent's model. */
  readonly model?: ModelReference;
  readonly temperature?: number;
  readonly maxTokens?: number;
  /** Default: all tools of the agent. */
  readonly tools?: readonly (string | Tool)[];
  /** Most model calls. Default: the agent's `limits.maxIterations`, which is 5. */
  readonly maxIterations?: number;
  /** State key that also gets the text of the answer. */
  readonly as?: keyof State & string;
}

const toolsLoopConfigSchema = z.strictObject({
  ...commonShape,
  ...modelShape,
  tools: z.array(toolReference).optional(),
  maxIterations: z.number().int().min(1).optional(),
});

/** Native tool calling: asks the model, runs the calls it asks for at once, and goes on until it answers. */
export const toolsLoopStep: StepStrategy<ToolsLoopStepConfig> = {
  name: "tools-loop",
  configSchema: toolsLoopConfigSchema,
  nodeName: (index) => `tools_loop_step_${index}`,
  needs: (config) => ({ messages: true, model: config.model ?? true }),
  validate: (config, environment) => [
    ...templateProblems("promptTemplate", config.promptTemplate, environment.stateKeys),
    ...templateProblems("systemPrompt", config.systemPrompt, environment.stateKeys),
    ...keyProblems("as", config.as, environment.stateKeys),
    ...toolProblems("tools", config.tools ?? [], environment),
  ],
  async createStep(config) {
    const promptOf = await compilePrompt(config);
    const fixed = generateOptions(config);
    return async (state, context) => {
      const run = getRun(context);
      const tools =
        config.tools === undefined ? run.resource("tools") : run.resource("tools").only(config.tools);
      const loop = { run, tools, options: { ...fixed, tools: tools.definitions } };
      const maxIterations = run.limits.callMaxIterations ?? config.maxIterations ?? run.limits.maxIterations;
      const appended = await runLoop(loop, promptOf(state), maxIterations);
      const text = config.as === undefined ? undefined : appended.at(-1)?.text;
      return { messages: appended, ...(config.as !== undefined && { [config.as]: text }) };
    };
  },
};

interface Loop {
  readonly run: StepRun;
  readonly tools: ToolsHandle;
  readonly options: GenerateOptions;
}

/** @returns what the loop adds to the conversation; the last one is the answer. */
async function runLoop(
  loop: Loop,
  prompt: readonly BaseMessage[],
  maxIterations: number,
): Promise<BaseMessage[]> {
  const llm = loop.run.resource("llm");
  const appended: BaseMessage[] = [];
  for (let iteration = 1; ; iteration++) {
    const answer = await llm.generate([...prompt, ...appended], loop.options);
    append(loop, appended, [answer.message]);
    const calls = requestedCalls(answer.message);
    if (calls.length === 0) return appended;
    const own = calls.filter((call) => !loop.tools.isCallers(call.name));
    const isForCaller = own.length < calls.length;
    if (iteration === maxIterations && !isForCaller) throw tooManyIterations(maxIterations, calls);
    append(loop, appended, await Promise.all(own.map((call) => loop.tools.call(call))));
    if (isForCaller) return appended;
  }
}

function append(loop: Loop, appended: BaseMessage[], messages: readonly BaseMessage[]): void {
  appended.push(...messages);
  reportProgress(loop.run, messages);
}

function tooManyIterations(maxIterations: number, calls: readonly ToolCallRequest[]) {
  const asked = calls.map((call) => call.name);
  return stepErrors.create("MAX_ITERATIONS", {
    message: `The model still asked for tools (${asked.join(", ")}) after ${maxIterations} rounds.`,
    hint: "Raise maxIterations (per call, on the step, or withLimits), or make the tools answer more in one call.",
    details: { maxIterations, asked },
  });
}
