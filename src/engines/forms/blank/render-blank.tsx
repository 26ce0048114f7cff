import type { VNode } from 'preact';
import type { Locale } from '#platform/i18n';
import type { CompiledForm } from '../compiled.ts';
import { describeBlank } from './blank-form.ts';
import type { BlankItem, BlankPart, BlankSigning } from './blank-form.ts';
import { blankWords } from './blank-words.ts';

/** The empty form to print and fill in by hand, without heading; lines and boxes are decoration, the words say everything. */
export function renderBlank(form: CompiledForm, locale: Locale): VNode {
  const blank = describeBlank(form, locale);
  const say = blankWords(locale);
  return (
    <div class="blank">
      {blank.pages.map((page, i) => (
        <section key={i} class="blank__page">
          <h2 class="kern-heading-medium">
            {i + 1}. {page.title}
          </h2>
          {page.lead && <p class="kern-body">{page.lead}</p>}
          <Only text={page.only} />
          {page.items.map((item, position) => (
            <Item key={position} item={item} locale={locale} />
          ))}
        </section>
      ))}
      <section class="blank__page">
        <h2 class="kern-heading-medium">
          {blank.pages.length + 1}. {say.signature}
        </h2>
        <Signing signing={blank.signing} locale={locale} />
      </section>
      {blank.reasons.length > 0 && (
        <section class="blank__page">
          <h2 class="kern-heading-medium">{say.why}</h2>
          <ul class="kern-list kern-list--bullet">
            {blank.reasons.map(({ label, text }) => (
              <li key={label}>
                <strong>{label}</strong> – {text}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Signing({ signing: { declaration, places }, locale }: { signing: BlankSigning; locale: Locale }): VNode {
  return (
    <>
      {declaration && <p class="kern-body">{declaration}</p>}
      {places.map(({ label, only }) => (
        <div key={label} class="blank__item">
          <Only text={only} />
          <Parts parts={[{ label: blankWords(locale).placeAndDate, share: 0.4 }, { label, share: 0.6 }]} lines={1} />
        </div>
      ))}
    </>
  );
}

const Only = ({ text }: { text: string | undefined }): VNode | null => (text ? <p class="kern-hint blank__only">{text}</p> : null);

function Item({ item, locale }: { item: BlankItem; locale: Locale }): VNode {
  switch (item.kind) {
    case 'heading': {
      const Heading = item.level === 1 ? 'h3' : 'h4';
      return (
        <div class="blank__heading">
          <Heading class="kern-heading-small">{item.text}</Heading>
          {item.hint && <p class="kern-hint">{item.hint}</p>}
          <Only text={item.only} />
        </div>
      );
    }
    case 'note':
      return (
        <div class="blank__note">
          {item.title && <p class="kern-body kern-body--bold">{item.title}</p>}
          {item.lines.map((line) => (
            <p key={line} class="kern-body">
              {line}
            </p>
          ))}
          <Only text={item.only} />
        </div>
      );
    default:
      return <Question item={item} locale={locale} />;
  }
}

type Asked = Exclude<BlankItem, { kind: 'heading' | 'note' }>;

function Question({ item, locale }: { item: Asked; locale: Locale }): VNode {
  const star = item.required && <Star locale={locale} />;
  return (
    <div class="blank__item">
      {item.label && (
        <p class="blank__label">
          {item.label}
          {star}
        </p>
      )}
      {item.hint && <p class="kern-hint">{item.hint}</p>}
      <Only text={item.only} />
      {item.kind === 'write' && <Parts parts={item.parts} lines={item.lines} />}
      {item.kind === 'write' && item.unknown && <Ticks options={[{ label: item.unknown }]} />}
      {item.kind === 'enclose' && <Ticks options={[{ label: blankWords(locale).enclosed }]} />}
      {item.kind === 'tick' && <Ticks options={item.options} star={item.label ? undefined : star} />}
    </div>
  );
}

const Star = ({ locale }: { locale: Locale }): VNode => (
  <>
    <span aria-hidden="true"> *</span>
    <span class="kern-sr-only"> ({blankWords(locale).requiredWord})</span>
  </>
);

function Ticks({ options, star }: { options: { label: string; hint?: string }[]; star?: VNode | false | undefined }): VNode {
  return (
    <ul class={options.length > 8 ? 'blank__ticks blank__ticks--many' : 'blank__ticks'}>
      {options.map(({ label, hint }) => (
        <li key={label}>
          <span class="blank__box" aria-hidden="true" /> {label}
          {star}
          {hint && <span class="muted"> ({hint})</span>}
        </li>
      ))}
    </ul>
  );
}

const widths = ['s', 'm', 'l', 'full'] as const;
/** Geometry comes from classes: four widths are enough for paper. */
const widthOf = ({ share }: BlankPart): (typeof widths)[number] => (share <= 0.22 ? 's' : share <= 0.4 ? 'm' : share < 1 ? 'l' : 'full');

function Parts({ parts, lines }: { parts: BlankPart[]; lines: number }): VNode {
  return (
    <div class="blank__parts">
      {parts.map((part, i) => (
        <div key={i} class={`blank__part blank__part--${widthOf(part)}`}>
          {Array.from({ length: lines }, (_, line) => (
            <span key={line} class="blank__line" aria-hidden="true" />
          ))}
          {part.unit && <span class="blank__unit">{part.unit}</span>}
          {part.label && <span class="blank__part-label">{part.label}</span>}
        </div>
      ))}
    </div>
  );
}
