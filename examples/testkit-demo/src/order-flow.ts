import { createFlow, type FlowOptions, joinK, node } from "@pergola/flow-runtime";
import { z } from "zod";

const Order = z.object({ item: z.string().min(1), cents: z.int().positive() });
type Order = z.output<typeof Order>;

/** What the steps of an order say when they are done. */
interface Done {
  readonly step: string;
  readonly note: string;
}

const read = node({ name: "read", input: Order }, (order) => order);

export const charge = node(
  {
    name: "charge",
    policy: { timeoutMs: 30_000, maxRetries: 3, backoffBaseMs: 60_000, maxBackoffMs: 600_000 },
  },
  ({ cents }: Order): Done => ({ step: "charge", note: `${(cents / 100).toFixed(2)} EUR` }),
);

const reserve = node({ name: "reserve" }, ({ item }: Order): Done => ({ step: "reserve", note: item }));

const both = joinK(2, { name: "both", merge: (done: readonly Done[]) => done });

const confirm = node({ name: "confirm" }, async (done: readonly Done[], { emitChunk }) => {
  const notes = done.toSorted((one, other) => one.step.localeCompare(other.step)).map(({ note }) => note);
  for (const text of notes) await emitChunk({ text });
  return `Ordered: ${notes.join(", ")}`;
});

export interface OrderFlowOptions extends Omit<FlowOptions, "edges"> {
  /** In the place of the real one. */
  readonly charge?: typeof charge;
}

/** Takes an order: charges and reserves at the same time, then confirms. */
export function createOrderFlow({ charge: charging = charge, ...options }: OrderFlowOptions = {}) {
  return createFlow({
    name: "order",
    ...options,
    edges: [read.to(charging, reserve), charging.to(both), reserve.to(both), both.to(confirm)],
  });
}
