import { interrupt, MemorySaver } from "@langchain/langgraph";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { AgentBuilder } from "./index.ts";
import { State, write } from "./substeps.test-helper.ts";

/** Waits for the run's signal, and keeps what it was told. */
const untilStopped = (told: unknown[] = [], begun: unknown[] = []) => ({
  step: "custom" as const,
  config: {
    step: (_state: unknown, { run: { signal } }: { run: { signal: AbortSignal } }) =>
      new Promise<never>((_, reject) => {
        begun.push(signal);
        signal.addEventListener("abort", () => {
          told.push(signal.reason);
          reject(signal.reason);
        });
      }),
  },
});

describe("the branch step", () => {
  const build = (on: unknown, more: object = {}) =>
    new AgentBuilder(State)
      .withStep("branch", {
        on: on as "kind",
        cases: { yes: [write({ facts: "yes" })], true: [write({ facts: "true" })] },
        ...more,
      })
      .build();

  it("takes the case of a state key, of a function's value, and of a promise", async () => {
    expect((await (await build("kind")).run({ kind: "yes" })).facts).toBe("yes");
    expect((await (await build("kind")).run({ kind: true })).facts).toBe("true");
    expect((await (await build(() => "yes")).run({})).facts).toBe("yes");
    expect((await (await build(async () => true)).run({})).facts).toBe("true");
  });

  it("gives its function the state and the run", async () => {
    const agent = await build((state: { topic: string }, { run }: { run: { id: string } }) =>
      state.topic === "ants" && run.id === "the-run" ? "yes" : "no",
    );
    expect((await agent.run({ topic: "ants" }, { runId: "the-run" } as never)).facts).toBe("yes");
  });

  it("names the value that has no case, and the cases", async () => {
    const agent = await build("kind");
    await expect(agent.run({ kind: "yess" })).rejects.toMatchObject({
      code: "NO_MATCHING_CASE",
      message: expect.stringContaining('"yess"'),
      hint: expect.stringContaining('Did you mean "yes"? Known: true, yes'),
    });
    await expect(agent.run({})).rejects.toThrow(/goes by nothing/);
    await expect((await build(() => "constructor")).run({})).rejects.toMatchObject({
      code: "NO_MATCHING_CASE",
    });
  });

  it("goes on with `otherwise`, and past it when it is empty", async () => {
    expect((await (await build("kind", { otherwise: [write({ facts: "other" })] })).run({})).facts).toBe(
      "other",
    );
    expect((await (await build("kind", { otherwise: [] })).run({ kind: "no" })).facts).toBeUndefined();
  });

  it("merges what the case wrote by the reducers of the state", async () => {
    const agent = await new AgentBuilder(State)
      .withStep("branch", { on: () => "a", cases: { a: [write({ log: ["1"] }), write({ log: ["2"] })] } })
      .build();
    expect((await agent.run({ log: ["0"] })).log).toEqual(["0", "1", "2"]);
  });

  it("names defects of the steps inside by their paths", async () => {
    const builder = new AgentBuilder(State).withStep("branch", {
      on: "kidn" as never,
      cases: {
        a: [write({}), { step: "llm", config: { promptTemplate: "{nmae}" as string } }],
        b: "x" as never,
      },
    });
    await expect(builder.build()).rejects.toThrow(/steps\[0\]\.cases\.b: Got a text; expected a list/);
    const again = new AgentBuilder(State).withStep("branch", {
      on: "kidn" as never,
      cases: { a: [write({}), { step: "llm", config: { promptTemplate: "{nmae}" as string } }] },
    });
    await expect(again.build()).rejects.toThrow(/steps\[0\]\.on: on names "kidn".*Did you mean "kind"/);
    await expect(again.build()).rejects.toThrow(
      /steps\[0\]\.cases\.a\[1\]\.promptTemplate: The template needs \{nmae\}/,
    );
  });

  it("repeats nothing when a step of a case waits for an answer", async () => {
    const done: string[] = [];
    const note = (name: string) =>
      ({ step: "custom", config: { step: () => void done.push(name) } }) as const;
    const ask = {
      step: "custom",
      config: { needsGraph: true, step: () => ({ facts: interrupt("sure?") as string }) },
    } as const;
    const agent = await new AgentBuilder(State)
      .withCheckpointer(new MemorySaver())
      .withStep("branch", {
        on: () => {
          done.push("on");
          return "outer";
        },
        cases: {
          outer: [
            note("before"),
            {
              step: "branch",
              config: { on: () => true, cases: { true: [note("inner"), ask, note("inner after")] } },
            },
            note("after"),
          ],
        },
      })
      .withStep("custom", { step: () => void done.push("last") })
      .build();
    const suspended = await agent.stream({}).result;
    expect(suspended.interrupts).toHaveLength(1);
    const result = await agent.resume(suspended.runId, "yes");
    expect(result.state).toMatchObject({ facts: "yes" });
    expect(done).toEqual(["on", "before", "inner", "inner after", "after", "last"]);
  });
});

