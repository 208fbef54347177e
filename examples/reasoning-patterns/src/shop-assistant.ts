import { type ScriptedAnswer, type ScriptedCall, ScriptedChatModel } from "@pergola/core-steps/testing";

const prices = {
  text: "I need both prices.",
  toolCalls: ["lamp", "shade"].map((article) => ({ name: "price", arguments: { article } })),
};

/** A model that knows this one question. What it does follows from what it is sent, and from nothing else. */
export function shopAssistant(): ScriptedChatModel {
  return new ScriptedChatModel(new Array(20).fill(answerTo), { direct: true });
}

function answerTo(call: ScriptedCall): string | ScriptedAnswer {
  const { messages, tools, parameters } = call;
  const [system = "", last = ""] = [messages[0]?.text, messages.at(-1)?.text];
  if (parameters.responseFormat !== undefined)
    return last.startsWith("Your reasoning")
      ? '{"mistakes":[]}'
      : '{"tasks":["Find the prices of a lamp and a shade.","Add up three lamps and two shades."]}';
  if (system.includes("Do not write the answer itself"))
    return "1. Three lamps and two shades are asked for.\n2. Both prices have to be looked up.\n3. Their sum is compared with 200.";
  if (last.includes("Judge in at most four sentences"))
    return "The results are numbers in euros; nothing failed.";
  return tools.length === 0 ? conclusion(messages.map(({ text }) => text)) : nextMove(call);
}

/** Looks up, then adds up, then says what came of it. */
function nextMove({ messages }: ScriptedCall): string | ScriptedAnswer {
  const results = messages.filter((message) => message.getType() === "tool").map(({ text }) => text);
  const notes = messages.findLast((message) => message.getType() === "human")?.text ?? "";
  const isPlanStep = /Your step is number (\d)/.exec(notes)?.[1];
  if (isPlanStep === "1")
    return results.length === 0 ? prices : `A lamp costs ${results[0]}, a shade ${results[1]}.`;
  const known = isPlanStep === "2" ? (notes.match(/\d+\.\d/g) ?? []) : results;
  const [lamp, shade] = known;
  if (lamp === undefined) return prices;
  const sum = results.find((result) => result.startsWith("{"));
  if (sum === undefined)
    return {
      text: "Now I can add them up.",
      toolCalls: [{ name: "calculator", arguments: { expression: `3 * ${lamp} + 2 * ${shade}` } }],
    };
  return isPlanStep === "2" ? `Together they cost ${JSON.parse(sum).result}.` : conclusion([sum]);
}

function conclusion(texts: readonly string[]): string {
  const sum = /"result":([\d.]+)|they cost ([\d.]+\d)/.exec(texts.join("\n"));
  return `Yes: together they cost ${sum?.[1] ?? sum?.[2]} euros.`;
}
