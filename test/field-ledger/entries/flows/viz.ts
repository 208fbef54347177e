import type { GraphActivity } from "@pergola/core";
import { createFlow, node, predicateRouter } from "@pergola/flow-runtime";
import {
  applyActivity,
  type DrawOptions,
  type SvgOptions,
  startActivity,
  toDot,
  toMermaid,
  toSvg,
  type WatchOptions,
  watchActivity,
} from "@pergola/viz";
import { z } from "zod";
import { entry, type Ledger, type LedgerEntry } from "../../ledger.ts";

const ask = node({ name: "ask", policy: { maxRetries: 2 } }, (question: string) => question);
const choose = predicateRouter({ name: "choose" }, (_: string) => null);
const flow = createFlow({ edges: [ask.to(choose)] });

const drawShape = {
  direction: z.enum(["TB", "LR"]),
  showPolicies: z.boolean(),
  showKinds: z.boolean(),
  activity: z.custom<DrawOptions["activity"]>(),
} satisfies Record<keyof DrawOptions, z.ZodType>;

function activityOf(state: GraphActivity["state"]) {
  return applyActivity(startActivity(flow), { nodeId: "ask", state, at: 0 });
}

const drawEntries = (draw: (options: DrawOptions) => string): readonly LedgerEntry[] => [
  entry("direction", ["TB", "LR"] as const, (direction) => draw({ direction })),
  entry("showPolicies", [false, true], (showPolicies) => draw({ showPolicies })),
  entry("showKinds", [false, true], (showKinds) => draw({ showKinds })),
  entry("activity", ["running", "failed"] as const, (state) => draw({ activity: activityOf(state) })),
];

const watchLedger: Ledger = {
  name: "watchActivity()",
  schema: z.strictObject({ signal: z.custom<AbortSignal>() } satisfies Record<keyof WatchOptions, z.ZodType>),
  entries: [
    entry("signal", ["one", "two"], async (reason) => {
      const never: AsyncIterable<GraphActivity> = {
        [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
      };
      const watched = watchActivity(flow, never, { signal: AbortSignal.abort(new Error(reason)) });
      return watched.next().catch(String);
    }),
  ],
};

/** How a flow is drawn. */
export const vizLedgers: readonly Ledger[] = [
  {
    name: "toMermaid()",
    schema: z.strictObject(drawShape),
    entries: drawEntries((options) => toMermaid(flow, options)),
  },
  {
    name: "toDot()",
    schema: z.strictObject(drawShape),
    entries: drawEntries((options) => toDot(flow, options)),
  },
  {
    name: "toSvg()",
    schema: z.strictObject({
      ...drawShape,
      theme: z.enum(["auto", "light", "dark", "page"]),
    } satisfies Record<keyof SvgOptions, z.ZodType>),
    entries: [
      ...drawEntries((options) => toSvg(flow, options)),
      entry("theme", ["light", "dark"] as const, (theme) => toSvg(flow, { theme })),
    ],
  },
  watchLedger,
];
