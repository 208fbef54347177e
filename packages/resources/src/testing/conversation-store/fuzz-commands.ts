import type { SessionScope } from "@pergola/core";
import fc from "fast-check";

/** A call that changes the store. */
export type FuzzWrite =
  | { readonly call: "admit" | "suspend" | "settle"; readonly scope: SessionScope; readonly runId: string }
  | { readonly call: "delete"; readonly scope: SessionScope };

export type FuzzRead =
  | { readonly call: "window" | "transcript" | "sessions" | "runs"; readonly scope: SessionScope }
  | { readonly call: "events"; readonly scope: SessionScope; readonly runId: string };

/** One step of the fuzz: writes that are made all at once, one read, or a new start. */
export type FuzzStep =
  | { readonly kind: "writes"; readonly writes: readonly FuzzWrite[] }
  | { readonly kind: "read"; readonly read: FuzzRead }
  | { readonly kind: "restart" };

/** Few values and each in every place, so that most calls meet the data of somebody else. */
const IDS = ["x", "x1"] as const;
const RUN_IDS = ["r1", "r2"] as const;

const id = fc.constantFrom(...IDS);
const runId = fc.constantFrom(...RUN_IDS);
const scope: fc.Arbitrary<SessionScope> = fc.record({ tenantId: id, agentId: id, userId: id, sessionId: id });

const callOf = <Call extends string>(...calls: Call[]) => fc.constantFrom(...calls);

const write: fc.Arbitrary<FuzzWrite> = fc.oneof(
  { arbitrary: fc.record({ call: callOf("admit", "admit", "suspend", "settle"), scope, runId }), weight: 15 },
  { arbitrary: fc.record({ call: callOf("delete"), scope }), weight: 1 },
);

const read: fc.Arbitrary<FuzzRead> = fc.oneof(
  fc.record({ call: callOf("window", "transcript", "sessions", "runs"), scope }),
  fc.record({ call: callOf("events"), scope, runId }),
);

/** Sequences of steps; with `restart` only for stores that can be opened again. */
export function fuzzSteps(canRestart: boolean): fc.Arbitrary<FuzzStep[]> {
  const writes = fc.array(write, { minLength: 1, maxLength: 8, size: "max" });
  const step: fc.Arbitrary<FuzzStep> = fc.oneof(
    { arbitrary: fc.record({ kind: callOf("writes"), writes }), weight: 6 },
    { arbitrary: fc.record({ kind: callOf("read"), read }), weight: 6 },
    { arbitrary: fc.record({ kind: callOf("restart") }), weight: canRestart ? 1 : 0 },
  );
  return fc.array(step, { minLength: 30, maxLength: 40, size: "max" });
}

/** Every read that can see something of the fuzz. */
export function everyRead(): FuzzRead[] {
  const scopes = IDS.flatMap((tenantId) =>
    IDS.flatMap((agentId) =>
      IDS.flatMap((userId) => IDS.map((sessionId) => ({ tenantId, agentId, userId, sessionId }))),
    ),
  );
  return scopes.flatMap((at): FuzzRead[] => [
    { call: "window", scope: at },
    { call: "transcript", scope: at },
    { call: "sessions", scope: at },
    { call: "runs", scope: at },
    ...RUN_IDS.map((run) => ({ call: "events" as const, scope: at, runId: run })),
  ]);
}
