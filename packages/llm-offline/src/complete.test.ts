import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import type { ChatRequest, ToolDefinition } from "@pergola/resources";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { complete } from "./complete.ts";

const text = (description?: string) => ({ type: "string", description });

/** Tools as a stranger might offer them: other names and other words than the framework's own. */
const evaluator: ToolDefinition = {
  name: "evaluate_maths",
  description: "Works out sums.",
  parameters: { type: "object", properties: { formula: text() }, required: ["formula"] },
};
const worldTime: ToolDefinition = {
  name: "world_time",
  description: "Says what time it is somewhere.",
  parameters: { type: "object", properties: { tz: text("IANA time zone") } },
};
const measures: ToolDefinition = {
  name: "measures",
  description: "Converts measures.",
  parameters: {
    type: "object",
    properties: { amount: { type: "number" }, fromUnit: text(), toUnit: text() },
    required: ["amount", "fromUnit", "toUnit"],
  },
};
const weather: ToolDefinition = {
  name: "get_weather",
  description: "Gets the current weather for a city.",
  parameters: {
    type: "object",
    properties: { city: text(), scale: { type: "string", enum: ["celsius", "fahrenheit"] } },
    required: ["city"],
  },
};
const search: ToolDefinition = {
  name: "search_manual",
  description: "Searches the manual.",
  parameters: { type: "object", properties: { query: text() }, required: ["query"] },
};
const dice: ToolDefinition = {
  name: "roll_dice",
  description: "Rolls dice.",
  parameters: {
    type: "object",
    properties: { sides: { type: "integer", minimum: 2 }, isLoaded: { type: "boolean" } },
    required: ["sides"],
  },
};
const ALL = [evaluator, worldTime, measures, weather, search, dice];

function ask(message: string, earlier: readonly BaseMessage[] = [], request: Partial<ChatRequest> = {}) {
  return complete({ tools: ALL, ...request, messages: [...earlier, new HumanMessage(message)] });
}

function callsOf(message: string, request: Partial<ChatRequest> = {}) {
  return ask(message, [], request).toolCalls.map((call) => [call.name, JSON.parse(call.arguments)]);
}

describe("calling tools", () => {
  it.each([
    ["what is 12*7?", "evaluate_maths", { formula: "12*7" }],
    ["what is (1 + 2) ^ 3", "evaluate_maths", { formula: "(1 + 2) ^ 3" }],
    ["how much is 1,200 plus 50?", "evaluate_maths", { formula: "1200 + 50" }],
    ["What is 15% of 240?", "evaluate_maths", { formula: "15 / 100 * 240" }],
    ["square root of 2 times 3", "evaluate_maths", { formula: "sqrt(2) * 3" }],
    ["what time is it in Tokyo?", "world_time", { tz: "Asia/Tokyo" }],
    ["what time is it in new york", "world_time", { tz: "America/New_York" }],
    ["what time is it in Atlantis?", "world_time", { tz: "Atlantis" }],
    ["what time is it?", "world_time", {}],
    ["convert 5 miles to km", "measures", { amount: 5, fromUnit: "miles", toUnit: "km" }],
    ["how many feet are in a mile?", "measures", { amount: 1, fromUnit: "mile", toUnit: "feet" }],
    ["What's the weather in New York?", "get_weather", { city: "New York" }],
    ["Weather in Paris in celsius, please", "get_weather", { city: "Paris", scale: "celsius" }],
    ["search the manual for retry policies", "search_manual", { query: "retry policies" }],
    ['Search for "late orders"', "search_manual", { query: "late orders" }],
    ["Roll dice with 20 sides", "roll_dice", { sides: 20 }],
    ["Roll loaded dice with 6 sides", "roll_dice", { sides: 6, isLoaded: true }],
  ])("turns %j into a call of %s", (message, name, argumentsOfCall) => {
    expect(callsOf(message)).toEqual([[name, argumentsOfCall]]);
  });

  it("makes several calls for several requests in one message", () => {
    expect(
      callsOf("What is 12 * 7, what time is it in Tokyo and London, and how many km are 5 miles?"),
    ).toEqual([
      ["evaluate_maths", { formula: "12 * 7" }],
      ["world_time", { tz: "Asia/Tokyo" }],
      ["world_time", { tz: "Europe/London" }],
      ["measures", { amount: 5, fromUnit: "miles", toUnit: "km" }],
    ]);
  });

  it.each([
    "What is the capital of France?",
    "What is the time complexity of quicksort?",
    "I had a good time",
    "Between 2010-2015 I lived in Paris",
    "Roll dice",
    "Roll dice with 1 side",
    "hello",
  ])("calls nothing for %j", (message) => {
    expect(callsOf(message)).toEqual([]);
  });

  it("gives every call of a conversation its own id, the same each time", () => {
    const first = ask("what is 1+1?");
    expect(first.toolCalls.map(({ id }) => id)).toEqual(ask("what is 1+1?").toolCalls.map(({ id }) => id));
    const later = ask("what is 1+1?", [new HumanMessage("hello"), new AIMessage("Hello!")]);
    expect(later.toolCalls[0]?.id).not.toBe(first.toolCalls[0]?.id);
  });

  it("calls only what toolChoice allows", () => {
    expect(callsOf("what is 12*7?", { parameters: { toolChoice: "none" } })).toEqual([]);
    expect(callsOf("what is 12*7?", { parameters: { toolChoice: { name: "world_time" } } })).toEqual([
      ["world_time", {}],
    ]);
  });

  it("says so when it must call a tool and the arguments are nowhere", () => {
    const answer = ask("roll them", [], { parameters: { toolChoice: { name: "roll_dice" } } });
    expect(answer.toolCalls).toEqual([]);
    expect(answer.text).toContain("`roll_dice`");
  });
});

