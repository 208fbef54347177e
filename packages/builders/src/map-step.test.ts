import { ScriptedChatModel } from "@pergola/core-steps/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { AgentBuilder } from "./index.ts";
import { State, untilStopped, write } from "./substeps.test-helper.ts";

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
