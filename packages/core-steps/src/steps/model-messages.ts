import type { BaseMessage } from "@langchain/core/messages";
import { stepErrors } from "../errors.ts";
import { messagesOf, stateVariables } from "../templates/state-variables.ts";
import { parseTemplate } from "../templates/template.ts";
import { closeOpenCalls } from "./close-open-calls.ts";

export interface PromptConfig {
  readonly promptTemplate?: string;
  readonly systemPrompt?: string;
}

type State = Readonly<Record<string, unknown>>;

/**
 * Prepares what a step sends to the model: the system prompt, then the state's messages; with a `promptTemplate` the
 * rendered prompt stands in the place of the last message if that is the user's, else after it. A tool call that nobody
 * has answered gets a result that says so: vendors refuse it else.
 */
export async function compilePrompt(config: PromptConfig): Promise<(state: State) => BaseMessage[]> {
  const { HumanMessage, SystemMessage, ToolMessage } = await import("@langchain/core/messages");
  const system = config.systemPrompt === undefined ? undefined : parseTemplate(config.systemPrompt);
  const prompt = config.promptTemplate === undefined ? undefined : parseTemplate(config.promptTemplate);
  return (state) => {
    const variables = stateVariables(state);
    const messages = [...messagesOf(state)];
    if (prompt !== undefined) {
      const rendered = new HumanMessage(prompt.render(variables));
      if (messages.at(-1)?.getType() === "human") messages.pop();
      messages.push(rendered);
    }
    if (messages.length === 0) throw noInput(state);
    const closed = closeOpenCalls(messages, ToolMessage);
    return system === undefined ? [...closed] : [new SystemMessage(system.render(variables)), ...closed];
  };
}

function noInput(state: State) {
  return stepErrors.create("NO_MODEL_INPUT", {
    message:
      "There is nothing to send to the model: the state has no messages and the step no promptTemplate.",
    hint: "Run with { messages: [...] }, use chat(message), or give the step a promptTemplate.",
    details: { available: Object.keys(state) },
  });
}
