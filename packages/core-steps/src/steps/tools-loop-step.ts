import type { GenerateOptions } from "@pergola/resources";
import { bookmarkOf } from "../step-bookmark.ts";
import type { StepGraph } from "../step-graph.ts";
import { getRun } from "../step-run.ts";
import type { StepStrategy } from "../step-strategy.ts";
import { templateProblems } from "../templates/template-problems.ts";
import { toolProblems } from "../tools/tool-problems.ts";
import { keyProblems } from "./key-problems.ts";
import { generateOptions } from "./llm-step.ts";
import { compilePrompt } from "./model-messages.ts";
import { stepOfGraph } from "./reasoning/step-of-graph.ts";
import { answerFor, openToolsLoop, runLoop } from "./tools-loop.ts";
import { type ToolsLoopStepConfig, toolsLoopConfigSchema } from "./tools-loop-config.ts";
import { type LoopGraphParts, toolsLoopGraph } from "./tools-loop-graph.ts";

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
  writes: ({ as }) => (as === undefined ? ["messages"] : ["messages", as]),
  async createStep(config) {
    const promptOf = await compilePrompt(config);
    const fixed = generateOptions(config);
    const kept = stepOfGraph(graphOf(config, { promptOf, fixed }));
    return async (state, context) => {
      if (bookmarkOf(getRun(context)) !== undefined) return kept(state, context);
      const loop = openToolsLoop(config, fixed, context);
      const appended = await runLoop(loop, promptOf(state));
      return { messages: appended, ...answerFor(config.as, appended.at(-1)) };
    };
  },
  async createGraph(config) {
    return graphOf(config, { promptOf: await compilePrompt(config), fixed: generateOptions(config) });
  },
};

interface LoopParts extends Pick<LoopGraphParts, "promptOf"> {
  readonly fixed: GenerateOptions;
}

function graphOf(config: ToolsLoopStepConfig, { promptOf, fixed }: LoopParts): StepGraph {
  return toolsLoopGraph(config, { promptOf, open: (context) => openToolsLoop(config, fixed, context) });
}
