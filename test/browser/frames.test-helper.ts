import type { Page } from "playwright-core";

/** Frames a second that the page draws. */
export function framesPerSecond(page: Page, duringMs = 2_000): Promise<number> {
  return page.evaluate(
    (longest) =>
      new Promise<number>((resolve) => {
        const begin = performance.now();
        let frames = 0;
        const count = (now: number) => {
          frames++;
          if (now - begin < longest) requestAnimationFrame(count);
          else resolve((frames * 1_000) / (now - begin));
        };
        requestAnimationFrame(count);
      }),
    duringMs,
  );
}
