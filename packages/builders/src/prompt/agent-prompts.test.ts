import { AgentConfig } from "@pergola/config";
import { expect, test } from "vitest";
import type { RunStream } from "../run/run-stream.ts";
import { AgentPrompts } from "./agent-prompts.ts";

test("a prompt that is asked again is built once, and one that failed is built anew", async () => {
  const built: AgentConfig[] = [];
  let isBroken = true;
  const prompts = new AgentPrompts({
    definition: new AgentConfig({ llm: "acme:model" }),
    hasModel: () => true,
    build: async (config) => {
      built.push(config);
      if (isBroken) throw new Error("down");
      return { stream: () => ({}) as RunStream };
    },
  });
  const draft = { system: [], messages: ["x"] };
  await expect(prompts.open(draft, {})).rejects.toThrow("down");
  isBroken = false;
  for (let times = 0; times < 3; times++) await prompts.open(draft, {});
  expect(built).toHaveLength(2);
  await prompts.open({ ...draft }, {});
  expect(built).toHaveLength(3);
});
