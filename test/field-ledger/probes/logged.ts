import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import type { AgentLogging } from "@pergola/config";
import { createVirtualClock } from "@pergola/core/testing";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { LogEntry } from "@pergola/observability";

const DAY_MS = 86_400_000;

/** Each line without what differs from run to run. */
const plain = (text: string, folder: string) =>
  text
    .replaceAll(folder, "")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>")
    .replace(/("durationMs":|took=)[\d.]+/g, "$1")
    .replace(/("pid":|"hostname":"|"time":")[^,}]+/g, "$1")
    .replace(/\d\d:\d\d:\d\d\.\d{3}/g, "");

/** What two turns with a day between them leave on the console, in files and with a reader, all of them small. */
export async function logged(logging: (folder: string) => AgentLogging) {
  const folder = await mkdtemp(join(tmpdir(), "pergola-ledger-"));
  const shown: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = ((text: string) => shown.push(text) > 0) as typeof write;
  try {
    const clock = createVirtualClock(Date.now());
    const options = { logger: undefined, clock };
    const agent = await createAgent({ logging: logging(folder) }, options as object)
      .withLlm(new ScriptedChatModel(["one", "two"]))
      .withStep("llm", {})
      .start();
    const read = reader(agent);
    await agent.chat("first");
    await clock.advance(DAY_MS);
    await agent.chat("second");
    await agent.close();
    const names = (await readdir(folder)).sort();
    const files = await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), "utf8")]),
    );
    return plain(JSON.stringify({ shown, files, read: await read }), folder);
  } finally {
    process.stderr.write = write;
    await rm(folder, { recursive: true });
  }
}

/** What a reader gets to the end, and why another one is not let in. */
async function reader(agent: { readonly log: { subscribe(): AsyncIterable<LogEntry> } }) {
  try {
    const lines = agent.log.subscribe();
    const second = codeOfSecond(agent);
    const messages: string[] = [];
    for await (const { message, component } of lines) messages.push(`${component} ${message}`);
    return { messages, second };
  } catch (error) {
    return (error as { readonly code?: string }).code;
  }
}

function codeOfSecond(agent: { readonly log: { subscribe(): AsyncIterable<LogEntry> } }) {
  try {
    agent.log.subscribe();
    return "let in";
  } catch (error) {
    return (error as { readonly code?: string }).code;
  }
}
