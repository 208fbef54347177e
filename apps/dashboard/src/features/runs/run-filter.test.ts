import { expect, it } from "vitest";
import { isNarrowed, matcher, type RunFilter } from "./run-filter.ts";
import { queryOf, RUN_STATUSES, statusOf } from "./run-status.ts";

const ALL: RunFilter = { search: "", status: undefined, sessionId: undefined };
const run = { id: "abc-1", sessionId: "s1", title: "Book a flight to Rome" };

it("finds by every word of what was asked, and by the beginning of an id", () => {
  expect(matcher("rome FLIGHT")(run)).toBe(true);
  expect(matcher("rome train")(run)).toBe(false);
  expect(matcher("abc")(run)).toBe(true);
  expect(matcher("bc-1")(run)).toBe(false);
  expect(matcher("s2")({ ...run, sessionId: "s2" })).toBe(true);
});

it("asks the server for the runs of each status in the server's own words", () => {
  expect(queryOf(undefined)).toEqual({});
  for (const status of RUN_STATUSES) {
    const asked = queryOf(status);
    expect(statusOf({ status: "settled", ...asked }), status).toBe(status);
  }
});

it("knows whether anything is left out", () => {
  expect(isNarrowed(ALL)).toBe(false);
  expect(isNarrowed({ ...ALL, sessionId: "s1" })).toBe(true);
});
