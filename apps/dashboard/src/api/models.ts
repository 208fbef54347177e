import { requestJson } from "./request.ts";

/** An agent that this server offers. `id` is its name. */
export interface AgentModel {
  readonly id: string;
  readonly description?: string;
  readonly pergola: {
    /** The model that answers, for example `openai:gpt-5-mini`. */
    readonly model: string;
    readonly provider: string;
    readonly isOffline: boolean;
    /** What to do for a real model; there when the offline one answers. */
    readonly notice?: string;
    readonly tools: readonly { readonly name: string; readonly description: string }[];
  };
}

/** `GET /v1/models`: the agents of the server. */
export async function listModels(signal?: AbortSignal): Promise<readonly AgentModel[]> {
  const list = await requestJson<{ data: readonly AgentModel[] }>("/v1/models", { signal });
  return list.data;
}
