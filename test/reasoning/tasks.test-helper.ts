import type { ScriptedToolCall } from "@pergola/core-steps/testing";

type Call = readonly [tool: string, given: Readonly<Record<string, unknown>> | string];
/** Texts of all results so far, in order. */
type Seen = readonly string[];

/** A task, and what a model that thinks right does about it: each round of calls follows from the results before it. */
export interface Task {
  readonly name: string;
  readonly rounds: readonly ((seen: Seen) => readonly Call[])[];
  readonly answer: (seen: Seen) => string;
  /** The exact calls, round by round, and the exact answer. */
  readonly calls: readonly (readonly Call[])[];
  readonly text: string;
}

/** What the model does next; it goes by nothing but the results that it is shown. */
export function nextMove(task: Task, seen: Seen): { readonly calls: readonly ScriptedToolCall[] } | string {
  const starts = task.calls.map((_, round) => task.calls.slice(0, round).flat().length);
  const round = starts.indexOf(seen.length);
  const calls = task.rounds[round]?.(seen);
  if (calls !== undefined) return { calls: calls.map(([name, given]) => ({ name, arguments: given })) };
  return seen.length === task.calls.flat().length
    ? task.answer(seen)
    : `I am lost after ${seen.length} results.`;
}

const calc = (expression: string): Call => ["calculator", { expression }];
const resultOf = (seen: string | undefined) => String(JSON.parse(seen ?? "{}").result);
const cityOf = (seen: string | undefined) => String(JSON.parse(seen ?? "{}").city);
const knows = (seen: string | undefined, sign: string) => seen?.includes(sign) === true;

