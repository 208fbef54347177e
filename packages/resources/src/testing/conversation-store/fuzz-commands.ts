import type { SessionScope } from "@pergola/core";
import fc from "fast-check";

/** One call of the fuzz. `serial` makes what is written unlike anything else. */
export type FuzzCommand =
  | {
      readonly call: "admit" | "suspend" | "settle" | "events";
      readonly scope: SessionScope;
      readonly runId: string;
    }
  | { readonly call: "window" | "transcript" | "sessions" | "delete"; readonly scope: SessionScope }
  | { readonly call: "restart" };

/** Few values and each in every place, so that most calls meet the data of somebody else. */
const id = fc.constantFrom("x", "x1");

const scope: fc.Arbitrary<SessionScope> = fc.record({ tenantId: id, agentId: id, userId: id, sessionId: id });

const runId = fc.constantFrom("r1", "r2");

const write = fc.record({
  call: fc.constantFrom("admit" as const, "admit" as const, "suspend" as const, "settle" as const),
  scope,
  runId,
});

const read = fc.oneof(
  fc.record({ call: fc.constantFrom("window" as const, "transcript" as const, "sessions" as const), scope }),
  fc.record({ call: fc.constant("events" as const), scope, runId }),
);

const remove = fc.record({ call: fc.constant("delete" as const), scope });

/** Sequences of calls; with `restart` only for stores that can be opened again. */
export function fuzzCommands(canRestart: boolean): fc.Arbitrary<FuzzCommand[]> {
  const command: fc.Arbitrary<FuzzCommand> = fc.oneof(
    { arbitrary: write, weight: 20 },
    { arbitrary: read, weight: 8 },
    { arbitrary: remove, weight: 2 },
    { arbitrary: fc.constant({ call: "restart" as const }), weight: canRestart ? 1 : 0 },
  );
  return fc.array(command, { minLength: 60, maxLength: 120, size: "max" });
}

/** Every conversation that the fuzz can touch. */
export function everyScope(): SessionScope[] {
  const ids = ["x", "x1"];
  return ids.flatMap((tenantId) =>
    ids.flatMap((agentId) =>
      ids.flatMap((userId) => ids.map((sessionId) => ({ tenantId, agentId, userId, sessionId }))),
    ),
  );
}
