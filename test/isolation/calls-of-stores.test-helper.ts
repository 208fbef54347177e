import type { RunEvent } from "@pergola/core";
import type { BudgetLedger, Memory, MemoryVectors, Storage, UserMemory } from "@pergola/resources";
import { type Person, scopeOf, type World } from "./world.test-helper.ts";

/** One call as a person makes it; the variant says with which session, run, key and path. */
export type Call = (
  world: World,
  person: Person,
  made: { variant: number; secret: string },
) => Promise<unknown>;

/** The methods of a contract that have to do with data. */
export type MethodOf<Contract> = Exclude<
  {
    [Name in keyof Contract]-?: NonNullable<Contract[Name]> extends (...given: never[]) => unknown
      ? Name
      : never;
  }[keyof Contract] &
    string,
  "close"
>;

/** All that comes. */
export async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const event = (runId: string, secret: string): RunEvent =>
  ({ type: "step-started", runId, seq: 1, at: 0, step: secret, stepType: "llm", index: 0 }) as never;
const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
const said = (role: "user" | "assistant", content: string) => ({ role, content }) as const;
const runOf = (variant: number) => `r${variant}`;
const keyOf = (variant: number) => `key${variant % 3}`;
const pathOf = (variant: number) => `notes/${variant % 3}.txt`;

/** Every page, one item at a time. */
async function pages<Page extends { readonly nextCursor?: string }>(read: (cursor: object) => Promise<Page>) {
  const all: Page[] = [];
  for (let page = await read({}); ; page = await read({ cursor: page.nextCursor })) {
    all.push(page);
    if (page.nextCursor === undefined) return all;
  }
}

export const ofConversations = {
  lock: async ({ agent }, person, { variant }) => {
    (await agent.memory.lock(scopeOf(person, variant)))();
  },
  admit: ({ agent }, person, { variant, secret }) =>
    agent.memory.admit(scopeOf(person, variant), { runId: runOf(variant), message: said("user", secret) }),
  suspend: ({ agent }, person, { variant, secret }) =>
    agent.memory.suspend(scopeOf(person, variant), runOf(variant), [event(runOf(variant), secret)]),
  settle: ({ agent }, person, { variant, secret }) =>
    agent.memory.settle(scopeOf(person, variant), runOf(variant), {
      outcome: "completed",
      messages: [said("assistant", secret)],
      events: [event(runOf(variant), secret)],
      usage,
    }),
  window: ({ agent }, person, { variant }) => agent.memory.window(scopeOf(person, variant)),
  sessions: ({ agent }, person) =>
    pages((cursor) => agent.memory.sessions(scopeOf(person, 0), { limit: 1, ...cursor })),
  runs: ({ agent }, person) =>
    pages((cursor) => agent.memory.runs(scopeOf(person, 0), { limit: 1, ...cursor })),
  transcript: ({ agent }, person, { variant }) => agent.memory.transcript(scopeOf(person, variant)),
  events: async ({ agent }, person, { variant }) => {
    const runIds = [runOf(variant), `ask${variant}`, `chat${variant}`];
    return Promise.all(
      runIds.map(async (id) => typesOf(await agent.memory.events(scopeOf(person, variant), id))),
    );
  },
  recover: ({ agent }) => agent.memory.recover(),
  delete: ({ agent }, person, { variant }) => agent.memory.delete(scopeOf(person, variant)),
} satisfies Record<Exclude<MethodOf<Memory>, "bind">, Call>;

/** What events have of their own besides times and ids of calls. */
const typesOf = (events: readonly RunEvent[] | undefined) => events?.map(({ type, runId }) => [type, runId]);

