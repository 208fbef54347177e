// Compiled, never run: what the compiler must refuse is marked, and an unused mark is an error.
import { expectTypeOf } from "vitest";
import { z } from "zod";
import {
  branch,
  controllerLoop,
  createFlow,
  DictRoutingPolicy,
  type FinalAnswer,
  finalAnswer,
  type InputOf,
  joinK,
  mapNode,
  node,
  type OutputOf,
  parallel,
  policyRouter,
  predicateRouter,
  race,
  unionRouter,
  type WorkingMemory,
  when,
} from "../index.ts";

const Cat = z.object({ kind: z.literal("cat"), lives: z.number() });
const Dog = z.object({ kind: z.literal("dog"), name: z.string() });
const Animal = z.discriminatedUnion("kind", [Cat, Dog]);

const numbers = node({ name: "numbers" }, async (text: string) => text.length);
const print = node({ name: "print" }, async (n: number) => `${n}`);
const shout = node({ name: "shout" }, async (text: string) => text.toUpperCase());

// Routers.
const bySize = predicateRouter({ name: "bySize" }, (n: number) => (n > 3 ? print : ["print"]));
numbers.to(bySize);
bySize.to(print);
// @ts-expect-error Node "shout" does not take what node "bySize" gives.
bySize.to(shout);
// @ts-expect-error a route is a node, a name, a list of them, or null
predicateRouter({ name: "r" }, (_: number) => 7);
// @ts-expect-error a router gives what it is given
predicateRouter({ name: "r", output: z.string() }, () => null);

const flow = createFlow({ edges: [numbers.to(bySize), bySize.to(print)] });
expectTypeOf(flow.call).parameter(0).toEqualTypeOf<string>();
expectTypeOf(flow.call("x")).resolves.toEqualTypeOf<string | undefined>();

const byPolicy = policyRouter({ name: "byPolicy", input: z.number() }, new DictRoutingPolicy({ a: print }));
byPolicy.to(print);
// @ts-expect-error Node "shout" does not take what node "byPolicy" gives.
byPolicy.to(shout);
policyRouter({ name: "p" }, ({ payload, headers }: { payload: number; headers: { tenant: string } }) =>
  payload > 1 ? headers.tenant : null,
);

const byKind = unionRouter({ name: "byKind", input: Animal });
const cat = node({ name: "cat" }, async ({ lives }: z.infer<typeof Cat>) => lives);
const dog = node({ name: "dog" }, async ({ name }: z.infer<typeof Dog>) => name);
const bird = node({ name: "bird" }, async (_: z.infer<typeof Cat>) => 1);
const wrongDog = node({ name: "dog" }, async (_: z.infer<typeof Cat>) => 1);
byKind.to(cat, dog);
// @ts-expect-error Node "bird" does not take what node "byKind" gives.
byKind.to(cat, bird);
// @ts-expect-error Node "dog" does not take what node "byKind" gives.
byKind.to(wrongDog);
const zoo = createFlow({ edges: [byKind.to(cat, dog)] });
expectTypeOf(zoo.call({ kind: "cat", lives: 9 })).resolves.toEqualTypeOf<number | string | undefined>();
unionRouter({ name: "any" }).to(cat, dog);
// @ts-expect-error what has no kind has no way
numbers.to(byKind);

// Conditional edges.
const conditional = createFlow({
  edges: [...when(numbers, (n) => n > 3, { yes: print }), print.to(shout)],
});
expectTypeOf(conditional.call).parameter(0).toEqualTypeOf<string>();
expectTypeOf(conditional.call("x")).resolves.toEqualTypeOf<string | undefined>();
const other = node({ name: "other" }, async (n: number) => n > 1);
const either = createFlow({ edges: when(numbers, (n) => n > 3, { yes: print, no: other, name: "big" }) });
expectTypeOf(either.call("x")).resolves.toEqualTypeOf<string | boolean | undefined>();
// @ts-expect-error Node "shout" does not take what node "numbers-to-shout" gives.
when(numbers, (n) => n > 3, { yes: shout });
// @ts-expect-error Node "shout" does not take what node "numbers-to-print" gives.
when(numbers, (n) => n > 3, { yes: print, no: shout });

// Joins.
const sum = joinK(2, { name: "sum", merge: (items: readonly number[]) => items.length });
expectTypeOf<InputOf<typeof sum>>().toEqualTypeOf<number>();
expectTypeOf<OutputOf<typeof sum>>().toEqualTypeOf<number>();
expectTypeOf(sum.name).toEqualTypeOf<"sum">();
const typed = joinK(2, { input: z.string(), merge: (texts) => texts.join("") });
expectTypeOf<InputOf<typeof typed>>().toEqualTypeOf<string>();
expectTypeOf<OutputOf<typeof typed>>().toEqualTypeOf<string>();
const listed = joinK(3, { input: z.string(), timeoutMs: 100 });
expectTypeOf<OutputOf<typeof listed>>().toEqualTypeOf<readonly string[]>();
const plain = joinK(2);
expectTypeOf(plain.name).toEqualTypeOf<"join">();
expectTypeOf<OutputOf<typeof plain>>().toEqualTypeOf<readonly unknown[]>();
numbers.to(sum);
// @ts-expect-error Node "sum" does not take what node "print" gives.
print.to(sum);
// @ts-expect-error there is no such way
joinK(2, { onIncomplete: "wait" });

// Branches.
const inner = createFlow({ edges: [node({ name: "inner" }, async (n: number) => `${n}`).to()] });
const all = parallel({ name: "all" }, { print, inner, made: () => inner });
expectTypeOf<InputOf<typeof all>>().toEqualTypeOf<number>();
expectTypeOf<OutputOf<typeof all>["inner"]>().toEqualTypeOf<string | undefined>();
// @ts-expect-error Node "all" does not take what node "print" gives.
print.to(all);
const first = race({ name: "first" }, { print, inner });
expectTypeOf<OutputOf<typeof first>>().toEqualTypeOf<string>();
const chosen = branch({ name: "chosen" }, (n) => (n > 3 ? "other" : null), { print, other });
expectTypeOf<OutputOf<typeof chosen>>().toEqualTypeOf<string | boolean>();
// @ts-expect-error there is no branch of that name
branch({ name: "chosen" }, () => "nobody", { print, other });
// @ts-expect-error a branch is a flow, what makes one, or a node
race({ name: "first" }, { print, seven: 7 });
// @ts-expect-error nothing is both a number and a text
numbers.to(parallel({ name: "both" }, { print, shout }));

// Maps and loops.
const lengths = mapNode({ name: "lengths", concurrency: 2 }, async (text: string) => text.length);
expectTypeOf<OutputOf<typeof lengths>>().toEqualTypeOf<number[]>();
shout.to(lengths);
// @ts-expect-error Node "lengths" does not take what node "numbers" gives.
numbers.to(lengths);
const loop = controllerLoop({
  think: async (memory) => (memory.facts.length > 2 ? finalAnswer("done") : { look: memory.query }),
  act: async ({ look }, { facts }) => ({ facts: [...facts, look] }),
});
expectTypeOf<InputOf<typeof loop>>().toEqualTypeOf<string | WorkingMemory>();
expectTypeOf<OutputOf<typeof loop>>().toEqualTypeOf<FinalAnswer>();
shout.to(loop);
// @ts-expect-error a memory has no such key
controllerLoop({ think: () => finalAnswer("x"), act: () => ({ facst: [] }) });
