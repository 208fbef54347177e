import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { AgentBuilder } from "@pergola/builders";
import { stepStrategyContract } from "@pergola/core-steps/testing";
import { pluginContract } from "@pergola/plugins/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { plugin, transformStep } from "./index.ts";

pluginContract({ plugin, directory: join(import.meta.dirname, "..") });

stepStrategyContract({
  strategy: transformStep,
  cases: {
    "a text": { config: { set: { line: "Hello {name}" } }, state: { name: "Ada" } },
    "a list": { config: { set: { rows: [{ n: "{n}" }, 7, null] } }, state: { n: 3 } },
  },
  skip: { stop: "it does not wait" },
});

describe("transform", () => {
  const State = z.object({ a: z.number(), b: z.unknown().optional() });
  const build = (set: object) =>
    new AgentBuilder(State).withPlugin(plugin).withStep("transform", { set }).build();

  test("makes all values of the state as it was before", async () => {
    await using agent = await build({ a: 2, b: "{a}" });
    expect(await agent.run({ a: 1 })).toEqual({ a: 2, b: 1 });
  });

  test("reads no key that an object has from its class", async () => {
    await using agent = await build({ b: "{a.constructor}" });
    await expect(agent.run({ a: 1 })).rejects.toMatchObject({ code: "MISSING_VARIABLE" });
  });

  test("tells a key that the state does not have, and a set of nothing", async () => {
    await expect(build({ c: 1 })).rejects.toThrow(/set\.c: "c" is not a key of the state/);
    await expect(build({})).rejects.toThrow(/Set at least one key/);
  });

  test("the example runs and finds its own result right", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--conditions=@pergola/source", join(import.meta.dirname, "main.ts")],
      { encoding: "utf8" },
    );
    expect([stderr, status]).toEqual(["", 0]);
    expect(stdout).toMatch(/transform: ok\n$/);
  });
});
