import { ScriptedChatModel } from "@pergola/core-steps/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AgentBuilder } from "./index.ts";
import { State, untilStopped, write } from "./substeps.test-helper.ts";

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
    expect(await problemsOf({ branches: { a: [] } })).toMatch(
      /branches\.a: Got a list; expected a list that is not empty/,
    );
    expect(await problemsOf({ branches: { a: [write({})] }, concurrency: 0 })).toMatch(/concurrency/);
    expect(await problemsOf({ branches: { a: ["llm"] } })).toMatch(
      /branches\.a\[0\]: Got a text; expected an object/,
    );
    expect(await problemsOf({ branches: { a: [{ step: "lmm", config: {} }] } })).toMatch(
      /branches\.a\[0\]\.step: Unknown step type: lmm/,
    );
  });
});
