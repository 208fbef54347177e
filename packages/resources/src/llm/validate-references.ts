import type { ConfigProblem, ProviderContext } from "../provider-factory.ts";
import type { ModelReference, SingleModelReference } from "./llm-resource.ts";
import type { ModelParameters } from "./model-parameters.ts";
import {
  contextOfEntries,
  isModelList,
  type ReferenceContext,
  type ResolvedReference,
  resolveReference,
} from "./resolve-reference.ts";
import { problemsOf } from "./validate-model.ts";
import { parameterProblems } from "./validate-parameters.ts";

/** Everything wrong with a reference; defects of a list's entries begin with their place in it. */
export function referenceProblems(
  reference: ModelReference | undefined,
  context: ReferenceContext,
  env: ProviderContext["env"],
): readonly ConfigProblem[] {
  const wanted = reference ?? context.agentModel;
  if (!isModelList(wanted)) return problemsOf(() => resolveReference(wanted, context), env);
  if (wanted.length === 0) return [emptyList()];
  const inner = contextOfEntries(wanted, context);
  return [
    ...wanted.flatMap((entry, index) => within(index, entryProblems(entry, inner, env))),
    ...duplicates(wanted, inner),
  ];
}

/** What is wrong with the parameters for any model of a reference, each defect once. */
export function parameterProblemsOfAll(
  parameters: ModelParameters,
  reference: ModelReference | undefined,
  context: ReferenceContext,
): readonly ConfigProblem[] {
  const wanted = reference ?? context.agentModel;
  if (!isModelList(wanted)) return parameterProblems(() => resolveReference(wanted, context), parameters);
  const inner = contextOfEntries(wanted, context);
  const found = wanted
    .filter(isReference)
    .flatMap((entry) => parameterProblems(() => resolveReference(entry, inner), parameters));
  return [
    ...new Map(found.map((problem) => [JSON.stringify([problem.path, problem.message]), problem])).values(),
  ];
}

function entryProblems(
  entry: unknown,
  context: ReferenceContext,
  env: ProviderContext["env"],
): readonly ConfigProblem[] {
  if (isReference(entry)) return problemsOf(() => resolveReference(entry, context), env);
  return [
    {
      path: [],
      message: `Expected a model, received ${Array.isArray(entry) ? "a list" : (JSON.stringify(entry) ?? typeof entry)}.`,
      hint: 'Each entry is an id such as "openai:gpt-5-mini", a config { provider, model, … } or a ready chat model.',
    },
  ];
}

function isReference(entry: unknown): entry is SingleModelReference {
  if (typeof entry === "string") return entry !== "";
  return typeof entry === "object" && entry !== null && !Array.isArray(entry);
}

function duplicates(
  wanted: readonly SingleModelReference[],
  context: ReferenceContext,
): readonly ConfigProblem[] {
  const seen = new Map<unknown, number>();
  return wanted.flatMap((entry, index) => {
    const identity = identityOf(entry, context);
    const before = identity === undefined ? undefined : seen.get(identity);
    if (identity !== undefined && before === undefined) seen.set(identity, index);
    return before === undefined ? [] : [duplicate(index, before)];
  });
}

/** Undefined for an entry that stands for no model; that is told elsewhere. */
function identityOf(entry: unknown, context: ReferenceContext): unknown {
  if (!isReference(entry)) return undefined;
  try {
    const resolved: ResolvedReference = resolveReference(entry, context);
    return resolved.kind === "ready" ? resolved.model : resolved.key;
  } catch {
    return undefined;
  }
}

const within = (index: number, problems: readonly ConfigProblem[]) =>
  problems.map((problem) => ({ ...problem, path: [index, ...problem.path] }));

const emptyList = (): ConfigProblem => ({
  path: [],
  message: "The list of models is empty.",
  hint: 'Name at least one, for example withLlm(["openai:gpt-5-mini", "ollama:llama3.2:3b"]).',
});

const duplicate = (index: number, before: number): ConfigProblem => ({
  path: [index],
  message: `This is the same model as entry ${before}.`,
  hint: "Leave it out: a model that failed is retried as the retry policy says, not asked again as another one.",
});
