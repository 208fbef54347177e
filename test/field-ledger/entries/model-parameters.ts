import type { ModelParameters, ResponseFormat } from "@pergola/resources";
import { entry, type LedgerEntry } from "../ledger.ts";

const schema = { type: "object", properties: { n: { type: "number" } } };
const json = { type: "json-schema" as const, name: "answer", schema } satisfies ResponseFormat;

/** Entries of a call's parameters, wherever they are given. @param prefix for example `parameters.` */
export function parameterEntries(
  prefix: string,
  observe: (parameters: ModelParameters) => unknown,
): readonly LedgerEntry[] {
  const change = <Key extends keyof ModelParameters>(
    key: Key,
    values: readonly [ModelParameters[Key], ModelParameters[Key]],
  ) => entry(`${prefix}${key}`, values, (value) => observe({ [key]: value }));
  const format = (key: string, values: readonly [ResponseFormat, ResponseFormat]) =>
    entry(`${prefix}responseFormat.${key}`, values, (responseFormat) => observe({ responseFormat }));
  return [
    change("temperature", [0, 0.5]),
    change("topP", [0.5, 1]),
    change("maxTokens", [10, 20]),
    change("stop", [["END"], ["STOP"]]),
    change("seed", [0, 1]),
    change("presencePenalty", [0, 0.5]),
    change("frequencyPenalty", [0, 0.5]),
    change("toolChoice", ["none", "required"]),
    entry(`${prefix}toolChoice.name`, ["clock", "dice"], (name) => observe({ toolChoice: { name } })),
    format("type", [{ type: "text" }, { type: "json" }]),
    format("name", [json, { ...json, name: "number" }]),
    format("schema", [json, { ...json, schema: { ...schema, required: ["n"] } }]),
    format("strict", [
      { ...json, strict: false },
      { ...json, strict: true },
    ]),
  ];
}
