import type { SourceNode } from "../source/source-node.ts";
import type { Told } from "./told.ts";

/** Keys that are no part of an agent, and where what they mean is said. */
const ELSEWHERE: ReadonlyMap<string, { readonly message: string; readonly hint: string }> = new Map([
  [
    "server",
    {
      message: "`server` is no part of an agent: one server serves many.",
      hint: "Give host, port and the like to createAgentServer() of @pergola/agent-server.",
    },
  ],
  [
    "plugins",
    {
      message: "`plugins` are not listed: installed plugin packages are found by the names that a file uses.",
      hint: "Leave it out and install the package, or give the plugin in code: Agent.fromConfig(file, { plugins: [plugin] }).",
    },
  ],
]);

/** Takes out what belongs elsewhere, and says where: nothing in a file is silently ignored. */
export function withoutForeignKeys(root: SourceNode, told: Told): SourceNode {
  if (root.kind !== "map") return root;
  const entries = new Map(root.entries);
  for (const [key, { message, hint }] of ELSEWHERE) if (entries.delete(key)) told.key([key], message, hint);
  return { ...root, entries };
}
