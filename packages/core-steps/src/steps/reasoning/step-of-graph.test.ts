import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { type StepContext, type StepGraph, type StepGraphNode, stepOfGraph } from "../../index.ts";

const contextOf = (signal = new AbortController().signal) =>
  ({ signal, run: { signal } }) as unknown as StepContext;
const node = (name: string, run: StepGraphNode["run"], ends: readonly string[] = ["end"]): StepGraphNode => ({
  name,
  ends,
  run,
});
const walk = async (graph: StepGraph, state = {}, context = contextOf()) =>
  ((await stepOfGraph(graph)(state, context)) as unknown as { readonly entries: unknown }).entries;

describe("stepOfGraph", () => {
  it("shows each node what those before it wrote, and hands the memo on until it changes", async () => {
    const seen: unknown[] = [];
    const see: StepGraphNode["run"] = async ({ messages, n }, _, { memo, input }) => {
      seen.push([(messages as HumanMessage[]).map(({ text }) => text), n, memo, input]);
      return {};
    };
    const nodes = [
      node(
        "a",
        async () => ({
          writes: [
            ["messages", [new AIMessage("b")]],
            ["n", 1],
          ],
          memo: { k: 1 },
        }),
        ["b"],
      ),
      node("b", see, ["c"]),
      node("c", see),
    ];
    await walk({ nodes }, { messages: [new HumanMessage("a")] });
    expect(seen).toEqual([
      [["a", "b"], 1, { k: 1 }, undefined],
      [["a", "b"], 1, { k: 1 }, undefined],
    ]);
  });

  it.each([["b"], [[{ node: "b", input: 1 }]]])(
    "says so when a node leads to one that there is not: %j",
    async (next) => {
      const nodes = [node("a", async () => ({ next }))];
      await expect(walk({ nodes })).rejects.toMatchObject({
        code: "UNKNOWN_GRAPH_NODE",
        message: expect.stringContaining('"b"'),
        details: { node: "b", alternatives: ["a"] },
      });
    },
  );

  it("visits a node once for each input at the same time, and keeps their order", async () => {
    const gate = Promise.withResolvers<void>();
    const nodes = [
      node("a", async () => ({ next: ["x", "y"].map((input) => ({ node: "b", input })), memo: 1 }), ["b"]),
      node(
        "b",
        async (_state, _context, { input, memo }) => {
          if (input === "x") await gate.promise;
          gate.resolve();
          return { writes: [["log", `${input} ${memo}`]] };
        },
        ["c"],
      ),
      node("c", async (_state, _context, { memo }) => ({ writes: [["log", `end ${memo}`]] })),
    ];
    expect(await walk({ nodes })).toEqual([
      ["log", "x undefined"],
      ["log", "y undefined"],
      ["log", "end 1"],
    ]);
  });

  it("begins no further node once the run has stopped", async () => {
    const stop = new AbortController();
    const stopping = async () => {
      stop.abort(new Error("stopped"));
      return {};
    };
    const nodes = [node("a", stopping, ["b"]), node("b", () => Promise.reject(new Error("was begun")))];
    await expect(walk({ nodes }, {}, contextOf(stop.signal))).rejects.toThrow("stopped");
  });

  it("needs a run", async () => {
    const step = stepOfGraph({ nodes: [node("a", async () => ({}))] });
    await expect(step({}, {} as StepContext)).rejects.toMatchObject({ code: "NO_RUN_CONTEXT" });
  });
});
