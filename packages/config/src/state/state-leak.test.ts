import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { z } from "zod";
import { mergeable, reducedKeys, stateReducers, toGraphState, withMessages } from "../index.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function deriveAndForget(): Promise<WeakRef<object>[]> {
  const base = z.object({ log: z.array(z.string()) });
  const merged = mergeable(base, { log: "append" });
  const state = withMessages(merged);
  reducedKeys(state);
  await stateReducers(state);
  const made = [base, base.shape.log, merged, merged.shape.log, state, await toGraphState(state)];
  return made.map((value) => new WeakRef<object>(value));
}

it("nothing that was derived outlives the state that it was derived from", async () => {
  await deriveAndForget(); // zod's compiled code may hold on to the first one that it saw
  const derived: WeakRef<object>[] = [];
  for (let round = 0; round < 20; round++) derived.push(...(await deriveAndForget()));
  const countAlive = () => {
    collectGarbage();
    return derived.filter((each) => each.deref() !== undefined).length;
  };
  // The engine itself may hold on to the newest one.
  await expect.poll(countAlive).toBeLessThanOrEqual(1);
});
