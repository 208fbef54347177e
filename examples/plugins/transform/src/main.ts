// An order becomes a line of text and a row. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { AgentBuilder } from "@pergola/builders";
import { z } from "zod";
import { plugin } from "./index.ts";

const State = z.object({
  order: z.object({ id: z.string(), total: z.number() }),
  line: z.string().optional(),
  row: z.object({ id: z.string(), total: z.number(), tags: z.array(z.string()) }).optional(),
});

const agent = await new AgentBuilder(State)
  .withPlugin(plugin)
  .withStep("transform", {
    set: {
      line: "Order {order.id}: {order.total} EUR",
      row: { id: "{order.id}", total: "{order.total}", tags: ["new", "{order.id}"] },
    },
  })
  .build();
const { line, row } = await agent.run({ order: { id: "A7", total: 12.5 } });
await agent.close();
console.log(line, row);

assert.equal(line, "Order A7: 12.5 EUR");
assert.deepEqual(row, { id: "A7", total: 12.5, tags: ["new", "A7"] });
console.log("transform: ok");
