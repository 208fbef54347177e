// Preloaded with --import: refuses every connection and name look-up that leaves the machine, and names them on stderr.
import dgram from "node:dgram";
import dns from "node:dns";
import net from "node:net";

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|::1)$/;

function refuse(what: string, target: unknown): never {
  process.stderr.write(`PHONED ${what} ${String(target)}\n`);
  process.exitCode = 77;
  throw new Error(`The network is closed: ${what} ${String(target)}.`);
}

function hostOf(args: readonly unknown[]): string {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === "object" && first !== null) {
    const { host, path } = first as { readonly host?: string | null; readonly path?: string | null };
    return typeof path === "string" ? "localhost" : (host ?? "localhost");
  }
  return typeof second === "string" ? second : "localhost";
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const host = hostOf(args);
  if (!LOOPBACK.test(host)) refuse("connect", host);
  return Reflect.apply(connect, this, args);
} as typeof connect;

const guardLookUps = (owner: object) => {
  for (const [name, original] of Object.entries(owner)) {
    if (typeof original !== "function" || !/^(?:lookup|resolve)/.test(name)) continue;
    Object.assign(owner, {
      [name]: (host: unknown, ...rest: unknown[]) => {
        if (!LOOPBACK.test(String(host))) refuse(`dns.${name}`, host);
        return Reflect.apply(original, owner, [host, ...rest]);
      },
    });
  }
};
guardLookUps(dns);
guardLookUps(dns.promises);

dgram.Socket.prototype.send = () => refuse("udp", "datagram");

const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (!LOOPBACK.test(url.hostname.replace(/[[\]]/g, ""))) refuse("fetch", url);
  return fetch(input, init);
};
