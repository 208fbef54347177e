import { createStepRegistry, type StepRegistry } from "@pergola/core-steps";
import { commonStepSchema } from "../common-step-schema.ts";
import { agentFileShape } from "./parts/agent-file-schema.ts";
import { type JsonSchema, jsonSchemaOf } from "./values/json-schema-of.ts";

export interface AgentFileSchemaOptions {
  /** Step types whose keys are described. Default: the built-in ones. Others may hold any keys. */
  readonly stepTypes?: StepRegistry;
}

/** Keys that only code can give. */
const CODE_ONLY: ReadonlySet<string> = new Set(["checkpointer", "retryIf"]);

const VARIABLE = { type: "string", pattern: "^\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-.*)?\\}$" };

/** The JSON Schema of an agent's file, for editors: derived from the schemas that check the file. */
export function agentFileSchema({
  stepTypes = createStepRegistry(),
}: AgentFileSchemaOptions = {}): JsonSchema {
  const { properties, ...root } = adapted(jsonSchemaOf(agentFileShape)) as Record<string, JsonSchema>;
  return {
    ...root,
    title: "Agent",
    properties: { ...properties, steps: { ...(properties?.steps as JsonSchema), items: STEP } },
    // A base may bring the steps.
    required: [],
    $defs: { step: stepSchema(stepTypes) },
  };
}

const STEP = { $ref: "#/$defs/step" };

function stepSchema(stepTypes: StepRegistry): JsonSchema {
  const names = stepTypes.list();
  const common = properties(jsonSchemaOf(commonStepSchema));
  return {
    type: "object",
    anyOf: [
      ...names.map((name) =>
        knownStep(name, { ...properties(jsonSchemaOf(stepTypes.get(name).configSchema)), ...common }),
      ),
      { required: ["step"], properties: { step: { type: "string", not: { enum: names } } } },
      {
        required: ["type"],
        additionalProperties: false,
        properties: { type: { type: "string", pattern: "^[^#]+#[^#]+$" }, config: { type: "object" } },
      },
    ],
  };
}

function knownStep(name: string, own: JsonSchema): JsonSchema {
  return {
    required: ["step"],
    additionalProperties: false,
    properties: { step: { const: name }, ...(adapted(own) as JsonSchema) },
  };
}

const properties = (schema: JsonSchema) => (schema.properties ?? {}) as JsonSchema;

/** Numbers and booleans may be a variable, nested steps stand as in the file, and what only code can give is left out. */
function adapted(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(adapted);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key]) => !CODE_ONLY.has(key) && key !== "~standard");
  const inner = Object.fromEntries(entries.map(([key, value]) => [key, adapted(value)])) as Record<
    string,
    unknown
  >;
  if (isEntry(inner)) return STEP;
  const { type, description } = inner;
  if (type !== "number" && type !== "integer" && type !== "boolean") return inner;
  return { anyOf: [withoutDefaults(inner), VARIABLE], ...(description !== undefined && { description }) };
}

/** `{ step, config }`, as definitions have it. */
function isEntry({ type, properties: of }: JsonSchema): boolean {
  return type === "object" && Object.keys((of ?? {}) as object).join() === "step,config";
}

/** Every integer has the bounds that numbers have anyway. */
function withoutDefaults({ minimum, maximum, description, ...rest }: Record<string, unknown>): JsonSchema {
  return {
    ...rest,
    ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
  };
}
