import { offline } from "@pergola/llm-offline";
import { openAiCompatible, openai } from "@pergola/llm-openai";
import type { ModelConfig, ProviderFactory } from "@pergola/resources";
import { findOllama, type RunningOllama } from "./ollama.ts";
import type { Settings } from "./settings.ts";

/** The model that the demo runs on. */
export interface ChosenModel {
  readonly provider: ProviderFactory<"llm">;
  readonly llm: ModelConfig;
  /** What the log and the page say about getting a real model. */
  readonly notice?: string;
}

/** Words a second of the built-in model, so that its answers can be watched. */
const OFFLINE_TOKENS_PER_SECOND = 40;

/** `OPENAI_API_KEY` if it is set, else an Ollama that answers, else the built-in offline model. */
export async function chooseModel(settings: Settings, signal: AbortSignal): Promise<ChosenModel> {
  if (settings.OPENAI_API_KEY !== undefined) {
    return { provider: openai(), llm: { provider: "openai", model: settings.OPENAI_MODEL } };
  }
  const ollama = await findOllama(settings.OLLAMA_HOST, signal);
  const model = settings.OLLAMA_MODEL ?? ollama?.models[0];
  if (ollama !== undefined && model !== undefined) return onOllama(ollama, model);
  return offlineModel(ollama === undefined);
}

function onOllama({ baseURL }: RunningOllama, model: string): ChosenModel {
  const provider = openAiCompatible({ name: "ollama", baseURL, apiKeyVariable: "OLLAMA_API_KEY" });
  return { provider, llm: { provider: "ollama", model } };
}

function offlineModel(isOllamaMissing: boolean): ChosenModel {
  const pull = isOllamaMissing
    ? "install Ollama (https://ollama.com/download) and run `ollama pull llama3.2:3b`"
    : "run `ollama pull llama3.2:3b`";
  return {
    provider: offline({ tokensPerSecond: OFFLINE_TOKENS_PER_SECOND }),
    llm: { provider: "offline" },
    notice: `This is the built-in offline model, which is not a language model. For a real one start with \`OPENAI_API_KEY=… npm run demo\`, or ${pull} and start again.`,
  };
}
