import type { RunEvent } from "@pergola/core";
import { EventRecord, type RunningTurn } from "./stop-driver.test-helper.ts";

interface OpenRun {
  readonly record: EventRecord;
  readonly disconnect: () => void;
  /** Resolves when the stream has ended, however it did. */
  readonly over: Promise<void>;
}

/** Stops as a closed tab does: the connection is dropped. */
export function byDisconnect(url: string): RunningTurn {
  const { record, disconnect, over } = open(url);
  return {
    events: record.events,
    seen: (fits) => record.seen(fits),
    readsOn: false,
    stop: () => {
      disconnect();
      return over;
    },
  };
}

/** Stops as the button does: a request beside the stream, which is read on to its end. */
export function byButton(url: string): RunningTurn {
  const { record, over } = open(url);
  return {
    events: record.events,
    seen: (fits) => record.seen(fits),
    readsOn: true,
    async stop() {
      const started = await record.seen((event) => event.type === "run-started");
      const response = await fetch(`${url}/v1/runs/${started.runId}/cancel`, { method: "POST" });
      if (response.status !== 202)
        throw new Error(`cancel answered ${response.status}: ${await response.text()}`);
      await over;
    },
  };
}

function open(url: string): OpenRun {
  const record = new EventRecord();
  const connection = new AbortController();
  const over = read(url, connection.signal, record).catch((error) => {
    if (!connection.signal.aborted) throw error;
  });
  return { record, over, disconnect: () => connection.abort() };
}

async function read(url: string, signal: AbortSignal, record: EventRecord): Promise<void> {
  const response = await fetch(`${url}/v1/runs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ agent: "assistant", message: "go", session_id: "s" }),
    signal,
  });
  if (response.status !== 200 || response.body === null)
    throw new Error(`${response.status}: ${await response.text()}`);
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = block.split("\n").find((line) => line.startsWith("data: "));
      if (data !== undefined) record.add(JSON.parse(data.slice(6)) as RunEvent);
    }
  }
}