export const TASKS: readonly Task[] = [
  {
    name: "needs no tool",
    rounds: [],
    answer: () => "Hello.",
    calls: [],
    text: "Hello.",
  },
  {
    name: "one call",
    rounds: [() => [["price", { article: "A-17" }]]],
    answer: ([price]) => `It costs ${price}.`,
    calls: [[["price", { article: "A-17" }]]],
    text: "It costs 50.",
  },
  {
    name: "a sum over a looked-up price",
    rounds: [() => [["price", { article: "B-2" }]], ([price]) => [calc(`3 * ${price}`)]],
    answer: (seen) => `Three cost ${resultOf(seen[1])}.`,
    calls: [[["price", { article: "B-2" }]], [calc("3 * 12.5")]],
    text: "Three cost 37.5.",
  },
  {
    name: "two prices at once, then their difference",
    rounds: [
      () => [
        ["price", { article: "C-300" }],
        ["price", { article: "A-17" }],
      ],
      ([dear, cheap]) => [calc(`${dear} - ${cheap}`)],
    ],
    answer: (seen) => `The difference is ${resultOf(seen[2])}.`,
    calls: [
      [
        ["price", { article: "C-300" }],
        ["price", { article: "A-17" }],
      ],
      [calc("199 - 50")],
    ],
    text: "The difference is 149.",
  },
  {
    name: "an article that is not there",
    rounds: [
      () => [["price", { article: "A-99" }]],
      ([failed]) =>
        knows(failed, "A-17") && knows(failed, "TOOL_FAILED") ? [["price", { article: "A-17" }]] : [],
    ],
    answer: ([, price]) => `A-99 is unknown; A-17 costs ${price}.`,
    calls: [[["price", { article: "A-99" }]], [["price", { article: "A-17" }]]],
    text: "A-99 is unknown; A-17 costs 50.",
  },
  {
    name: "arguments that do not fit the schema are repaired",
    rounds: [
      () => [["price", { article: "seventeen" }]],
      ([failed]) =>
        knows(failed, "TOOL_INVALID_ARGUMENTS") && knows(failed, "an article number such as A-17")
          ? [["price", { article: "A-17" }]]
          : [],
    ],
    answer: ([, price]) => `${price}`,
    calls: [[["price", { article: "seventeen" }]], [["price", { article: "A-17" }]]],
    text: "50",
  },
  {
    name: "a city that the schema does not know is reported",
    rounds: [() => [["stock", { article: "A-17", city: "Bonn" }]]],
    answer: ([failed]) => (knows(failed, "city") ? "I cannot look into Bonn." : "?"),
    calls: [[["stock", { article: "A-17", city: "Bonn" }]]],
    text: "I cannot look into Bonn.",
  },
  {
    name: "arguments that are not JSON are repaired",
    rounds: [
      () => [["stock", '{"article": "A-17", city: Rome}']],
      ([failed]) => (knows(failed, "not valid JSON") ? [["stock", { article: "A-17", city: "Rome" }]] : []),
    ],
    answer: ([, pieces]) => `${pieces} pieces.`,
    calls: [[["stock", '{"article": "A-17", city: Rome}']], [["stock", { article: "A-17", city: "Rome" }]]],
    text: "3 pieces.",
  },
  {
    name: "a tool that there is not",
    rounds: [
      () => [["prize", { article: "B-2" }]],
      ([failed]) => (knows(failed, '"price"') ? [["price", { article: "B-2" }]] : []),
    ],
    answer: ([, price]) => `${price}`,
    calls: [[["prize", { article: "B-2" }]], [["price", { article: "B-2" }]]],
    text: "12.5",
  },
  {
    name: "one of two calls fails",
    rounds: [
      () => [
        ["price", { article: "Z-1" }],
        ["price", { article: "B-2" }],
      ],
    ],
    answer: ([failed, price]) => (knows(failed, "Z-1") ? `Z-1 is unknown, B-2 costs ${price}.` : "?"),
    calls: [
      [
        ["price", { article: "Z-1" }],
        ["price", { article: "B-2" }],
      ],
    ],
    text: "Z-1 is unknown, B-2 costs 12.5.",
  },
  {
    name: "the same call twice in a round",
    rounds: [() => [calc("2 + 2"), calc("2 + 2")]],
    answer: (seen) => `${resultOf(seen[0])} and ${resultOf(seen[1])}`,
    calls: [[calc("2 + 2"), calc("2 + 2")]],
    text: "4 and 4",
  },
  {
    name: "the order of the results is that of the calls",
    rounds: [
      () => [
        ["stock", { article: "A-17", city: "Oslo" }],
        ["stock", { article: "A-17", city: "Rome" }],
        ["stock", { article: "B-2", city: "Oslo" }],
      ],
      ([a, b, c]) => [calc(`${a} * 100 + ${b} * 10 + ${c}`)],
    ],
    answer: (seen) => resultOf(seen[3]),
    calls: [
      [
        ["stock", { article: "A-17", city: "Oslo" }],
        ["stock", { article: "A-17", city: "Rome" }],
        ["stock", { article: "B-2", city: "Oslo" }],
      ],
      [calc("8 * 100 + 3 * 10 + 40")],
    ],
    text: "870",
  },
  {
    name: "a choice that depends on a result",
    rounds: [
      () => [["stock", { article: "B-2", city: "Rome" }]],
      ([pieces]) => (pieces === "0" ? [["stock", { article: "B-2", city: "Oslo" }]] : []),
    ],
    answer: ([, pieces]) => `Oslo has ${pieces}.`,
    calls: [[["stock", { article: "B-2", city: "Rome" }]], [["stock", { article: "B-2", city: "Oslo" }]]],
    text: "Oslo has 40.",
  },
  {
    name: "a chain of four",
    rounds: [
      () => [["parcel", { id: 4 }]],
      ([parcel]) => [["stock", { article: "A-17", city: cityOf(parcel) }]],
      ([, pieces]) => [calc(`${pieces} * 50`)],
      (seen) => [["unit_converter", { value: Number(resultOf(seen[2])), from: "g", to: "kg" }]],
    ],
    answer: (seen) => `${resultOf(seen[3])} kg`,
    calls: [
      [["parcel", { id: 4 }]],
      [["stock", { article: "A-17", city: "Rome" }]],
      [calc("3 * 50")],
      [["unit_converter", { value: 150, from: "g", to: "kg" }]],
    ],
    text: "0.15 kg",
  },
  {
    name: "a default of the schema",
    rounds: [() => [["parcel", { id: 7 }]], () => [["parcel", { id: 7, details: true }]]],
    answer: (seen) => (knows(seen[0], "days") ? "?" : `${JSON.parse(seen[1] ?? "{}").days} days`),
    calls: [[["parcel", { id: 7 }]], [["parcel", { id: 7, details: true }]]],
    text: "14 days",
  },
  {
    name: "a number that is too small, then one that is not whole, then a right one",
    rounds: [
      () => [["parcel", { id: 0 }]],
      ([failed]) => (knows(failed, "id") ? [["parcel", { id: 1.5 }]] : []),
      ([, failed]) => (knows(failed, "id") ? [["parcel", { id: 2 }]] : []),
    ],
    answer: (seen) => cityOf(seen[2]),
    calls: [[["parcel", { id: 0 }]], [["parcel", { id: 1.5 }]], [["parcel", { id: 2 }]]],
    text: "Rome",
  },
  {
    name: "an expression without a value",
    rounds: [
      () => [calc("1 / 0")],
      ([failed]) => (knows(failed, "EXPRESSION_UNDEFINED") || knows(failed, "zero") ? [calc("1 / 8")] : []),
    ],
    answer: (seen) => resultOf(seen[1]),
    calls: [[calc("1 / 0")], [calc("1 / 8")]],
    text: "0.125",
  },
  {
    name: "the date",
    rounds: [() => [["clock", {}]]],
    answer: ([now]) => (knows(now, "2026-02-03T12:00:00") ? "It is the third of February." : "?"),
    calls: [[["clock", {}]]],
    text: "It is the third of February.",
  },
  {
    name: "text beyond ASCII, and nothing at all",
    rounds: [
      () => [
        ["note", { name: "Bäume" }],
        ["note", { name: "empty" }],
      ],
    ],
    answer: ([first, second]) => `${first}|${second}|`,
    calls: [
      [
        ["note", { name: "Bäume" }],
        ["note", { name: "empty" }],
      ],
    ],
    text: "Note “Bäume”: 木 5||",
  },
  {
    name: "units that do not go together, beside a call that works",
    rounds: [
      () => [
        ["unit_converter", { value: 1, from: "kg", to: "km" }],
        ["unit_converter", { value: 5, from: "km", to: "m" }],
      ],
      ([failed, metres]) => (knows(failed, "TOOL_FAILED") ? [calc(`${resultOf(metres)} / 2`)] : []),
    ],
    answer: (seen) => resultOf(seen[2]),
    calls: [
      [
        ["unit_converter", { value: 1, from: "kg", to: "km" }],
        ["unit_converter", { value: 5, from: "km", to: "m" }],
      ],
      [calc("5000 / 2")],
    ],
    text: "2500",
  },
];
