import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createAgent } from "@pergola/builders";
import { createScope } from "@pergola/core";
import { type ScriptedCall, ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryStorage } from "@pergola/resources";
import { documentSearch, httpFetch } from "@pergola/tools";
import { expect, it } from "vitest";

const called = (name: string, given: object) => ({ toolCalls: [{ name, arguments: { ...given } }] });
/** Says what the last result was. */
const says = ({ messages }: ScriptedCall) => `Found: ${messages.at(-1)?.text}`;
const scopeOf = (userId: string) => createScope({ tenantId: "local", userId, agentId: "librarian" });

it("searches the documents of the user who asks, and nobody else's", async () => {
  const model = new ScriptedChatModel(
    [1, 2].flatMap(() => [called("search_documents", { query: "secret" }), says]),
  );
  const agent = await createAgent({ llm: model, tools: [documentSearch()] })
    .withName("librarian")
    .withStorage(createInMemoryStorage())
    .withStep("react", {})
    .start();
  await agent.storage.write(scopeOf("ada"), "diary.md", "Ada's secret is a bee.");
  await agent.storage.write(scopeOf("bob"), "diary.md", "Bob's secret is an ant.");
  const { text } = await agent.chat("What is my secret?", { userId: "ada" });
  expect(text).toContain("Ada's secret is a bee.");
  expect(text).not.toContain("Bob");
  expect((await agent.chat("What is my secret?", { userId: "eve" })).text).toBe(
    'Found: {"passages":[],"searched":0}',
  );
  await agent.close();
});

it("lets a model fetch from a listed host, and tells it which hosts are listed", async () => {
  const server = createServer((_, response) =>
    response.writeHead(200, { "content-type": "text/plain" }).end("12 bees"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const model = new ScriptedChatModel([
    called("http_fetch", { url: "http://example.com/bees" }),
    ({ messages }) => {
      const listed = /Hosts that may be: (\S+)\./.exec(messages.at(-1)?.text ?? "")?.[1];
      return called("http_fetch", { url: `http://${listed}/bees` });
    },
    says,
  ]);
  const agent = await createAgent({ llm: model, tools: [httpFetch({ allowPrivateHosts: [host] })] })
    .withStep("react", {})
    .build();
  expect((await agent.chat("How many bees?")).text).toContain('"text":"12 bees"');
  await agent.close();
  server.close();
});
