// Writes the schema that is committed beside this file: node --conditions=@pergola/source <this file>
import { writeFile } from "node:fs/promises";
import { agentFileSchema } from "./agent-file-schema.ts";

const target = new URL("./agent-file.schema.json", import.meta.url);
await writeFile(target, `${JSON.stringify(agentFileSchema(), null, 2)}\n`);