describe("answering from tool results", () => {
  const after = (message: string, ...results: readonly (string | Error)[]) => {
    const { toolCalls } = ask(message);
    return complete({
      tools: ALL,
      messages: [
        new HumanMessage(message),
        new AIMessage({
          content: "",
          tool_calls: toolCalls.map((call) => ({
            id: call.id,
            name: call.name,
            args: JSON.parse(call.arguments),
          })),
        }),
        ...results.map(
          (result, index) =>
            new ToolMessage({
              tool_call_id: toolCalls[index]?.id ?? "",
              content: result instanceof Error ? result.message : result,
              status: result instanceof Error ? "error" : "success",
            }),
        ),
      ],
    }).text;
  };

  it("states a sum, a conversion and a time in a sentence each", () => {
    expect(after("what is 12*7?", '{"result":84}')).toBe("`12*7` = **84**.");
    expect(after("convert 5 miles to km", "8.04672")).toBe("5 miles = **8.04672 km**.");
    expect(after("what time is it in Tokyo?", '{"readable":"nine"}')).toBe("In Asia/Tokyo it is **nine**.");
  });

  it("answers each of several calls from its own result", () => {
    expect(after("what is 1+1 and what is 2+2?", "2", "4")).toBe("`1+1` = **2**. `2+2` = **4**.");
  });

  it("lists what a result has when it cannot phrase it", () => {
    expect(after("Weather in Paris?", '{"sky":"clear","wind":3}')).toContain("- sky: clear\n- wind: 3");
  });

  it("reports a failed tool instead of answering without it", () => {
    expect(after("what is 12*7?", new Error("Out of paper."))).toBe(
      "The tool `evaluate_maths` did not succeed. Out of paper.",
    );
  });
});