describe("the parallel step", () => {
  it("runs its branches at once, each on its own copy of the state", async () => {
    const seen: unknown[] = [];
    const first = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    const meet = (
      mine: PromiseWithResolvers<void>,
      other: PromiseWithResolvers<void>,
      key: "facts" | "risks",
    ) => ({
      step: "custom" as const,
      config: {
        step: async (state: Record<string, unknown>) => {
          (state.log as string[]).push(key);
          mine.resolve();
          await other.promise;
          seen.push({ ...state });
          return { [key]: key };
        },
      },
    });
    const agent = await new AgentBuilder(State)
      .withStep("parallel", {
        branches: {
          facts: [
            meet(first, second, "facts"),
            { step: "custom", config: { step: (s: unknown) => void seen.push(s) } },
          ],
          risks: [meet(second, first, "risks")],
        },
      })
      .build();
    const state = await agent.run({});
    expect(state).toMatchObject({ facts: "facts", risks: "risks", log: [] });
    for (const each of seen as { facts?: string; risks?: string; log: string[] }[]) {
      expect(each.log).toHaveLength(1);
      expect(each.facts !== undefined && each.risks !== undefined).toBe(false);
    }
    expect(seen).toContainEqual(expect.objectContaining({ facts: "facts" }));
  });

  it("merges in the order in which branches are declared, whoever is first", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 4 }), async (scheduler, concurrency) => {
        const names = ["a", "b", "c", "d"];
        const step = (name: string) => ({
          step: "custom" as const,
          config: { step: async () => ({ log: await scheduler.schedule(Promise.resolve([name])) }) },
        });
        const agent = await new AgentBuilder(State)
          .withStep("parallel", {
            branches: Object.fromEntries(names.map((name) => [name, [step(name), step(`${name}2`)]])),
            concurrency,
          })
          .build();
        const run = agent.run({});
        const { log } = await scheduler.waitFor(run);
        expect(log).toEqual(["a", "a2", "b", "b2", "c", "c2", "d", "d2"]);
      }),
      { numRuns: 30 },
    );
  });

  it("throws the failure of the branch that failed, and stops the others", async () => {
    const told: unknown[] = [];
    const broken = new Error("broken");
    const agent = await new AgentBuilder(State)
      .withStep("parallel", {
        branches: {
          slow: [untilStopped(told), write({ facts: "never" })],
          failing: [{ step: "custom", config: { step: () => Promise.reject(broken), nodeName: "failing" } }],
        },
      })
      .build();
    await expect(agent.run({})).rejects.toMatchObject({
      code: "STEP_FAILED",
      cause: broken,
      details: { step: "failing" },
    });
    expect(told).toMatchObject([{ code: "SIBLING_FAILED" }]);
  });

  it("stops with the run", async () => {
    const [told, begun]: unknown[][] = [[], []];
    const agent = await new AgentBuilder(State)
      .withStep("parallel", { branches: { a: [untilStopped(told, begun)], b: [untilStopped(told, begun)] } })
      .build();
    const stop = new AbortController();
    const run = agent.run({}, { signal: stop.signal });
    const reason = new Error("enough");
    const stopped = expect(run).rejects.toBe(reason);
    await expect.poll(() => begun?.length).toBe(2);
    stop.abort(reason);
    await stopped;
    expect(told).toHaveLength(2);
  });

  it("keeps the bound", async () => {
    let running = 0;
    let most = 0;
    const step = {
      step: "custom" as const,
      config: {
        step: async () => {
          most = Math.max(most, ++running);
          await new Promise(setImmediate);
          running -= 1;
        },
      },
    };
    const branches = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, [step]]));
    for (const [concurrency, expected] of [
      [2, 2],
      [undefined, 5],
    ] as const) {
      most = 0;
      const agent = await new AgentBuilder(State)
        .withStep("parallel", { branches, ...(concurrency !== undefined && { concurrency }) })
        .build();
      await agent.run({});
      expect(most).toBe(expected);
    }
  });

  it("refuses two writers of a key without reducer, and steps that need the graph", async () => {
    const model = new ScriptedChatModel(["x"]);
    const ask = { step: "llm", config: { model, promptTemplate: "x", as: "facts" } } as const;
    const twice = new AgentBuilder(State).withStep("parallel", {
      branches: { a: [ask], b: [write({}), ask] },
    });
    await expect(twice.build()).rejects.toThrow(
      /"branches\.a" and "branches\.b" write "facts" at the same time/,
    );
    const graph = { step: "custom", config: { step: () => undefined, needsGraph: true } } as const;
    const asking = new AgentBuilder(State).withStep("parallel", { branches: { a: [graph] } });
    await expect(asking.build()).rejects.toThrow(/cannot run inside "parallel"/);
  });

  it("names what is wrong with its config", async () => {
    const problemsOf = (config: object) =>
      new AgentBuilder(State)
        .withStep("parallel", config as never)
        .build()
        .then(
          () => "",
          (error: Error) => error.message,
        );
    expect(await problemsOf({ branches: {} })).toMatch(/branches: Expected at least one branch/);
    expect(await problemsOf({ branches: { a: [] } })).toMatch(/branches\.a: Got a list; expected a list that is not empty/);
    expect(await problemsOf({ branches: { a: [write({})] }, concurrency: 0 })).toMatch(/concurrency/);
    expect(await problemsOf({ branches: { a: ["llm"] } })).toMatch(
      /branches\.a\[0\]: Got a text; expected an object/,
    );
    expect(await problemsOf({ branches: { a: [{ step: "lmm", config: {} }] } })).toMatch(
      /branches\.a\[0\]\.step: Unknown step type: lmm/,
    );
  });
});

