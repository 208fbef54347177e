import type { ConfigProblem } from "../provider-factory.ts";
import { schemaProblems } from "../schema-problems.ts";
import { isDirect } from "./chat-model.ts";
import { isPassable } from "./langchain-options.ts";
import type { ModelParameters } from "./model-parameters.ts";
import { modelParametersSchema } from "./model-parameters-schema.ts";
import type { ResolvedReference } from "./resolve-reference.ts";

/** What is wrong with the parameters of a call; without a provider, what would be wrong with any. */
export function parameterProblems(
  resolve: () => ResolvedReference,
  parameters: ModelParameters,
): readonly ConfigProblem[] {
  const resolved = resolveOrNone(resolve);
  if (resolved?.kind === "ready") return readyModelProblems(resolved, parameters);
  return schemaProblems(resolved?.factory.parametersSchema ?? modelParametersSchema, parameters);
}

/** A reference without a provider is for `problemsOf` to tell. */
function resolveOrNone(resolve: () => ResolvedReference): ResolvedReference | undefined {
  try {
    return resolve();
  } catch {
    return undefined;
  }
}

/** A LangChain model without the direct way takes few parameters with a call, whatever their values. */
function readyModelProblems(
  { id, model }: Extract<ResolvedReference, { kind: "ready" }>,
  parameters: ModelParameters,
): readonly ConfigProblem[] {
  const wrong = schemaProblems(modelParametersSchema, parameters);
  if (isDirect(model)) return wrong;
  const given: Readonly<Record<string, unknown>> = { ...parameters };
  const known = Object.keys(modelParametersSchema.shape);
  const unpassable = known.filter((name) => given[name] !== undefined && !isPassable(name));
  return [
    ...unpassable.map((name) => unpassableProblem(name, id)),
    ...wrong.filter(({ path }) => !unpassable.includes(String(path[0]))),
  ];
}

function unpassableProblem(name: string, id: string): ConfigProblem {
  return {
    path: [name],
    message: `${name} cannot be passed to ${id} with a call.`,
    hint: `Set ${name} when you construct the model, leave it out, or name a model of a provider that takes it per call.`,
  };
}
