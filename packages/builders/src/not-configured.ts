import { builderErrors } from "./errors.ts";

const ABSENT = {
  llm: {
    code: "LLM_NOT_CONFIGURED",
    name: "LLM",
    call: "withLlm",
    hint: 'For example createAgent().withLlm("openai", { model: "gpt-5-mini" }); without network .withLlm("offline").',
  },
  memory: {
    code: "MEMORY_NOT_CONFIGURED",
    name: "memory",
    call: "withMemory",
    hint: 'For example createAgent().withMemory({ type: "conversation" }).',
  },
  storage: {
    code: "STORAGE_NOT_CONFIGURED",
    name: "storage",
    call: "withStorage",
    hint: "For example createAgent().withStorage(), which keeps files in ./agent_files.",
  },
  tools: {
    code: "TOOLS_NOT_CONFIGURED",
    name: "tools",
    call: "withTools",
    hint: "For example createAgent().withTools([calculator()]).",
  },
} as const;

/** A part of every agent that somebody has asked for and nobody has given. */
export type AgentFacility = keyof typeof ABSENT;

export const isFacility = (key: string): key is AgentFacility => Object.hasOwn(ABSENT, key);

/** The one voice for what was asked for and never configured. */
export function notConfigured(facility: AgentFacility) {
  const { code, name, call, hint } = ABSENT[facility];
  return builderErrors.create(code, { message: `No ${name} configured: call ${call}() first.`, hint });
}
