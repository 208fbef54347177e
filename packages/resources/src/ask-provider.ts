import { errorMessage, redactText } from "@pergola/core";
import { closeManaged } from "./container/managed-resource.ts";
import { resourceErrors } from "./errors.ts";
import { missingMethods } from "./product-methods.ts";
import type {
  ConfigProblem,
  ProviderCategory,
  ProviderContext,
  ProviderFactory,
  ProviderProduct,
} from "./provider-factory.ts";
import { receivedValue } from "./received-value.ts";

/**
 * What one of a provider's own checks finds. A check that throws, or answers something else, is a problem like any other.
 *
 * @param check its name, for example `validateConfig`
 */
export function askProvider(
  { category, name }: Pick<ProviderFactory, "category" | "name">,
  check: "validateConfig" | "configSchema",
  ask: () => unknown,
): readonly ConfigProblem[] {
  const problem = (what: string, hint: string): ConfigProblem[] => [
    { path: [], message: `${check} of ${category}/${name} ${what}`, hint },
  ];
  try {
    const answer = ask();
    if (answer instanceof Promise) answer.catch(() => undefined);
    if (Array.isArray(answer) && answer.every(isProblem)) return answer;
    const got = answer instanceof Promise ? "a promise" : receivedValue(answer, true);
    return problem(`gave ${got}; expected a list of { path, message }.`, mend(category, name));
  } catch (thrown) {
    return problem(`failed: ${redactText(errorMessage(thrown))}`, mend(category, name));
  }
}

/**
 * What a provider makes of its config.
 *
 * @throws RESOURCE_MALFORMED when that is nothing, or lacks methods of its category; what the provider throws
 */
export async function makeProduct<Category extends ProviderCategory>(
  factory: ProviderFactory<Category>,
  config: unknown,
  context: ProviderContext,
): Promise<ProviderProduct<Category>> {
  const { category, name } = factory;
  const made: unknown = await factory.create(config, context);
  if (!isObject(made)) {
    const got = `gave ${receivedValue(made, true)}; expected an object.`;
    throw malformed(factory, got, { category, provider: name });
  }
  const missing = missingMethods(category, made);
  if (missing.length === 0) return made as never;
  // What it has opened is of no use to anybody; why it does not close is of less.
  await closeManaged(made).catch(() => undefined);
  const got = `gave an object without ${missing.map((method) => `${method}()`).join(", ")}; expected every method of its category.`;
  throw malformed(factory, got, { category, provider: name, missing });
}

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

function malformed(
  { category, name }: Pick<ProviderFactory, "category" | "name">,
  got: string,
  details: Readonly<Record<string, unknown>>,
) {
  return resourceErrors.create("RESOURCE_MALFORMED", {
    message: `create() of the provider ${category}/${name} ${got}`,
    hint: mend(category, name),
    details,
  });
}

const mend = (category: string, name: string) =>
  `Mend the provider ${category}/${name}, or tell its authors; pluginContract of @pergola/plugins/testing shows what is expected.`;

function isProblem(value: unknown): value is ConfigProblem {
  if (typeof value !== "object" || value === null) return false;
  const { path, message } = value as Partial<ConfigProblem>;
  return Array.isArray(path) && typeof message === "string";
}
