import { serverErrors } from "../../errors.ts";

type IsHarmless = (value: unknown) => boolean;

const never: IsHarmless = () => false;
const isFalse: IsHarmless = (value) => value === false;
const isTrue: IsHarmless = (value) => value === true;
const isEmpty: IsHarmless = (value) => typeof value === "object" && Object.keys(value as object).length === 0;
const isZero: IsHarmless = (value) => value === 0;

/**
 * Settings of the vendor that change the answer and that this server cannot honour, with the values that ask for
 * nothing. They are refused, never silently ignored; fields that are not here and not supported do nothing.
 */
const UNSUPPORTED: Readonly<Record<string, IsHarmless>> = {
  audio: never,
  function_call: never,
  functions: never,
  logit_bias: isEmpty,
  logprobs: isFalse,
  modalities: (value) => JSON.stringify(value) === '["text"]',
  moderation: never,
  parallel_tool_calls: isTrue,
  prediction: never,
  reasoning_effort: never,
  service_tier: (value) => value === "auto" || value === "default",
  store: isFalse,
  top_logprobs: isZero,
  verbosity: never,
  web_search_options: never,
};

/** @throws UNSUPPORTED_PARAMETER naming the first */
export function refuseUnsupportedSettings(body: unknown): void {
  if (typeof body !== "object" || body === null) return;
  for (const [name, value] of Object.entries(body)) {
    const isHarmless = Object.hasOwn(UNSUPPORTED, name) ? UNSUPPORTED[name] : undefined;
    if (isHarmless === undefined || value === null || isHarmless(value)) continue;
    throw serverErrors.create("UNSUPPORTED_PARAMETER", {
      message: `This server does not support ${name}${typeof value === "object" ? "" : ` = ${JSON.stringify(value)?.slice(0, 80)}`}.`,
      hint: "Leave it out; set what your model needs in the agent's own configuration.",
      details: { param: name },
    });
  }
}
