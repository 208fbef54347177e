import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isPergolaError } from "@pergola/core";
import { duckdb } from "@pergola/memory-duckdb";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OF_NOBODY, ofAgent } from "./calls-of-agent.test-helper.ts";
import {
  type Call,
  ofBudgets,
  ofConversations,
  ofFiles,
  ofUsers,
  ofVectors,
  PARTS_OF_MEMORY,
} from "./calls-of-stores.test-helper.ts";
import { HOSTILE_IDS } from "./hostile-ids.test-helper.ts";
import { createWorld, type Person, type World } from "./world.test-helper.ts";

const CONTRACTS: Readonly<Record<string, Readonly<Record<string, Call>>>> = {
  conversations: ofConversations,
  users: ofUsers,
  vectors: ofVectors,
  files: ofFiles,
  budgets: ofBudgets,
  agent: ofAgent,
};
const CALLS = Object.entries(CONTRACTS).flatMap(([contract, calls]) =>
  Object.entries(calls).map(([name, call]) => ({ name: `${contract}.${name}`, call })),
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-every-call-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is of a clock, or of one store alone. */
const FLEETING: ReadonlySet<string> = new Set([
  "startedAt",
  "finishedAt",
  "createdAt",
  "updatedAt",
  "modifiedAt",
  "latencyMs",
]);

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** An outcome as two stores have it alike. */
async function outcomeOf(
  call: () => Promise<unknown>,
): Promise<{ readonly told: string; readonly isDone: boolean }> {
  const [value, isDone] = await Promise.resolve()
    .then(call)
    .then(
      (result) => [result, true] as const,
      (error: unknown) => [isPergolaError(error) ? error.code : error, false] as const,
    );
  const told = JSON.stringify(value, (key, item: unknown) => {
    if (FLEETING.has(key)) return 0;
    if (key === "nextCursor") return item !== undefined;
    if (item instanceof Error) return item.message;
    return item instanceof Uint8Array ? Buffer.from(item).toString() : item;
  });
  return { told: (told ?? '"nothing"').replaceAll(UUID, "an id"), isDone };
}

interface Move {
  readonly index: number;
  readonly who: number;
  readonly variant: number;
}

const ANSWERS: readonly string[] = ["agent.resume", "agent.resumeStream", "agent.cancel"];
const ASK = CALLS.findIndex(({ name }) => name === "agent.stream");

/** Every call once, with runs that nobody has touched, so that none of them only ever fails. */
const ALL_CALLS: readonly Move[] = CALLS.flatMap(({ name }, index) => {
  if (!ANSWERS.includes(name)) return [{ index, who: 0, variant: 9 }];
  const variant = 10 + index;
  return [ASK, index].map((each) => ({ index: each, who: 0, variant }));
});

const WRITES = [
  "conversations.admit",
  "conversations.settle",
  "users.set",
  "vectors.add",
  "files.write",
  "budgets.reserve",
];
const READS =
  /\.(window|sessions|runs|transcript|events|get|keys|entries|search|read|list|stat|balance|runLog)$/;

/** All of them keep something under the same names, and then look at all that they have. */
const MEETING: readonly Move[] = [
  CALLS.filter(({ name }) => WRITES.includes(name)),
  CALLS.filter(({ name }) => READS.test(name)),
].flatMap((calls) =>
  calls.flatMap((call) => [0, 1, 2, 3].map((who) => ({ index: CALLS.indexOf(call), who, variant: 8 }))),
);

const ids = fc.shuffledSubarray([...HOSTILE_IDS], { minLength: 4, maxLength: 4 });
const move: fc.Arbitrary<Move> = fc.record({
  index: fc.nat({ max: CALLS.length - 1 }),
  who: fc.nat({ max: 3 }),
  variant: fc.nat({ max: 2 }),
});

/** Two tenants and two users: each of the four people shares one of both with another one. */
function peopleOf([a, b, c, d]: readonly string[]): readonly Person[] {
  return [a, b].flatMap((tenantId) => [c, d].map((userId) => ({ tenantId, userId }) as Person));
}

/** Whether each call, with others around, tells what it would tell if its person were alone in the world. */
async function compare(shared: World, people: readonly Person[], moves: readonly Move[], done: Set<string>) {
  const alone = await Promise.all(
    people.map((_, who) => createWorld({}, join(folder, `${++worlds}-${who}`))),
  );
  for (const [step, { index, who, variant }] of moves.entries()) {
    const { name, call } = CALLS[index] as (typeof CALLS)[number];
    const person = people[who] as Person;
    const made = { variant, secret: `secret of ${who}, ${step}.` };
    const lonely = await outcomeOf(() => call(alone[who] as World, person, made));
    const told = await outcomeOf(() => call(shared, person, made));
    expect({ step, name, told: JSON.parse(told.told) }).toEqual({
      step,
      name,
      told: JSON.parse(lonely.told),
    });
    for (const other of people.keys())
      if (other !== who) expect(told.told).not.toContain(`secret of ${other}`);
    if (told.isDone) done.add(name);
  }
  await Promise.all(alone.map(({ agent }) => agent.close()));
}
let worlds = 0;

test("of four people with hostile ids nobody sees or changes anything of another one, by any call", {
  timeout: 120_000,
}, async () => {
  const done = new Set<string>();
  const property = fc.asyncProperty(
    ids,
    fc.array(move, { minLength: 40, maxLength: 40 }),
    async (names, moves) => {
      const path = join(folder, `${++worlds}.duckdb`);
      const shared = await createWorld({ provider: duckdb({ path }) }, join(folder, `${worlds}-all`));
      try {
        await compare(shared, peopleOf(names), [...moves, ...MEETING, ...ALL_CALLS], done);
      } finally {
        await shared.agent.close();
      }
    },
  );
  await fc.assert(property, { numRuns: 1, endOnFailure: true });
  expect(CALLS.map(({ name }) => name).filter((name) => !done.has(name))).toEqual([]);
});

/** They name nobody: all that is pending in the store, and a reservation by its own id. */
const WITHOUT_SCOPE: readonly string[] = ["conversations.recover", "budgets.settle"];

const NOBODIES: readonly Person[] = [
  { tenantId: "", userId: "ada" },
  { tenantId: "t", userId: "" },
  { tenantId: "t", userId: "\ud800" },
];

test("no call is made for nobody", async () => {
  const world = await createWorld({}, join(folder, `${++worlds}-nobody`));
  const scoped = CALLS.filter(({ name }) => !WITHOUT_SCOPE.includes(name));
  for (const { name, call } of scoped)
    for (const nobody of NOBODIES) {
      const { told } = await outcomeOf(async () => call(world, nobody, { variant: 0, secret: "s" }));
      expect({ name, told }).toEqual({ name, told: '"INVALID_SCOPE"' });
    }
  await world.agent.close();
});

/** What an agent shows of itself. */
const SETTINGS = {
  name: "",
  version: "",
  description: "",
  definition: "",
  stateSchema: "",
  graph: "",
  memory: "",
  storage: "",
  tools: "",
  log: "",
};

/** Everything that can be called or read of an object, its classes' included. */
function membersOf(object: object): readonly string[] {
  const prototype: unknown = Object.getPrototypeOf(object);
  const inherited =
    prototype === Object.prototype || prototype === null ? [] : membersOf(prototype as object);
  return [...Object.getOwnPropertyNames(object), ...inherited];
}

test("nothing that a store or an agent can do is left out here: what comes new gets a call", async () => {
  const path = join(folder, "members.duckdb");
  const { agent, ledger } = await createWorld({ provider: duckdb({ path }) }, join(folder, "members"));
  const { memory, storage } = agent;
  const unknownTo = (object: object, ...known: readonly object[]) => {
    const names = new Set([
      ...known.flatMap((each) => Object.keys(each)),
      "constructor",
      "close",
      "category",
      "bind",
    ]);
    return membersOf(object).filter((name) => !names.has(name));
  };
  expect(unknownTo(agent, ofAgent, OF_NOBODY, SETTINGS)).toEqual([]);
  expect(unknownTo(memory, ofConversations, PARTS_OF_MEMORY, { name: "" })).toEqual([]);
  expect(unknownTo(memory.userMemory, ofUsers)).toEqual([]);
  expect(unknownTo(memory.vectors, ofVectors)).toEqual([]);
  expect(unknownTo(storage, ofFiles)).toEqual([]);
  expect(unknownTo(ledger, ofBudgets)).toEqual([]);
  await agent.close();
});
