import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { agentFileSchema } from "./index.ts";

type Json = { readonly [key: string]: Json };

const properties = (schema: Json | undefined) => schema?.properties as Json;

// To write it anew: node --conditions=@pergola/source scripts/write-agent-file-schema.ts
it("is committed as it is", async () => {
  const committed = await readFile(new URL("./agent-file.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(agentFileSchema())));
});

it("describes the keys of the file and of each step type, the nested ones too", () => {
  const schema = agentFileSchema() as Json;
  expect(Object.keys(properties(schema))).toEqual(
    expect.arrayContaining(["name", "extends", "llm", "memory", "resources", "tools", "steps", "limits"]),
  );
  const steps = (schema.$defs as Json).step?.anyOf as unknown as readonly Json[];
  const branch = steps.find((each) => properties(each)?.step?.const === ("branch" as never));
  expect(Object.keys(properties(branch))).toEqual(
    expect.arrayContaining(["on", "cases", "nodeName", "timeoutMs"]),
  );
  expect(JSON.stringify(properties(branch).otherwise)).toContain("#/$defs/step");
});

it("lets a variable stand for a number, and leaves out what only code can give", () => {
  const text = JSON.stringify(agentFileSchema());
  expect(properties(properties(agentFileSchema() as Json).limits).timeoutMs).toMatchObject({
    anyOf: [{ type: "number" }, { type: "string" }],
  });
  expect(text).not.toContain("checkpointer");
  expect(text).not.toContain("retryIf");
});
