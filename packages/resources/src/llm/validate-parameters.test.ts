import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { ProviderFactory } from "../provider-factory.ts";
import { createProviderRegistry } from "../provider-registry.ts";
import { createLlmResource } from "./create-llm-resource.ts";
import { answering, DirectModel, InvokeOnlyModel } from "./foreign-models.test-helper.ts";
import type { ModelReference } from "./llm-resource.ts";
import type { ModelParameters } from "./model-parameters.ts";
import { modelParametersSchema } from "./model-parameters-schema.ts";

const acme: ProviderFactory<"llm"> = {
  category: "llm",
  name: "acme",
  configSchema: z.object({ model: z.string().optional(), temperature: z.number().max(1).optional() }),
  parametersSchema: modelParametersSchema.extend({ temperature: z.number().min(0).max(1).optional() }),
  create: () => Promise.reject(new Error("unused")),
};

const plain: ProviderFactory<"llm"> = { ...acme, name: "plain", parametersSchema: undefined };

const ready = new InvokeOnlyModel(() => Promise.reject(new Error("unused")));
const direct = new DirectModel(answering([]));

const llm = (model?: ModelReference) =>
  createLlmResource({ registry: createProviderRegistry([acme, plain]), model, env: {} });

const problems = (parameters: object, reference: ModelReference = "acme:m") =>
  llm().validateParameters(parameters as ModelParameters, reference);

describe("modelParametersSchema", () => {
  it("has every parameter, and takes what the type takes", () => {
    expectTypeOf<z.output<typeof modelParametersSchema>>().toExtend<ModelParameters>();
    expectTypeOf<ModelParameters>().toExtend<z.input<typeof modelParametersSchema>>();
    const all: Required<ModelParameters> = {
      temperature: 0,
      topP: 0,
      maxTokens: 1,
      stop: [""],
      seed: 0,
      presencePenalty: -2,
      frequencyPenalty: 2,
      toolChoice: { name: "clock" },
      responseFormat: { type: "json-schema", name: "answer", schema: {}, strict: false },
    };
    expect(problems(all, "plain:m")).toEqual([]);
  });
});

describe("validateParameters()", () => {
  it("holds parameters to the provider's range, and says what is allowed", () => {
    expect(problems({ temperature: 1.5 })).toEqual([
      {
        path: ["temperature"],
        message: "Got 1.5; expected a number from 0 to 1.",
        hint: "Set it to a number from 0 to 1, or leave it out.",
      },
    ]);
    expect(problems({ temperature: 1.5 }, "plain:m")).toEqual([]);
  });

  it.each([
    ["temperature", -1],
    ["topP", 2],
    ["maxTokens", 0],
    ["maxTokens", 1.5],
    ["stop", "word"],
    ["seed", "1"],
    ["presencePenalty", null],
    ["toolChoice", "clock"],
    ["responseFormat", "json"],
  ])("refuses %s %s for every model", (name, value) => {
    for (const reference of ["acme:m", "plain:m", "unknown:m", direct]) {
      expect(problems({ [name]: value }, reference)).toMatchObject([{ path: [name] }]);
    }
  });

  it("takes 0 and an empty text for what they are", () => {
    expect(problems({ temperature: 0, topP: 0, seed: 0, presencePenalty: 0, stop: [""] })).toEqual([]);
    expect(problems({ maxTokens: 0, temperature: "" })).toHaveLength(2);
    expect(problems({ temperature: undefined, maxTokens: undefined })).toEqual([]);
  });

  it("offers the nearest spelling of an unknown parameter", () => {
    for (const reference of ["acme:m", ready]) {
      expect(problems({ max_tokens: 5 }, reference)).toMatchObject([
        { path: ["max_tokens"], hint: expect.stringContaining('Did you mean "maxTokens"?') },
      ]);
    }
  });

  it("tells what a ready LangChain model cannot be given with a call, before it is called", () => {
    expect(problems({ temperature: 0, maxTokens: 0, stop: ["."], topP: undefined }, ready)).toEqual([
      {
        path: ["temperature"],
        message: "temperature cannot be passed to invoke-only with a call.",
        hint: expect.stringContaining("Set temperature when you construct the model"),
      },
      expect.objectContaining({ path: ["maxTokens"] }),
    ]);
    expect(problems({ temperature: 0 }, direct)).toEqual([]);
    expect(problems({ stop: 3 }, ready)).toMatchObject([{ path: ["stop"] }]);
  });

  it("speaks of the agent's model when no other is named", () => {
    expect(llm("acme:m").validateParameters({ temperature: 1.5 })).toHaveLength(1);
    expect(llm("plain:m").validateParameters({ temperature: 1.5 })).toHaveLength(0);
  });

  it("says nothing about the reference", () => {
    expect(problems({}, "unknown:m")).toEqual([]);
    expect(problems({}, { provider: "acme", temperature: 3 })).toEqual([]);
  });

  it.each([null, "hot", 3])("survives %o in the place of parameters", (value) => {
    for (const reference of ["acme:m", ready]) {
      expect(problems(value as never, reference)).toMatchObject([{ path: [] }]);
    }
  });
});

describe("validate() with parameters", () => {
  it("tells the defects of the reference, then those of the parameters", () => {
    const found = llm().validate({ provider: "acme", temperature: 3 }, { maxTokens: 0 });
    expect(found.map(({ path }) => path)).toEqual([["temperature"], ["maxTokens"]]);
    expect(
      llm()
        .validate("unknown:m", { maxTokens: 0 })
        .map(({ path }) => path),
    ).toEqual([["provider"], ["maxTokens"]]);
    expect(llm().validate("acme:m", { maxTokens: 1 })).toEqual([]);
  });
});
