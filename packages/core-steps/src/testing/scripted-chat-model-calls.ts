import type { BaseMessage } from "@langchain/core/messages";
import type { ModelParameters, ToolDefinition } from "@pergola/resources";
import { stepErrors } from "../errors.ts";

/** One call of a scripted model: exactly what was sent, and how it went. */
export interface ScriptedCall {
  readonly messages: readonly BaseMessage[];
  readonly tools: readonly ToolDefinition[];
  readonly parameters: ModelParameters;
  /** Which way the call came. */
  readonly via: "direct" | "stream" | "invoke";
  /** Tokens that were handed over. */
  readonly tokenCount: number;
  /** When the call's signal fired, in epoch milliseconds of the model's clock; absent if it did not. */
  readonly abortedAt?: number;
  readonly state: "running" | "answered" | "failed";
}

/** What a test expects of one call; what is left out is not looked at. */
export interface ExpectedCall {
  /** Text of the last message, or a pattern that it matches. */
  readonly lastMessage?: string | RegExp;
  /** Text of the first message, which must be a system message. */
  readonly system?: string | RegExp;
  readonly messageCount?: number;
  /** Names, in order. */
  readonly tools?: readonly string[];
  /** Each of these was sent with this value; others may have been sent too. */
  readonly parameters?: ModelParameters;
}

/** @throws SCRIPT_MISMATCH when the model was called another number of times */
export function expectCallCount(calls: readonly ScriptedCall[], expected: number): void {
  if (calls.length !== expected)
    throw mismatch(`The model was called ${calls.length} times; expected ${expected}.`);
}

/** @throws SCRIPT_MISMATCH naming every difference */
export function expectCall(calls: readonly ScriptedCall[], index: number, expected: ExpectedCall): void {
  const call = calls[index];
  if (call === undefined)
    throw mismatch(`There is no call ${index}: the model was called ${calls.length} times.`);
  const differences = [...messageDifferences(call, expected), ...settingDifferences(call, expected)];
  if (differences.length > 0) throw mismatch(`Call ${index}: ${differences.join("; ")}.`);
}

function* messageDifferences({ messages }: ScriptedCall, expected: ExpectedCall): Generator<string> {
  const { messageCount, lastMessage, system } = expected;
  if (messageCount !== undefined && messages.length !== messageCount) {
    yield `${messages.length} messages were sent, expected ${messageCount}`;
  }
  const last = messages.at(-1)?.text;
  if (lastMessage !== undefined && !fits(last, lastMessage))
    yield `the last message is ${shown(last)}, expected ${shown(lastMessage)}`;
  const first = messages[0]?.getType() === "system" ? messages[0].text : undefined;
  if (system !== undefined && !fits(first, system))
    yield `the system message is ${shown(first)}, expected ${shown(system)}`;
}

function* settingDifferences({ tools, parameters }: ScriptedCall, expected: ExpectedCall): Generator<string> {
  const names = tools.map((tool) => tool.name);
  if (expected.tools !== undefined && JSON.stringify(names) !== JSON.stringify(expected.tools)) {
    yield `the tools are ${shown(names)}, expected ${shown(expected.tools)}`;
  }
  for (const [name, value] of Object.entries(expected.parameters ?? {})) {
    const sent = parameters[name as keyof ModelParameters];
    if (JSON.stringify(sent) !== JSON.stringify(value))
      yield `${name} is ${shown(sent)}, expected ${shown(value)}`;
  }
}

function fits(text: string | undefined, expected: string | RegExp): boolean {
  if (text === undefined) return false;
  return typeof expected === "string"
    ? text === expected
    : new RegExp(expected.source, expected.flags.replace(/[gy]/g, "")).test(text);
}

const shown = (value: unknown): string =>
  value === undefined ? "absent" : value instanceof RegExp ? String(value) : JSON.stringify(value);

function mismatch(message: string) {
  return stepErrors.create("SCRIPT_MISMATCH", {
    message,
    hint: "The model's `calls` hold everything that was sent.",
  });
}
