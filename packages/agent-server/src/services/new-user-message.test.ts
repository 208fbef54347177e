import type { StoredMessage } from "@pergola/resources";
import fc from "fast-check";
import { expect, it } from "vitest";
import { newUserMessage } from "./new-user-message.ts";

const role = fc.constantFrom<StoredMessage["role"]>("user", "assistant");
const message: fc.Arbitrary<StoredMessage> = fc.record({ role, content: fc.string() });

it("is all that the user said after the last answer, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.string(), { minLength: 1 }), (past, said) => {
      const answered: StoredMessage[] = [...past, { role: "assistant", content: "x" }];
      const fresh = said.map((content): StoredMessage => ({ role: "user", content }));
      expect(newUserMessage([...answered, ...fresh])).toEqual({ role: "user", content: said.join("\n\n") });
    }),
  );
});

it("keeps parts as parts, in order", () => {
  const image = { type: "image_url", image_url: { url: "data:," } };
  const messages: StoredMessage[] = [
    { role: "user", content: "Look:" },
    { role: "user", content: [image] },
  ];
  expect(newUserMessage(messages).content).toEqual([{ type: "text", text: "Look:" }, image]);
  expect(newUserMessage(messages.slice(1)).content).toEqual([image]);
});
