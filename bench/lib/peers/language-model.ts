import { addOne, type LastMessage, type Reply } from "../adder.ts";
import { TOKENS } from "../tokens.ts";

/** Versions of the language model interface that the AI SDK defined and others adopted. */
export type LanguageModelVersion = "v3" | "v4";

interface PromptMessage {
  readonly role: string;
  readonly content:
    | string
    | readonly { readonly type: string; readonly text?: string; readonly output?: unknown }[];
}

interface CallSettings {
  readonly prompt: readonly PromptMessage[];
}

/** A language model that answers at once: what is left is the cost of what is around it. */
function instantLanguageModel(version: LanguageModelVersion, reply: (last: LastMessage) => Reply): object {
  const end = (said: Reply) => ({ finishReason: finishReason(said), usage: USAGE });
  return {
    specificationVersion: version,
    provider: "instant",
    modelId: "instant",
    supportedUrls: {},
    doGenerate: async ({ prompt }: CallSettings) => {
      const said = reply(lastOf(prompt));
      return { content: [contentOf(said)], warnings: [], ...end(said) };
    },
    doStream: async ({ prompt }: CallSettings) => {
      const said = reply(lastOf(prompt));
      return {
        stream: streamOf([
          { type: "stream-start", warnings: [] },
          ...partsOf(said),
          { type: "finish", ...end(said) },
        ]),
      };
    },
  };
}

/** A language model that adds one with the tool `add`. */
export const languageAdder = (version: LanguageModelVersion): object => instantLanguageModel(version, addOne);

/** A language model that says the tokens. */
export const languageSpeaker = (version: LanguageModelVersion): object =>
  instantLanguageModel(version, () => TOKENS);

/** A language model that says `ok`. */
export const languageSayer = (version: LanguageModelVersion): object =>
  instantLanguageModel(version, () => ["ok"]);

function lastOf(prompt: readonly PromptMessage[]): LastMessage {
  const { role, content } = prompt.at(-1) as PromptMessage;
  const [part] = typeof content === "string" ? [{ text: content, output: undefined }] : content;
  const isToolResult = role === "tool";
  return { isToolResult, text: isToolResult ? JSON.stringify(part?.output) : (part?.text ?? "") };
}

const toolCall = (said: Exclude<Reply, readonly string[]>) => ({
  type: "tool-call",
  toolCallId: "call",
  toolName: said.tool,
  input: JSON.stringify(said.arguments),
});

const contentOf = (said: Reply) => ("tool" in said ? toolCall(said) : { type: "text", text: said.join("") });

function partsOf(said: Reply): object[] {
  if ("tool" in said) return [toolCall(said)];
  const deltas = said.map((delta) => ({ type: "text-delta", id: "text", delta }));
  return [{ type: "text-start", id: "text" }, ...deltas, { type: "text-end", id: "text" }];
}

function streamOf(parts: readonly object[]): ReadableStream<object> {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      const part = parts[next++];
      if (part === undefined) controller.close();
      else controller.enqueue(part);
    },
  });
}

function finishReason(said: Reply) {
  const reason = "tool" in said ? "tool-calls" : "stop";
  return { unified: reason, raw: reason };
}

const USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
} as const;
