import { Annotation, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import {
  assertStateDefinition,
  DefaultState,
  isAnnotationState,
  loadLangGraph,
  StateTypeFactory,
  stateKeys,
  stateName,
  toGraphState,
  withMessages,
} from "../index.ts";
import { messagesChannel } from "./messages-channel.ts";

describe("withMessages", () => {
  it("gives a schema that has messages back unchanged", () => {
    expect(withMessages(DefaultState)).toBe(DefaultState);
    expect(withMessages(MessagesAnnotation)).toBe(MessagesAnnotation);
  });

  it("adds messages to a schema that lacks them and names the result", () => {
    const Ticket = z.object({ name: z.string() }).meta({ title: "Ticket" });
    const derived = withMessages(Ticket);
    expect(stateKeys(derived)).toEqual(["name", "messages"]);
    expect(stateName(derived)).toBe("TicketWithMessages");
    expect(derived.parse({ name: "x" })).toEqual({ name: "x", messages: [] });
    expectTypeOf<z.output<typeof derived>>().toHaveProperty("messages");
    expect(stateName(withMessages(z.object({})))).toBe("StateWithMessages");
    expect(derived.safeParse({ name: "x", messages: [{ role: "user", content: "hi" }] }).success).toBe(true);
    expect(derived.safeParse({ name: "x", messages: ["hi", null] }).error?.issues).toHaveLength(2);
  });

  it("gives the same object for the same input, and for its own result", () => {
    const Base = z.object({});
    expect(withMessages(Base)).toBe(withMessages(Base));
    expect(withMessages(withMessages(Base))).toBe(withMessages(Base));
    expect(withMessages(z.object({}))).not.toBe(withMessages(Base));
  });

  it("adds a working messages channel to a LangGraph Annotation", async () => {
    const derived = withMessages(Annotation.Root({ name: Annotation<string> }));
    expect(stateKeys(derived)).toEqual(["name", "messages"]);
    await loadLangGraph();
    const graph = new StateGraph((await toGraphState(derived)) as never)
      .addNode("greet", async () => ({ messages: [{ role: "assistant", content: "hi" }] }) as never)
      .addEdge(START, "greet" as never)
      .compile();
    const state = (await graph.invoke({
      messages: [{ role: "user", content: "q" }],
    } as never)) as unknown as {
      messages: { text: string }[];
    };
    expect(state.messages.map((message) => message.text)).toEqual(["q", "hi"]);
  });

  it("refuses what is no state schema, saying what it got", () => {
    for (const [value, text] of [
      [z.string(), "a zod schema of type string"],
      [{ _def: {} }, "zod 3"],
      [{}, "a plain object"],
      [null, "null"],
      [7, "7"],
    ] as const) {
      expect(() => withMessages(value as never)).toThrow(
        expect.objectContaining({ code: "INVALID_STATE_SCHEMA", message: expect.stringContaining(text) }),
      );
    }
    expect(() => assertStateDefinition(undefined)).toThrow();
    expect(isAnnotationState("x")).toBe(false);
  });
});

describe("the state that LangGraph gets", () => {
  it("is the same for the same schema, with its reducer for messages", async () => {
    const schema = z.object({ messages: DefaultState.shape.messages, count: z.number().default(3) });
    const state = await toGraphState(schema);
    expect(await toGraphState(schema)).toBe(state);
    const graph = new StateGraph(state as never)
      .addNode("add", async () => ({ messages: ["b"] }) as never)
      .addEdge(START, "add" as never)
      .compile();
    const result = (await graph.invoke({ messages: ["a"] } as never)) as unknown as {
      messages: unknown[];
      count: number;
    };
    expect(result.messages).toHaveLength(2);
    expect(result.count).toBe(3);
  });
});

describe("stateKeys", () => {
  it("are listed once for each state, and nobody can change the list for others", () => {
    for (const definition of [DefaultState, MessagesAnnotation]) {
      const keys = stateKeys(definition);
      expect(stateKeys(definition)).toBe(keys);
      expect(() => (keys as string[]).push("mine")).toThrow(TypeError);
    }
  });
});

describe("StateTypeFactory", () => {
  it("is one place for what derives and inspects states", () => {
    expect(StateTypeFactory.withMessages(DefaultState)).toBe(DefaultState);
    expect(StateTypeFactory.stateName(DefaultState)).toBe("DefaultState");
    expect(StateTypeFactory.stateKeys(DefaultState)).toEqual(["messages", "name"]);
  });

  it("makes a messages channel once LangGraph is loaded", async () => {
    await loadLangGraph();
    expect(messagesChannel().lc_graph_name).toBe("BinaryOperatorAggregate");
  });
});
