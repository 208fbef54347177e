import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import type { LogFields } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { ProviderFactory } from "@pergola/resources";
import { expect, it } from "vitest";
import { z } from "zod";
import { Agent } from "../index.ts";
import type { ConfigReload } from "./config-reload.ts";

const OLD = "plum-tree-in-spring-1";
const NEW = "plum-tree-in-summer-2";

const llm: ProviderFactory<"llm"> = {
  category: "llm",
  name: "said",
  configSchema: z.looseObject({}),
  create: async () => new ScriptedChatModel([]),
};

const fileOf = (key: string, more = "") =>
  `llm: { provider: said, apiKey: ${key} }\nsteps: [{ step: llm }]\n${more}`;

it("a watched file's keys are in no line of a logger that writes what it is given, as the console does", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pergola-watch-secrets-"));
  const lines: string[] = [];
  const write = (message: string, fields?: LogFields) =>
    void lines.push(inspect([message, fields], { depth: 9 }));
  const logger = { debug: write, info: write, warn: write, error: write };
  let next = Promise.withResolvers<ConfigReload>();
  const onReload = async (reload: ConfigReload) => {
    next.resolve(reload);
    next = Promise.withResolvers();
    throw new Error(`I was told of ${NEW}, and of Authorization: Bearer ${NEW}`);
  };
  try {
    const file = join(folder, "agent.yaml");
    await writeFile(file, fileOf(OLD));
    await using agent = await Agent.fromConfig(file, {
      providers: [llm],
      sources: [],
      logger,
      onReload,
      watch: true,
    });
    const saved = async (text: string) => {
      const told = next.promise;
      await writeFile(file, text);
      return told;
    };
    expect((await saved(fileOf(NEW, "limits: { timeoutMs: 5000 }\n"))).outcome).toBe("reloaded");
    expect((await saved(fileOf(NEW, "limits: many\n"))).outcome).toBe("invalid");
    expect((await saved(fileOf(`"${NEW}`))).outcome).toBe("invalid");
    expect(agent.definition.limits).toEqual({ timeoutMs: 5_000 });
    await expect.poll(() => lines.filter((line) => line.includes("onReload threw"))).toHaveLength(3);
    expect(lines.length).toBeGreaterThanOrEqual(6);
    for (const line of lines) for (const secret of [OLD, NEW]) expect(line).not.toContain(secret);
    expect(lines.join("\n")).toContain("[redacted]");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
