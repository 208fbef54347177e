import type { Page } from "playwright-core";

/** Frames a second that the page draws, over two seconds. */
export function framesPerSecond(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const begin = performance.now();
        let frames = 0;
        const count = (now: number) => {
          frames++;
          if (now - begin < 2_000) requestAnimationFrame(count);
          else resolve((frames * 1_000) / (now - begin));
        };
        requestAnimationFrame(count);
      }),
  );
}
