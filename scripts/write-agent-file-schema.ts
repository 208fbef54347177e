// Writes the JSON Schema of agent files that is committed: node --conditions=@pergola/source scripts/write-agent-file-schema.ts
// Then: biome check --write packages/config/src/file/agent-file.schema.json
import { writeFile } from "node:fs/promises";
import { agentFileSchema } from "../packages/config/src/file/index.ts";

const target = new URL("../packages/config/src/file/agent-file.schema.json", import.meta.url);
await writeFile(target, `${JSON.stringify(agentFileSchema(), null, 2)}\n`);
