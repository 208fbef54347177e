import { describe } from "vitest";
import { argumentTests } from "./storage/argument-tests.ts";
import { byteTests } from "./storage/byte-tests.ts";
import { closeTests } from "./storage/close-tests.ts";
import { fuzzTests } from "./storage/fuzz-tests.ts";
import { isolationTests } from "./storage/isolation-tests.ts";
import { listTests } from "./storage/list-tests.ts";
import { pathTests } from "./storage/path-tests.ts";
import { stopTests } from "./storage/stop-tests.ts";
import type { StorageSubject } from "./storage/storage-subject.ts";
import { streamTests } from "./storage/stream-tests.ts";

/**
 * The tests that every Storage passes. Call it at the top of a vitest file; it registers its own `describe`. It covers
 * bytes, streams, listing and pages, ways out of the scope, arguments of any kind, isolation and hostile ids, signals and close, and ends with a
 * fuzz of all calls against a Map.
 */
export function storageContract(subject: StorageSubject): void {
  describe(`${subject.name} as a Storage`, () => {
    describe("bytes", () => byteTests(subject));
    describe("streams", () => streamTests(subject));
    describe("listing", () => listTests(subject));
    describe("paths", () => pathTests(subject));
    describe("arguments", () => argumentTests(subject));
    describe("isolation", () => isolationTests(subject));
    describe("stop", () => stopTests(subject));
    describe("close", () => closeTests(subject));
    describe("fuzz", () => fuzzTests(subject));
  });
}
