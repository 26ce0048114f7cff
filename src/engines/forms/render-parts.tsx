import { tr } from '#platform/i18n';
import { Fieldset, SelectField, TextField } from '#platform/ui';
import { addressParts } from './field-types/address.ts';
import { plateParts } from './field-types/plate.ts';
import { isObject } from './form-state.ts';
import { shownText, typedText } from './render-context.ts';
import type { Drawn } from './render-context.ts';
import type { CommonProps } from './render-input.tsx';
import { words } from './words.ts';

type PartProps = { drawn: Drawn; props: CommonProps };

/** Street, number, addition, postcode, city under one legend; every part has its own error. */
export function AddressFields({ drawn, props }: PartProps) {
  const { drawing, path, value, field } = drawn;
  const stored = isObject(value) ? value : {};
  const fill = field.definition.autocomplete !== 'off' && field.rowDepth === 0;
  return (
    <Fieldset id={`${props.id}-group`} legend={props.label} hint={props.hint} error={props.error} required={props.required} locale={props.locale}>
      {addressParts.map((part) => {
        const name = `${path}.${part.key}`;
        const shown = typedText(drawing, name) ?? stored[part.key];
        return (
          <TextField
            key={part.key}
            id={`${props.id}-${part.key}`}
            name={name}
            label={tr(part.label, props.locale)}
            value={typeof shown === 'string' ? shown : ''}
            error={drawing.errors.get(name)?.message}
            required={part.optional ? false : props.required || undefined}
            autocomplete={fill ? part.autocomplete : undefined}
            inputmode={part.key === 'postcode' ? 'numeric' : undefined}
            width={part.key === 'postcode' || part.key === 'houseNumber' ? 6 : undefined}
            locale={props.locale}
          />
        );
      })}
    </Fieldset>
  );
}

/** A number plate in its parts: only so M-AB 1 and MA-B 1 differ. */
export function PlateFields({ drawn, props }: PartProps) {
  const { locale, id, name } = props;
  const say = words(locale);
  const stored = plateParts(shownText(drawn));
  const text = (part: 'district' | 'letters' | 'digits'): string => typedText(drawn.drawing, `${name}-${part}`) ?? stored?.[part] ?? '';
  const suffixes = [
    { value: '', label: say.suffixNone },
    { value: 'E', label: say.suffixElectric },
    { value: 'H', label: say.suffixHistoric },
  ];
  return (
    <Fieldset id={`${id}-group`} legend={props.label} hint={props.hint} error={props.error} required={props.required} locale={locale} horizontal>
      {(['district', 'letters', 'digits'] as const).map((part) => (
        <div class="date-part" key={part}>
          <TextField
            id={part === 'district' ? id : `${id}-${part}`}
            name={`${name}-${part}`}
            label={say[part]}
            value={text(part)}
            width={4}
            maxlength={part === 'letters' ? 2 : part === 'digits' ? 4 : 3}
            inputmode={part === 'digits' ? 'numeric' : undefined}
            spellcheck={false}
            autocomplete="off"
            locale={locale}
          />
        </div>
      ))}
      <div class="date-part">
        <SelectField
          id={`${id}-suffix`}
          name={`${name}-suffix`}
          label={say.suffix}
          options={suffixes}
          placeholder={false}
          value={typedText(drawn.drawing, `${name}-suffix`) ?? stored?.suffix ?? ''}
          locale={locale}
        />
      </div>
    </Fieldset>
  );
}
