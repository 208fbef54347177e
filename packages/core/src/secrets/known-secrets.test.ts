import { expect, it } from "vitest";
import { holdSecrets, PergolaError, redact, redactText, toErrorData } from "../index.ts";

const PLUM = 'plum tree/in "spring"';

it("a value that is held is covered wherever it is written, until it is let go of", () => {
  const say = () => redactText(`The vendor said: ${PLUM}!`);
  expect(say()).toContain(PLUM);
  const release = holdSecrets([PLUM]);
  expect(say()).toBe("The vendor said: [redacted]!");
  expect(redactText(encodeURIComponent(PLUM))).toBe("[redacted]");
  expect(redactText(JSON.stringify({ said: PLUM }))).toBe('{"said":"[redacted]"}');
  expect(redact({ list: [PLUM] })).toEqual({ list: ["[redacted]"] });
  expect(new PergolaError("X", { message: PLUM }).message).toBe("[redacted]");
  expect(toErrorData(new Error(PLUM)).message).toBe("[redacted]");
  release();
  expect(say()).toContain(PLUM);
});

it("who holds a value last lets go of it, and letting go twice is once", () => {
  const [first, second] = [holdSecrets(["plum-tree"]), holdSecrets(["plum-tree"])];
  first();
  first();
  expect(redactText("a plum-tree")).toBe("a [redacted]");
  second();
  expect(redactText("a plum-tree")).toBe("a plum-tree");
});

it("a value that holds another one goes as a whole", () => {
  const release = holdSecrets(["plum-tree", "plum-tree-in-spring"]);
  expect(redactText("plum-tree-in-spring plum-tree")).toBe("[redacted] [redacted]");
  release();
});

it("the rest of a word that a value is a part of goes with it", () => {
  const release = holdSecrets(["plum-tree"]);
  expect(redactText("x-plum-tree9, key=plum-tree.")).toBe("[redacted], key=[redacted].");
  release();
});

it("short words are never taken out of texts", () => {
  const release = holdSecrets(["plum", "1234567", ""]);
  expect(redactText("a plum 1234567")).toBe("a plum 1234567");
  release();
});

it("another copy of the package knows what is held", async () => {
  const release = holdSecrets(["plum-tree"]);
  const copy = (await import(`./redact-text.ts?${"copy"}`)) as { redactText: typeof redactText };
  expect(copy.redactText("a plum-tree")).toBe("a [redacted]");
  release();
});
