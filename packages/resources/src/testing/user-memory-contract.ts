import { describe } from "vitest";
import { argumentTests } from "./user-memory/argument-tests.ts";
import { endTests } from "./user-memory/end-tests.ts";
import { fuzzTests } from "./user-memory/fuzz-tests.ts";
import { isolationTests } from "./user-memory/isolation-tests.ts";
import { pageTests } from "./user-memory/page-tests.ts";
import type { UserMemorySubject } from "./user-memory/user-memory-subject.ts";
import { valueTests } from "./user-memory/value-tests.ts";

/**
 * The tests that the `userMemory` of every store passes. Call it at the top of a vitest file; it registers its own
 * `describe`. It covers values and their bounds, pages, arguments of any kind, isolation and hostile ids, signals and
 * close, and ends with a fuzz of all calls of two tenants against maps.
 */
export function userMemoryContract(subject: UserMemorySubject): void {
  describe(`${subject.name} as a UserMemory`, () => {
    describe("values", () => valueTests(subject));
    describe("pages", () => pageTests(subject));
    describe("arguments", () => argumentTests(subject));
    describe("isolation", () => isolationTests(subject));
    describe("end", () => endTests(subject));
    describe("fuzz", () => fuzzTests(subject));
  });
}
