import { PergolaError } from "@pergola/core";
import { expect, it } from "vitest";
import { toModelError } from "./to-model-error.ts";

const withFields = (fields: object, message = "boom") => Object.assign(new Error(message), fields);

it.each([
  [{ status: 401 }, "MODEL_AUTH"],
  [{ status: 403 }, "MODEL_AUTH"],
  [{ status: 404, lc_error_code: "MODEL_NOT_FOUND" }, "MODEL_NOT_FOUND"],
  [{ status: 429 }, "MODEL_RATE_LIMITED"],
  [{ status: 429, code: "insufficient_quota" }, "MODEL_QUOTA_EXCEEDED"],
  [{ status: 400 }, "MODEL_BAD_REQUEST"],
  [{ status: 400, code: "context_length_exceeded" }, "MODEL_CONTEXT_TOO_LONG"],
  [{ status: 400, code: "content_filter" }, "MODEL_CONTENT_FILTERED"],
  [{ name: "ContextOverflowError" }, "MODEL_CONTEXT_TOO_LONG"],
  [{ status: 500 }, "MODEL_UNAVAILABLE"],
  [{ statusCode: 503 }, "MODEL_UNAVAILABLE"],
  [{ response: { status: 502 } }, "MODEL_UNAVAILABLE"],
  [{ code: "ECONNREFUSED" }, "MODEL_UNAVAILABLE"],
  [{ cause: withFields({ code: "ECONNRESET" }) }, "MODEL_STREAM_BROKEN"],
  [{ name: "APIConnectionTimeoutError" }, "MODEL_TIMEOUT"],
  [{ code: "constructor" }, "MODEL_FAILED"],
  [{ status: 302 }, "MODEL_FAILED"],
  [{}, "MODEL_FAILED"],
])("maps %o to %s", (fields, code) => {
  const original = withFields(fields);
  const error = toModelError(original, "acme:large");
  expect(error.code).toBe(code);
  expect(error.cause).toBe(original);
  expect(error.message).toBe("acme:large failed: boom");
  expect(error.hint).not.toBe("");
});

it("reads Retry-After from the error's headers", () => {
  const error = toModelError(withFields({ status: 429, headers: { "retry-after": "3" } }), "acme:large");
  expect(error.details).toEqual({ model: "acme:large", status: 429, retryAfterMs: 3000 });
});

it.each([["text"], [undefined], [null], [42], [{ message: "" }]])("normalises a thrown %j", (thrown) => {
  const error = toModelError(thrown, "acme:large");
  expect(error).toBeInstanceOf(Error);
  expect(error.code).toBe("MODEL_FAILED");
});

it("leaves a coded error as it is", () => {
  const coded = new PergolaError("MODEL_AUTH", { message: "no" });
  expect(toModelError(coded, "acme:large")).toBe(coded);
});

it("ends on causes that form a cycle", () => {
  const error = withFields({}) as Error;
  error.cause = error;
  expect(toModelError(error, "acme:large").code).toBe("MODEL_FAILED");
});
