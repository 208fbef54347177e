import { type AgentServer, type AgentServerOptions, createAgentServer } from "@pergola/agent-server";
import { isPergolaError } from "@pergola/core";

const DEFAULT_PORT = 8000;
const PORTS_TO_TRY = 10;

/** Listens on the port that was asked for; without one, on the first free one from 8000. */
export async function serve(options: AgentServerOptions, signal: AbortSignal): Promise<AgentServer> {
  if (options.port !== undefined) return listening(options, signal);
  for (let port = DEFAULT_PORT; ; port++) {
    try {
      return await listening({ ...options, port }, signal);
    } catch (error) {
      const isLast = port === DEFAULT_PORT + PORTS_TO_TRY - 1;
      if (isLast || !isPergolaError(error, "PORT_IN_USE")) throw error;
    }
  }
}

async function listening(options: AgentServerOptions, signal: AbortSignal): Promise<AgentServer> {
  const server = createAgentServer(options);
  try {
    await server.listen({ signal });
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}
