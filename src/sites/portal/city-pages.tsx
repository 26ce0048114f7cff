import type { VNode } from 'preact';
import { cityOf, type City } from '#core/organisation';
import { page, view } from '#platform/http';
import { tr, type Locale } from '#platform/i18n';
import { DescriptionList, PageHeader, Prose, Stack } from '#platform/ui';
import { cityTexts } from './city-texts.ts';
import { dial, place, write } from './contact-pages.tsx';

/** One of the pages that every public site must have; all they say comes from city.yaml. */
const cityPage = (path: string, titleOf: (locale: Locale) => string, body: (city: City, locale: Locale) => VNode) =>
  page({
    method: 'GET',
    path,
    site: 'portal',
    access: 'anyone',
    handle: async (rq) => {
      const t = cityTexts(rq.locale);
      const title = titleOf(rq.locale);
      return view({
        title,
        crumbs: [{ label: t.home, href: '/' }, { label: title }],
        body: (
          <Stack gap="large">
            <PageHeader title={title} />
            {body(cityOf(rq.platform), rq.locale)}
          </Stack>
        ),
      });
    },
  });

/** Who answers for this site (§ 5 DDG, § 18 MStV). */
export const imprintPage = cityPage('/impressum', (locale) => cityTexts(locale).imprint, (city, locale) => {
  const t = cityTexts(locale);
  const { imprint } = city;
  return (
    <>
      <DescriptionList
        items={[
          { term: t.responsible, value: imprint.responsible },
          { term: t.address, value: place(city.address) },
          { term: t.phone, value: dial(city.phone) },
          { term: t.email, value: write(city.email) },
          { term: t.representative, value: imprint.representative },
          { term: t.legalForm, value: imprint.legalForm },
          imprint.vatId ? { term: t.vatId, value: imprint.vatId } : null,
          { term: t.supervision, value: imprint.supervision },
          { term: t.editor, value: imprint.editor },
        ]}
      />
      {imprint.text && <Prose>{tr(imprint.text, locale)}</Prose>}
    </>
  );
});

/** What happens with personal data on this site (GDPR Art. 13). */
export const privacyPage = cityPage('/datenschutz', (locale) => cityTexts(locale).privacy, (city, locale) => {
  const t = cityTexts(locale);
  const { privacy } = city;
  return (
    <>
      <Prose>
        {t.privacySections.map(([heading, ...paragraphs]) => (
          <section key={heading}>
            <h2>{heading}</h2>
            {paragraphs.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </section>
        ))}
        {privacy.text && <p>{tr(privacy.text, locale)}</p>}
      </Prose>
      <DescriptionList
        items={[
          { term: t.controller, value: `${city.officialName}, ${place(city.address)}` },
          { term: t.officer, value: `${privacy.officer}, ${place(privacy.address)}` },
          { term: t.phone, value: dial(privacy.phone) },
          { term: t.email, value: write(privacy.email) },
          { term: t.authority, value: <a href={privacy.authorityUrl}>{privacy.authority}</a> },
        ]}
      />
    </>
  );
});
