import fc from "fast-check";
import { expect, it } from "vitest";
import type { VectorEntry, VectorFilter, VectorHit, VectorStore } from "../../vectors/vector-store.ts";
import { scopeOf } from "./samples.ts";
import type { VectorStoreSubject } from "./vector-store-subject.ts";

/** Few values and each in every place, so that most calls meet what another one has left. */
const SCOPES = [scopeOf(), scopeOf({ userId: "ADA" }), scopeOf({ tenantId: "other" })] as const;
const COLOURS = ["red", "blue"] as const;

type Command =
  | { readonly call: "add"; readonly at: number; readonly entries: readonly VectorEntry[] }
  | { readonly call: "delete"; readonly at: number; readonly ids: readonly string[] }
  | { readonly call: "clear"; readonly at: number }
  | {
      readonly call: "search";
      readonly at: number;
      readonly vector: readonly number[];
      readonly k: number;
      readonly colour: (typeof COLOURS)[number] | undefined;
    }
  | { readonly call: "reopen" };

const at = fc.nat(SCOPES.length - 1);
const id = fc.constantFrom("a", "A", "b", "c", "d'", "é");
const vector = fc.oneof(
  fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 3, maxLength: 3 }),
  fc.array(fc.float({ noNaN: true, min: Math.fround(-1e3), max: Math.fround(1e3) }), {
    minLength: 3,
    maxLength: 3,
  }),
);
const entry: fc.Arbitrary<VectorEntry> = fc.record(
  { id, vector, text: fc.string(), metadata: fc.record({ colour: fc.constantFrom(...COLOURS) }) },
  { requiredKeys: ["id", "vector"] },
);

function commands(canReopen: boolean): fc.Arbitrary<Command[]> {
  const callOf = <Call extends string>(call: Call) => fc.constant(call);
  const entries = fc.uniqueArray(entry, { selector: (each) => each.id, maxLength: 4 });
  const colour = fc.option(fc.constantFrom(...COLOURS), { nil: undefined });
  const command: fc.Arbitrary<Command> = fc.oneof(
    { arbitrary: fc.record({ call: callOf("add"), at, entries }), weight: 4 },
    {
      arbitrary: fc.record({ call: callOf("search"), at, vector, k: fc.integer({ min: 1, max: 4 }), colour }),
      weight: 6,
    },
    { arbitrary: fc.record({ call: callOf("delete"), at, ids: fc.array(id, { maxLength: 2 }) }), weight: 2 },
    { arbitrary: fc.record({ call: callOf("clear"), at }), weight: 1 },
    { arbitrary: fc.record({ call: callOf("reopen") }), weight: canReopen ? 1 : 0 },
  );
  return fc.array(command, { minLength: 10, maxLength: 30, size: "max" });
}

export function fuzzTests({ create, reopen, fuzzRuns = 25 }: VectorStoreSubject): void {
  it("answers every sequence of calls like a list that is searched from end to end", async () => {
    const property = fc.asyncProperty(commands(reopen !== undefined), async (sequence) => {
      const users = SCOPES.map(() => new Map<string, VectorEntry>());
      let store = await create();
      try {
        for (const command of sequence) {
          if (command.call === "reopen") store = (await reopen?.(store)) ?? store;
          else await expectSame(store, users[command.at] ?? new Map(), command);
        }
      } finally {
        await store.close();
      }
    });
    await fc.assert(property, { numRuns: fuzzRuns, endOnFailure: true });
  }, 120_000);
}

async function expectSame(
  store: VectorStore,
  user: Map<string, VectorEntry>,
  command: Exclude<Command, { call: "reopen" }>,
): Promise<void> {
  const scope = SCOPES[command.at] ?? scopeOf();
  switch (command.call) {
    case "add":
      await store.add(scope, command.entries);
      for (const each of command.entries) user.set(each.id, each);
      return;
    case "delete": {
      const gone = new Set(command.ids.filter((each) => user.delete(each)));
      expect(await store.delete(scope, command.ids)).toBe(gone.size);
      return;
    }
    case "clear":
      expect(await store.clear(scope)).toBe(user.size);
      user.clear();
      return;
    case "search": {
      const { vector: query, k, colour } = command;
      const filter: VectorFilter = colour === undefined ? {} : { colour };
      expectNearest(await store.search(scope, query, { k, filter }), user, command);
      return;
    }
    default:
      command satisfies never;
  }
}

/** Equal scores may come in any order, and rounding may swap those that are almost equal. */
function expectNearest(
  hits: readonly VectorHit[],
  user: ReadonlyMap<string, VectorEntry>,
  { vector: query, k, colour }: Extract<Command, { call: "search" }>,
): void {
  const fitting = [...user.values()].filter(
    ({ metadata }) => colour === undefined || metadata?.colour === colour,
  );
  const best = fitting.map((each) => cosine(query, each.vector as readonly number[])).sort((a, b) => b - a);
  expect(hits).toHaveLength(Math.min(k, fitting.length));
  expect(new Set(hits.map((hit) => hit.id)).size).toBe(hits.length);
  for (const [rank, hit] of hits.entries()) {
    const found = fitting.find((each) => each.id === hit.id);
    expect(hit).toMatchObject({ ...(found?.text !== undefined && { text: found.text.toWellFormed() }) });
    expect(hit.metadata).toEqual(found?.metadata);
    expect(hit.score).toBeCloseTo(cosine(query, (found?.vector ?? []) as readonly number[]), 3);
    expect(hit.score).toBeCloseTo(best[rank] as number, 3);
  }
}

function cosine(one: readonly number[], other: readonly number[]): number {
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, index) => sum + Math.fround(value) * Math.fround(b[index] ?? Number.NaN), 0);
  const norms = Math.sqrt(dot(one, one)) * Math.sqrt(dot(other, other));
  return norms === 0 ? 0 : dot(one, other) / norms;
}
