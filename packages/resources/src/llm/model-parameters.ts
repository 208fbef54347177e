/** What may be asked of a model call. A parameter is sent only if somebody set it; 0 and "" are values. */
export interface ModelParameters {
  readonly temperature?: number;
  readonly topP?: number;
  /** Most tokens to answer with. */
  readonly maxTokens?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly toolChoice?: ToolChoice;
  readonly responseFormat?: ResponseFormat;
}

/** `auto`: the model decides; `none`: no tool; `required`: some tool; `{ name }`: this one. */
export type ToolChoice = "auto" | "none" | "required" | { readonly name: string };

export type ResponseFormat =
  | { readonly type: "text" }
  | { readonly type: "json" }
  /** `schema` is a JSON Schema. `strict`: the vendor guarantees it, and refuses schemas that it cannot guarantee. */
  | {
      readonly type: "json-schema";
      readonly name: string;
      readonly schema: Record<string, unknown>;
      readonly strict?: boolean;
    };
