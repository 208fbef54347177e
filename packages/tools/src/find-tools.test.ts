import { expect, test } from "vitest";
import { z } from "zod";
import { defineTool, findTools } from "./index.ts";

const tool = (name: string, more: { tags?: string[]; intents?: string[] } = {}) =>
  defineTool({
    name,
    description: `${name}.`,
    input: z.object({ q: z.string() }),
    execute: () => "",
    ...more,
  });
const TOOLS = [
  tool("search_mail", { tags: ["mail"], intents: ["find"] }),
  tool("send_mail", { tags: ["Mail", "write"] }),
  tool("clock"),
];
const names = (query: object) => findTools(TOOLS, query).map(({ name }) => name);

test("tools are found by intent, tag and a part of their name, in their order", () => {
  expect(names({})).toEqual(["search_mail", "send_mail", "clock"]);
  expect(names({ tag: "mail" })).toEqual(["search_mail", "send_mail"]);
  expect(names({ intent: "FIND" })).toEqual(["search_mail"]);
  expect(names({ name: "MAIL" })).toEqual(["search_mail", "send_mail"]);
  expect(names({ tag: "mail", name: "send" })).toEqual(["send_mail"]);
  expect(names({ intent: "find", tag: "write" })).toEqual([]);
});

test("a found tool says what a model would be told", () => {
  expect(findTools(TOOLS, { name: "clock" })).toEqual([
    {
      name: "clock",
      description: "clock.",
      schema: expect.objectContaining({ type: "object", required: ["q"] }),
    },
  ]);
});
