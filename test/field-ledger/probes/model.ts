import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";

/** A model that answers from a script; without one it says "yes" some times. */
export function scripted(script: readonly ScriptedReply[] = Array.from({ length: 8 }, () => "yes")) {
  return new ScriptedChatModel(script, { direct: true });
}

/** A model that gives its name as the answer. */
export const named = (name: string) => new ScriptedChatModel([`I am ${name}.`], { direct: true });

/** What a model was sent, call by call. */
export function sentTo(model: ScriptedChatModel) {
  return model.calls.map(({ messages, tools, parameters }) => ({
    messages: messages.map((message) => `${message.getType()}: ${message.text}`),
    tools: tools.map(({ name }) => name),
    parameters,
  }));
}
