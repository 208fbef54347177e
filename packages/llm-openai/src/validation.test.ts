import {
  createLlmResource,
  createProviderRegistry,
  type ModelParameters,
  type ModelReference,
  type ProviderFactory,
} from "@pergola/resources";
import { describe, expect, test } from "vitest";
import { openai } from "./openai.ts";
import { openAiCompatible } from "./openai-compatible.ts";

interface Case {
  readonly reference?: ModelReference;
  readonly parameters?: ModelParameters;
  readonly env?: Readonly<Record<string, string>>;
  /** Path and message of every problem, and a part of its hint. */
  readonly problems: readonly (readonly [path: string, message: string, hint: string])[];
}

interface Shipped {
  readonly name: string;
  readonly create: () => ProviderFactory<"llm">;
  readonly keyVariable: string;
}

const acme = () =>
  openAiCompatible({ name: "acme", baseURL: "https://api.acme.example/v1", apiKeyVariable: "ACME_API_KEY" });

const SHIPPED: readonly Shipped[] = [
  { name: "openai", create: openai, keyVariable: "OPENAI_API_KEY" },
  { name: "acme", create: acme, keyVariable: "ACME_API_KEY" },
];

const TEMPERATURE = "a number from 0 to 2";
const TOKENS = "an integer from 1";
const PENALTY = "a number from -2 to 2";

function casesOf({ name, keyVariable }: Shipped): Readonly<Record<string, Case>> {
  const set = `Set the environment variable ${keyVariable}, or pass apiKey.`;
  const config = (keys: object) => ({ provider: name, model: "m", ...keys });
  return {
    "a model and a key": { problems: [] },
    "0 and an empty text": {
      reference: config({ temperature: 0, topP: 0, seed: 0, presencePenalty: 0, stop: "" }),
      parameters: { temperature: 0, topP: 0, seed: 0, frequencyPenalty: 0, stop: [""] },
      problems: [],
    },
    "the largest values": {
      reference: config({ temperature: 2, topP: 1, maxTokens: 1, presencePenalty: -2 }),
      parameters: { temperature: 2, topP: 1, maxTokens: 1, frequencyPenalty: 2 },
      problems: [],
    },
    "an unknown provider": {
      reference: `${name.slice(0, -1)}:m`,
      problems: [
        [
          "provider",
          `No llm provider is named "${name.slice(0, -1)}".`,
          `Did you mean "${name}"? There are: ${name}.`,
        ],
      ],
    },
    "a provider that is known and was not given": {
      reference: "offline:offline",
      problems: [
        [
          "provider",
          'No llm provider is named "offline".',
          "npm install @pergola/llm-offline, then give it: .withProvider(offline())",
        ],
      ],
    },
    "an unknown key": {
      reference: config({ temprature: 1 }),
      problems: [
        ["temprature", 'There is no option "temprature".', 'Did you mean "temperature"? Known: apiKey,'],
      ],
    },
    "no model": {
      reference: { provider: name },
      problems: [["model", "No model is named.", `"${name}:gpt-5-mini"`]],
    },
    "an empty model": {
      reference: `${name}:`,
      problems: [["model", 'Got ""; expected a text that is not empty.', `"${name}:gpt-5-mini"`]],
    },
    "no key": { env: {}, problems: [["apiKey", "No API key was found.", set]] },
    "an empty variable": { env: { [keyVariable]: "" }, problems: [["apiKey", "No API key was found.", set]] },
    "an empty key, which no variable replaces": {
      reference: config({ apiKey: "" }),
      problems: [["apiKey", 'Got ""; expected a text that is not empty.', set]],
    },
    "a temperature above the range": {
      reference: config({ temperature: 2.1 }),
      problems: [
        ["temperature", `Got 2.1; expected ${TEMPERATURE}.`, `Set it to ${TEMPERATURE}, or leave it out.`],
      ],
    },
    "a temperature below the range": {
      reference: config({ temperature: -1 }),
      problems: [["temperature", `Got -1; expected ${TEMPERATURE}.`, `Set it to ${TEMPERATURE}`]],
    },
    "no tokens": {
      reference: config({ maxTokens: 0 }),
      problems: [["maxTokens", `Got 0; expected ${TOKENS}.`, `Set it to ${TOKENS}, or leave it out.`]],
    },
    "parameters outside their ranges": {
      parameters: { temperature: 3, maxTokens: 0, presencePenalty: -3, frequencyPenalty: 3 },
      problems: [
        ["temperature", `Got 3; expected ${TEMPERATURE}.`, `Set it to ${TEMPERATURE}, or leave it out.`],
        ["maxTokens", `Got 0; expected ${TOKENS}.`, `Set it to ${TOKENS}, or leave it out.`],
        ["presencePenalty", `Got -3; expected ${PENALTY}.`, PENALTY],
        ["frequencyPenalty", `Got 3; expected ${PENALTY}.`, PENALTY],
      ],
    },
    "an unknown parameter": {
      parameters: { max_tokens: 3 } as ModelParameters,
      problems: [["max_tokens", 'There is no option "max_tokens".', 'Did you mean "maxTokens"?']],
    },
    "everything at once": {
      reference: { provider: name, temperature: 9, streamin: true },
      parameters: { maxTokens: 0 },
      env: {},
      problems: [
        ["temperature", `Got 9; expected ${TEMPERATURE}.`, "leave it out"],
        ["streamin", 'There is no option "streamin".', 'Did you mean "streaming"?'],
        ["model", "No model is named.", "Name one"],
        ["apiKey", "No API key was found.", set],
        ["maxTokens", `Got 0; expected ${TOKENS}.`, "leave it out"],
      ],
    },
  };
}

describe.each(SHIPPED)("the checks of $name, without network", (shipped) => {
  const { name, keyVariable, create } = shipped;
  const validate = ({ reference = `${name}:m`, parameters, env = { [keyVariable]: "sk-1" } }: Case) =>
    createLlmResource({ registry: createProviderRegistry([create()]), env }).validate(reference, parameters);

  test.each(Object.entries(casesOf(shipped)))("%s", (_, each) => {
    const found = validate(each);
    expect(found.map(({ path, message }) => [path.join("."), message])).toEqual(
      each.problems.map(([path, message]) => [path, message]),
    );
    each.problems.forEach(([, , hint], index) => {
      expect(found[index]?.hint).toContain(hint);
    });
  });

  test("a step's parameters have the range of the config, key by key", () => {
    for (const key of ["temperature", "topP", "maxTokens", "seed", "presencePenalty", "frequencyPenalty"]) {
      for (const value of [-3, -2, -1, 0, 0.5, 1, 2, 3, Number.NaN, "1", null]) {
        const ofConfig = validate({ reference: { provider: name, model: "m", [key]: value }, problems: [] });
        const ofCall = validate({ parameters: { [key]: value }, problems: [] });
        expect(ofCall).toEqual(ofConfig);
      }
    }
  });
});
