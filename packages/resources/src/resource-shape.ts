const SHAPES = {
  memory: ["admit", "settle"],
  storage: ["read", "write", "list", "stat"],
  llm: ["invoke", "bindTools"],
  "vector-store": ["add", "search", "delete", "clear"],
  embeddings: ["embed"],
} as const;

/**
 * What a ready object is by what it can do, whatever it is called: a store of conversations, a storage, a chat
 * model, a vector store, an embedder.
 * Undefined for everything else.
 */
export function resourceShape(resource: object): keyof typeof SHAPES | undefined {
  const can = (name: string) => typeof (resource as Readonly<Record<string, unknown>>)[name] === "function";
  const shapes = Object.entries(SHAPES) as readonly [keyof typeof SHAPES, readonly string[]][];
  return shapes.find(([, methods]) => methods.every(can))?.[0];
}
