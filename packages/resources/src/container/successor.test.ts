import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDiary, recorded, thrownBy, timed } from "./containers.test-helper.ts";
import type { ResourceDefinition } from "./resource-definition.ts";

const all = () => true;

/** `files`, `index` over it, `search` over that, and `clock`, which stands alone. */
function library() {
  const diary = createDiary();
  const definitions = (own: Readonly<Record<string, Parameters<typeof recorded>[3]>> = {}) => [
    recorded(diary, "files", [], own.files),
    recorded(diary, "index", ["files"], own.index),
    recorded(diary, "search", ["index"], own.search),
    recorded(diary, "clock", [], own.clock),
  ];
  return { diary, definitions, container: timed(definitions()).container };
}

const except = (key: string) => (each: string) => each !== key;

describe("the successor of a container", () => {
  it("goes on with everything that is kept, without making or asking it again", async () => {
    const { diary, definitions, container } = library();
    await container.start();
    const made = diary.entries.length;
    const next = container.successor(definitions(), { keeps: all });
    await next.start();
    expect(diary.entries.slice(made)).toEqual([]);
    expect(next.get("files")).toBe(container.get("files"));
    expect(next.states().map(({ state }) => state)).toEqual(["ready", "ready", "ready", "ready"]);
  });

  it("makes anew what has changed and all that needs it, in order, and leaves the others alone", async () => {
    const { diary, definitions, container } = library();
    await container.start();
    const made = diary.entries.length;
    const next = container.successor(definitions(), { keeps: except("index") });
    await next.start();
    const steps = (key: string) =>
      ["create", "inject", "initialize", "health"].map((each) => `${each} ${key}`);
    expect(diary.entries.slice(made)).toEqual([...steps("index"), ...steps("search")]);
    expect(container.state("index").state).toBe("ready");
  });

  it("closes with the old one what only one of them has, and the rest with the last one", async () => {
    const { diary, definitions, container } = library();
    await container.start();
    const next = container.successor(definitions(), { keeps: except("index") });
    await next.start();
    await container.close();
    expect(diary.of("close")).toEqual(["search", "index"]);
    expect(next.require("files")).toBeDefined();
    await next.close();
    expect(diary.of("close")).toEqual(["search", "index", "clock", "search", "index", "files"]);
    await Promise.all([container.close(), next.close()]);
    expect(diary.of("close")).toHaveLength(6);
  });

  it("can be closed before the old one, which goes on", async () => {
    const { diary, definitions, container } = library();
    await container.start();
    const next = container.successor(definitions(), { keeps: all });
    await next.start();
    await next.close();
    expect(diary.of("close")).toEqual([]);
    await container.close();
    expect(diary.of("close")).toEqual(["clock", "search", "index", "files"]);
  });

  it("that does not start closes what it has made, and nothing that the old one has", async () => {
    const { diary, definitions, container } = library();
    await container.start();
    const down = { health: async () => ({ status: "down" as const, message: "no disk" }) };
    const next = container.successor(definitions({ search: down }), { keeps: except("index") });
    expect(await thrownBy(next.start())).toMatchObject({
      code: "RESOURCE_START_FAILED",
      message: expect.stringContaining("no disk"),
    });
    expect(diary.of("close")).toEqual(["search", "index"]);
    await next.close();
    expect(diary.of("close")).toEqual(["search", "index"]);
    expect(container.states().map(({ state }) => state)).toEqual(["ready", "ready", "ready", "ready"]);
  });

  it("waits for work that it lends, also to what has gone on", async () => {
    const { diary, definitions, container } = library();
    await container.start();
    const next = container.successor(definitions(), { keeps: all });
    await next.start();
    const { promise, resolve } = Promise.withResolvers<void>();
    const work = next.use("files", () => promise);
    await container.close();
    const closing = next.close();
    await Promise.resolve();
    expect(diary.of("close")).not.toContain("files");
    resolve();
    await Promise.all([work, closing]);
    expect(diary.of("close")).toContain("files");
  });

  it("makes everything when the old one has not been started, and cannot come after one that is closed", async () => {
    const { diary, definitions, container } = library();
    const next = container.successor(definitions(), { keeps: all });
    await next.start();
    expect(diary.of("create")).toEqual(["files", "index", "search", "clock"]);
    await container.close();
    expect(() => container.successor(definitions(), { keeps: all })).toThrow(
      expect.objectContaining({ code: "RESOURCE_CLOSED" }),
    );
  });

  it("makes anew what needs something else than before, or something that is new or gone", async () => {
    const diary = createDiary();
    const optional = { key: "cache", optional: true };
    const before = [recorded(diary, "a"), recorded(diary, "b", ["a"]), recorded(diary, "c", [optional])];
    const { container } = timed(before);
    await container.start();
    const made = diary.of("create").length;
    const after: ResourceDefinition[] = [
      recorded(diary, "a"),
      recorded(diary, "b"),
      recorded(diary, "c", [optional]),
      recorded(diary, "cache"),
    ];
    const next = container.successor(after, { keeps: all });
    await next.start();
    expect(diary.of("create").slice(made)).toEqual(["b", "cache", "c"]);
  });

  it("tells its own listeners, and those of the old one, what becomes of what both have", async () => {
    const { definitions, container } = library();
    await container.start();
    const next = container.successor(definitions(), { keeps: all });
    await next.start();
    const heard: string[] = [];
    next.on(({ name, state }) => heard.push(`${name} ${state}`));
    await container.close();
    expect(heard).toEqual([]);
    await next.close();
    expect(heard.filter((each) => each.endsWith("closed"))).toHaveLength(4);
  });

  it("keeps what it may and closes everything once, whatever the graph and whoever closes first", async () => {
    const graphs = fc.array(fc.nat(), { minLength: 1, maxLength: 8 }).chain((seeds) =>
      fc.record({
        needs: fc.constant(
          seeds.map((seed, at) => Array.from({ length: at }, (_, of) => of).filter((of) => (seed >> of) & 1)),
        ),
        changed: fc.subarray(seeds.map((_, at) => `r${at}`)),
        isOldFirst: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(graphs, async ({ needs, changed, isOldFirst }) => {
        const diary = createDiary();
        const definitions = () =>
          needs.map((of, at) =>
            recorded(
              diary,
              `r${at}`,
              of.map((each) => `r${each}`),
            ),
          );
        const { container } = timed(definitions());
        await container.start();
        const next = container.successor(definitions(), { keeps: (key) => !changed.includes(key) });
        await next.start();
        const isAnew = needs.map(() => false);
        for (const [at, of] of needs.entries())
          isAnew[at] = changed.includes(`r${at}`) || of.some((each) => isAnew[each]);
        for (const [at, anew] of isAnew.entries())
          expect(diary.of("create").filter((key) => key === `r${at}`)).toHaveLength(anew ? 2 : 1);
        for (const each of isOldFirst ? [container, next] : [next, container]) await each.close();
        expect(diary.of("close").toSorted()).toEqual(diary.of("create").toSorted());
      }),
      { numRuns: 60 },
    );
  });
});
