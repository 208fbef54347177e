/** About what one read of a socket gives. */
const PIECE_BYTES = 4_096;

/** A `fetch` that answers every request with the tokens as a chat completion's event stream. */
export function cannedFetch(tokens: readonly string[]): typeof fetch {
  const pieces = cut(new TextEncoder().encode(body(tokens)));
  return async () => {
    let next = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces[next++];
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    });
    return new Response(stream, { headers: { "content-type": "text/event-stream" } });
  };
}

function body(tokens: readonly string[]): string {
  const frame = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "canned" };
  const event = (delta: object, finishReason: string | null) =>
    `data: ${JSON.stringify({ ...frame, choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
  return [
    event({ role: "assistant", content: "" }, null),
    ...tokens.map((content) => event({ content }, null)),
    event({}, "stop"),
    "data: [DONE]\n\n",
  ].join("");
}

function cut(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / PIECE_BYTES);
  return Array.from({ length: count }, (_, index) =>
    bytes.slice(index * PIECE_BYTES, (index + 1) * PIECE_BYTES),
  );
}
