import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { serverErrors } from "../errors.ts";
import { isLoopback, unbracketed, urlHost } from "./security/address.ts";

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Whether nobody gets in without saying who they are. */
  readonly isGuarded: boolean;
}

/** Opens the port. @returns the url. @throws TOKEN_REQUIRED, PORT_IN_USE, LISTEN_FAILED, or what starting an agent threw */
export async function listen(
  app: FastifyInstance,
  { host, port, isGuarded }: ListenOptions,
): Promise<string> {
  if (!isLoopback(host) && !isGuarded) throw tokenRequired(host);
  await app.ready();
  try {
    // "localhost" may be two addresses; the name stays in the url.
    await app.listen({ host: host === "localhost" ? "127.0.0.1" : unbracketed(host), port });
  } catch (cause) {
    throw listenFailed(host, port, cause);
  }
  return `http://${urlHost(host)}:${portOf(app) ?? port}`;
}

/** The port that the server has; undefined while it does not listen. */
export function portOf(app: FastifyInstance): number | undefined {
  const address = app.server.address() as AddressInfo | null;
  return address?.port;
}

function tokenRequired(host: string) {
  return serverErrors.create("TOKEN_REQUIRED", {
    message: `The address ${host} can be reached from other machines, and everybody would get in.`,
    hint: "Set a long random token, for example PERGOLA_TOKEN=$(openssl rand -hex 32); tell users apart with identify; or listen on 127.0.0.1.",
    details: { host },
  });
}

function listenFailed(host: string, port: number, cause: unknown) {
  const { code } = cause as { readonly code?: string };
  if (code === "EADDRINUSE") {
    return serverErrors.create("PORT_IN_USE", {
      message: `Port ${port} on ${host} is in use by another program.`,
      hint: "Stop that program, or choose another port; port 0 picks a free one.",
      details: { host, port },
      cause,
    });
  }
  return serverErrors.create("LISTEN_FAILED", {
    message: `The server cannot listen on ${host}:${port}${code === undefined ? "" : ` (${code})`}.`,
    hint: "Check that the address is one of this machine, and that you may use the port.",
    details: { host, port },
    cause,
  });
}
