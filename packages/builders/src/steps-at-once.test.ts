import { interrupt, MemorySaver } from "@langchain/langgraph";
import { StateTypeFactory } from "@pergola/config";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { AgentBuilder } from "./index.ts";
import { State, write } from "./substeps.test-helper.ts";

describe("steps that run beside others", () => {
  it("cannot wait for an answer, even if nobody said that they would", async () => {
    const agent = await new AgentBuilder(State)
      .withCheckpointer(new MemorySaver())
      .withStep("parallel", {
        branches: { a: [{ step: "custom", config: { step: () => ({ facts: String(interrupt("?")) }) } }] },
      })
      .build();
    await expect(agent.run({})).rejects.toMatchObject({ code: "INTERRUPT_AT_ONCE" });
  });

  it("are told apart at every depth", async () => {
    const inner = { over: "pages", item: "page", steps: [write({ log: "x" })] } as const;
    const agent = await new AgentBuilder(State)
      .withStep("map", { over: "urls", item: "url", steps: [{ step: "map", config: inner }] })
      .build();
    const events = await allEvents(agent.stream({ urls: ["a", "b"], pages: ["p", "q"] }));
    const labels = events.flatMap((event) =>
      event.type === "step-started" && event.label ? [event.label] : [],
    );
    expect(labels.filter((label) => label.includes(".")).sort()).toEqual([
      "urls[0].pages[0]",
      "urls[0].pages[1]",
      "urls[1].pages[0]",
      "urls[1].pages[1]",
    ]);
  });

  it("cannot change the element that another one has", async () => {
    const Nested = StateTypeFactory.mergeable(
      z.object({
        items: z.array(z.object({ n: z.number() })),
        item: z.object({ n: z.number() }).optional(),
        seen: z.array(z.number()).default([]),
      }),
      { seen: "append" },
    );
    const shared = { n: 1 };
    const agent = await new AgentBuilder(Nested)
      .withStep("map", {
        over: "items",
        item: "item",
        steps: [
          {
            step: "custom",
            config: {
              step: ({ item }) => {
                if (item !== undefined) (item as { n: number }).n += 1;
                return { seen: item?.n };
              },
            },
          },
        ],
      })
      .build();
    expect((await agent.run({ items: [shared, shared] })).seen).toEqual([2, 2]);
    expect(shared).toEqual({ n: 1 });
  });
});
