import { expect, test } from "vitest";
import { cannedFetch } from "./canned-fetch.ts";

test("each answer is a whole event stream with every token, in more than one piece", async () => {
  const tokens = Array.from({ length: 100 }, (_, index) => ` t${index}`);
  const fetch = cannedFetch(tokens);
  for (let request = 0; request < 2; request++) {
    const pieces: string[] = [];
    const { body } = await fetch("http://localhost/v1/chat/completions");
    for await (const piece of body ?? []) pieces.push(new TextDecoder().decode(piece));
    expect(pieces.length).toBeGreaterThan(1);
    const events = pieces
      .join("")
      .trimEnd()
      .split("\n\n")
      .map((event) => event.replace("data: ", ""));
    expect(events.pop()).toBe("[DONE]");
    const content = events.map((event) => JSON.parse(event).choices[0].delta.content ?? "").join("");
    expect(content).toBe(tokens.join(""));
  }
});
