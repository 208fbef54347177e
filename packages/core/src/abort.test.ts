import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { abortable, abortReason, sleep, throwIfAborted } from "./abort.ts";
import { createVirtualClock } from "./testing/virtual-clock.ts";

const listenersOf = (signal: AbortSignal) => getEventListeners(signal, "abort").length;
const reason = new Error("enough");

test("the reason is the error that was given", () => {
  expect(abortReason(AbortSignal.abort(reason))).toBe(reason);
  expect(abortReason(AbortSignal.abort()).name).toBe("AbortError");
});

test("a reason that is no error becomes ABORTED with the reason as cause", () => {
  expect(abortReason(AbortSignal.abort("lunch"))).toMatchObject({
    code: "ABORTED",
    message: "The work was aborted: lunch.",
    cause: "lunch",
  });
  expect(abortReason(AbortSignal.abort(Object.create(null))).message).toContain("no text form");
});

test("throwIfAborted throws the reason, and nothing before that", () => {
  const controller = new AbortController();
  throwIfAborted(undefined);
  throwIfAborted(controller.signal);
  controller.abort(reason);
  expect(() => throwIfAborted(controller.signal)).toThrow(reason);
});

test("abortable hands over the value or the error of the work", async () => {
  const { signal } = new AbortController();
  await expect(abortable(Promise.resolve(7), signal)).resolves.toBe(7);
  await expect(abortable(Promise.reject(reason), signal)).rejects.toBe(reason);
  await expect(abortable(Promise.resolve(7), undefined)).resolves.toBe(7);
  expect(listenersOf(signal)).toBe(0);
});

test("abortable rejects as soon as the signal fires", async () => {
  const controller = new AbortController();
  const waiting = abortable(new Promise(() => {}), controller.signal);
  expect(listenersOf(controller.signal)).toBe(1);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(listenersOf(controller.signal)).toBe(0);
});

test("abortable rejects at once when the signal had fired, and the work's own failure stays handled", async () => {
  const failing = Promise.reject(new Error("nobody looks at me"));
  await expect(abortable(failing, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test("a thousand waits on one signal leave no listener", async () => {
  const { signal } = new AbortController();
  for (let wait = 0; wait < 1_000; wait++) await abortable(Promise.resolve(), signal);
  expect(listenersOf(signal)).toBe(0);
});

test("sleep lasts as long as it was told", async () => {
  const clock = createVirtualClock();
  const { signal } = new AbortController();
  let isAwake = false;
  const sleeping = sleep(100, { clock, signal }).then(() => {
    isAwake = true;
  });
  await clock.advance(99);
  expect(isAwake).toBe(false);
  await clock.advance(1);
  await sleeping;
  expect(listenersOf(signal)).toBe(0);
});

test("sleep ends with the reason, and takes its timer and listener along", async () => {
  const clock = createVirtualClock();
  const controller = new AbortController();
  const sleeping = sleep(100, { clock, signal: controller.signal });
  expect(clock.pendingTimers).toBe(1);
  controller.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  expect(clock.pendingTimers).toBe(0);
  expect(listenersOf(controller.signal)).toBe(0);
});

test("sleep does not begin when the signal has fired", async () => {
  const clock = createVirtualClock();
  await expect(sleep(100, { clock, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(clock.pendingTimers).toBe(0);
});

test("sleep on the system clock ends", async () => {
  await expect(sleep(1)).resolves.toBeUndefined();
});
