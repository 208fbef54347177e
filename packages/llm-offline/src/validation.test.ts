import { silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import {
  createLlmResource,
  createProviderRegistry,
  type ModelParameters,
  type ModelReference,
} from "@pergola/resources";
import { describe, expect, test } from "vitest";
import { type OfflineOptions, offline } from "./offline.ts";

interface Case {
  readonly options?: OfflineOptions;
  readonly reference?: ModelReference;
  readonly parameters?: object;
  /** Path and message of every problem, and a part of its hint. */
  readonly problems: readonly (readonly [path: string, message: string, hint: string])[];
}

const PACE = "a number from 0 to 100000";

const CASES: Readonly<Record<string, Case>> = {
  "nothing at all, for there is one model and no key": { problems: [] },
  "its model by name": { reference: "offline:offline", problems: [] },
  "0 and an empty text": {
    reference: { provider: "offline", tokensPerSecond: 0 },
    parameters: { temperature: 0, topP: 0, seed: 0, presencePenalty: 0, stop: [""] },
    problems: [],
  },
  "parameters that leave it cold": {
    parameters: { temperature: 5, maxTokens: 1, presencePenalty: -9, responseFormat: { type: "text" } },
    problems: [],
  },
  "an unknown provider": {
    reference: "ofline:offline",
    problems: [
      ["provider", 'No llm provider is named "ofline".', 'Did you mean "offline"? There are: offline.'],
    ],
  },
  "a provider that is known and was not given": {
    reference: "openai:gpt-5-mini",
    problems: [
      [
        "provider",
        'No llm provider is named "openai".',
        "npm install @pergola/llm-openai, then give it: .withProvider(openai())",
      ],
    ],
  },
  "an unknown key": {
    reference: { provider: "offline", tokenPerSecond: 5 },
    problems: [
      [
        "tokenPerSecond",
        'There is no option "tokenPerSecond".',
        'Did you mean "tokensPerSecond"? Known: model,',
      ],
    ],
  },
  "another model": {
    reference: "offline:gpt-5-mini",
    problems: [["model", 'Got "gpt-5-mini"; expected "offline".', 'Set it to "offline", or leave it out.']],
  },
  "an empty model": {
    reference: "offline:",
    problems: [["model", 'Got ""; expected "offline".', 'Set it to "offline"']],
  },
  "a pace outside the range": {
    reference: { provider: "offline", tokensPerSecond: -1 },
    problems: [["tokensPerSecond", `Got -1; expected ${PACE}.`, `Set it to ${PACE}, or leave it out.`]],
  },
  "a default outside the range": {
    options: { tokensPerSecond: 100_001 },
    problems: [["tokensPerSecond", `Got 100001; expected ${PACE}.`, `Set it to ${PACE}`]],
  },
  "a temperature below the range": {
    parameters: { temperature: -1 },
    problems: [
      ["temperature", "Got -1; expected a number from 0.", "Set it to a number from 0, or leave it out."],
    ],
  },
  "no tokens": {
    parameters: { maxTokens: 0 },
    problems: [["maxTokens", "Got 0; expected an integer from 1.", "Set it to an integer from 1"]],
  },
  "an unknown parameter": {
    parameters: { max_tokens: 3 },
    problems: [["max_tokens", 'There is no option "max_tokens".', 'Did you mean "maxTokens"?']],
  },
  "JSON, which rules cannot write": {
    parameters: { responseFormat: { type: "json" } },
    problems: [["responseFormat.type", 'Got "json"; expected "text".', 'Set it to "text"']],
  },
};

describe("the checks of offline, without network", () => {
  test.each(Object.entries(CASES))("%s", (_, { options, reference, parameters, problems }) => {
    const llm = createLlmResource({ registry: createProviderRegistry([offline(options)]), env: {} });
    const found = llm.validate(reference, parameters as ModelParameters);
    expect(found.map(({ path, message }) => [path.join("."), message])).toEqual(
      problems.map(([path, message]) => [path, message]),
    );
    problems.forEach(([, , hint], index) => {
      expect(found[index]?.hint).toContain(hint);
    });
  });

  test.each([3, "offline", []])("a config that is %o is refused with its code", async (config) => {
    const made = offline().create(config, { env: {}, logger: silentLogger });
    await expect(made).rejects.toMatchObject({
      code: "PROVIDER_CONFIG_INVALID",
      details: { provider: "offline", problems: [{ path: [] }] },
    });
  });

  test("a pace of 0 in the config wins over the factory's", async () => {
    const clock = createVirtualClock(); // It never advances, so whoever waited would wait for ever.
    const factory = offline({ tokensPerSecond: 1, clock });
    const model = await factory.create({ tokensPerSecond: 0 }, { env: {}, logger: silentLogger });
    expect((await model.invoke("My name is Ada.")).text).toContain("Ada");
  });

  test.each([null, undefined, {}])("a config that is %o has the defaults", async (config) => {
    await expect(offline().create(config, { env: {}, logger: silentLogger })).resolves.toBeDefined();
  });
});
