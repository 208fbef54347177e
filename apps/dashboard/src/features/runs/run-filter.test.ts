import { expect, it } from "vitest";
import type { StoredRun } from "../../api/stored-runs.ts";
import { isNarrowed, matcher, type RunFilter } from "./run-filter.ts";

const ALL: RunFilter = { search: "", status: undefined, sessionId: undefined };
const titles = new Map([["s1", "Book a flight to Rome"]]);
const run = (more: Partial<StoredRun> = {}): StoredRun => ({
  ...{ id: "abc-1", sessionId: "s1", status: "settled", outcome: "completed", startedAt: 0 },
  ...more,
});
const finds = (filter: Partial<RunFilter>, of = run()) => matcher({ ...ALL, ...filter }, titles)(of);

it("finds by every word of the chat's title, and by the beginning of an id", () => {
  expect(finds({ search: "rome FLIGHT" })).toBe(true);
  expect(finds({ search: "rome train" })).toBe(false);
  expect(finds({ search: "abc" })).toBe(true);
  expect(finds({ search: "bc-1" })).toBe(false);
  expect(finds({ search: "s2" }, run({ sessionId: "s2" }))).toBe(true);
});

it("finds by how a run is, also one that has no outcome", () => {
  expect(finds({ status: "completed" })).toBe(true);
  expect(finds({ status: "failed" })).toBe(false);
  const without = (status: string) => run({ status, outcome: undefined } as Partial<StoredRun>);
  expect(finds({ status: "running" }, without("pending"))).toBe(true);
  expect(finds({ status: "suspended" }, without("suspended"))).toBe(true);
  expect(finds({ status: "interrupted" }, without("interrupted"))).toBe(true);
});

it("knows whether anything is left out", () => {
  expect(isNarrowed(ALL)).toBe(false);
  expect(isNarrowed({ ...ALL, sessionId: "s1" })).toBe(true);
});
