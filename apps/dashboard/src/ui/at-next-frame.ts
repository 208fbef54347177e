/** How long a hidden page, which draws no frames, may put off the work. */
const HIDDEN_DELAY_MS = 250;

/** Runs the work once, at the next frame or, if the page draws none, a little later. */
export function atNextFrame(work: () => void): void {
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    work();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, HIDDEN_DELAY_MS);
}
