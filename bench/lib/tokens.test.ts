import { expect, test } from "vitest";
import { asText, countTokens, TOKENS } from "./tokens.ts";

async function* say(pieces: readonly string[]) {
  yield* pieces;
}

test("an answer counts when it came token by token; empty pieces do not matter", async () => {
  await countTokens(say(["", ...TOKENS, ""]), asText);
  await expect(countTokens(say(TOKENS.slice(1)), asText)).rejects.toThrow("999 tokens came");
  await expect(countTokens(say([TOKENS.join("")]), asText)).rejects.toThrow("1 tokens came");
});
