import type { Locale } from '#platform/i18n';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';

export type SearchFieldProps = {
  /** Where the search goes (GET). */
  action: string;
  label: string;
  /** Default "q". */
  name?: string;
  id?: string;
  value?: string | null | undefined;
  labelHidden?: boolean;
  size?: 'default' | 'large' | 'small';
  /** Further parameters of the address that must stay, e.g. filters. */
  keep?: Record<string, string>;
  /** A key that jumps here, announced to screen readers: "Control+K". */
  shortcut?: string;
  locale?: Locale;
};

/** A whole search form: field and button in one piece. */
export function SearchField(props: SearchFieldProps) {
  const { action, label, name = 'q', id = `search-${props.size ?? 'field'}`, size = 'default' } = props;
  const locale = useLocale(props.locale);
  return (
    <form class={classNames('search', `search--${size}`)} role="search" action={action} method="get" aria-label={label}>
      <label class={classNames('kern-label', props.labelHidden && 'kern-sr-only')} for={id}>
        {label}
      </label>
      <div class="search__row">
        <input
          class="kern-form-input__input search__input"
          id={id}
          name={name}
          type="search"
          value={props.value ?? ''}
          autocomplete="off"
          placeholder={props.labelHidden ? label : undefined}
          aria-keyshortcuts={props.shortcut}
        />
        {Object.entries(props.keep ?? {}).map(([key, value]) => (
          <input key={key} type="hidden" name={key} value={value} />
        ))}
        <button class="kern-btn kern-btn--primary search__button" type="submit">
          <Icon name="search" />
          <span class={classNames('kern-label', size !== 'large' && 'kern-sr-only')}>{words(locale).search}</span>
        </button>
      </div>
    </form>
  );
}
