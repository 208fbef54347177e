import * as Menu from "@radix-ui/react-dropdown-menu";
import { Check, Monitor, Moon, Sun } from "lucide-react";
import { IconButton } from "../ui/icon-button.tsx";
import menu from "../ui/menu.module.css";
import { useStoredValue } from "../ui/stored-value.ts";
import { setTheme, type Theme, themePreference, toTheme } from "./theme.ts";

const CHOICES = [
  { theme: "system", label: "System", Icon: Monitor },
  { theme: "light", label: "Light", Icon: Sun },
  { theme: "dark", label: "Dark", Icon: Moon },
] as const;

/** Light, dark, or as the system says. */
export function ThemeMenu() {
  const theme = toTheme(useStoredValue(themePreference));
  const { Icon } = CHOICES.find((choice) => choice.theme === theme) ?? CHOICES[0];
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger asChild>
        <IconButton label="Theme" icon={<Icon />} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className={menu.content} align="end" sideOffset={4}>
          <Menu.RadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
            {CHOICES.map((choice) => (
              <Menu.RadioItem key={choice.theme} value={choice.theme} className={menu.item}>
                <choice.Icon aria-hidden="true" /> {choice.label}
                <Menu.ItemIndicator className={menu.mark}>
                  <Check aria-hidden="true" />
                </Menu.ItemIndicator>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
