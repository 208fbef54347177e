/** How the chat model of one LangChain package is made. */
export interface LangChainModel {
  /** Name of the provider, for example `anthropic`. */
  readonly name: string;
  readonly package: string;
  /** The class that the package exports. */
  readonly exportName: string;
  /** Variable that holds the key; none where the vendor has another way to know who asks. */
  readonly keyVariable?: string;
  /** What the class calls the most tokens to answer with. Default `maxTokens`. */
  readonly maxTokensOption?: string;
  /** Pergola has a package of its own for it: that one is what to install. */
  readonly isOurs?: true;
}

/** LangChain's own packages of chat models. Their classes all take `model`, `apiKey` and `temperature`. */
export const LANGCHAIN_MODELS: readonly LangChainModel[] = [
  {
    name: "anthropic",
    package: "@langchain/anthropic",
    exportName: "ChatAnthropic",
    keyVariable: "ANTHROPIC_API_KEY",
  },
  { name: "aws", package: "@langchain/aws", exportName: "ChatBedrockConverse" },
  { name: "bedrock", package: "@langchain/aws", exportName: "ChatBedrockConverse" },
  {
    name: "cerebras",
    package: "@langchain/cerebras",
    exportName: "ChatCerebras",
    keyVariable: "CEREBRAS_API_KEY",
  },
  { name: "cohere", package: "@langchain/cohere", exportName: "ChatCohere", keyVariable: "COHERE_API_KEY" },
  {
    name: "deepseek",
    package: "@langchain/deepseek",
    exportName: "ChatDeepSeek",
    keyVariable: "DEEPSEEK_API_KEY",
  },
  {
    name: "google-genai",
    package: "@langchain/google-genai",
    exportName: "ChatGoogleGenerativeAI",
    keyVariable: "GOOGLE_API_KEY",
    maxTokensOption: "maxOutputTokens",
  },
  {
    name: "google-vertexai",
    package: "@langchain/google-vertexai",
    exportName: "ChatVertexAI",
    maxTokensOption: "maxOutputTokens",
  },
  { name: "groq", package: "@langchain/groq", exportName: "ChatGroq", keyVariable: "GROQ_API_KEY" },
  {
    name: "mistral",
    package: "@langchain/mistralai",
    exportName: "ChatMistralAI",
    keyVariable: "MISTRAL_API_KEY",
  },
  {
    name: "mistralai",
    package: "@langchain/mistralai",
    exportName: "ChatMistralAI",
    keyVariable: "MISTRAL_API_KEY",
  },
  {
    name: "ollama",
    package: "@langchain/ollama",
    exportName: "ChatOllama",
    maxTokensOption: "numPredict",
  },
  {
    name: "openai",
    package: "@langchain/openai",
    exportName: "ChatOpenAI",
    keyVariable: "OPENAI_API_KEY",
    isOurs: true,
  },
  { name: "xai", package: "@langchain/xai", exportName: "ChatXAI", keyVariable: "XAI_API_KEY" },
];

/** The table's row, else what a package of that name is likely to be; undefined for what is no package name. */
export function langChainModel(name: string): LangChainModel | undefined {
  const known = LANGCHAIN_MODELS.find((model) => model.name === name);
  if (known !== undefined || !/^[a-z][a-z0-9-]*$/.test(name) || NO_MODELS.has(name)) return known;
  return { name, package: `@langchain/${name}`, exportName: "" };
}

/** LangChain's packages that have no chat model of one vendor. */
const NO_MODELS: ReadonlySet<string> = new Set([
  "core",
  "community",
  "langgraph",
  "textsplitters",
  "classic",
]);
