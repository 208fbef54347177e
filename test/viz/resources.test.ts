// #region container
import { createInMemoryConversationStore, createResourceContainer, defineResource } from "@pergola/resources";

// #endregion

import { toDot, toMermaid, toSvg } from "@pergola/viz";
import { expect, test } from "vitest";

class Database {
  isOpen = false;
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }
  async initialize() {
    this.isOpen = true;
  }
  async health() {
    return { status: this.isOpen ? ("ok" as const) : ("down" as const) };
  }
  async close() {
    this.isOpen = false;
  }
}

// #region container
const container = createResourceContainer([
  defineResource({ key: "memory", create: () => createInMemoryConversationStore() }),
  defineResource({
    key: "database",
    create: (_, { env }) => new Database(env.DATABASE_URL ?? "local"),
    startTimeoutMs: 5_000,
  }),
  defineResource({
    key: "audit",
    dependencies: ["database", { key: "storage", optional: true }],
    create: ({ database, storage }, { signal }) => openAudit(database as Database, storage, signal),
  }),
]);
// #endregion

function openAudit(database: Database, storage: object | null, signal: AbortSignal) {
  return { facts: [database.isOpen, storage, signal.aborted] };
}

async function query(database: object, text: string, signal: AbortSignal) {
  return [(database as Database).url, text, signal.aborted];
}

test("the container of the README starts, is drawn, and closes", async () => {
  // #region container-use
  const { structure, dependencies } = container.validate(); // data: errors and warnings
  await container.start({ signal: AbortSignal.timeout(60_000) });

  container.require("memory"); // typed: a ConversationStore
  const rows = await container.use("database", (database, { signal }) => query(database, "select 1", signal)); // close() waits for it
  const { status } = await container.health();

  const picture = toMermaid(container); // of @pergola/viz
  // #endregion
  expect([structure, dependencies]).toEqual([
    { errors: [], warnings: [] },
    { errors: [], warnings: [] },
  ]);
  expect(container.keys).toEqual(["memory", "database", "audit"]);
  expect(container.require("audit")).toEqual({ facts: [true, null, false] });
  const opened = container.require("database") as Database;
  expect([rows, status, opened.isOpen]).toEqual([
    [process.env.DATABASE_URL ?? "local", "select 1", false],
    "ok",
    true,
  ]);
  expect(picture).toContain("audit");
  // #region container-use
  await container.close();
  // #endregion
  expect(opened.isOpen).toBe(false);
});

test("resources are drawn with an arrow to what each needs, and what is missing is seen", () => {
  for (const draw of [toMermaid, toDot, toSvg]) {
    const text = draw(container, { showKinds: true });
    expect(text).toBe(draw(container.describe(), { showKinds: true }));
    expect(text).toContain("missing");
  }
  const arrows = [...toDot(container).matchAll(/^ {2}(n_\w+) -> (n_\w+)/gm)].map(
    ([, from, to]) => `${from} ${to}`,
  );
  expect(arrows.sort()).toEqual(["n_audit n_database", "n_audit n_storage"]);
});

test("resources that need each other in a cycle are drawn as well", () => {
  const create = () => ({});
  const circle = createResourceContainer([
    { key: "a", dependencies: ["b"], create },
    { key: "b", dependencies: ["a"], create },
  ]);
  expect(toMermaid(circle)).toContain("n_a");
  expect(circle.validate().dependencies.errors).toHaveLength(1);
});
