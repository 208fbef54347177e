import { interrupt, MemorySaver } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { AgentBuilder } from "./index.ts";
import { State, write } from "./substeps.test-helper.ts";

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