export const ofUsers = {
  set: ({ agent }, person, { variant, secret }) =>
    agent.memory.userMemory.set(scopeOf(person, variant), keyOf(variant), { secret }),
  get: ({ agent }, person, { variant }) =>
    agent.memory.userMemory.get(scopeOf(person, variant), keyOf(variant)),
  keys: ({ agent }, person) =>
    pages((cursor) => agent.memory.userMemory.keys(scopeOf(person, 0), { limit: 1, ...cursor })),
  entries: ({ agent }, person) => agent.memory.userMemory.entries(scopeOf(person, 0)),
  delete: ({ agent }, person, { variant }) =>
    agent.memory.userMemory.delete(scopeOf(person, variant), keyOf(variant)),
  clear: ({ agent }, person) => agent.memory.userMemory.clear(scopeOf(person, 0)),
} satisfies Record<MethodOf<UserMemory>, Call>;

export const ofVectors = {
  add: ({ agent }, person, { variant, secret }) =>
    agent.memory.vectors.add(scopeOf(person, variant), { id: keyOf(variant), text: secret }),
  search: ({ agent }, person, { secret }) =>
    agent.memory.vectors.search(scopeOf(person, 0), secret, { k: 10 }),
  delete: ({ agent }, person, { variant }) => agent.memory.vectors.delete(scopeOf(person, 0), keyOf(variant)),
  clear: ({ agent }, person) => agent.memory.vectors.clear(scopeOf(person, 0)),
} satisfies Record<MethodOf<MemoryVectors>, Call>;

export const ofFiles = {
  write: ({ agent }, person, { variant, secret }) =>
    agent.storage.write(scopeOf(person, 0), pathOf(variant), secret),
  writeStream: ({ agent }, person, { variant, secret }) =>
    agent.storage.writeStream(scopeOf(person, 0), pathOf(variant), oneByOne(secret)),
  read: ({ agent }, person, { variant }) => agent.storage.read(scopeOf(person, 0), pathOf(variant)),
  readStream: async ({ agent }, person, { variant }) => {
    const pieces = await allOf(agent.storage.readStream(scopeOf(person, 0), pathOf(variant)));
    return Buffer.concat(pieces).toString();
  },
  list: ({ agent }, person) => agent.storage.list(scopeOf(person, 0)),
  listPage: ({ agent }, person) =>
    pages((cursor) => agent.storage.listPage(scopeOf(person, 0), { limit: 1, ...cursor })),
  stat: ({ agent }, person, { variant }) => agent.storage.stat(scopeOf(person, 0), pathOf(variant)),
  delete: ({ agent }, person, { variant }) => agent.storage.delete(scopeOf(person, 0), pathOf(variant)),
} satisfies Record<MethodOf<Storage>, Call>;

async function* oneByOne(text: string): AsyncGenerator<string> {
  yield* text;
}

export const ofBudgets = {
  reserve: async ({ ledger, held }, person, { variant }) => {
    const { sessionId: _, ...user } = scopeOf(person, variant);
    const scopes = [user, scopeOf(person, variant)];
    const accounts = scopes.map((scope) => ({ account: { scope, period: "total" }, limit: { tokens: 200 } }));
    const [base, unit] = [30, 1].map((tokens) => ({ tokens, nanoUsd: tokens }));
    const { id, ...answer } = (await ledger.reserve({
      accounts,
      base: base as never,
      unit: unit as never,
      minUnits: 1,
      maxUnits: 20,
    })) as { readonly id?: string };
    if (id !== undefined) held.set(person, [...(held.get(person) ?? []), id]);
    return answer;
  },
  settle: async ({ ledger, held }, person) => {
    const [id = "nobody's", ...others] = held.get(person) ?? [];
    held.set(person, others);
    await ledger.settle(id, { tokens: 20, nanoUsd: 20 });
  },
  balance: ({ ledger }, person, { variant }) =>
    ledger.balance({ scope: scopeOf(person, variant), period: "total" }),
} satisfies Record<MethodOf<BudgetLedger>, Call>;

/** What a memory is made of besides its methods: a part that is not named here has no calls above. */
export const PARTS_OF_MEMORY = {
  identity: "an object of its own",
  ledger: "ofBudgets",
  userMemory: "ofUsers",
  vectors: "ofVectors",
} satisfies Record<Exclude<keyof Memory & string, MethodOf<Memory> | "close">, string>;
