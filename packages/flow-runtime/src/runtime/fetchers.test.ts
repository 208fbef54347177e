import fc from "fast-check";
import { expect, test } from "vitest";
import { createFlow, node } from "../index.ts";
import { type Fetcher, Fetchers } from "./fetchers.ts";

type Waits = Fetcher<number> & { readonly n: number };

const anyStep = fc.record({
  do: fc.constantFrom("add", "add", "add", "take", "takeOwn", "leave"),
  of: fc.constantFrom("a", "b", undefined),
  at: fc.nat(5),
});

test("whoever has waited longest is found first, as in a list that is looked through", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      const fetchers = new Fetchers<number>();
      let list: Waits[] = [];
      const removals = new Map<unknown, () => void>();
      const takeFrom = (fits: (each: Waits) => boolean) => {
        const found = list.find(fits);
        list = list.filter((each) => each !== found);
        return found;
      };
      for (const [n, { do: what, of, at }] of steps.entries()) {
        if (what === "add") {
          const fetcher = { n, traceId: of, resolve: () => {}, reject: () => {} };
          list.push(fetcher);
          removals.set(fetcher, fetchers.add(fetcher));
        } else if (what === "leave") removals.get(takeFrom((each) => each === list[at]))?.();
        else if (of !== undefined) {
          const isMeant = ({ traceId }: Waits) =>
            traceId === of || (what === "take" && traceId === undefined);
          expect(fetchers[what](of)).toBe(takeFrom(isMeant));
        }
      }
      expect(fetchers.takeAll()).toEqual(list);
      expect(fetchers.takeAll()).toEqual([]);
    }),
  );
});

test("what it takes to fetch the results of many traces grows with their number and no faster", async () => {
  await using flow = createFlow({
    edges: [node({ name: "same" }, (value: number) => value).to()],
    maxTraces: 0,
    queueSize: 0,
  });
  const ids = Array.from({ length: 30_000 }, (_, at) => flow.emitNowait(at));
  const begun = performance.now();
  const got = await Promise.all(ids.map((traceId) => flow.fetch({ traceId })));
  expect(got.map((message) => message?.payload)).toEqual(ids.map((_, at) => at));
  // Well below a second; with all who wait looked through for each result it was minutes.
  expect(performance.now() - begun).toBeLessThan(5_000);
});
