/** What every variable of a provider's config begins with. */
export const VARIABLE_PREFIX = "PERGOLA_";

/** Who a variable is for: a provider, by category and name. */
export interface ProviderName {
  readonly category: string;
  readonly name: string;
}

/**
 * The environment variable that sets one key of a provider's config: `PERGOLA_LLM__OPENAI_API_KEY`,
 * `PERGOLA_VECTOR_STORE__MY_STORE_BASE_URL`. In names and keys each new word, and whatever is no letter or digit, becomes
 * one underscore.
 */
export function providerVariable({ category, name }: ProviderName, key: string): string {
  return `${providerPrefix({ category, name })}${upperSnake(key)}`;
}

/** What the variables of one provider begin with: `PERGOLA_LLM__OPENAI_`. */
export function providerPrefix({ category, name }: ProviderName): string {
  return `${VARIABLE_PREFIX}${upperSnake(category)}__${upperSnake(name)}_`;
}

/** `baseURL` is `BASE_URL`, `topP` is `TOP_P`, `vector-store` is `VECTOR_STORE`. */
function upperSnake(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
}
