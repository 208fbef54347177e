import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLogger } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { ProviderFactory } from "@pergola/resources";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { Agent } from "../index.ts";
import type { ConfigReload } from "./config-reload.ts";

const llm: ProviderFactory<"llm"> = {
  category: "llm",
  name: "said",
  configSchema: z.strictObject({ temperature: z.number().optional() }),
  create: async () => new ScriptedChatModel([]),
};

const fileOf = (temperature: number) =>
  `{\n "llm": { "provider": "said", "temperature": ${temperature} },\n "steps": [{ "step": "llm" }]\n}\n`;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-slow-writer-"));
  file = join(folder, "agent.json");
  await writeFile(file, fileOf(0));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A watched agent whose file is read whenever there is something to read. */
async function watched() {
  const told: ConfigReload[] = [];
  let isRead = Promise.withResolvers<void>();
  let isTold = Promise.withResolvers<ConfigReload>();
  const agent = await Agent.fromConfig(file, {
    providers: [llm],
    sources: [],
    watch: true,
    onReload: (reload) => {
      told.push(reload);
      isTold.resolve(reload);
      isTold = Promise.withResolvers();
    },
    logger: {
      ...silentLogger,
      debug: (message) => {
        if (!message.startsWith("config file changed again")) return;
        isRead.resolve();
        isRead = Promise.withResolvers();
      },
    },
  });
  return { agent, told, nextRead: () => isRead.promise, nextTold: () => isTold.promise };
}

it("a file that is written in pieces is told of once, when it is whole", async () => {
  const { agent, told, nextRead, nextTold } = await watched();
  await using _ = agent;
  const text = fileOf(1);
  const reloaded = nextTold();
  await writeFile(file, text.slice(0, 5));
  // Each piece comes when the one before it was read, and found to be broken.
  for (let from = 5; from < 30; from += 5) {
    const read = nextRead();
    await longEnoughToBeRead();
    await appendFile(file, text.slice(from, from + 5));
    await read;
  }
  await appendFile(file, text.slice(30));
  expect(await reloaded).toMatchObject({ outcome: "reloaded", changes: [{ path: ["llm", "temperature"] }] });
  expect(told.map(({ outcome }) => outcome)).toEqual(["reloaded"]);
  expect(agent.definition.llm).toMatchObject({ temperature: 1 });
});

it("a file that stays broken is told of, once", async () => {
  const { agent, told, nextTold } = await watched();
  await using _ = agent;
  const text = fileOf(1);
  const first = nextTold();
  await writeFile(file, text.slice(0, 40));
  expect(await first).toMatchObject({ outcome: "invalid" });
  const second = nextTold();
  await writeFile(file, text);
  expect(await second).toMatchObject({ outcome: "reloaded" });
  expect(told).toHaveLength(2);
});

it("what needs a restart is not told of half a file either", async () => {
  const { agent, told, nextTold } = await watched();
  await using _ = agent;
  const other = fileOf(1).replace('"step": "llm"', '"step": "llm", "as": "name"');
  await writeFile(file, other);
  await longEnoughToBeRead();
  const reloaded = nextTold();
  await writeFile(file, fileOf(1));
  expect(await reloaded).toMatchObject({ outcome: "reloaded" });
  expect(told).toHaveLength(1);
});

/** Files are read when they have been at rest for 50 ms; a slow writer rests longer than that. */
const longEnoughToBeRead = () => new Promise((resolve) => setTimeout(resolve, 150));
