import { createVirtualClock } from "@pergola/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createFlow, joinK, type NodeContext, node } from "../index.ts";

const BRANCHES = 3;

/** One trace: when its branches answer (undefined: never), and when it is cancelled. All times differ. */
interface Script {
  readonly delays: readonly (number | undefined)[];
  readonly cancelAt: number | undefined;
}

interface JoinCase {
  readonly traces: readonly Script[];
  readonly timeoutMs: number | undefined;
  readonly onIncomplete: "error" | "emit";
}

/** What a trace ends with, worked out without a runtime. */
function expected(
  { delays, cancelAt }: Script,
  { timeoutMs = Number.POSITIVE_INFINITY, onIncomplete }: JoinCase,
) {
  const arrivals = delays
    .flatMap((at, branch) => (at === undefined ? [] : [{ at, branch }]))
    .sort((one, other) => one.at - other.at || one.branch - other.branch);
  const [first] = arrivals;
  const last = arrivals.at(-1)?.at ?? 0;
  const timeoutAt = (first?.at ?? 0) + timeoutMs;
  const inTime = arrivals.filter(({ at }) => at < timeoutAt).map(({ branch }) => branch);
  const isFailed = first !== undefined && inTime.length < BRANCHES && onIncomplete === "error";
  const endsAt = isFailed ? Math.min(last, timeoutAt) : last;
  if (cancelAt !== undefined && cancelAt < endsAt) return "TRACE_CANCELLED";
  if (isFailed) return "JOIN_INCOMPLETE";
  return first === undefined ? undefined : inTime;
}

function joinFlow({ timeoutMs, onIncomplete }: JoinCase) {
  const clock = createVirtualClock();
  const start = node({ name: "start" }, (script: Script) => script);
  const branches = Array.from({ length: BRANCHES }, (_, index) =>
    node(
      { name: `b${index}`, policy: { concurrency: 100 } },
      async ({ delays }: Script, ctx: NodeContext) => {
        const delay = delays[index];
        if (delay === undefined) return undefined;
        await new Promise<void>((resolve) => {
          const cancel = clock.setTimer(delay, resolve);
          ctx.signal.addEventListener("abort", cancel, { once: true });
        });
        return index;
      },
    ),
  );
  const join = joinK(BRANCHES, {
    onIncomplete,
    ...(timeoutMs !== undefined && { timeoutMs }),
    merge: (items: readonly number[]) => items,
  });
  const flow = createFlow({
    clock,
    queueSize: 2,
    edges: [start.to(...branches), ...branches.map((each) => each.to(join))],
  });
  return { clock, flow };
}

const anyCase: fc.Arbitrary<JoinCase> = fc.record({
  traces: fc.array(
    fc.record({
      delays: fc.array(
        fc.option(
          fc.integer({ min: 1, max: 20 }).map((n) => n * 4),
          { nil: undefined },
        ),
        {
          minLength: BRANCHES,
          maxLength: BRANCHES,
        },
      ),
      cancelAt: fc.option(
        fc.integer({ min: 1, max: 50 }).map((n) => n * 2 - 1),
        { nil: undefined },
      ),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  timeoutMs: fc.option(
    fc.integer({ min: 1, max: 15 }).map((n) => n * 4 + 2),
    { nil: undefined },
  ),
  onIncomplete: fc.constantFrom("error", "emit"),
});

test("whatever comes, is late, or is cancelled, each trace of a join ends as it should and leaves nothing", async () => {
  const numRuns = 150 * Number(process.env.PERGOLA_SOAK ?? 1);
  await fc.assert(
    fc.asyncProperty(anyCase, async (each) => {
      const { clock, flow } = joinFlow(each);
      const calls = each.traces.map((script, index) =>
        flow.call(script, { traceId: `t${index}` }).catch(({ code }) => code),
      );
      each.traces.forEach(({ cancelAt }, index) => {
        if (cancelAt !== undefined) clock.setTimer(cancelAt, () => void flow.cancel(`t${index}`));
      });
      await clock.advance(200);
      expect(await Promise.all(calls)).toEqual(each.traces.map((script) => expected(script, each)));
      expect([clock.pendingTimers, flow.stats().traces]).toEqual([0, 0]);
    }),
    { numRuns },
  );
});
