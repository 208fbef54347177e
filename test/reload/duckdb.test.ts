import { stat } from "node:fs/promises";
import { join } from "node:path";
import { reply } from "@pergola/resources/testing";
import { expect, test } from "vitest";
import { watchedAgent } from "./watched-agent.test-helper.ts";

const text = ({ path = "one.duckdb", temperature = 0, window = 50 } = {}) => `name: helper
llm: { provider: openai, model: m, baseURL: "\${VENDOR}", apiKey: k, temperature: ${temperature} }
memory:
  provider: duckdb
  config: { path: "\${DIRECTORY}/${path}" }
  window: { maxMessages: ${window} }
steps: [{ step: llm }]
`;

const session = { userId: "ada", sessionId: "one" };
const scope = { tenantId: "local", agentId: "helper", userId: "ada", sessionId: "one" };

test("an open file goes on when something else is changed, and its conversation too", async () => {
  await using watched = await watchedAgent({ text: text() });
  const { agent, vendor } = watched;
  await agent.chat("first", session);
  const { memory } = agent;
  await watched.save(text({ temperature: 1 }));
  await agent.chat("second", session);
  expect(agent.memory).toBe(memory);
  expect(vendor.requests[1]?.body?.messages).toMatchObject([
    { content: "first" },
    { content: "ok" },
    { content: "second" },
  ]);
  await watched.save(text({ temperature: 1, window: 1 }));
  await agent.chat("third", session);
  expect(agent.memory).toBe(memory);
  const sent = vendor.requests[2]?.body?.messages as readonly unknown[] | undefined;
  expect(sent?.length).toBeLessThan(4);
});

test("another file is opened before it is used; a turn that is running ends in the one that it began in", async () => {
  const first = reply.controlled();
  let isFirst = true;
  await using watched = await watchedAgent({
    text: text(),
    reply: () => {
      if (!isFirst) return "in the other file";
      isFirst = false;
      return first;
    },
  });
  const { agent, directory } = watched;
  const { memory: old } = agent;
  const running = agent.chat("first", session);
  await first.started;
  expect(await watched.save(text({ path: "two.duckdb" }))).toMatchObject({
    outcome: "reloaded",
    changes: [{ path: ["memory", "config", "path"] }],
  });
  await agent.chat("second", session);
  const turns = async (memory: typeof old) => {
    const transcript = await memory.transcript(scope);
    return transcript?.turns.map(({ status, messages }) => [status, messages.length]);
  };
  expect(await turns(old)).toEqual([["pending", 1]]);
  expect(await turns(agent.memory)).toEqual([["settled", 2]]);
  await first.finish({ tokens: ["done"] });
  await running;
  // The old file is closed when its last turn is in it: coming back to it, the turn is there.
  await watched.save(text());
  expect(await turns(agent.memory)).toEqual([["settled", 2]]);
  expect(agent.memory).not.toBe(old);
  expect((await stat(join(directory, "two.duckdb"))).size).toBeGreaterThan(0);
});

test("a file that cannot be opened leaves the agent with the one that it has", async () => {
  await using watched = await watchedAgent({ text: text(), files: { "no.duckdb": "this is no database" } });
  const { agent } = watched;
  await agent.chat("first", session);
  expect(await watched.save(text({ path: "no.duckdb", temperature: 1 }))).toMatchObject({
    outcome: "invalid",
    error: { code: "RESOURCE_START_FAILED", cause: { code: "DUCKDB_NOT_A_DATABASE" } },
  });
  await agent.chat("second", session);
  expect((await agent.memory.transcript(scope))?.turns).toHaveLength(2);
  expect(agent.definition.llm).toMatchObject({ temperature: 0 });
});
