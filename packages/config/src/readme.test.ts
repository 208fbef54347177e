// #region quick-start
import { AgentConfig, StateTypeFactory } from "@pergola/config";
import { z } from "zod";
// #endregion

import { readFileSync } from "node:fs";
import { createInMemoryStorage, defineResource, fallbackSettingsSchema } from "@pergola/resources";
import { expect, it, vi } from "vitest";
import { graphSchema } from "./graph-settings.ts";
import * as entry from "./index.ts";
import { limitsSchema } from "./limits.ts";
import { memorySchema } from "./memory-settings.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("has a quick start that works", () => {
  const log = vi.spyOn(console, "log");
  // #region quick-start
  const Support = StateTypeFactory.mergeable(
    z.object({ name: z.string(), notes: z.array(z.string()).default([]) }),
    { notes: "append" },
  );

  const config = new AgentConfig()
    .withName("support")
    .withStateSchema(Support)
    .withStep({ step: "llm", config: { promptTemplate: "Hello {name}" } })
    .withLimits({ timeoutMs: 30_000 });

  for (const { path, message, hint } of config.validate()) console.log(path, message, hint);
  // #endregion
  expect(log).not.toHaveBeenCalled();
  expect(config.stateSchema).toBe(Support);
});

it("shows each of the four reducers", () => {
  // #region reducers
  const Review = StateTypeFactory.mergeable(
    z.object({
      findings: z.array(z.string()).default([]),
      facts: z.record(z.string(), z.string()).optional(),
      verdict: z.string().optional(),
      cost: z.number().optional(),
    }),
    {
      findings: "append",
      facts: "merge",
      verdict: "last",
      cost: (current = 0, update) => current + update,
    },
  );
  // #endregion
  expect([...entry.reducedKeys(Review)]).toEqual(["findings", "facts", "verdict", "cost"]);
});

it("shows what a reference to a resource may be", () => {
  const step = { step: "llm", config: {} };
  // #region resources
  const files = createInMemoryStorage();
  const index = defineResource({
    key: "index",
    dependencies: ["storage", "scratch"], // started before it
    create: ({ storage, scratch }) => ({ storage, scratch }),
  });
  const config = new AgentConfig({ steps: [step] })
    .withStorage({ provider: "local", basePath: "./files" }) // or "local"; built in
    .withResource("archive", { provider: "storage/s3", bucket: "archive" }) // of another category than its key
    .withResource("scratch", files) // ready: yours to close
    .withResource("index", index);
  // #endregion
  expect(config.validate()).toEqual([]);
  expect(Object.keys(config.resources)).toEqual(["archive", "scratch", "index"]);
});

it("lists every setting of a definition", () => {
  const nested = {
    memory: memorySchema,
    limits: limitsSchema,
    graph: graphSchema,
    retry: entry.commonStepSchema.shape.retry.unwrap(),
    breaker: entry.agentConfigSchema.shape.breaker.unwrap(),
    budget: entry.agentBudgetSchema,
    logging: entry.agentLoggingSchema,
    fallback: fallbackSettingsSchema,
  };
  const settings = Object.entries(nested).flatMap(([part, { shape }]) =>
    Object.keys(shape).map((key) => `${part}.${key}`),
  );
  const window = Object.keys(entry.historyLimitsSchema.shape).map((key) => `memory.window.${key}`);
  const known = [...settings.filter((key) => key !== "memory.window"), ...window];
  const listed = Array.from(readme.matchAll(/^\| `([a-z]+\.[A-Za-z.]+)`/gm), ([, name]) => name);
  expect(listed.sort()).toEqual(known.sort());
});

it("names every export", () => {
  const [, api = ""] = /\n## API\n([\s\S]*?)\n## /.exec(readme) ?? [];
  expect(Object.keys(entry).filter((name) => !api.includes(name))).toEqual([]);
});
