// An agent of a YAML file that is edited while it runs. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
// #region watch
import { Agent, type ConfigReload } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";

// #endregion
import { reply, startVendorServer } from "@pergola/resources/testing/vendor-server";

// The vendor on this machine says what it was sent; the first turn is answered when we say so.
const first = reply.controlled();
await using vendor = await startVendorServer({
  replies: [first],
  reply: ({ body }) => `temperature ${body?.temperature}`,
});

// A copy of the file, so that the example leaves its own as it is.
const directory = await mkdtemp(join(tmpdir(), "pergola-hot-reload-"));
const file = join(directory, "agent.yaml");
const original = await readFile(join(import.meta.dirname, "../agent.yaml"), "utf8");
await writeFile(file, original);

let next = Promise.withResolvers<ConfigReload>();
const tell = (reload: ConfigReload) => {
  next.resolve(reload);
  next = Promise.withResolvers();
};
const saved = async (text: string) => {
  const { promise } = next;
  await writeFile(file, text);
  return promise;
};

// #region watch
const agent = await Agent.fromConfig(file, {
  providers: [openai()],
  env: { VENDOR: vendor.baseURL },
  watch: true,
  onReload(reload) {
    if (reload.outcome === "reloaded") console.log("live in the next turn:", reload.changes);
    if (reload.outcome === "refused") console.log("needs a restart:", reload.changes);
    if (reload.outcome === "invalid") console.log(String(reload.error));
    tell(reload);
  },
});
// #endregion

const session = { userId: "ada", sessionId: "one" };
const running = agent.chat("Hello", session);
await first.started;
const warmer = original.replace("temperature: 0.2", "temperature: 0.9");
assert.equal((await saved(warmer)).outcome, "reloaded");
await first.finish({ tokens: ["Hi."] });
await running;

// The turn that was running has kept its value; the next one has the new one, in the same conversation.
const { text } = await agent.chat("And now?", session);
console.log(text);
assert.equal(text, "temperature 0.9");
assert.deepEqual(
  vendor.requests.map(({ body }) => body?.temperature),
  [0.2, 0.9],
);

// A bad value is told with its place, and a change of what the agent is built of is refused: it goes on as it was.
const bad = await saved(warmer.replace("0.9", "9"));
assert.match(String(bad.outcome === "invalid" && bad.error), /agent\.yaml:15:18 steps\[0\]\.temperature/);
const refused = await saved(`${warmer}  - step: llm\n    as: summary\n`);
assert.equal(refused.outcome, "refused");
assert.equal((await agent.chat("Still there?", session)).text, "temperature 0.9");

await agent.close();
await rm(directory, { recursive: true });
console.log("hot-reload: ok");
