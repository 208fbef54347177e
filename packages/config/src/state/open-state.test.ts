import { Annotation } from "@langchain/langgraph";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import {
  DefaultState,
  fieldOf,
  fromGraphValues,
  isOpenState,
  mergeable,
  OPEN_KEY,
  type StateInputOf,
  type StateOf,
  stateKeys,
  stateReducers,
  toGraphValues,
  withMessages,
} from "../index.ts";
import { writeAtOnce, writeInTurn } from "./graph-writes.test-helper.ts";

const Closed = z.object({ a: z.string().optional() });
const Counts = z.object({ a: z.string().optional() }).catchall(z.number());

describe("an open state", () => {
  it("is one that takes keys which it does not declare", () => {
    expect([DefaultState, Counts, z.looseObject({})].map(isOpenState)).toEqual([true, true, true]);
    const closed = [Closed, z.strictObject({}), Annotation.Root({ a: Annotation<string> })];
    expect(closed.map(isOpenState)).toEqual([false, false, false]);
  });

  it("keeps across steps what they write besides, merged by key", async () => {
    const writes = [
      { processed: true, n: 1 },
      { n: 2, name: "Ada" },
    ];
    for (const run of [writeInTurn, writeAtOnce]) {
      const state = await run(
        DefaultState,
        toGraphValues(DefaultState, { locale: "en" }),
        writes.map((write) => toGraphValues(DefaultState, write)),
      );
      expect(fromGraphValues(DefaultState, state)).toEqual({
        messages: [],
        name: "Ada",
        processed: true,
        n: 2,
        locale: "en",
      });
    }
  });

  it("checks what it does not declare by its catchall", async () => {
    const write = (value: unknown) => writeInTurn(Counts, {}, [toGraphValues(Counts, { b: value })]);
    expect(fromGraphValues(Counts, await write(1))).toEqual({ b: 1 });
    await expect(write("one")).rejects.toThrow(/expected number/);
    expect(fieldOf(Counts, "b")?.safeParse("one").success).toBe(false);
  });

  it("stays open when it is derived from", () => {
    const derived = [
      withMessages(Counts),
      Counts.extend({ c: z.string() }),
      mergeable(Counts, { a: "last" }),
    ];
    expect(derived.map(isOpenState)).toEqual([true, true, true]);
    expect(stateKeys(withMessages(Counts))).toEqual(["a", "messages"]);
    expectTypeOf<StateOf<ReturnType<typeof withMessages<typeof Counts>>>>().toHaveProperty("b");
  });

  it("has a reducer for what it holds, for who merges outside of LangGraph", async () => {
    const merge = (await stateReducers(Counts)).get(OPEN_KEY);
    expect(merge?.(merge(undefined, { b: 1 }), { c: 2 })).toEqual({ b: 1, c: 2 });
  });

  it("has types: what is declared is known, anything else may be there", () => {
    expectTypeOf<StateOf<typeof DefaultState>["name"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<StateOf<typeof DefaultState>["processed"]>().toBeUnknown();
    expectTypeOf<StateInputOf<typeof DefaultState>>().toExtend<{ name?: string }>();
    expectTypeOf<{ name: number }>().not.toExtend<StateInputOf<typeof DefaultState>>();
  });
});

describe("toGraphValues and fromGraphValues", () => {
  it("give the very same object where there is nothing to fold", () => {
    const values = { a: "x" };
    const extra = { a: "x", b: 1 };
    expect(toGraphValues(Counts, values)).toBe(values);
    expect(fromGraphValues(Counts, values)).toBe(values);
    expect(toGraphValues(Closed, extra)).toBe(extra);
    expect(fromGraphValues(Closed, extra)).toBe(extra);
    expect(toGraphValues(Annotation.Root({ a: Annotation<string> }), extra)).toBe(extra);
  });

  it("undo each other", () => {
    const values = { a: "x", b: 1, c: 2 };
    expect(toGraphValues(Counts, values)).toEqual({ a: "x", [OPEN_KEY]: { b: 1, c: 2 } });
    expect(fromGraphValues(Counts, toGraphValues(Counts, values))).toEqual(values);
  });

  it("leave out what is undefined, and let a declared key win", () => {
    expect(toGraphValues(Counts, { a: "x", b: undefined })).toEqual({ a: "x" });
    expect(fromGraphValues(Counts, { a: "new", [OPEN_KEY]: { a: "old", b: 1 } })).toEqual({ a: "new", b: 1 });
  });

  it("take keys that objects have by nature for undeclared ones, without touching any prototype", () => {
    const values = JSON.parse('{ "toString": 1, "__proto__": 2 }');
    const folded = toGraphValues(Counts, values);
    expect(Object.keys(folded)).toEqual([OPEN_KEY]);
    const back = fromGraphValues(Counts, folded);
    expect(Object.entries(back)).toEqual([
      ["toString", 1],
      ["__proto__", 2],
    ]);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });
});

describe("fieldOf", () => {
  it("is the schema of a key's value, where there is one", () => {
    expect(fieldOf(Counts, "a")).toBe(Counts.shape.a);
    expect(fieldOf(Closed, "b")).toBeUndefined();
    expect(fieldOf(Closed, "toString")).toBeUndefined();
    expect(fieldOf(Annotation.Root({ a: Annotation<string> }), "a")).toBeUndefined();
  });
});
