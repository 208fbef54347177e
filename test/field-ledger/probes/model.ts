import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";

/** Says one thing; who asks for JSON gets what a plan and a check are made of. */
const saying =
  (text: string): ScriptedReply =>
  ({ parameters }) =>
    parameters.responseFormat === undefined ? text : '{"tasks":["Look."],"mistakes":["It is wrong."]}';

/** A model that answers from a script; without one it says "yes" some times. */
export function scripted(script: readonly ScriptedReply[] = Array.from({ length: 8 }, () => saying("yes"))) {
  return new ScriptedChatModel(script, { direct: true });
}

/** A model that gives its name as the answer. */
export const named = (name: string) =>
  new ScriptedChatModel(new Array(8).fill(saying(`I am ${name}.`)), { direct: true });

/** What a model was sent, call by call. */
export function sentTo(model: ScriptedChatModel) {
  return model.calls.map(({ messages, tools, parameters }) => ({
    messages: messages.map((message) => `${message.getType()}: ${message.text}`),
    tools: tools.map(({ name }) => name),
    parameters,
  }));
}
