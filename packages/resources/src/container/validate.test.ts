import { isPergolaError } from "@pergola/core";
import { expect, test, vi } from "vitest";
import { createDiary, forever, recorded, thrownBy, timed } from "./containers.test-helper.ts";
import { createResourceContainer } from "./create-resource-container.ts";
import { diary, offline, plain } from "./validate.test-helper.ts";

test("resources that fit have no problem", () => {
  const empty = { errors: [], warnings: [] };
  expect(offline([plain("memory", "database"), plain("database")])).toEqual({
    structure: empty,
    dependencies: empty,
  });
});

test("duplicates, missing ones and cycles are told at once, each with its chain, before anything is made", async () => {
  const own = createDiary();
  const definitions = [
    recorded(own, "rag", ["memory"]),
    recorded(own, "memory", ["databse"]),
    recorded(own, "database"),
    recorded(own, "storage"),
    recorded(own, "storage"),
    recorded(own, "a", ["b"]),
    recorded(own, "b", ["c"]),
    recorded(own, "c", ["a"]),
    recorded(own, "self", ["self"]),
  ];
  const { container } = timed(definitions);
  const { structure, dependencies } = container.validate();
  expect(structure.errors.map(({ chain }) => chain)).toEqual([["storage"]]);
  expect(structure.errors[0]?.message).toContain("places 4, 5");
  expect(dependencies.errors.map(({ chain }) => chain)).toEqual([
    ["a", "b", "c", "a"],
    ["self", "self"],
    ["rag", "memory", "databse"],
  ]);
  expect(dependencies.errors[2]).toMatchObject({
    path: ["memory", "dependencies", 0],
    message: '"memory" needs "databse", and there is no such resource (rag → memory → databse).',
    hint: expect.stringContaining('Did you mean "database"?'),
  });
  const error = await thrownBy(container.start());
  expect(isPergolaError(error, "RESOURCES_INVALID")).toBe(true);
  expect(error).toMatchObject({ details: { problems: [...structure.errors, ...dependencies.errors] } });
  expect(own.entries).toEqual([]);
  expect(container.states().every(({ state }) => state === "idle")).toBe(true);
});

test.each<[unknown, string]>([
  [null, "Got null; expected the definition of a resource."],
  ["llm", 'Got "llm"; expected the definition of a resource.'],
  [{}, "Got nothing; expected a letter, then letters"],
  [{ key: "", create() {} }, 'Got ""; expected a letter, then letters'],
  [{ key: "__proto__", create() {} }, 'Got "__proto__"; expected a letter'],
  [{ key: "a.b", create() {} }, 'Got "a.b"; expected a letter'],
  [{ key: "a".repeat(65), create() {} }, "expected a letter"],
  [{ key: "a" }, "Got nothing; expected a function."],
  [{ key: "a", create: {} }, "Got an object; expected a function."],
  [{ key: "a", create() {}, category: 7 }, "Got a number; expected a text."],
  [{ key: "a", create() {}, version: "new" }, 'Got "new"; expected a version such as 1, 1.2 or 1.2.3.'],
  [{ key: "a", create() {}, isOwned: "no" }, 'Got "no"; expected true or false.'],
  [{ key: "a", create() {}, startTimeoutMs: 0 }, "Got 0; expected milliseconds above 0."],
  [{ key: "a", create() {}, closeTimeoutMs: Number.NaN }, "Got NaN; expected milliseconds above 0."],
  [{ key: "a", create() {}, startTimeoutMs: "5s" }, "Got a string; expected milliseconds above 0."],
  [{ key: "a", create() {}, dependencies: "b" }, 'Got "b"; expected a list.'],
  [{ key: "a", create() {}, dependencies: [null] }, "Got null; expected a letter"],
  [{ key: "a", create() {}, dependencies: [{ key: 4 }] }, "Got a number; expected a letter"],
  [{ key: "a", create() {}, dependencies: ["b", "b"] }, 'The dependency "b" is there twice.'],
  [
    {
      get key() {
        throw new Error("no key");
      },
    },
    "The definition cannot be read: no key.",
  ],
])("the definition %# is told to be wrong, and throws nothing", (definition, message) => {
  const { structure } = offline([definition, plain("b")]);
  expect(structure.errors).toHaveLength(1);
  expect(structure.errors[0]?.message).toContain(message);
});

test("limits of the container that make no sense are told", () => {
  const { structure } = offline([], {
    startTimeoutMs: -1,
    closeTimeoutMs: Number.POSITIVE_INFINITY,
    healthTimeoutMs: 5,
  });
  expect(structure.errors.map(({ path }) => path)).toEqual([["startTimeoutMs"], ["closeTimeoutMs"]]);
});

test("a resource that is required and not defined is missing", () => {
  const { dependencies } = offline([plain("llm")], { requiredKeys: ["llm", "memory"] });
  expect(dependencies.errors.map(({ message }) => message)).toEqual([
    'There is no resource "memory", and one is required.',
  ]);
});

test("an optional one may be missing; one that is probably misspelt is a warning", () => {
  const needs = (key: string) => recorded(diary, "memory", [{ key, optional: true }]);
  expect(offline([needs("vectors"), plain("database")]).dependencies).toEqual({ errors: [], warnings: [] });
  const { errors, warnings } = offline([needs("databases"), plain("database")]).dependencies;
  expect(errors).toEqual([]);
  expect(warnings.map(({ hint }) => hint)).toEqual(['Did you mean "database"? Known: database, memory.']);
});

