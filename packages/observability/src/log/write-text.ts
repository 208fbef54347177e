import { abortReason } from "@pergola/core";

/** Where text goes: `process.stderr`, a socket, a transport of pino. */
export interface TextStream {
  write(text: string): boolean;
  on(event: "drain" | "close" | "error", listener: (error?: unknown) => void): unknown;
  off(event: "drain" | "close" | "error", listener: (error?: unknown) => void): unknown;
}

/** Writes, and waits until the stream has room again. A stream that breaks rejects; nothing is left listening. */
export function writeText(stream: TextStream, text: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => {
      for (const [event, listener] of listeners) stream.off(event, listener);
      signal.removeEventListener("abort", onAbort);
      finish();
    };
    const onAbort = () => end(() => reject(abortReason(signal)));
    const broken = (error?: unknown) => end(() => reject(error ?? new Error("The stream was closed.")));
    const listeners = [
      ["drain", () => end(resolve)],
      ["close", broken],
      ["error", broken],
    ] as const;
    for (const [event, listener] of listeners) stream.on(event, listener);
    signal.addEventListener("abort", onAbort);
    try {
      if (stream.write(text)) end(resolve);
    } catch (error) {
      end(() => reject(error));
    }
  });
}
