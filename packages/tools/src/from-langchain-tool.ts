import { toJSONSchema, z } from "zod";
import { defineTool } from "./define-tool.ts";
import { toolErrors } from "./errors.ts";
import type { Tool } from "./tool.ts";

/** What is needed of a LangChain `StructuredTool`; told by shape, so that LangChain is not imported. */
export interface LangChainTool {
  readonly name: string;
  readonly description?: string;
  /** A zod schema, or a JSON Schema. */
  readonly schema?: unknown;
  invoke(input: never, config?: { readonly signal?: AbortSignal }): Promise<unknown>;
}

/** A schema that can check a value: zod 3 and zod 4 alike. */
interface CheckingSchema {
  safeParseAsync(value: unknown): Promise<{
    readonly error?: {
      readonly issues: readonly { readonly path: PropertyKey[]; readonly message: string }[];
    };
  }>;
}

/**
 * A LangChain tool as a {@link Tool}. Its own schema checks the arguments and is what the model sees; the tool gets them
 * as the model wrote them, so that its transforms run once. It is given the call's signal.
 *
 * @throws TOOL_INVALID when it has no shape of a tool, or its schema has no JSON form (zod 3)
 */
export function fromLangChainTool(
  tool: LangChainTool,
  options: Pick<Tool, "sideEffect" | "isIdempotent" | "timeoutMs" | "retry" | "concurrency"> = {},
): Tool {
  const { name, schema } = tool;
  return defineTool({
    ...options,
    name,
    description: tool.description || name,
    input: inputOf(schema),
    parameters: parametersOf(name, schema),
    // `never` stands for whatever input a tool declares; its own schema has checked this one.
    execute: (input, { signal }) => tool.invoke(input as never, { signal }),
  });
}

/** Takes any object and lets the tool's own schema say what is wrong with it. */
function inputOf(schema: unknown): z.ZodObject {
  const open = z.looseObject({});
  if (!isChecking(schema)) return open;
  return open.superRefine(async (value, context) => {
    const { error } = await schema.safeParseAsync(value);
    for (const { path, message } of error?.issues ?? []) context.addIssue({ code: "custom", path, message });
  });
}

function parametersOf(name: string, schema: unknown): Record<string, unknown> {
  if (isZod4(schema)) {
    const { $schema, ...parameters } = toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    return parameters;
  }
  if (isSingleText(schema)) return { type: "object", properties: { input: { type: "string" } } };
  if (typeof schema === "object" && schema !== null && !isChecking(schema)) return { ...schema };
  throw toolErrors.create("TOOL_INVALID", {
    message: `The schema of the LangChain tool "${name}" has no JSON Schema form: it is neither zod 4 nor JSON Schema.`,
    hint: "Make its schema with zod 4, or give it a JSON Schema.",
    details: { name },
  });
}

function isChecking(schema: unknown): schema is CheckingSchema {
  return typeof (schema as Partial<CheckingSchema> | undefined)?.safeParseAsync === "function";
}

function isZod4(schema: unknown): schema is z.core.$ZodType {
  return typeof schema === "object" && schema !== null && "_zod" in schema;
}

/** LangChain's plain text tools have a zod 3 schema of one optional text, `input`. */
function isSingleText(schema: unknown): boolean {
  const { _def } = (schema ?? {}) as { readonly _def?: { readonly schema?: { readonly shape?: object } } };
  const keys = Object.keys(_def?.schema?.shape ?? {});
  return keys.length === 1 && keys[0] === "input";
}