test("a dependency of another category is told", () => {
  const { errors } = offline([
    recorded(diary, "memory", [{ key: "files", category: "database" }]),
    recorded(diary, "files", [], { category: "storage" }),
  ]).dependencies;
  expect(errors.map(({ message }) => message)).toEqual([
    '"memory" needs a resource of category "database"; "files" is of category "storage".',
  ]);
});

test.each<[string, string | undefined, boolean]>([
  ["1", "1.0.0", true],
  ["1.2", "1.2.0", true],
  ["1.2", "1.10", true],
  ["1.2.3", "1.2.3", true],
  ["1.2.3", "1.2.2", false],
  ["1.2", "1.1.9", false],
  ["1.2", "2.0.0", false],
  ["2", "1.9", false],
  ["0.3", "0.3.7", true],
  ["0.3", "0.4", false],
  ["1", undefined, false],
])("a need for version %s is met by %s: %s", (wanted, version, isMet) => {
  const { errors } = offline([
    recorded(diary, "memory", [{ key: "database", version: wanted }]),
    recorded(diary, "database", [], version === undefined ? {} : { version }),
  ]).dependencies;
  expect(errors.map(({ path }) => path)).toEqual(isMet ? [] : [["memory", "dependencies", 0, "version"]]);
});

test("what authors find stands under the key of their resource, in its phase", () => {
  const problem = { path: ["url"], message: "There is none.", hint: "Set it." };
  const { structure, dependencies } = offline([
    recorded(diary, "database", [], {
      validateConfig: ({ env }) => ({ errors: env.URL === undefined ? [problem] : [] }),
      validateDependencies: (resources) => ({
        warnings: [
          {
            path: [],
            message: `${resources.category("llm")} ${resources.version("llm")} ${resources.has("no")}`,
          },
        ],
      }),
    }),
    recorded(diary, "llm", [], { category: "model", version: "2" }),
  ]);
  expect(structure).toEqual({ errors: [{ ...problem, path: ["database", "url"] }], warnings: [] });
  expect(dependencies).toEqual({ errors: [], warnings: [{ path: ["database"], message: "model 2 false" }] });
});

test.each<[string, () => unknown, string]>([
  [
    "throws",
    () => {
      throw new Error("broken");
    },
    "The check failed: broken",
  ],
  ["answers later", () => Promise.reject(new Error("late")), "The check returned a promise"],
  ["answers a text", () => "fine", "The check did not return { errors, warnings }"],
  ["answers no lists", () => ({ errors: "none" }), "The check did not return { errors, warnings }"],
  ["answers odd problems", () => ({ errors: [null] }), "The check failed"],
])("a check that %s is a problem of its own", (_, check, message) => {
  const { structure, dependencies } = offline([
    recorded(diary, "a", [], { validateConfig: check as never, validateDependencies: check as never }),
  ]);
  for (const { errors } of [structure, dependencies]) {
    expect(errors.map((each) => each.message)).toEqual([expect.stringContaining(message)]);
  }
});

test("the third phase asks every definition and everything that runs, and knows no network before the start", async () => {
  const own = createDiary();
  let status: "ok" | "degraded" | "down" = "ok";
  const { container, clock } = timed([
    recorded(own, "fine"),
    recorded(own, "moody", [], { health: async () => ({ status, message: "slow" }) }),
    recorded(own, "mute", [], { validateRuntime: forever }),
    recorded(own, "loud", [], {
      validateRuntime: () => ({ errors: [{ path: ["host"], message: "No route." }] }),
    }),
  ]);
  const ofRuntime = [
    { path: ["mute", "validateRuntime"], message: "The check failed: It did not answer within 5000 ms." },
    { path: ["loud", "host"], message: "No route." },
  ];
  const before = container.validate().connectivity;
  await clock.advance(5_000);
  expect(await before).toMatchObject({ errors: ofRuntime, warnings: [] });
  expect(own.entries).toEqual([]);
  await container.start();
  for (const [next, where] of [
    ["degraded", "warnings"],
    ["down", "errors"],
  ] as const) {
    status = next;
    const found = container.validate().connectivity;
    await clock.advance(5_000);
    expect((await found)[where]).toContainEqual(
      expect.objectContaining({
        path: ["moody", "health"],
        message: `"moody" says that it is ${next}: slow`,
      }),
    );
  }
  expect(clock.pendingTimers).toBe(0);
});

test("the third phase ends with its signal", async () => {
  const controller = new AbortController();
  const { container, clock } = timed([recorded(diary, "mute", [], { validateRuntime: forever })]);
  const { connectivity } = container.validate({ signal: controller.signal });
  controller.abort(new Error("enough"));
  await expect(connectivity).rejects.toThrow("enough");
  expect(clock.pendingTimers).toBe(0);
  await expect(
    container.validate({ signal: AbortSignal.abort(new Error("before")) }).connectivity,
  ).rejects.toThrow("before");
});

test("whoever looks only at the first two phases is not troubled by the third", async () => {
  const { container, clock } = timed([recorded(diary, "a", [], { validateRuntime: forever })]);
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  container.validate({ signal: AbortSignal.abort(new Error("enough")) });
  await clock.advance(1);
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test("what is no list of definitions is a problem like any other", async () => {
  for (const definitions of [undefined, null, 5, { llm: { create: () => ({}) } }]) {
    const container = createResourceContainer(definitions as never);
    expect(container.validate().structure.errors).toEqual([
      expect.objectContaining({ path: [], message: expect.stringContaining("expected a list") }),
    ]);
    await expect(container.start()).rejects.toMatchObject({ code: "RESOURCES_INVALID" });
  }
});
