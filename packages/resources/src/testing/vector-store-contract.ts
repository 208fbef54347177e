import { describe } from "vitest";
import { argumentTests } from "./vector-store/argument-tests.ts";
import { endTests } from "./vector-store/end-tests.ts";
import { fuzzTests } from "./vector-store/fuzz-tests.ts";
import { isolationTests } from "./vector-store/isolation-tests.ts";
import { kindTests } from "./vector-store/kind-tests.ts";
import { searchTests } from "./vector-store/search-tests.ts";
import type { VectorStoreSubject } from "./vector-store/vector-store-subject.ts";
import { writeTests } from "./vector-store/write-tests.ts";

/**
 * The tests that every VectorStore passes. Call it at the top of a vitest file; it registers its own `describe`. It covers
 * search and filters, writes, what may not be compared, arguments of any kind, isolation and hostile ids, signals and
 * close, and ends with a fuzz of all calls against a list.
 */
export function vectorStoreContract(subject: VectorStoreSubject): void {
  describe(`${subject.name} as a VectorStore`, () => {
    describe("search", () => searchTests(subject));
    describe("writes", () => writeTests(subject));
    describe("kinds", () => kindTests(subject));
    describe("arguments", () => argumentTests(subject));
    describe("isolation", () => isolationTests(subject));
    describe("end", () => endTests(subject));
    describe("fuzz", () => fuzzTests(subject));
  });
}
