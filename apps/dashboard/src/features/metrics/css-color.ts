/** What a CSS variable is as a colour that a canvas understands, in the theme that is on. */
export function cssColor(variable: string, alpha = 1): string {
  const probe = document.createElement("span");
  probe.style.color = `color-mix(in srgb, var(${variable}) ${alpha * 100}%, transparent)`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
