import { nearestName } from "@pergola/core";
import type { AgentConfigProblem } from "./agent-config-problem.ts";
import { receivedKind } from "./received-kind.ts";
import { isPlain } from "./shown-value.ts";

/** What cannot be a model, whatever providers there are. A text is looked at by whoever knows them. */
export function llmProblems(llm: unknown): readonly AgentConfigProblem[] {
  if (llm === undefined) return [];
  if (Array.isArray(llm)) return llm.flatMap((each, index) => modelProblems(each, ["llm", index]));
  return modelProblems(llm, ["llm"]);
}

function modelProblems(model: unknown, path: AgentConfigProblem["path"]): readonly AgentConfigProblem[] {
  if (typeof model === "string" && model !== "") return [];
  if (typeof model !== "object" || model === null || Array.isArray(model))
    return [{ path, message: `Got ${receivedKind(model)}; expected a model.`, hint: WRITE }];
  if (!isPlain(model) || "invoke" in model || typeof model.provider === "string") return [];
  return [providerProblem(model, path)];
}

const WRITE =
  'For example .withLlm("openai:gpt-5-mini"), .withLlm({ provider: "openai", model: "gpt-5-mini" }), or a ready chat model.';

function providerProblem(
  model: Readonly<Record<string, unknown>>,
  path: AgentConfigProblem["path"],
): AgentConfigProblem {
  const { provider } = model;
  const received = provider === undefined ? "It is missing" : `Got ${receivedKind(provider)}`;
  const message = `${received}; expected the name of a provider.`;
  const meant = provider === undefined ? nearestKey(model) : undefined;
  return {
    path: [...path, "provider"],
    message,
    hint: meant === undefined ? WRITE : `Did you mean "provider" by "${meant}"? ${WRITE}`,
  };
}

const nearestKey = (model: object) =>
  Object.keys(model).find((key) => nearestName(key, ["provider"]) !== undefined);
