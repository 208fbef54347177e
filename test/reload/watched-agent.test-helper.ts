import { mkdtemp, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, type ConfigReload, type FromConfigOptions } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import { duckdb } from "@pergola/memory-duckdb";
import {
  startVendorServer,
  type VendorReplyLike,
  type VendorRequest,
  type VendorServer,
} from "@pergola/resources/testing";
import { calculator } from "@pergola/tools";
import { afterAll } from "vitest";

const made: string[] = [];
afterAll(() => Promise.all(made.map((directory) => rm(directory, { recursive: true, force: true }))));

/** A directory of its own, gone after the tests. */
export async function folder(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "pergola-reload-")));
  made.push(directory);
  return directory;
}

export interface WatchedAgent extends AsyncDisposable {
  readonly agent: Agent;
  readonly vendor: VendorServer;
  readonly directory: string;
  /** Every outcome so far. */
  readonly reloads: readonly ConfigReload[];
  /** Writes a file as editors do, a new one in the place of the old one, and waits for what becomes of it. */
  save(text: string, name?: string): Promise<ConfigReload>;
  /** Waits for the next outcome. */
  nextReload(): Promise<ConfigReload>;
}

export interface WatchedAgentOptions extends Omit<FromConfigOptions, "watch" | "onReload"> {
  /** Of `agent.yaml`; the base URL of the vendor is the variable `VENDOR`. */
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly reply?: (request: VendorRequest) => VendorReplyLike | Promise<VendorReplyLike>;
}

/** An agent of a real file, watched, over a real vendor on loopback. */
export async function watchedAgent({
  text,
  files = {},
  reply = () => "ok",
  ...options
}: WatchedAgentOptions): Promise<WatchedAgent> {
  const [directory, vendor] = await Promise.all([folder(), startVendorServer({ reply })]);
  const all = { "agent.yaml": text, ...files };
  for (const [name, content] of Object.entries(all)) await writeFile(join(directory, name), content);
  const reloads: ConfigReload[] = [];
  let next = Promise.withResolvers<ConfigReload>();
  const agent = await Agent.fromConfig(join(directory, "agent.yaml"), {
    sources: [],
    providers: [openai(), duckdb()],
    tools: [calculator()],
    ...options,
    env: { VENDOR: vendor.baseURL, DIRECTORY: directory, ...options.env },
    watch: true,
    onReload: (reload) => {
      reloads.push(reload);
      next.resolve(reload);
      next = Promise.withResolvers();
    },
  });
  const nextReload = () => next.promise;
  return {
    agent,
    vendor,
    directory,
    reloads,
    nextReload,
    async save(changed, name = "agent.yaml") {
      const reload = nextReload();
      await writeFile(join(directory, `${name}.tmp`), changed);
      await rename(join(directory, `${name}.tmp`), join(directory, name));
      return reload;
    },
    async [Symbol.asyncDispose]() {
      await agent.close();
      await vendor.close();
    },
  };
}

/** What the vendor was sent, as far as a config file decides it. */
export function sentValues({ headers, body = {} }: VendorRequest) {
  const [first] = body.messages as readonly { readonly role: string; readonly content: string }[];
  return {
    model: body.model,
    temperature: body.temperature,
    key: headers.authorization?.replace("Bearer ", ""),
    system: first?.role === "system" ? first.content : undefined,
  };
}

/** The text of the user's newest message. */
export function askedOf({ body = {} }: VendorRequest): string {
  const messages = body.messages as readonly { readonly role: string; readonly content: unknown }[];
  return String(messages.findLast(({ role }) => role === "user")?.content);
}