describe("the map step", () => {
  const page = {
    step: "custom" as const,
    config: {
      step: async ({ url, place }: { url?: string; place?: number }) => ({
        page: `${place}: ${url}`,
        log: [url],
      }),
    },
  };
  const base = { over: "urls", item: "url", index: "place", collect: "page", into: "pages" } as const;

  it("runs its steps for each element and gathers what they write, in order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string(), { maxLength: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.scheduler(),
        async (urls, concurrency, scheduler) => {
          const wait = {
            step: "custom" as const,
            config: { step: () => scheduler.schedule(Promise.resolve()) as never },
          };
          const agent = await new AgentBuilder(State)
            .withStep("map", { ...base, steps: [wait, page], concurrency })
            .build();
          const state = await scheduler.waitFor(agent.run({ urls }));
          expect(state.pages).toEqual(urls.map((url, place) => `${place}: ${url}`));
          expect(state.log).toEqual(urls);
          expect([state.url, state.place, state.page]).toEqual([undefined, undefined, undefined]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("tells its elements apart in the events", async () => {
    const agent = await new AgentBuilder(State).withStep("map", { ...base, steps: [page] }).build();
    const events = await allEvents(agent.stream({ urls: ["x", "y"] }));
    const started = events.filter((event) => event.type === "step-started" && event.kind === "custom");
    expect(started).toMatchObject([{ label: "urls[0]" }, { label: "urls[1]" }]);
  });

  it("renders prompts of the element", async () => {
    const model = new ScriptedChatModel(["one", "two"]);
    const agent = await new AgentBuilder(State)
      .withStep("map", {
        ...base,
        steps: [{ step: "llm", config: { model, promptTemplate: "Read {url}", as: "page" } }],
        concurrency: 1,
      })
      .build();
    const state = await agent.run({ urls: ["x", "y"] });
    expect(model.calls.map((call) => call.messages.map(({ text }) => text))).toEqual([
      ["Read x"],
      ["Read y"],
    ]);
    expect(state.pages).toEqual(["one", "two"]);
  });

  it("begins no more elements once one has failed", async () => {
    const begun: unknown[] = [];
    const step = {
      step: "custom" as const,
      config: {
        step: ({ url }: { url?: string }) => {
          begun.push(url);
          if (url === "b") throw new Error("broken");
        },
      },
    };
    const agent = await new AgentBuilder(State)
      .withStep("map", { over: "urls", item: "url", steps: [step], concurrency: 1 })
      .build();
    await expect(agent.run({ urls: ["a", "b", "c"] })).rejects.toMatchObject({ code: "STEP_FAILED" });
    expect(begun).toEqual(["a", "b"]);
  });

  it("collects the last of what an element's steps write, and nothing where they write nothing", async () => {
    const draft = {
      step: "custom" as const,
      config: { step: ({ url }: { url?: string }) => (url === "b" ? {} : { page: "draft" }) },
    };
    const final = {
      step: "custom" as const,
      config: {
        step: ({ url, page }: { url?: string; page?: string }) =>
          page === undefined ? {} : { page: `${url} of ${page}` },
      },
    };
    const agent = await new AgentBuilder(State.extend({ pages: z.array(z.string().optional()).optional() }))
      .withStep("map", { ...base, steps: [draft, final] })
      .build();
    const state = await agent.run({ urls: ["a", "b", "c"], page: undefined });
    expect(state.pages).toEqual(["a of draft", undefined, "c of draft"]);
  });

  it("stops the other elements when one fails", async () => {
    const told: unknown[] = [];
    const { config } = untilStopped(told);
    const step = {
      step: "custom" as const,
      config: {
        step: (state: { url?: string }, context: { run: { signal: AbortSignal } }) => {
          if (state.url === "bad") throw new Error("broken");
          return config.step(state, context);
        },
      },
    };
    const agent = await new AgentBuilder(State)
      .withStep("map", { over: "urls", item: "url", steps: [step] })
      .build();
    await expect(agent.run({ urls: ["a", "bad", "c"] })).rejects.toMatchObject({ code: "STEP_FAILED" });
    expect(told).toMatchObject([{ code: "SIBLING_FAILED" }, { code: "SIBLING_FAILED" }]);
  });

  it("says what it found in the place of a list", async () => {
    const build = (over: string) =>
      new AgentBuilder(State).withStep("map", { over: over as "urls", item: "url", steps: [page] }).build();
    await expect((await build("topic")).run({})).rejects.toMatchObject({
      code: "NOT_A_LIST",
      message: 'The map step goes over "topic", which holds "bees"; expected a list.',
    });
    await expect((await build("pages")).run({})).rejects.toThrow(/holds nothing/);
    await expect(build("ulrs")).rejects.toThrow(/over names "ulrs", which is not a key of the state/);
  });

  it("refuses writes to a key without reducer, but not to what it collects", async () => {
    const model = new ScriptedChatModel(["x"]);
    const ask = { step: "llm", config: { model, promptTemplate: "{url}", as: "facts" } } as const;
    const builder = new AgentBuilder(State).withStep("map", { ...base, steps: [ask] });
    await expect(builder.build()).rejects.toThrow(/Several runs of "steps" write "facts"/);
    const custom = await new AgentBuilder(State)
      .withStep("map", { ...base, steps: [write({ facts: "x" })] })
      .build();
    await expect(custom.run({ urls: ["a", "b"] })).rejects.toMatchObject({ code: "CONFLICTING_WRITES" });
  });

  it.each([
    [{ into: undefined }, /into: With `collect`, `into` must name the key that gets the list/],
    [{ collect: undefined }, /collect: With `into`, `collect` must name the key to collect/],
    [{ index: "url" }, /index: `index` and `item` both name "url"/],
    [{ into: "page" }, /into: `into` and `collect` both name "page"/],
    [{ item: "messages" }, /item: "messages" holds the conversation/],
    [{ concurrency: 0 }, /concurrency/],
    [{ steps: [] }, /steps: Got a list; expected a list that is not empty/],
  ])("refuses %j", async (change, message) => {
    const builder = new AgentBuilder(State).withStep("map", { ...base, steps: [page], ...change } as never);
    await expect(builder.build()).rejects.toThrow(message);
  });
});
