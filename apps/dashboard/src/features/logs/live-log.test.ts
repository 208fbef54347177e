import type { LogFrame, LogFrameLine } from "@pergola/observability";
import { expect, it } from "vitest";
import type { LogSocketOptions } from "../../api/log-socket.ts";
import { createLiveLog } from "./live-log.ts";
import { MAX_LINES } from "./log-view.ts";

const line = (seq: number): LogFrameLine => ({
  seq,
  at: seq,
  level: "info",
  component: "run",
  message: `line ${seq}`,
});
const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => line(from + index));

/** A log whose server is the test, drawn when the test says so. */
function watched() {
  let server: LogSocketOptions | undefined;
  let draw: (() => void) | undefined;
  const log = createLiveLog({
    filter: { level: "warn" },
    connect: (options) => {
      server = options;
      return { close: () => undefined };
    },
    atNextFrame: (work) => {
      draw = work;
    },
  });
  let told = 0;
  log.subscribe(() => told++);
  return {
    log,
    told: () => told,
    say: (frame: LogFrame) => server?.onFrame(frame),
    filter: () => server?.filter,
    draw: () => draw?.(),
    seqs: () => log.view().lines.map(({ seq }) => seq),
  };
}

it("tells of lines once a frame, however many messages come", () => {
  const { log, say, draw, told, seqs, filter } = watched();
  say({ type: "logs-subscribed" });
  for (let seq = 1; seq <= 100; seq++) say({ type: "log-lines", lines: [line(seq)], dropped: 0 });
  expect(seqs()).toEqual([]);
  draw();
  expect([seqs().length, told(), log.view().isLoaded, filter()]).toEqual([100, 1, true, { level: "warn" }]);
});

it("holds lines while nobody follows, and shows them all when somebody does", () => {
  const { log, say, draw, seqs } = watched();
  say({ type: "log-lines", lines: lines(1, 2), dropped: 0 });
  log.setFollowing(false);
  say({ type: "log-lines", lines: lines(3, 2), dropped: 0 });
  draw();
  expect([seqs(), log.view().held]).toEqual([[1, 2], 2]);
  log.setFollowing(true);
  draw();
  expect([seqs(), log.view().held]).toEqual([[1, 2, 3, 4], 0]);
});

it("keeps the latest lines only, shown or held", () => {
  const { log, say, draw, seqs } = watched();
  say({ type: "log-lines", lines: lines(1, MAX_LINES + 10), dropped: 7 });
  draw();
  expect([seqs().length, seqs()[0], log.view().dropped]).toEqual([MAX_LINES, 11, 7]);
  log.setFollowing(false);
  say({ type: "log-lines", lines: lines(MAX_LINES, 2 * MAX_LINES), dropped: 7 });
  draw();
  expect(log.view().held).toBe(MAX_LINES);
});

it("begins anew when it is connected anew, and shows what the server refuses", () => {
  const { log, say, draw, seqs } = watched();
  say({ type: "log-lines", lines: lines(1, 3), dropped: 2 });
  say({ type: "logs-subscribed" });
  say({ type: "log-lines", lines: lines(2, 3), dropped: 0 });
  draw();
  expect([seqs(), log.view().dropped]).toEqual([[2, 3, 4], 0]);
  say({ type: "error", error: { code: "SERVER_BUSY", message: "Full." } });
  draw();
  expect(log.view().error?.code).toBe("SERVER_BUSY");
  log.clear();
  draw();
  expect(seqs()).toEqual([]);
});
