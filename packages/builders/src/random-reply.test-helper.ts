import type { ScriptedReply, ScriptedToolCall } from "@pergola/core-steps/testing";
import fc from "fast-check";

/** What a model may say: some of these calls, most often; a text; or nothing, because it broke. */
export const randomReply = (toolCall: fc.Arbitrary<ScriptedToolCall>): fc.Arbitrary<ScriptedReply> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        toolCalls: fc.array(toolCall, { minLength: 1, maxLength: 3 }),
        text: fc.constantFrom("", "let me see"),
        usage: fc.constant({ inputTokens: 1, outputTokens: 2, totalTokens: 3 }),
      }),
    },
    { weight: 2, arbitrary: fc.string() },
    fc.constant(new Error("the model broke")),
  );
