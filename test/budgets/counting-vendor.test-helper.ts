import {
  reply,
  startVendorServer,
  type VendorReplyLike,
  type VendorRequest,
} from "@pergola/resources/testing";

/** What the vendor does with a request. */
export const BEHAVIOURS = [
  ...(Array.from({ length: 12 }, () => "answer") as "answer"[]),
  "no-usage",
  "rate-limited",
  "overloaded",
  "reset",
  "truncate",
  "error-inside",
  "hang",
] as const;

export interface VendorPlan {
  readonly behaviour: (typeof BEHAVIOURS)[number];
  /** Of the longest prompt and the longest answer, what there really is. */
  readonly part: number;
}

/** A vendor that bills: what was generated, and of a stream that broke off the whole of what it was allowed to be. */
export async function startCountingVendor(planOf: (index: number) => VendorPlan) {
  let [requests, tokens, microUsd] = [0, 0, 0];
  const bill = (input: number, cached: number, output: number) => {
    tokens += input + output;
    microUsd += (input - cached) * PRICE.input + cached * PRICE.cachedInput + output * PRICE.output;
  };
  const server = await startVendorServer({
    reply: (request) => {
      const { behaviour, part } = planOf(requests++);
      const most = limitOf(request);
      const input = Math.max(1, Math.floor(promptBytes(request) * part));
      const output = Math.max(1, Math.floor(most * part));
      const cached = Math.floor(input / 2);
      switch (behaviour) {
        case "rate-limited":
          return reply.error({ status: 429, message: "slow down", headers: { "retry-after-ms": "1" } });
        case "overloaded":
          return reply.error({ status: 503, message: "overloaded" });
        case "answer":
          bill(input, cached, output);
          return reply.answer({ tokens: ["yes"], usage: usageOf(input, cached, output) });
        case "no-usage":
          bill(input, 0, output);
          return silentAnswer();
        default:
          bill(promptBytes(request), 0, most);
          return brokenAnswer(behaviour);
      }
    },
  });
  return {
    baseURL: server.baseURL,
    close: () => server.close(),
    get requests() {
      return requests;
    },
    /** What the vendor has on its bill. */
    get billed() {
      return { tokens, cost: microUsd / 1_000_000 };
    },
  };
}

/** In US dollars per million tokens. */
export const PRICE = { input: 2, cachedInput: 0.5, output: 8 };

function brokenAnswer(behaviour: "reset" | "truncate" | "error-inside" | "hang"): VendorReplyLike {
  const kind = behaviour === "error-inside" ? "error" : behaviour;
  const error = { message: "crashed", type: "server_error" };
  return reply.answer({ tokens: ["a", "b"] }, { fault: { afterTokens: 0, kind, error } as never });
}

function silentAnswer(): VendorReplyLike {
  const chunk = (delta: object, finish_reason: string | null) =>
    `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  return reply.raw({ writes: [chunk({ content: "yes" }, null), chunk({}, "stop"), "data: [DONE]\n\n"] });
}

function usageOf(input: number, cached: number, output: number) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

/** One token a byte: as bad as it can be. */
function promptBytes({ body }: VendorRequest): number {
  return Buffer.byteLength(JSON.stringify([body?.messages, body?.tools]));
}

/** A request that nothing limits would be billed without end. */
function limitOf({ body }: VendorRequest): number {
  const most = body?.max_completion_tokens ?? body?.max_tokens;
  return typeof most === "number" ? most : 1_000_000;
}
