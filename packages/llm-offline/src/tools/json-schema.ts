/** The parts of a JSON Schema that arguments are inferred from. */
export interface ParameterSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

/** A parameter of an offered tool. */
export interface Parameter {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: ParameterSchema;
}

/** The parameters that a tool's JSON Schema lists, in order. */
export function parametersOf(schema: Readonly<Record<string, unknown>>): readonly Parameter[] {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, ParameterSchema>>;
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    isRequired: required.has(name),
    schema: property ?? {},
  }));
}

/** Whether the schema allows values of a type. */
export function allows(schema: ParameterSchema, type: string): boolean {
  return typeof schema.type === "string" ? schema.type === type : (schema.type?.includes(type) ?? false);
}
