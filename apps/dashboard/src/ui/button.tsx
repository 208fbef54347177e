import type { ComponentProps } from "react";
import styles from "./button.module.css";

export interface ButtonProps extends ComponentProps<"button"> {
  /** `primary` is the one action of a place, `danger` destroys something. Default `plain`. */
  readonly look?: "primary" | "plain" | "danger";
}

/** A button with words. */
export function Button({ look = "plain", className, ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={[styles.button, styles[look], className].join(" ")} />;
}
