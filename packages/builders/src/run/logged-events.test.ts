import type { RunEvent } from "@pergola/core";
import { expect, it } from "vitest";
import { MAX_LOGGED_REQUEST, toLoggedEvents } from "./logged-events.ts";

const started = (text: string): RunEvent => ({
  type: "model-started",
  runId: "r",
  seq: 0,
  at: 0,
  callId: "c",
  model: "m",
  request: { text },
});

it("keeps requests in the run log up to a bound, and says how long the others were", () => {
  const [short, long] = toLoggedEvents([started("x"), started("x".repeat(MAX_LOGGED_REQUEST))]);
  expect(short).toEqual(started("x"));
  expect(long).toMatchObject({ request: { isTruncated: true, characters: MAX_LOGGED_REQUEST + 11 } });
});
