import type { ResolvedConfig } from "../config/resolve-config.ts";
import type { ModelErrorCode } from "./failure-code.ts";

type HintSource = Pick<ResolvedConfig, "model" | "apiKeyVariable" | "timeoutMs" | "baseURL">;

/** The next action for a failure. */
export function hintFor(code: ModelErrorCode, config: HintSource): string {
  const { model, apiKeyVariable, timeoutMs, baseURL } = config;
  switch (code) {
    case "MODEL_AUTH":
      return `Check the key in ${apiKeyVariable} (or apiKey) and that it may use "${model}".`;
    case "MODEL_NOT_FOUND":
      return `Check the model name "${model}" and that baseURL ends with the version, as in ${baseURL.origin}/v1.`;
    case "MODEL_BAD_REQUEST":
      return "Mend what the vendor names in the message; the request is in the run's model-started event.";
    case "MODEL_CONTEXT_TOO_LONG":
      return "Send less: lower history.maxMessages or history.maxTokens, shorten the prompt, or use a model with a larger window.";
    case "MODEL_RATE_LIMITED":
      return "Wait for details.retryAfterMs, send fewer requests at once, or ask the vendor for a higher limit.";
    case "MODEL_QUOTA_EXCEEDED":
      return "Add credit or raise the spending limit of the vendor account; waiting does not help.";
    case "MODEL_CONTENT_FILTERED":
      return "Rephrase the request; the vendor's policy refuses it as it is.";
    case "MODEL_UNAVAILABLE":
      return "Try again later; if it stays so, look at the vendor's status page or use another provider.";
    case "MODEL_STREAM_BROKEN":
      return "Ask again: the answer is not whole, and what came of it must not be taken for the answer.";
    case "MODEL_BAD_RESPONSE":
      return `Check that ${baseURL.origin} speaks the chat-completions protocol and that baseURL ends with the version, as in /v1.`;
    case "MODEL_TIMEOUT":
      return `Ask again, or raise timeoutMs (now ${timeoutMs}) for slow models.`;
    case "MODEL_PARAMETER_UNSUPPORTED":
      return `Leave out the parameter or content that the message names, or use a model other than "${model}".`;
    default:
      return code satisfies never;
  }
}
