import { z } from "zod";
import { defineTool } from "../define-tool.ts";
import { toolContract } from "./tool-contract.ts";

const readNote = defineTool({
  name: "read_note",
  description: "Reads a note.",
  input: z.object({ name: z.string() }),
  execute: ({ name }, { resource }) => (resource("notes") as ReadonlyMap<string, string>).get(name) ?? "none",
});

toolContract(readNote, {
  examples: [
    { arguments: { name: "rain" }, value: "It rains." },
    { arguments: { name: "sun" }, value: "none" },
  ],
  resource: (key) => new Map(key === "notes" ? [["rain", "It rains."]] : []),
});

toolContract(
  { ...readNote, name: "read_nothing" },
  { examples: [{ arguments: { name: "rain" }, errorCode: "TOOL_NEEDS_RUN" }] },
);
