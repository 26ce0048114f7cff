import type { ComponentChildren } from 'preact';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';

export type ButtonProps = {
  children: ComponentChildren;
  /** One primary button a page: the next step. `danger` is for what can't be undone. */
  variant?: 'primary' | 'secondary' | 'tertiary' | 'danger';
  size?: 'default' | 'small' | 'large';
  /** Makes it a link that looks like a button. */
  href?: string | undefined;
  type?: 'submit' | 'button' | 'reset';
  name?: string;
  value?: string;
  icon?: IconName;
  iconEnd?: IconName;
  /** Only the icon is shown; `children` is what a screen reader says. */
  iconOnly?: boolean;
  block?: boolean;
  disabled?: boolean | undefined;
  /** Id of a form elsewhere on the page. */
  form?: string;
  formaction?: string;
  attributes?: Record<string, string>;
};

const variants = {
  primary: 'kern-btn--primary',
  secondary: 'kern-btn--secondary',
  tertiary: 'kern-btn--tertiary',
  danger: 'kern-btn--primary btn--danger',
};

/** A button that submits its form, or with `href` a link of the same look. */
export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'default' } = props;
  const look = {
    class: classNames(
      'kern-btn',
      variants[variant],
      size !== 'default' && `btn--${size}`,
      props.block && 'kern-btn--block',
      props.iconOnly && 'btn--icon',
    ),
    ...props.attributes,
  };
  const inside = (
    <>
      {props.icon && <Icon name={props.icon} />}
      <span class={classNames('kern-label', props.iconOnly && 'kern-sr-only')}>{props.children}</span>
      {props.iconEnd && <Icon name={props.iconEnd} />}
    </>
  );
  if (props.href !== undefined) {
    return (
      <a href={props.href} {...look}>
        {inside}
      </a>
    );
  }
  return (
    <button
      type={props.type ?? 'submit'}
      name={props.name}
      value={props.value}
      form={props.form}
      formaction={props.formaction}
      disabled={props.disabled || undefined}
      {...look}
    >
      {inside}
    </button>
  );
}
