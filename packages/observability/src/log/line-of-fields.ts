import type { LogFields } from "@pergola/core";
import { LOG_COMPONENTS, type LogComponent, type LogLine } from "./log-entry.ts";

/** Fields of a line that have a place of their own, if they are of that type. */
const TEXTS = [
  "agentId",
  "tenantId",
  "userId",
  "sessionId",
  "runId",
  "parentRunId",
  "traceId",
  "stage",
  "step",
  "tool",
  "resource",
  "model",
  "errorType",
  "errorMessage",
] as const;

type Known = Partial<Omit<LogLine, "level" | "message" | "component">>;

/** What a program gave a line of its own: known fields go to their places, the rest stays. */
export function lineOfFields(fields: LogFields): {
  readonly line: Known & Pick<LogLine, "component">;
  readonly rest: LogFields;
} {
  const rest = { ...fields };
  const known: Record<string, unknown> = {};
  const move = (name: string, isRight: (value: unknown) => boolean) => {
    if (!isRight(rest[name])) return;
    known[name] = rest[name];
    delete rest[name];
  };
  for (const name of TEXTS) move(name, (value) => typeof value === "string");
  move("durationMs", (value) => typeof value === "number");
  move("success", (value) => typeof value === "boolean");
  const { error, component, ...others } = rest;
  const hasComponent = LOG_COMPONENTS.includes(component as LogComponent);
  return {
    line: {
      ...(known as Known),
      ...errorOf(error),
      component: hasComponent ? (component as LogComponent) : componentOf(known),
    },
    rest: {
      ...others,
      ...(hasComponent || component === undefined ? {} : { component }),
      ...(error !== undefined && { error }),
    },
  };
}

function componentOf(known: Readonly<Record<string, unknown>>): LogComponent {
  if ("tool" in known) return "tool";
  if ("step" in known) return "step";
  if ("resource" in known || "model" in known) return "resource";
  return "runId" in known ? "run" : "server";
}

function errorOf(error: unknown): Known {
  if (typeof error !== "object" || error === null) return {};
  const { code, name, message } = error as Readonly<Record<string, unknown>>;
  const type = typeof code === "string" ? code : name;
  return {
    ...(typeof type === "string" && { errorType: type }),
    ...(typeof message === "string" && { errorMessage: message }),
  };
}
