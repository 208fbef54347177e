import { definePromptStep, defineWorkflow } from "@pergola/pipeline";
import { expect, test } from "vitest";
import { agentOf } from "./turn.test-helper.ts";

test("50 runs of one agent at the same time see nothing of each other, whoever's they are", async () => {
  const everybody = Promise.withResolvers<void>();
  let waiting = 0;
  const workflow = defineWorkflow({
    stages: {
      parse: [
        async ({ store, has, message, iteration }) => {
          if (iteration === 1 && has("mine")) throw new Error("somebody else's");
          store("mine", [message]);
          if (++waiting === 50) everybody.resolve();
          await everybody.promise;
        },
      ],
      deliver: [
        ({ load, iteration, userId, conversation }) =>
          iteration > 1 ? `${userId} ${load("mine")} ${conversation().length}` : undefined,
      ],
    },
  });
  await using agent = await agentOf(workflow);
  const told = await Promise.all(
    Array.from({ length: 50 }, (_, index) => agent.chat(`m${index}`, { userId: `user${index % 7}` })),
  );
  expect(told.map(({ text }) => text)).toEqual(told.map((_, index) => `user${index % 7} m${index} 1`));
});

test("steps that have begun are closed once when one cannot begin, and so is that one", async () => {
  const lived: string[] = [];
  const step = (name: string, isBroken = false) =>
    definePromptStep({
      name,
      initialize: () => {
        lived.push(`begin ${name}`);
        if (isBroken) throw new Error("no disk");
      },
      run: () => name,
      close: () => void lived.push(`close ${name}`),
    });
  const first = step("first");
  const workflow = defineWorkflow({
    stages: { parse: [first], think: [first, step("second", true), step("third")] },
  });
  await expect(agentOf(workflow)).rejects.toMatchObject({ code: "RESOURCE_START_FAILED" });
  expect(lived).toEqual(["begin first", "begin second", "close second", "close first"]);
});
