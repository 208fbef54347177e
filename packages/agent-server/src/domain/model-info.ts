import type { ServedAgent } from "./served-agent.ts";

/** Which model answers for an agent. */
export interface ModelInfo {
  /** For example `openai:gpt-5-mini`; `none` for an agent without a model. */
  readonly model: string;
  readonly provider: string;
  /** Whether the built-in rules answer in the place of a language model. */
  readonly isOffline: boolean;
}

/** `provider: model at host`, as providers describe themselves. */
const WITH_HOST = /^([^\s:]+): (\S+) at \S+$/;

/** Reads the line that an agent has about its model. */
export function modelInfo(agent: ServedAgent): ModelInfo {
  const line = modelLine(agent);
  const [, name, model] = WITH_HOST.exec(line) ?? [];
  if (name !== undefined) return { model: `${name}:${model}`, provider: name, isOffline: false };
  const provider = line.split(":")[0]?.trim() || "none";
  const isOffline = provider === "offline";
  return { model: isOffline ? provider : line, provider, isOffline };
}

/** Which model answers, in a line; `none` for an agent of functions alone. */
export function modelLine(agent: ServedAgent): string {
  try {
    return agent.describeModel();
  } catch {
    return "none";
  }
}
