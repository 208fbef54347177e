import type { ToolDefinition } from "@pergola/resources";

/** Tools as text, for a model that is to think of them and not to call them; "" when there are none. */
export function toolNotes(definitions: readonly ToolDefinition[]): string {
  if (definitions.length === 0) return "";
  const lines = definitions.map(({ name, description = "" }) => `- ${name}: ${description}`);
  return `\n\nTools that can be called afterwards:\n${lines.join("\n")}`;
}
