import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createScope } from "@pergola/core";
import { defineResource } from "@pergola/resources";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAgent } from "../index.ts";

const scope = createScope({ tenantId: "local", agentId: "agent", userId: "ada" });
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-reload-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("a storage whose settings change is another one for new runs, what needs it is made anew, the others go on", async () => {
  let made = 0;
  const gate = Promise.withResolvers<void>();
  const index = defineResource({
    key: "index",
    dependencies: ["storage"],
    create: ({ storage }) => ({ storage, count: ++made }),
  });
  const builder = createAgent()
    .withStorage("local", { basePath: join(folder, "one") })
    .withResource("archive", "storage/local", { basePath: join(folder, "archive") })
    .withResource(index)
    .withStep("custom", {
      async step({ name }, { run }) {
        if (name === "old.md") await gate.promise;
        await run?.resource("storage").write(String(name), "x");
      },
    });
  await using agent = await builder.start();
  const [storage, archive] = [agent.storage, agent.resource("archive")];
  const slow = agent.run({ name: "old.md" }, { userId: "ada" });

  const next = builder.withStorage("local", { basePath: join(folder, "two") });
  expect(await agent.reload(next.config)).toMatchObject({
    outcome: "reloaded",
    changes: [{ path: ["storage", "basePath"] }],
  });
  await agent.run({ name: "new.md" }, { userId: "ada" });
  gate.resolve();
  await slow;

  expect((await readdir(folder)).toSorted()).toEqual(["one", "two"]);
  expect(await agent.storage.list(scope)).toMatchObject([{ path: "new.md" }]);
  expect(agent.resource("archive")).toBe(archive);
  expect(agent.resource("index")).toEqual({ storage: agent.storage, count: 2 });
  await expect.poll(() => storage.list(scope).then(String, ({ code }) => code)).toBe("STORE_CLOSED");
});

test("a storage whose next settings cannot be opened stays what it is", async () => {
  const builder = createAgent()
    .withStorage("local", { basePath: join(folder, "one") })
    .withStep("custom", { step: () => undefined });
  await using agent = await builder.start();
  await agent.storage.write(scope, "a.md", "x");
  const [file] = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith("a.md"));
  const next = builder.withStorage("local", { basePath: join(folder, file ?? "") });
  await expect(agent.reload(next.config)).rejects.toMatchObject({ code: "RESOURCE_START_FAILED" });
  expect(await agent.storage.list(scope)).toHaveLength(1);
});