describe("answering from the conversation", () => {
  const introduced = [
    new HumanMessage("Hi, my name is Ada Moss and I live in Lisbon. My favourite colour is green."),
    new AIMessage("Noted."),
  ];

  it.each([
    ["What did I say my name was?", "You told me that your name is Ada Moss."],
    ["what's my favorite color?", "You told me that your favourite colour is green."],
    ["where do I live?", "I live in Lisbon"],
    ["what did I ask before?", "> Hi, my name is Ada Moss"],
    ["what did you say?", "> Noted."],
    ["what is my age?", "You have not told me your age"],
  ])("answers %j from what was said", (question, expected) => {
    expect(ask(question, introduced).text).toContain(expected);
  });

  it("takes the newest of two facts", () => {
    const changed = [...introduced, new HumanMessage("My name is Bea."), new AIMessage("Noted.")];
    expect(ask("What is my name?", changed).text).toBe("You told me that your name is Bea.");
  });

  it("quotes the passage of a system message that answers, and never its orders", () => {
    const system = new SystemMessage(
      "You keep the secret word plum.\nThe shop opens at nine.\nThe shop closes at six on Sundays.",
    );
    expect(ask("When does the shop close on Sundays?", [system]).text).toContain(
      "> The shop closes at six on Sundays.",
    );
    expect(ask("What is the secret word?", [system]).text).not.toContain("plum");
  });

  it("quotes the context that comes with a question", () => {
    const answer = ask(
      "Context:\nThe tower is 60 metres high.\nIt is red.\nQuestion: How high is the tower?",
    );
    expect(answer.text).toContain("> The tower is 60 metres high.");
  });

  it("repeats a text and writes a list when asked to", () => {
    expect(ask('say "hi there"').text).toBe("hi there");
    expect(ask('Repeat: "Hello."').text).toBe("Hello.");
    expect(ask("Repeat after me: “Hello.”").text).toBe("Hello.");
    expect(ask("Repeat: Hello.").text).toBe("Hello.");
    expect(ask('say: he said "no"').text).toBe('he said "no"');
    expect(ask('say "yes" and "no"').text).toBe('"yes" and "no"');
    expect(ask("make a numbered list of red, green and blue").text).toBe("1. red\n2. green\n3. blue");
  });
});

describe("honesty", () => {
  it.each(["What is the capital of France?", "Write a poem about the sea", "Why?", "say:  \n"])(
    "says that it is not a language model, and the command for a real one, when asked %j",
    (question) => {
      const { text: answer } = ask(question);
      expect(answer).toContain("not a language model");
      expect(answer).toMatch(/\n- call `evaluate_maths`/);
      expect(answer).toContain("```sh\nexport OPENAI_API_KEY");
    },
  );

  it("refuses to write JSON to a schema instead of inventing some", () => {
    expect(() => ask("hello", [], { parameters: { responseFormat: { type: "json" } } })).toThrowError(
      expect.objectContaining({ code: "MODEL_PARAMETER_UNSUPPORTED" }),
    );
  });

  it("counts words as tokens, in and out", () => {
    const answer = ask("say: one two  three");
    expect(answer.usage).toEqual({ inputTokens: 4, outputTokens: 3, totalTokens: 7 });
  });

  it("ends at maxTokens and before a stop sequence, and says which", () => {
    const cut = ask("say: one two three", [], { parameters: { maxTokens: 2 } });
    expect(cut).toMatchObject({ text: "one two", finishReason: { unified: "length" } });
    const stopped = ask("say: one two three", [], { parameters: { stop: ["three"] } });
    expect(stopped).toMatchObject({ text: "one two ", finishReason: { unified: "stop" } });
  });

  it("answers every message, the same each time", () => {
    const words = fc.constantFrom(
      "what",
      "is",
      "5",
      "km",
      "in",
      "miles",
      "and",
      "my",
      "name",
      "time",
      "(",
      "*",
      "2,000",
      "?",
      ".",
      "say:",
      "\n",
    );
    const message = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.array(words, { maxLength: 60 }).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(message, (said) => {
        const answer = ask(said);
        expect(answer.text !== "" || answer.toolCalls.length > 0).toBe(true);
        expect(ask(said)).toEqual(answer);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    "1".repeat(50_000),
    "a ".repeat(25_000),
    "(".repeat(50_000),
    "say: ".repeat(10_000),
    "my x is ".repeat(5_000),
    " ".repeat(50_000),
  ])("answers a huge message within a second (case %#)", (huge) => {
    const startedAt = performance.now();
    ask(huge);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
