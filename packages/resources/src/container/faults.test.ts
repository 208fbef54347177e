import fc from "fast-check";
import { expect, test } from "vitest";
import { createDiary, type Diary, forever, thrownBy, timed, watched } from "./containers.test-helper.ts";
import type { ResourceDefinition } from "./resource-definition.ts";

const PHASES = ["create", "inject", "initialize", "health"] as const;
type Phase = (typeof PHASES)[number];
type Kind = "fails" | "hangs" | "hangs until told" | "is aborted" | "is closed" | "comes late";

/** What goes wrong, and where. */
interface Fault {
  readonly at: string;
  readonly phase: Phase;
  readonly kind: Kind;
}

interface Plan {
  /** What each one needs, by place: always of others that come later in the list, so that there is no cycle. */
  readonly needs: readonly (readonly number[])[];
  readonly fault: Fault;
  /** How closing goes wrong, by key. */
  readonly closes: ReadonlyMap<string, "fails" | "hangs">;
  readonly order: readonly number[];
}

const keyOf = (place: number) => `r${place}`;

const plans: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 30 }).chain((count) => {
  const places = Array.from({ length: count }, (_, place) => place);
  const needsOf = (place: number) =>
    fc.subarray(places.slice(place + 1), { maxLength: Math.min(4, count - 1 - place) });
  return fc.record({
    needs: fc.tuple(...places.map(needsOf)),
    fault: fc.record({
      at: fc.nat(count - 1).map(keyOf),
      phase: fc.constantFrom(...PHASES),
      kind: fc.constantFrom<Kind>(
        "fails",
        "hangs",
        "hangs until told",
        "is aborted",
        "is closed",
        "comes late",
      ),
    }),
    closes: fc
      .dictionary(fc.nat(count - 1).map(keyOf), fc.constantFrom("fails" as const, "hangs" as const), {
        maxKeys: 3,
      })
      .map((closes) => new Map(Object.entries(closes))),
    order: fc.shuffledSubarray(places, { minLength: count }),
  });
});

/** One run of a plan: resources that write down what is done to them, and one of them misbehaves once. */
class World {
  readonly diary: Diary = createDiary();
  readonly controller = new AbortController();
  readonly listeners = watched(this.controller.signal);
  readonly timed;
  readonly late = Promise.withResolvers<void>();
  isFaulty = true;
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.timed = timed(
      plan.order.map((place) => this.#definition(place)),
      { startTimeoutMs: 100, closeTimeoutMs: 10 },
    );
  }

  async settle<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    for (let round = 0; !isOver; round++) {
      expect(round, "it does not end").toBeLessThan(1_000);
      await this.timed.clock.advance(10);
    }
    return work;
  }

  #definition(place: number): ResourceDefinition {
    const key = keyOf(place);
    const step = (phase: Phase) => async (options?: { readonly signal?: AbortSignal }) => {
      this.diary.entries.push(`${phase} ${key}`);
      const { fault } = this.#plan;
      if (this.isFaulty && fault.at === key && fault.phase === phase) await this.#misbehave(options?.signal);
    };
    const resource = {
      inject: () => step("inject")(),
      initialize: step("initialize"),
      health: async (options: { readonly signal?: AbortSignal }) => {
        await step("health")(options);
        return { status: "ok" as const };
      },
      close: () => {
        this.diary.entries.push(`close ${key}`);
        const how = this.#plan.closes.get(key);
        if (how === "hangs") return forever();
        return how === "fails" ? Promise.reject(new Error(`${key} is stuck`)) : Promise.resolve();
      },
    };
    return {
      key,
      dependencies: (this.#plan.needs[place] ?? []).map(keyOf),
      create: async (_, context) => {
        await step("create")(context);
        return resource;
      },
    };
  }

  #misbehave(signal: AbortSignal | undefined): Promise<void> {
    switch (this.#plan.fault.kind) {
      case "fails":
        return Promise.reject(new Error("fault"));
      case "hangs":
        return forever();
      case "hangs until told":
        return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
      case "is aborted":
        this.controller.abort(new Error("abort"));
        return forever();
      case "is closed":
        this.timed.container.close().catch(() => undefined);
        return forever();
      case "comes late":
        return this.late.promise;
    }
  }
}

