import { createHash, randomUUID } from "node:crypto";
import { hostname } from "node:os";

const PATTERN = /^~([0-9a-f]{8})-(\d+)-(\d+)-[0-9a-f-]{36}\.tmp$/;

/** How long a file of a process that cannot be asked may be worked on. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

/** Clocks are set, and reading two of them takes time. */
const START_TOLERANCE_SECONDS = 5;

const host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const startedAt = Math.round(Date.now() / 1000 - process.uptime());

/** A name that no other write has: of this machine, this process and its start. No file of a user begins with `~`. */
export const temporaryName = () => `~${host}-${process.pid}-${startedAt}-${randomUUID()}.tmp`;

export const isTemporary = (name: string): boolean => PATTERN.test(name);

/** Whether nobody works on a temporary file any more: its process is gone, or it is a day old and nobody can be asked. */
export function isLeftover(name: string, modifiedAt: number, now: number = Date.now()): boolean {
  const [, ofHost, pid, start] = PATTERN.exec(name) ?? [];
  if (pid === undefined) return false;
  if (ofHost === host && Number(pid) === process.pid)
    return Math.abs(Number(start) - startedAt) > START_TOLERANCE_SECONDS;
  if (ofHost === host && !isAlive(Number(pid))) return true;
  return now - modifiedAt > MAX_AGE_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
