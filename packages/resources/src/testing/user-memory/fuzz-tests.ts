import fc from "fast-check";
import { expect, it } from "vitest";
import type { ConversationStore } from "../../memory/conversation-store.ts";
import type { UserMemory } from "../../memory/user/user-memory.ts";
import { memoryOf, scopeOf } from "./samples.ts";
import type { UserMemorySubject } from "./user-memory-subject.ts";

/** Two tenants with the same users and agents: most calls meet what somebody else has left. */
const SCOPES = ["t", "T"].flatMap((tenantId) =>
  ["a", "a1"].flatMap((agentId) => ["u", "u'"].map((userId) => scopeOf({ tenantId, agentId, userId }))),
);
const KEYS = ["a", "A", "a/b", "é", "\ud83d\udca5", "\uffff"];
const MAX_ENTRIES = 4;

type Write =
  | { readonly call: "set"; readonly at: number; readonly key: string; readonly value: unknown }
  | { readonly call: "delete"; readonly at: number; readonly key: string }
  | { readonly call: "clear"; readonly at: number };

/** Writes that are made all at once, or a new start. */
type Command = { readonly kind: "writes"; readonly writes: readonly Write[] } | { readonly kind: "reopen" };

const at = fc.nat(SCOPES.length - 1);
const key = fc.constantFrom(...KEYS);
const value = fc.oneof(fc.integer(), fc.string({ maxLength: 5 }), fc.constant(null));
const just = <Value extends string>(text: Value) => fc.constant(text);

const write: fc.Arbitrary<Write> = fc.oneof(
  { arbitrary: fc.record({ call: just("set"), at, key, value }), weight: 7 },
  { arbitrary: fc.record({ call: just("delete"), at, key }), weight: 3 },
  { arbitrary: fc.record({ call: just("clear"), at }), weight: 1 },
);

const commands = (canReopen: boolean): fc.Arbitrary<Command[]> =>
  fc.array(
    fc.oneof(
      {
        arbitrary: fc.record({
          kind: just("writes"),
          writes: fc.array(write, { minLength: 1, maxLength: 8, size: "max" }),
        }),
        weight: 6,
      },
      { arbitrary: fc.record({ kind: just("reopen") }), weight: canReopen ? 1 : 0 },
    ),
    { minLength: 8, maxLength: 20, size: "max" },
  );

/** What users have, by their place in SCOPES. */
type Reference = readonly Map<string, unknown>[];

export function fuzzTests({ create, reopen, fuzzRuns = 25 }: UserMemorySubject): void {
  it("answers every sequence of calls of two tenants like a map for each of their users", async () => {
    const property = fc.asyncProperty(commands(reopen !== undefined), async (sequence) => {
      const reference: Reference = SCOPES.map(() => new Map());
      let store = await create({ maxEntriesPerUser: MAX_ENTRIES });
      try {
        for (const command of sequence) {
          if (command.kind === "reopen") store = (await reopen?.(store)) ?? store;
          else await expectSame(memoryOf(store), reference, command.writes);
          await expectAll(store, reference);
        }
      } finally {
        await store.close();
      }
    });
    await fc.assert(property, { numRuns: fuzzRuns, endOnFailure: true });
  }, 120_000);
}

async function expectSame(memory: UserMemory, reference: Reference, writes: readonly Write[]): Promise<void> {
  const expected = writes.map((each) => writeToReference(reference, each));
  const actual = await Promise.all(writes.map((each) => writeTo(memory, each)));
  expect(actual, JSON.stringify(writes)).toEqual(expected);
}

async function expectAll(store: ConversationStore, reference: Reference): Promise<void> {
  await Promise.all(
    SCOPES.map(async (scope, index) => {
      const values = reference[index] ?? new Map<string, unknown>();
      const { entries } = await memoryOf(store).entries(scope);
      const found = Object.fromEntries(entries.map((each) => [each.key, each.value]));
      expect(found, JSON.stringify(scope)).toEqual(Object.fromEntries(values));
      const first = KEYS[index % KEYS.length] as string;
      expect(await memoryOf(store).get(scope, first)).toEqual(values.get(first));
    }),
  );
}

async function writeTo(memory: UserMemory, each: Write): Promise<unknown> {
  const scope = SCOPES[each.at] ?? scopeOf();
  try {
    if (each.call === "set") return await memory.set(scope, each.key, each.value);
    return await (each.call === "delete" ? memory.delete(scope, each.key) : memory.clear(scope));
  } catch (error) {
    const { code } = error as { readonly code?: unknown }; // without a code it is a defect
    if (typeof code !== "string") throw error;
    return code;
  }
}

function writeToReference(reference: Reference, each: Write): unknown {
  const values = reference[each.at] ?? new Map<string, unknown>();
  if (each.call === "delete") return values.delete(each.key);
  if (each.call === "set") {
    if (!values.has(each.key) && values.size >= MAX_ENTRIES) return "USER_MEMORY_QUOTA_EXCEEDED";
    values.set(each.key, each.value);
    return undefined;
  }
  const { size } = values;
  values.clear();
  return size;
}
