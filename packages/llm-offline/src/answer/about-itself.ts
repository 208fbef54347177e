import type { ToolDefinition } from "@pergola/resources";

/** How to come by a real model. */
const REAL_MODEL = [
  "For a real model, set a key and start again:",
  "",
  "```sh",
  "export OPENAI_API_KEY=…",
  "npm run demo",
  "```",
  "",
  'In a program of your own: `npm install @pergola/llm-openai`, then `.withLlm("openai:gpt-5-mini")`.',
].join("\n");

const WHAT_I_AM = "I am Pergola's built-in offline model: a small set of rules, **not a language model**.";

/** What this model is and can do, in Markdown: a list, and the command for a real model. */
export function aboutItself(tools: readonly ToolDefinition[], lead: string = WHAT_I_AM): string {
  return [lead, "", "What I can do:", "", ...abilities(tools), "", REAL_MODEL].join("\n");
}

/** The answer to everything that rules cannot answer. */
export function cannotAnswer(tools: readonly ToolDefinition[]): string {
  return aboutItself(
    tools,
    `I cannot answer that. ${WHAT_I_AM} I know nothing but this conversation, and I do not make things up.`,
  );
}

/** What is answered to an order to call a tool when its arguments are nowhere in the message. */
export function cannotCall(names: readonly string[]): string {
  return `I was asked to call ${names.map((name) => `\`${name}\``).join(" or ")}, but I cannot find the arguments in your message. ${WHAT_I_AM}`;
}

function abilities(tools: readonly ToolDefinition[]): readonly string[] {
  const offered = tools
    .slice(0, 10)
    .map(({ name, description }) => `- call \`${name}\`${firstSentence(description)}`);
  return [
    ...offered,
    "- remember what you tell me here: say *My name is Ada*, then ask for it",
    "- quote the passages that I am given, word for word",
    "- repeat a text, or write items as a list",
  ];
}

function firstSentence(description = ""): string {
  const sentence = /^.*?[.:](?=\s|$)/s.exec(description)?.[0] ?? description;
  return sentence === "" ? "" : `: ${sentence.replace(/[.:]$/, "")}`;
}
