import type { LogEntry } from "./log-entry.ts";
import type { LogLevel } from "./log-level.ts";

const COLORS: Readonly<Record<LogLevel, string>> = { debug: "2", info: "32", warn: "33", error: "31" };

export interface HumanLineOptions {
  readonly hasColors: boolean;
}

/** A line for people: time (UTC), level, component, message, then what it is about. */
export function humanLine(entry: LogEntry, { hasColors }: HumanLineOptions): string {
  const paint = (text: string, color: string) => (hasColors ? `\u001b[${color}m${text}\u001b[0m` : text);
  const time = new Date(entry.at).toISOString().slice(11, 23);
  const level = paint(entry.level.toUpperCase().padEnd(5), COLORS[entry.level]);
  const details = detailsOf(entry).map(([name, value]) => `${paint(`${name}=`, "2")}${value}`);
  return [time, level, entry.component.padEnd(8), oneLine(entry.message), ...details].join(" ");
}

function detailsOf(entry: LogEntry): readonly (readonly [name: string, value: string])[] {
  const {
    at: _at,
    level: _level,
    message: _message,
    component: _component,
    fields,
    content,
    ...known
  } = entry;
  const { tenantId: _tenant, parentRunId: _parent, tokens, durationMs, success: _success, ...rest } = known;
  const { hostname: _hostname, pid: _pid, ...own } = fields ?? {};
  const all = {
    ...(durationMs !== undefined && { took: `${Math.round(durationMs * 10) / 10}ms` }),
    ...(tokens !== undefined && { tokens: `${tokens.input}+${tokens.output}` }),
    ...rest,
    ...own,
    ...content,
  };
  return Object.entries(all).map(([name, value]) => [oneLine(name), shown(value)]);
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return /[\s"=]/.test(text) && typeof value === "string" ? JSON.stringify(oneLine(text)) : oneLine(text);
}

/** What somebody else wrote begins no line and paints nothing. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}|[\u2028\u2029]/gu, (char) =>
    char === "\n" ? "\\n" : `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
