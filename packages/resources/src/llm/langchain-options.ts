import { resourceErrors } from "../errors.ts";
import { type ChatModel, isDirect } from "./chat-model.ts";
import type { ChatRequest, ToolDefinition } from "./chat-request.ts";
import { toLangChainToolChoice } from "./langchain-tool-choice.ts";
import type { ModelParameters } from "./model-parameters.ts";

/** How a request is told to a LangChain model, besides its messages. */
export interface LangChainOptions {
  /** Go with the call. */
  readonly callOptions: Readonly<Record<string, unknown>>;
  /** To bind with `bindTools`, in the shape that every integration takes. */
  readonly tools?: readonly Record<string, unknown>[];
  /** Goes with the bound tools. */
  readonly toolOptions?: Readonly<Record<string, unknown>>;
}

/** @throws MODEL_PARAMETER_UNSUPPORTED when something is set that LangChain has no common option for */
export function langChainOptions(model: ChatModel, id: string, request: ChatRequest): LangChainOptions {
  const { parameters = {}, tools } = request;
  if (isDirect(model)) return { callOptions: { parameters, toolDefinitions: tools } };
  assertPassable(model, id, request);
  const { stop, toolChoice } = parameters;
  const stopOption = stop === undefined ? {} : { stop: [...stop] };
  const choice = toolChoice === undefined ? {} : { tool_choice: toLangChainToolChoice(toolChoice) };
  if (tools === undefined) return { callOptions: { ...stopOption, ...choice } };
  return { callOptions: stopOption, tools: tools.map(toLangChainTool), toolOptions: choice };
}

const PASSABLE: ReadonlySet<string> = new Set<keyof ModelParameters>(["stop", "toolChoice"]);

/** Whether a model without the direct way can be given this parameter with a call. */
export function isPassable(name: string): boolean {
  return PASSABLE.has(name);
}

function assertPassable(model: ChatModel, id: string, { parameters = {}, tools }: ChatRequest): void {
  const unsupported = Object.keys(parameters).filter((name) => !isPassable(name));
  if (tools !== undefined && typeof model.bindTools !== "function") unsupported.push("tools");
  if (unsupported.length === 0) return;
  const names = unsupported.join(", ");
  throw resourceErrors.create("MODEL_PARAMETER_UNSUPPORTED", {
    message: `${names} cannot be passed to ${id} with a call; expected only what every LangChain model takes.`,
    hint: `Set ${names} when you construct the model, leave it out, or use a provider that takes it per call. Passable: stop, toolChoice, and tools if the model has bindTools().`,
    details: { model: id, parameters: unsupported },
  });
}

function toLangChainTool({ name, description, parameters, strict }: ToolDefinition): Record<string, unknown> {
  const said = { ...(description !== undefined && { description }), ...(strict !== undefined && { strict }) };
  return { type: "function", function: { name, ...said, parameters } };
}
