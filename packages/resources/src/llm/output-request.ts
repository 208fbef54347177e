import { type ChatModel, isDirect } from "./chat-model.ts";
import type { ChatRequest } from "./chat-request.ts";
import type { GenerateOptions, GenerationResult } from "./llm-resource.ts";

type Output = NonNullable<GenerateOptions["output"]>;

/** A request that asks for JSON, and how to read its answer. */
export interface OutputRequest {
  readonly request: ChatRequest;
  /** Puts the JSON text into `content`. */
  readonly read: (result: GenerationResult) => GenerationResult;
}

/**
 * Asks for JSON in the way the model has: models with the direct way take a `responseFormat`; every other LangChain model
 * that can call tools is made to call one whose arguments are the answer.
 */
export function requestOutput(model: ChatModel, request: ChatRequest, output: Output): OutputRequest {
  const { name, schema } = output;
  if (isDirect(model)) {
    const parameters = {
      ...request.parameters,
      responseFormat: { type: "json-schema", name, schema } as const,
    };
    return { request: { ...request, parameters }, read: (result) => result };
  }
  const tools = [{ name, description: "Give the answer.", parameters: schema }];
  const parameters = { ...request.parameters, toolChoice: { name } };
  return { request: { ...request, tools, parameters }, read: (result) => fromCall(result, name) };
}

function fromCall(result: GenerationResult, name: string): GenerationResult {
  const call = result.message.tool_calls?.find((candidate) => candidate.name === name);
  if (call === undefined) return result;
  const content = JSON.stringify(call.args);
  result.message.content = content;
  result.message.tool_calls = [];
  return { ...result, content };
}
