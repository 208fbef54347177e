import { describe } from "vitest";
import { closeTests } from "./conversation-store/close-tests.ts";
import type { ConversationStoreSubject } from "./conversation-store/conversation-store-subject.ts";
import { fuzzTests } from "./conversation-store/fuzz-tests.ts";
import { hostileIdTests } from "./conversation-store/hostile-id-tests.ts";
import { isolationTests } from "./conversation-store/isolation-tests.ts";
import { lockTests } from "./conversation-store/lock-tests.ts";
import { recoveryTests } from "./conversation-store/recovery-tests.ts";
import { runTests } from "./conversation-store/run-tests.ts";
import { sessionTests } from "./conversation-store/session-tests.ts";
import { turnTests } from "./conversation-store/turn-tests.ts";
import { windowTests } from "./conversation-store/window-tests.ts";

/**
 * The tests that every ConversationStore passes. Call it at the top of a vitest file; it registers its own `describe`.
 * It covers turns, windows, paging, isolation, hostile ids, the lock, recovery and close, and ends with a fuzz of all
 * calls against a reference model.
 */
export function conversationStoreContract(subject: ConversationStoreSubject): void {
  describe(`${subject.name} as a ConversationStore`, () => {
    describe("turns", () => turnTests(subject));
    describe("window", () => windowTests(subject));
    describe("sessions", () => sessionTests(subject));
    describe("runs", () => runTests(subject));
    describe("isolation", () => isolationTests(subject));
    describe("hostile ids", () => hostileIdTests(subject));
    describe("lock", () => lockTests(subject));
    describe("recovery", () => recoveryTests(subject));
    describe("close", () => closeTests(subject));
    describe("fuzz", () => fuzzTests(subject));
  });
}
