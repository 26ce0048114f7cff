import type { VNode } from 'preact';
import type { Locale } from '#platform/i18n';
import { describeBlank } from './blank-form.ts';
import type { BlankItem, BlankPart } from './blank-form.ts';
import { blankWords } from './blank-words.ts';
import type { CompiledForm } from './compiled.ts';

/** The empty form to print and fill in by hand, without heading; lines and boxes are decoration, the words say everything. */
export function renderBlank(form: CompiledForm, locale: Locale): VNode {
  const blank = describeBlank(form, locale);
  const say = blankWords(locale);
  return (
    <div class="blank">
      {blank.pages.map((page, i) => (
        <section key={page.title} class="blank__page">
          <h2 class="kern-heading-medium">
            {i + 1}. {page.title}
          </h2>
          {page.lead && <p class="kern-body">{page.lead}</p>}
          {page.only && <p class="kern-body muted">{page.only}</p>}
          {page.items.map((item, position) => (
            <Item key={position} item={item} />
          ))}
        </section>
      ))}
      <section class="blank__page">
        <h2 class="kern-heading-medium">
          {blank.pages.length + 1}. {say.signature}
        </h2>
        {blank.signatures.map(({ label, declaration }) => (
          <div key={label} class="blank__item">
            <p class="kern-body">{declaration}</p>
            <Parts parts={[{ label: say.placeAndDate, share: 0.4 }, { label, share: 0.6 }]} lines={1} />
          </div>
        ))}
      </section>
    </div>
  );
}

function Item({ item }: { item: BlankItem }): VNode {
  const only = item.only && <p class="kern-hint">{item.only}</p>;
  switch (item.kind) {
    case 'heading': {
      const Heading = item.level === 1 ? 'h3' : 'h4';
      return (
        <div class="blank__heading">
          <Heading class="kern-heading-small">{item.text}</Heading>
          {item.hint && <p class="kern-hint">{item.hint}</p>}
          {only}
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
          {only}
        </div>
      );
    default:
      return (
        <div class="blank__item">
          <p class="blank__label">
            {item.label}
            {item.required && <span aria-hidden="true"> *</span>}
          </p>
          {item.hint && <p class="kern-hint">{item.hint}</p>}
          {only}
          <Answer item={item} />
        </div>
      );
  }
}

function Answer({ item }: { item: Exclude<BlankItem, { kind: 'heading' | 'note' }> }): VNode {
  if (item.kind === 'write') return <Parts parts={item.parts} lines={item.lines} />;
  const options = item.kind === 'tick' ? item.options : [{ label: '' }];
  return (
    <ul class="blank__ticks">
      {options.map(({ label, hint }: { label: string; hint?: string }) => (
        <li key={label}>
          <span class="blank__box" aria-hidden="true" /> {item.kind === 'enclose' ? item.label : label}
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