/** What was opened, in order: `create` has succeeded. */
function opened({ diary }: World, { at, phase }: Fault): readonly string[] {
  return diary.of("create").filter((key) => key !== at || phase !== "create");
}

function expectFailure(error: Error, { fault, needs }: Plan): void {
  const { at, phase, kind } = fault;
  if (kind === "is aborted" || kind === "is closed") {
    expect(error).toMatchObject(kind === "is closed" ? { code: "RESOURCE_CLOSED" } : { message: "abort" });
    return;
  }
  expect(error).toMatchObject({ code: "RESOURCE_START_FAILED", details: { key: at, phase } });
  if (kind === "fails") expect(error.cause).toMatchObject({ message: "fault" });
  else expect(error.cause).toMatchObject({ code: "RESOURCE_TIMEOUT", details: { key: at, phase } });
  const { chain } = (error as Error & { details: { chain: readonly string[] } }).details;
  const isNeeded = (key: string) => needs.some((list) => list.map(keyOf).includes(key));
  expect(chain.at(-1)).toBe(at);
  expect(isNeeded(chain[0] ?? "")).toBe(false);
  for (const [index, key] of chain.slice(0, -1).entries()) {
    expect(needs[Number(key.slice(1))]?.map(keyOf)).toContain(chain[index + 1]);
  }
}

test("whatever goes wrong wherever in whatever graph: what was opened is closed once in reverse, and nothing is left", async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const world = new World(plan);
      const { container, clock } = world.timed;
      const error = await world.settle(thrownBy(container.start({ signal: world.controller.signal })));
      expectFailure(error, plan);
      expect(world.diary.of("close")).toEqual(opened(world, plan.fault).toReversed());
      expect(container.keys.some((key) => container.get(key) !== undefined)).toBe(false);
      expect(container.states().some(({ state }) => ["starting", "ready", "closing"].includes(state))).toBe(
        false,
      );
      expect([clock.pendingTimers, world.listeners()]).toEqual([0, 0]);
      const before = world.diary.entries.length;
      world.late.resolve();
      await clock.advance(20);
      expect(world.diary.entries.slice(before).filter((entry) => !entry.startsWith("close "))).toEqual([]);
      const isLate = plan.fault.kind === "comes late" && plan.fault.phase === "create";
      const closed = opened(world, plan.fault).toReversed();
      expect(world.diary.of("close")).toEqual(isLate ? [...closed, plan.fault.at] : closed);
      expect([clock.pendingTimers, world.listeners()]).toEqual([0, 0]);
    }),
    { numRuns: 200 },
  );
});

test("after whatever went wrong a second start succeeds, in order, and closing closes everything once in reverse", async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      fc.pre(plan.fault.kind !== "is closed");
      const world = new World(plan);
      const { container, clock } = world.timed;
      await world.settle(thrownBy(container.start({ signal: world.controller.signal })));
      world.isFaulty = false;
      world.diary.entries.length = 0;
      await world.settle(container.start());
      const created = world.diary.of("create");
      expect(created).toEqual(container.keys);
      for (const [place, list] of plan.needs.entries()) {
        for (const need of list)
          expect(created.indexOf(keyOf(need))).toBeLessThan(created.indexOf(keyOf(place)));
      }
      const closing = container.close();
      const failures = await world.settle(
        closing.then(
          () => [],
          (error) => error.details.failures,
        ),
      );
      expect(failures.map(({ key }: { key: string }) => key).sort()).toEqual([...plan.closes.keys()].sort());
      expect(world.diary.of("close")).toEqual(created.toReversed());
      expect(clock.pendingTimers).toBe(0);
    }),
    { numRuns: 80 },
  );
});
