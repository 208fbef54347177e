import { createVirtualClock } from "@pergola/core/testing";
import { describe, expect, it } from "vitest";
import { toolContract } from "../testing/index.ts";
import { clock } from "./clock.ts";
import { resolveTimeZone } from "./time-zone.ts";

const NOON = Date.UTC(2026, 6, 1, 12, 0, 5);

toolContract(clock({ clock: createVirtualClock(NOON), timeZone: "UTC" }), {
  examples: [
    {
      arguments: {},
      value: {
        timeZone: "UTC",
        iso: "2026-07-01T12:00:05+00:00",
      },
    },
    {
      arguments: { timeZone: "Asia/Tokyo" },
      value: { iso: "2026-07-01T21:00:05+09:00", readable: "Wednesday, 1 July 2026, 21:00:05 (GMT+9)" },
    },
    { arguments: { timeZone: "America/New_York" }, value: { iso: "2026-07-01T08:00:05-04:00" } },
    {
      arguments: { timeZone: "Asia/Kolkata" },
      value: {
        timeZone: expect.stringMatching(/^Asia\/(Kolkata|Calcutta)$/),
        iso: "2026-07-01T17:30:05+05:30",
      },
    },
    { arguments: { timeZone: "Mars/Olympus" }, errorCode: "UNKNOWN_TIME_ZONE" },
  ],
});

describe("clock", () => {
  it("tells midnight as 00 and knows that the day has changed elsewhere", () => {
    const tool = clock({ clock: createVirtualClock(Date.UTC(2026, 0, 1)) });
    const { signal } = new AbortController();
    const scope = { tenantId: "local", userId: "ada", agentId: "test" };
    const context = { signal, invokeOptions: { scope, signal }, resource: () => undefined as never };
    expect(tool.execute({ timeZone: "UTC" }, context)).toMatchObject({ iso: "2026-01-01T00:00:00+00:00" });
    expect(tool.execute({ timeZone: "America/New_York" }, context)).toMatchObject({
      iso: "2025-12-31T19:00:00-05:00",
    });
  });

  it.each([
    ["Tokyo", '"Asia/Tokyo"'],
    ["new york", '"America/New_York"'],
    ["Europe/Berlim", '"Europe/Berlin"'],
    ["zzzzzzzzzzzzz", "IANA name"],
    ["x".repeat(5_000), "IANA name"],
  ])("says what was meant by %j", (name, hint) => {
    expect(() => resolveTimeZone(name)).toThrowError(
      expect.objectContaining({ code: "UNKNOWN_TIME_ZONE", hint: expect.stringContaining(hint) }),
    );
  });

  it("refuses a home zone that does not exist", () => {
    expect(() => clock({ timeZone: "Nowhere" })).toThrowError(
      expect.objectContaining({ code: "UNKNOWN_TIME_ZONE" }),
    );
  });
});
