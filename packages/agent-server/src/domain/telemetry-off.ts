import { serverErrors } from "../errors.ts";

/** The server was not given what the request asks for. */
export function telemetryOff(what: "logs" | "metrics") {
  const made = what === "logs" ? "liveLog()" : "createMetrics()";
  return serverErrors.create("TELEMETRY_OFF", {
    message: `This server has no ${what} to show.`,
    hint: `Give it some: createAgentServer({ ${what}: ${made} }), from @pergola/observability.`,
    details: { option: what },
  });
}
