import { flowErrors } from "./errors.ts";
import type { StandardSchema } from "./standard-schema.ts";

/** What a node takes and gives. */
export interface NodeSchemas {
  readonly input?: StandardSchema<unknown, unknown>;
  readonly output?: StandardSchema<unknown, unknown>;
}

/** Schemas for nodes that have none of their own, by name of the node. */
export class ModelRegistry {
  readonly #schemas = new Map<string, NodeSchemas>();

  /** Names, sorted. */
  get names(): readonly string[] {
    return [...this.#schemas.keys()].sort();
  }

  /** @throws DUPLICATE_MODEL */
  register(nodeName: string, schemas: NodeSchemas): this {
    if (this.#schemas.has(nodeName)) {
      throw flowErrors.create("DUPLICATE_MODEL", {
        message: `The registry has schemas for node "${nodeName}" already.`,
        hint: `Register each node once. It has ${this.names.join(", ")}.`,
        details: { node: nodeName },
      });
    }
    this.#schemas.set(nodeName, schemas);
    return this;
  }

  /** Undefined for a node that nobody has registered. */
  get(nodeName: string): NodeSchemas | undefined {
    return this.#schemas.get(nodeName);
  }
}
