// Compiled by the type check; nothing here runs.
import { z } from "zod";
import {
  createFlow,
  type FlowError,
  finalAnswer,
  node,
  type StreamItem,
  type WorkingMemory,
  withMeta,
} from "./index.ts";

declare const never: never;

// A call knows what it takes and gives from functions …
const words = node({ name: "words" }, async (text: string) => text.split(" "));
const count = node({ name: "count" }, (list: readonly string[]) => list.length);
const counted = createFlow({ edges: [words.to(count)] });
counted.call("a b") satisfies Promise<number | undefined>;
// @ts-expect-error: it takes a text
counted.call(7);
// @ts-expect-error: it gives a number
counted.call("a b") satisfies Promise<string | undefined>;

// … and from schemas: it takes what the first one reads, and gives what the last one makes.
const read = node({ name: "read", input: z.object({ id: z.coerce.number<string>() }) }, ({ id }) => {
  id satisfies number;
  return id;
});
const print = node({ name: "print", output: z.number().transform(String) }, (id: number) => id);
const printed = createFlow({ edges: [read.to(print)] });
printed.call({ id: "7" }) satisfies Promise<string | undefined>;
// @ts-expect-error: an id is given as a text
printed.call({ id: 7 });
// @ts-expect-error: an id is asked for
printed.call({});

// The other ways in and out know the same.
counted.emit("a") satisfies Promise<string>;
counted.emitNowait("a") satisfies string;
counted.stream("a") satisfies AsyncIterable<StreamItem<number>>;
counted.fetch().then((message) => message?.payload satisfies number | undefined);
// @ts-expect-error: it takes a text
counted.emit(1);
// @ts-expect-error: it takes a text
counted.emitNowait(1);
// @ts-expect-error: it takes a text
counted.stream(1);

// With errorsAsResults an error may be the last thing that is read; a call still rejects with it.
const told = createFlow({ edges: [words.to(count)], errorsAsResults: true });
told.call("a") satisfies Promise<number | undefined>;
told.stream("a") satisfies AsyncIterable<StreamItem<number | FlowError>>;
// @ts-expect-error: an error may come, too
told.stream("a") satisfies AsyncIterable<StreamItem<number>>;
told.fetch().then((message) => message?.payload satisfies number | FlowError | undefined);
// @ts-expect-error: an error may come, too
told.fetch().then((message) => message?.payload satisfies number | undefined);
createFlow({ edges: [words.to(count)], errorsAsResults: false }).stream("a") satisfies AsyncIterable<
  StreamItem<number>
>;
declare const isAsked: boolean;
const mayBeTold = createFlow({ edges: [words.to(count)], errorsAsResults: isAsked });
mayBeTold.stream("a") satisfies AsyncIterable<StreamItem<number | FlowError>>;
// @ts-expect-error: nobody knows
mayBeTold.stream("a") satisfies AsyncIterable<StreamItem<number>>;

// A wrong edge is an error that reads like a sentence.
const half = node({ name: "half" }, (value: number) => value / 2);
const wrongTarget = (): Parameters<typeof words.to<typeof words, [typeof half]>>[0] => never;
wrongTarget() satisfies 'Node "half" does not take what node "words" gives.';
// @ts-expect-error: words gives a list of texts
words.to(half);
// @ts-expect-error: one of several is wrong
words.to(count, half);
words.to(count) satisfies object;

// A schema decides what an edge carries, not the function behind it.
const trimmed = node({ name: "trimmed", output: z.string().transform(Number) }, (text: string) => text);
trimmed.to(half) satisfies object;
// @ts-expect-error: it is a number by then
trimmed.to(words);

// A node that returns nothing sometimes does not make its successors wait for nothing.
const maybe = node({ name: "maybe" }, (value: number) => (value > 0 ? value : undefined));
maybe.to(half) satisfies object;
const none = node({ name: "none" }, async (_: number) => undefined);
createFlow({ edges: [none.to()] }).call(1) satisfies Promise<undefined>;

// Fan-out: what leaves is what any of the last nodes gives.
const text = node({ name: "text" }, (value: number) => `${value}`);
const fanned = createFlow({ edges: [half.to(text, maybe)] });
fanned.call(1) satisfies Promise<string | number | undefined>;
// @ts-expect-error: a text may leave, too
fanned.call(1) satisfies Promise<number | undefined>;

// An adjacency list knows its types as well, and one node alone is a flow.
createFlow({ edges: [[words, [count]]] }).call("a") satisfies Promise<number | undefined>;
createFlow({ edges: [count.to()] }).call(["a"]) satisfies Promise<number | undefined>;

// A loop with a way out: its own edge is neither a way in nor a way out.
const think = node({ name: "think", allowCycle: true }, async (memory: WorkingMemory) => memory);
const loop = createFlow({ edges: [think.to(think)] });
// @ts-expect-error: a loop takes a working memory
loop.call("x");

// withMeta does not change what a node gives.
const marked = node({ name: "marked" }, (value: number) => withMeta(value, { seen: true }));
createFlow({ edges: [marked.to()] }).call(1) satisfies Promise<number | undefined>;

// The context of a node: what it keeps and what it calls has a type.
node({ name: "keeper" }, async (value: number, context) => {
  context.state(() => ({ total: 0 })).total satisfies number;
  const inner = await context.call(() => counted, "a b");
  inner satisfies number | undefined;
  // @ts-expect-error: the other flow takes a text
  await context.call(counted, value);
  // @ts-expect-error: a chunk has a text
  await context.emitChunk({ done: true });
  return finalAnswer("yes");
});

// @ts-expect-error: a node has a name
node({}, (value: number) => value);
// @ts-expect-error: there is no such policy
node({ name: "a", policy: { retries: 3 } }, (value: number) => value);
// @ts-expect-error: there is no such option of a call
counted.call("a", { timeout: 5 });
// @ts-expect-error: there is no such option of a flow
createFlow({ edges: [words.to()], queuesize: 1 });
