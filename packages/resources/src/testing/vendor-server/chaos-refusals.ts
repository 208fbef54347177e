import { errorReply } from "./vendor-error.ts";
import type { VendorReply } from "./vendor-reply.ts";

/** Requests that the vendor refuses before it answers. */
export const refusals = {
  "wrong-key": () =>
    errorReply({
      status: 401,
      message: "Incorrect API key provided: sk-v***. You can find your API key in your account.",
      code: "invalid_api_key",
    }),
  forbidden: () =>
    errorReply({ status: 403, message: "Your project may not use this model.", code: "permission_denied" }),
  "unknown-model": () =>
    errorReply({
      status: 404,
      message: "The model `no-such-model` does not exist or you do not have access to it.",
      code: "model_not_found",
    }),
  "bad-request": () =>
    errorReply({ status: 400, message: "Invalid value: 'wizard'.", param: "messages[0].role" }),
  "unsupported-parameter": () =>
    errorReply({
      status: 400,
      message: "Unsupported parameter: 'temperature' is not supported with this model.",
      param: "temperature",
      code: "unsupported_parameter",
    }),
  "context-too-long": () =>
    errorReply({
      status: 400,
      message: "This model's maximum context length is 8192 tokens. However, your messages have 9000 tokens.",
      param: "messages",
      code: "context_length_exceeded",
    }),
  "content-filtered": () =>
    errorReply({
      status: 400,
      message: "The response was filtered: the prompt triggered the content management policy.",
      param: "prompt",
      code: "content_filter",
    }),
  "rate-limited": () => rateLimited({ "retry-after": "2" }),
  "rate-limited-until-date": () =>
    rateLimited({ "retry-after": new Date(Date.now() + 60_000).toUTCString() }),
  "rate-limited-ms": () => rateLimited({ "retry-after-ms": "150", "retry-after": "1" }),
  "quota-exceeded": () =>
    errorReply({
      status: 429,
      message: "You exceeded your current quota, please check your plan and billing details.",
      type: "insufficient_quota",
      code: "insufficient_quota",
    }),
  "server-error": () =>
    errorReply({ status: 500, message: "The server had an error.", type: "server_error" }),
  overloaded: () => errorReply({ status: 503, message: "The engine is overloaded.", type: "server_error" }),
} as const satisfies Record<string, () => VendorReply>;

function rateLimited(headers: Readonly<Record<string, string>>): VendorReply {
  return errorReply({
    status: 429,
    message: "Rate limit reached for requests.",
    type: "requests",
    code: "rate_limit_exceeded",
    headers,
  });
}
