import type { AgentConfig } from "@pergola/config";
import { DefaultState } from "@pergola/config";
import type { StepEntry } from "@pergola/core-steps";
import { isTool } from "@pergola/tools";
import type { PromptDraft } from "./prompt-draft.ts";
import { OUTPUT_KEY } from "./prompt-result.ts";

/** A prompt as an agent of a step or two: what runs it is what runs every agent. */
export function promptConfig(agent: AgentConfig, draft: PromptDraft): AgentConfig {
  const own = (draft.tools ?? []).filter(isTool);
  const isNew = (name: string) => !own.some((tool) => tool.name === name);
  return agent.with({
    stateSchema: DefaultState,
    steps: promptSteps(draft),
    tools: [...agent.tools.filter(({ name }) => isNew(name)), ...own],
    memory: { type: "none" },
    graph: {},
    // A prompt has no session.
    ...(agent.budget !== undefined && { budget: { ...agent.budget, session: undefined } }),
  });
}

function promptSteps({ tools, output, model }: PromptDraft): readonly StepEntry[] {
  const chosen = model === undefined ? {} : { model };
  const answer = output === undefined ? chosen : { ...chosen, output, as: OUTPUT_KEY };
  if (tools === undefined) return [{ step: "llm", config: answer }];
  // What is neither a tool nor a name stays as it is, so that build() can name it.
  const names = tools.map((tool) => (isTool(tool) ? tool.name : tool));
  const loop = { step: "tools-loop", config: { ...chosen, tools: names } };
  return output === undefined ? [loop] : [loop, { step: "llm", config: answer }];
}
