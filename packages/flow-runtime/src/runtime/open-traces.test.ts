import { array, assert, constant, integer, oneof, property, record } from "fast-check";
import { expect, test } from "vitest";
import { type Listed, OpenTraces } from "./open-traces.ts";

interface Entry extends Listed<Entry> {
  givenId: string | undefined;
}

const entry = (givenId: string | undefined): Entry => ({ givenId, next: undefined, previous: undefined });

const step = oneof(
  record({ do: constant("add" as const), isNamed: oneof(constant(true), constant(false)) }),
  record({ do: constant("delete" as const), which: integer({ min: 0, max: 30 }) }),
  record({ do: constant("name" as const), which: integer({ min: 0, max: 30 }) }),
);

test("it is as a list and a map of those that have a name", () => {
  const holds = property(array(step, { maxLength: 60 }), (steps) => {
    const traces = new OpenTraces<Entry>();
    let expected: Entry[] = [];
    let ids = 0;
    for (const each of steps) {
      if (each.do === "add") {
        const added = entry(each.isNamed ? `id-${ids++}` : undefined);
        traces.add(added);
        expected.push(added);
        continue;
      }
      const chosen = expected[each.which % Math.max(1, expected.length)];
      if (chosen === undefined) continue;
      if (each.do === "delete") {
        traces.delete(chosen);
        expected = expected.filter((other) => other !== chosen);
      } else if (chosen.givenId === undefined) {
        chosen.givenId = `id-${ids++}`;
        traces.name(chosen.givenId, chosen);
      }
      expect(traces.all()).toEqual(expected);
      expect(traces.size).toBe(expected.length);
      for (let id = 0; id < ids; id++)
        expect(traces.get(`id-${id}`)).toBe(expected.find(({ givenId }) => givenId === `id-${id}`));
    }
  });
  assert(holds);
});

test("one that has left knows nobody, so that nobody is kept by it", () => {
  const traces = new OpenTraces<Entry>();
  const [first, second, third] = [entry(undefined), entry("b"), entry(undefined)] as const;
  for (const each of [first, second, third]) traces.add(each);
  traces.delete(second);
  expect(second).toMatchObject({ next: undefined, previous: undefined });
  expect(traces.has("b")).toBe(false);
  expect(traces.all()).toEqual([first, third]);
});
