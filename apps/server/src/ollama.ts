import { z } from "zod";

const tagsSchema = z.object({
  models: z.array(
    z.object({ name: z.string(), details: z.object({ family: z.string() }).partial().optional() }),
  ),
});

/** How long to wait for an Ollama to answer, in milliseconds. */
const PROBE_MS = 500;

/** An Ollama that answers: its OpenAI-compatible address and the chat models that it has. */
export interface RunningOllama {
  readonly baseURL: string;
  readonly models: readonly string[];
}

/** Asks the address for its models; undefined when nobody answers there in time. */
export async function findOllama(host: string, signal: AbortSignal): Promise<RunningOllama | undefined> {
  try {
    const url = ollamaAddress(host);
    const answer = await fetch(new URL("/api/tags", url), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]),
    });
    const { models } = tagsSchema.parse(await answer.json());
    const chat = models.filter((model) => model.details?.family !== "bert" && !model.name.includes("embed"));
    return { baseURL: new URL("/v1", url).href, models: chat.map((model) => model.name) };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** Where Ollama listens unless it is told otherwise. */
const OLLAMA_PORT = "11434";

/** `OLLAMA_HOST` as Ollama itself reads it: scheme and port may be missing, and every interface means this machine. */
export function ollamaAddress(host: string): URL {
  const hasScheme = host.includes("://");
  const url = new URL(hasScheme ? host : `http://${host}`);
  if (!hasScheme && url.port === "") url.port = OLLAMA_PORT;
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  return url;
}
