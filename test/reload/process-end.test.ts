import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder } from "./watched-agent.test-helper.ts";

const script = (file: string) => `
import { Agent } from "@pergola/builders";
import { offline } from "@pergola/llm-offline";
const agent = await Agent.fromConfig(${JSON.stringify(file)}, { providers: [offline()], sources: [], watch: true });
await agent.chat("Hello");
console.log("said");
`;

test("a watched agent that nobody closes keeps no process alive", async () => {
  const file = join(await folder(), "agent.yaml");
  await writeFile(file, "llm: offline\nsteps: [{ step: llm }]\n");
  const flags = ["--conditions=@pergola/source", "--input-type=module", "--eval", script(file)];
  const ended = spawnSync(process.execPath, flags, {
    cwd: import.meta.dirname,
    encoding: "utf8",
    timeout: 30_000,
  });
  expect([ended.status, ended.signal, ended.stdout, ended.stderr]).toEqual([0, null, "said\n", ""]);
});
