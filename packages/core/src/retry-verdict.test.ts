import { expect, test } from "vitest";
import { retryVerdict } from "./retry-verdict.ts";

const error = new Error("no");
const verdictOf = (verdict: unknown) => retryVerdict(() => verdict as boolean, error, 'step "ask"');
// biome-ignore lint/suspicious/noThenProperty: what a promise of another library looks like
const withThen = (then: unknown) => Object.fromEntries([["then", then]]);

test("the verdict is what retryIf says of the error", () => {
  expect(retryVerdict((asked) => asked === error, error, "it")).toBe(true);
  expect(retryVerdict((asked) => asked !== error, error, "it")).toBe(false);
});

test.each([
  [undefined, false],
  [0, false],
  ["", false],
  [1, true],
  [{}, true],
  [withThen("not a function"), true],
])("what is no boolean counts as JavaScript counts it: %j", (verdict, expected) => {
  expect(verdictOf(verdict)).toBe(expected);
});

test.each([
  ["that is true", () => Promise.resolve(true)],
  ["that is false", () => Promise.resolve(false)],
  ["that fails", () => Promise.reject(new Error("nobody listens"))],
  ["of another library", () => withThen((done: (verdict: boolean) => void) => done(false))],
])("a promise is refused with the error that it was about: %s", (_, promise) => {
  expect(() => verdictOf(promise())).toThrow(
    expect.objectContaining({
      code: "INVALID_RETRY_IF",
      message: 'The retryIf of step "ask" returned a promise; expected true or false.',
      cause: error,
    }),
  );
});
