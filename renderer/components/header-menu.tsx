import { Menu } from '@base-ui/react/menu';
import { useState, type ReactElement } from 'react';
import { applyTheme, savedTheme, themes, type Theme } from '../stores/theme.ts';
import { useSnapshot, useStores } from '../stores/stores.ts';
import { openCustomerDisplay } from '../actions.ts';
import { keyNames } from '../keys.ts';
import { KeyCap } from './button.tsx';
import { Icon } from './icon.tsx';
import { useT } from './texts.ts';

/** What is needed once a day: how the window looks, the customer's display, and the keys. */
export function HeaderMenu(): ReactElement {
  const t = useT();
  const stores = useStores();
  const { view } = stores;
  const version = useSnapshot((snapshot) => snapshot.version);
  const [theme, setTheme] = useState<Theme>(savedTheme);
  const words: Readonly<Record<Theme, string>> = {
    system: t('header.themeSystem'),
    light: t('header.themeLight'),
    dark: t('header.themeDark'),
  };
  return (
    <Menu.Root>
      <Menu.Trigger className="button button-quiet button-icon" aria-label={t('header.menu')}>
        <Icon name="menu" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-positioner" align="end" sideOffset={8}>
          <Menu.Popup className="menu">
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{t('header.appearance')}</Menu.GroupLabel>
              <Menu.RadioGroup
                value={theme}
                onValueChange={(value: Theme) => {
                  setTheme(value);
                  applyTheme(value);
                }}
              >
                {themes.map((each) => (
                  <Menu.RadioItem key={each} value={each} className="menu-item" closeOnClick>
                    <span className="menu-check">
                      <Menu.RadioItemIndicator>
                        <Icon name="check" size={16} />
                      </Menu.RadioItemIndicator>
                    </span>
                    {words[each]}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Separator className="menu-separator" />
            <Menu.Item className="menu-item" onClick={() => void openCustomerDisplay(stores)}>
              <span className="menu-check" />
              {t('header.customerDisplay')}
            </Menu.Item>
            <Menu.Item className="menu-item" onClick={() => view.setState({ dialog: { kind: 'keys' } })}>
              <span className="menu-check" />
              {t('header.keys')}
              <KeyCap name={keyNames.help} />
            </Menu.Item>
            <p className="menu-version">{t('header.version', { version })}</p>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
