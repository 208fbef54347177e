import type {
  ChatRequest,
  ModelParameters,
  ResponseFormat,
  ToolChoice,
  ToolDefinition,
} from "@pergola/resources";
import type { ResolvedConfig } from "../config/resolve-config.ts";
import { wireMessage } from "./wire-message.ts";

/** A request body; without credentials by construction: they only ever go into headers. */
export type WireBody = Readonly<Record<string, unknown>>;

/** A tool as it goes over the wire. */
export type WireTool = Readonly<Record<string, unknown>>;

export interface WireRequest {
  readonly messages: ChatRequest["messages"];
  readonly tools?: readonly WireTool[];
  readonly parameters?: ModelParameters;
}

/** Builds the body: the call's parameters over the config's, and nothing that nobody set. */
export function requestBody(config: ResolvedConfig, request: WireRequest): WireBody {
  const { messages, tools = [] } = request;
  return {
    ...config.extraBody,
    model: config.model,
    messages: messages.map(wireMessage),
    ...(tools.length > 0 && { tools }),
    ...parameterFields({ ...config.parameters, ...setOnly(request.parameters) }, config),
    ...(config.streaming && { stream: true }),
    ...(config.streaming && config.streamUsage && { stream_options: { include_usage: true } }),
  };
}

/** One of our tool definitions in the vendor's form. */
export function wireTool({ name, description, parameters, strict }: ToolDefinition): WireTool {
  return {
    type: "function",
    function: setOnly({ name, description, parameters, strict }),
  };
}

function parameterFields(
  parameters: ModelParameters,
  { maxTokensParameter }: Pick<ResolvedConfig, "maxTokensParameter">,
): WireBody {
  const { toolChoice, responseFormat, stop } = parameters;
  return setOnly({
    temperature: parameters.temperature,
    top_p: parameters.topP,
    [maxTokensParameter]: parameters.maxTokens,
    stop: stop?.length === 0 ? undefined : stop,
    seed: parameters.seed,
    presence_penalty: parameters.presencePenalty,
    frequency_penalty: parameters.frequencyPenalty,
    tool_choice: toolChoice === undefined ? undefined : wireToolChoice(toolChoice),
    response_format: responseFormat === undefined ? undefined : wireResponseFormat(responseFormat),
  });
}

function wireToolChoice(choice: ToolChoice): unknown {
  return typeof choice === "string" ? choice : { type: "function", function: { name: choice.name } };
}

function wireResponseFormat(format: ResponseFormat): unknown {
  switch (format.type) {
    case "text":
      return { type: "text" };
    case "json":
      return { type: "json_object" };
    case "json-schema": {
      const { name, schema, strict } = format;
      return { type: "json_schema", json_schema: { name, schema, ...(strict !== undefined && { strict }) } };
    }
    default:
      return format satisfies never;
  }
}

/** 0, "" and false are values; undefined is not. */
function setOnly<T extends object>(value: T | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(value ?? {}).filter(([, entry]) => entry !== undefined),
  ) as Partial<T>;
}
