import type { Answer } from "./answer.ts";
import type { AnswerOptions } from "./answer-reply.ts";
import { refusals } from "./chaos-refusals.ts";
import { reply } from "./reply.ts";
import type { VendorReply } from "./vendor-reply.ts";

/** What the disturbed answers say, with characters of one to four bytes. */
export const CHAOS_TEXT = "Héllo, wörld: 你好 👩‍🚀!";

const ANSWER: Answer = { tokens: ["Héllo, ", "wörld: ", "你好 ", "👩‍🚀", "!"] };
const SERVER_ERROR = { message: "The model crashed.", type: "server_error", code: "internal_error" } as const;
const HUGE_WRITES = 64;

const disturbed = (options: AnswerOptions): VendorReply => reply.answer(ANSWER, options);

/** Answers that break. */
const faults = {
  "error-in-stream-first": () => disturbed({ fault: { afterTokens: 0, kind: "error", error: SERVER_ERROR } }),
  "error-in-stream-later": () => disturbed({ fault: { afterTokens: 2, kind: "error", error: SERVER_ERROR } }),
  "reset-before-headers": reply.reset,
  "reset-mid-stream": () => disturbed({ fault: { afterTokens: 2, kind: "reset" } }),
  /** A clean end in the middle: no finish reason, no `[DONE]`. */
  truncated: () => disturbed({ fault: { afterTokens: 2, kind: "truncate" } }),
  "malformed-json": () =>
    disturbed({ fault: { afterTokens: 2, kind: "raw", text: 'data: {"choices":[{"delta":{"con\n\n' } }),
  "malformed-sse": () => reply.raw({ writes: ['{"choices":[{"delta":{"content":"Hi"}}]}\n\n'] }),
  /** A page of HTML with status 200, as from a wrong address. */
  "html-page": () =>
    reply.raw({
      headers: { "content-type": "text/html" },
      writes: ["<!doctype html><title>Welcome</title>"],
    }),
  "hang-before-headers": reply.hang,
  /** Headers, and the event that opens a stream; then silence. */
  "hang-after-headers": () => disturbed({ fault: { afterTokens: 0, kind: "hang" } }),
  "reset-after-headers": () => disturbed({ fault: { afterTokens: 0, kind: "reset" } }),
  "truncated-first": () => disturbed({ fault: { afterTokens: 0, kind: "truncate" } }),
  "hang-mid-stream": () => disturbed({ fault: { afterTokens: 2, kind: "hang" } }),
  /** Four mebibytes without a line end. */
  "huge-line": () =>
    reply.raw({ writes: ["data: ", ...Array.from({ length: HUGE_WRITES }, () => "x".repeat(65_536))] }),
} as const satisfies Record<string, () => VendorReply>;

/** Whole answers in an unusual but legal form: a client must read {@link CHAOS_TEXT} from every one. */
const oddities = {
  crlf: () => disturbed({ style: { lineEnding: "\r\n" } }),
  "bare-cr": () => disturbed({ style: { lineEnding: "\r" } }),
  "multi-line-data": () => disturbed({ style: { isMultiLine: true } }),
  "split-utf8": () => disturbed({ style: { bytesPerWrite: 1 } }),
  "byte-order-mark": () => disturbed({ style: { hasByteOrderMark: true } }),
  "keep-alive-comments": () => disturbed({ style: { hasComments: true } }),
  "no-done": () => disturbed({ omitDone: true }),
} as const satisfies Record<string, () => VendorReply>;

/** Misbehaviour by name. Connections refused: `refusedBaseURL`. */
export const chaos = { ...refusals, ...faults, ...oddities } as const;

export type ChaosName = keyof typeof chaos;

/** The names of the answers that are whole. */
export const ODD_ANSWERS = Object.keys(oddities) as readonly (keyof typeof oddities)[];
