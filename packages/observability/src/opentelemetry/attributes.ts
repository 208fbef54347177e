import type { Attributes } from "@opentelemetry/api";
import type { Usage } from "@pergola/core";

/**
 * Names of the semantic conventions of OpenTelemetry for generative AI, as of version 1.41
 * (github.com/open-telemetry/semantic-conventions, docs/gen-ai). What they have no name for begins with `pergola.`.
 */
export const NAMES = {
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  agent: "gen_ai.agent.name",
  conversation: "gen_ai.conversation.id",
  model: "gen_ai.request.model",
  finishReasons: "gen_ai.response.finish_reasons",
  inputTokens: "gen_ai.usage.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  cachedTokens: "gen_ai.usage.cache_read.input_tokens",
  reasoningTokens: "gen_ai.usage.reasoning.output_tokens",
  inputMessages: "gen_ai.input.messages",
  outputMessages: "gen_ai.output.messages",
  tool: "gen_ai.tool.name",
  toolType: "gen_ai.tool.type",
  toolCall: "gen_ai.tool.call.id",
  toolArguments: "gen_ai.tool.call.arguments",
  toolResult: "gen_ai.tool.call.result",
  error: "error.type",
  run: "pergola.run.id",
  outcome: "pergola.outcome",
  suspended: "pergola.run.suspended",
  step: "pergola.step.name",
  stepKind: "pergola.step.kind",
  stepLabel: "pergola.step.label",
  stage: "pergola.stage",
  iteration: "pergola.iteration",
  cost: "pergola.usage.cost",
  flow: "pergola.flow.name",
  flowTrace: "pergola.flow.trace_id",
  flowNode: "pergola.flow.node",
  flowAttempt: "pergola.flow.attempt",
} as const;

/** Parameters of a request by the names that vendors give them. */
const PARAMETERS: readonly (readonly [parameter: string, name: string])[] = [
  ["temperature", "gen_ai.request.temperature"],
  ["top_p", "gen_ai.request.top_p"],
  ["topP", "gen_ai.request.top_p"],
  ["top_k", "gen_ai.request.top_k"],
  ["topK", "gen_ai.request.top_k"],
  ["max_tokens", "gen_ai.request.max_tokens"],
  ["max_completion_tokens", "gen_ai.request.max_tokens"],
  ["maxTokens", "gen_ai.request.max_tokens"],
  ["frequency_penalty", "gen_ai.request.frequency_penalty"],
  ["frequencyPenalty", "gen_ai.request.frequency_penalty"],
  ["presence_penalty", "gen_ai.request.presence_penalty"],
  ["presencePenalty", "gen_ai.request.presence_penalty"],
  ["seed", "gen_ai.request.seed"],
];

/** The parameters that were set. */
export function parametersOf(request: Readonly<Record<string, unknown>>): Attributes {
  const set = PARAMETERS.flatMap(([parameter, name]) => {
    const value = request[parameter];
    return typeof value === "number" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(set);
}

/** A model id as provider and model: `openai:gpt-5-mini`. An id of the provider alone has its model in the request. */
export function modelOf(id: string, request: Readonly<Record<string, unknown>>) {
  const colon = id.indexOf(":");
  const sent = typeof request.model === "string" && request.model !== id ? request.model : undefined;
  const provider = colon < 0 ? id : id.slice(0, colon);
  const model = sent ?? (colon < 0 ? id : id.slice(colon + 1));
  return { [NAMES.provider]: provider, [NAMES.model]: model };
}

export function usageOf(usage: (Usage & { readonly cost?: number }) | undefined): Attributes {
  if (usage === undefined) return {};
  const { inputTokens, outputTokens, cachedInputTokens, reasoningTokens, cost } = usage;
  return {
    [NAMES.inputTokens]: inputTokens,
    [NAMES.outputTokens]: outputTokens,
    ...(cachedInputTokens !== undefined && { [NAMES.cachedTokens]: cachedInputTokens }),
    ...(reasoningTokens !== undefined && { [NAMES.reasoningTokens]: reasoningTokens }),
    ...(cost !== undefined && { [NAMES.cost]: cost }),
  };
}
