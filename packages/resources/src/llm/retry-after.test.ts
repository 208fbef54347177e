import { expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const now = Date.parse("2026-01-01T00:00:00Z");

it.each([
  [{ "retry-after": "2" }, 2000],
  [{ "Retry-After": "0" }, 0],
  [new Headers({ "retry-after": "1.5" }), 1500],
  [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
  [{ "retry-after": "Thu, 01 Jan 2026 00:00:10 GMT" }, 10_000],
  [{ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }, 0],
  [{ "retry-after": "soon" }, undefined],
  [{ "retry-after": "-1" }, undefined],
  [{ "retry-after": "" }, undefined],
  [{ "retry-after-ms": "", "retry-after": "3" }, 3000],
  [{}, undefined],
  [undefined, undefined],
])("reads %j as %s ms", (headers, expected) => {
  expect(retryAfterMs(headers, now)).toBe(expected);
});
