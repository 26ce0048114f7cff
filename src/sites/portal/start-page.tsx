import type { VNode } from 'preact';
import { inOwnWords, listPopularServices, type PopularService } from '#core/catalogue';
import { cityOf, findOfficeByKey, hoursOn, listShortWays, type City, type Hours, type ShortWay as ShortWayEntry } from '#core/organisation';
import { page, rememberBriefly, view } from '#platform/http';
import { calendarDayOf, defineTexts, formatDate, tr, type Locale } from '#platform/i18n';
import { Band, Button, Card, CardGrid, Columns, Enhanced, Heading, Icon, Prose, SearchField, Stack, iconNames, say, sayContent, type IconName } from '#platform/ui';

export const startTexts = defineTexts({
  de: {
    title: 'Start',
    question: 'Was möchten Sie erledigen?',
    search: 'Leistungen und Themen suchen',
    popular: 'Häufig gebraucht',
    apply: 'Online beantragen',
    look: 'Ansehen',
    minutes: (minutes: number) => `etwa ${minutes} Minuten`,
    all: 'Alle Leistungen von A bis Z',
    lives: 'Lebenslagen',
    news: 'Aktuelles',
    moreNews: 'Alle Meldungen',
    status: 'Wo steht mein Antrag?',
    statusText: 'Mit Vorgangsnummer und Zugangscode sehen Sie den Stand, auch ohne Konto.',
    statusLink: 'Stand ansehen',
    report: 'Etwas melden',
    reportText: 'Ein Schlagloch, eine dunkle Laterne, ein Fehler auf dieser Seite: Sagen Sie es uns.',
    reportLink: 'Jetzt melden',
    open: 'Heute geöffnet',
    closed: 'Heute geschlossen',
    contact: 'Alle Ämter und Öffnungszeiten',
  },
  en: {
    title: 'Start',
    question: 'What do you want to do?',
    search: 'Search services and topics',
    popular: 'Often used',
    apply: 'Apply online',
    look: 'Have a look',
    minutes: (minutes: number) => `about ${minutes} minutes`,
    all: 'All services from A to Z',
    lives: 'Life situations',
    news: 'News',
    moreNews: 'All news',
    status: 'Where is my application?',
    statusText: 'With case number and access code you see where it stands, even without an account.',
    statusLink: 'See the status',
    report: 'Report something',
    reportText: 'A pothole, a dark street lamp, an error on this page: tell us.',
    reportLink: 'Report now',
    open: 'Open today',
    closed: 'Closed today',
    contact: 'All offices and opening hours',
  },
  'de-leicht': {
    question: 'Was wollen Sie machen?',
    search: 'Suchen',
    popular: 'Das brauchen viele Menschen',
    apply: 'Jetzt aus-füllen',
    lives: 'Themen',
    news: 'Neues aus der Stadt',
    statusText: 'Sie haben etwas beantragt? Hier sehen Sie, wie weit wir sind.',
    reportText: 'Ist etwas kaputt? Sagen Sie es uns.',
    look: 'An-sehen',
    all: 'Alle Leistungen von A bis Z',
    moreNews: 'Alle neuen Texte',
    status: 'Was passiert mit meinem Antrag?',
    statusLink: 'Nach-schauen',
    report: 'Etwas sagen',
    reportLink: 'Jetzt sagen',
    open: 'Heute ist offen',
    closed: 'Heute ist zu',
    contact: 'Alle Ämter und wann offen ist',
  },
  ar: {
    title: 'الصفحة الرئيسية', question: 'ماذا تريد أن تنجز؟', search: 'البحث في الخدمات والمواضيع', popular: 'الأكثر طلبًا', apply: 'تقديم الطلب عبر الإنترنت', look: 'عرض', minutes: (minutes: number) => `نحو ${minutes} دقيقة`, all: 'كل الخدمات من الألف إلى الياء', lives: 'مواقف حياتية', news: 'أخبار', moreNews: 'كل الأخبار',
    status: 'أين وصل طلبي؟', statusText: 'برقم المعاملة ورمز الوصول ترى الحالة، حتى بدون حساب.', statusLink: 'عرض الحالة', report: 'الإبلاغ عن شيء', reportText: 'حفرة في الطريق، مصباح لا يعمل، خطأ في هذه الصفحة: أخبرنا.', reportLink: 'أبلغ الآن', open: 'مفتوح اليوم', closed: 'مغلق اليوم', contact: 'كل المكاتب وأوقات الدوام',
  },
  uk: {
    title: 'Головна', question: 'Що ви хочете зробити?', search: 'Шукати послуги й теми', popular: 'Часто потрібне', apply: 'Подати заяву онлайн', look: 'Переглянути', minutes: (minutes: number) => `приблизно ${minutes} хв`, all: 'Усі послуги від А до Я', lives: 'Життєві ситуації', news: 'Новини', moreNews: 'Усі новини',
    status: 'На якому етапі моя заява?', statusText: 'За номером справи й кодом доступу ви бачите стан, навіть без кабінету.', statusLink: 'Переглянути стан', report: 'Повідомити про щось', reportText: 'Вибоїна, темний ліхтар, помилка на цій сторінці: скажіть нам.', reportLink: 'Повідомити зараз', open: 'Сьогодні відчинено', closed: 'Сьогодні зачинено', contact: 'Усі відомства й години роботи',
  },
  tr: {
    title: 'Ana sayfa', question: 'Ne yapmak istiyorsunuz?', search: 'Hizmet ve konu ara', popular: 'Sık kullanılanlar', apply: 'Çevrimiçi başvur', look: 'Görüntüle', minutes: (minutes: number) => `yaklaşık ${minutes} dakika`, all: 'A’dan Z’ye tüm hizmetler', lives: 'Yaşam durumları', news: 'Haberler', moreNews: 'Tüm haberler',
    status: 'Başvurum ne durumda?', statusText: 'İşlem numarası ve erişim koduyla, hesabınız olmasa da durumu görürsünüz.', statusLink: 'Durumu gör', report: 'Bir şey bildir', reportText: 'Yoldaki bir çukur, yanmayan bir lamba, bu sayfadaki bir hata: Bize söyleyin.', reportLink: 'Şimdi bildir', open: 'Bugün açık', closed: 'Bugün kapalı', contact: 'Tüm daireler ve çalışma saatleri',
  },
});

type Shown = { city: City; popular: PopularService[]; hours: { name: string; hours: Hours; phone: string }; today: string; ways: ShortWayEntry[]; locale: Locale };

/** The way in: search, what many need, life situations, news, whom to ask. */
export const startPage = page({
  method: 'GET',
  path: '/',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  handle: async (rq) => {
    const city = cityOf(rq.platform);
    const read = () => rq.read(async (ctx) => ({ popular: await inOwnWords(ctx, rq.locale, await listPopularServices(ctx, 6)), desk: await findOfficeByKey(ctx, 'buergerbuero') }));
    const { popular, desk } = await rememberBriefly(rq.platform, `start/${rq.tenantId}/${rq.locale}`, read);
    const hours = desk ? { name: desk.name, hours: desk.hours, phone: desk.phone } : { name: city.officialName, hours: city.hours, phone: city.phone };
    const shown: Shown = { city, popular, hours, today: calendarDayOf(rq.platform.clock()), ways: listShortWays(rq.platform), locale: rq.locale };
    return view({ title: startTexts(rq.locale).title, description: tr(city.tagline, rq.locale), width: 'full', nav: 'start', alike: true, body: <StartBody {...shown} /> });
  },
});

function StartBody(shown: Shown): VNode {
  const { locale } = shown;
  const t = startTexts(locale);
  return (
    <>
      <Band tone="brand">
        <Stack>
          <Heading level={1}>{t.question}</Heading>
          <Enhanced name="suggest-services">
            <SearchField action="/leistungen" label={t.search} size="large" labelHidden id="start-suche" />
          </Enhanced>
        </Stack>
      </Band>
      <Popular {...shown} />
      <Lives {...shown} />
      <News {...shown} />
      <ShortWays {...shown} />
    </>
  );
}

function Popular({ popular, locale }: Shown): VNode | null {
  if (popular.length === 0) return null;
  const t = startTexts(locale);
  return (
    <Band>
      <Stack>
        <Heading level={2}>{t.popular}</Heading>
        <CardGrid>
          {popular.map((service) => (
            <Card
              key={service.slug}
              title={<a href={`/leistungen/${service.slug}`}>{sayContent(service.name, locale, service.language)}</a>}
              footer={
                service.online ? (
                  <Button variant="primary" href={`/antrag/${service.slug}`}>
                    {t.apply}
                    <span class="kern-sr-only">: {sayContent(service.name, locale, service.language)}</span>
                  </Button>
                ) : (
                  <Button href={`/leistungen/${service.slug}`}>
                    {t.look}
                    <span class="kern-sr-only">: {sayContent(service.name, locale, service.language)}</span>
                  </Button>
                )
              }
            >
              <p>{sayContent(service.summary, locale, service.language)}</p>
              {service.minutes && <p class="muted">{t.minutes(service.minutes)}</p>}
            </Card>
          ))}
        </CardGrid>
        <p>
          <a class="kern-link" href="/leistungen">
            {t.all}
          </a>
        </p>
      </Stack>
    </Band>
  );
}

const iconOf = (name: string): IconName => (iconNames as string[]).includes(name) ? (name as IconName) : 'info';

function Lives({ city, locale }: Shown): VNode {
  const t = startTexts(locale);
  return (
    <Band tone="tinted">
      <Stack>
        <Heading level={2}>{t.lives}</Heading>
        <CardGrid size="small">
          {city.lifeSituations.map((life) => (
            <Card key={life.key} title={say(life.title, locale)} icon={iconOf(life.icon)} href={`/lebenslagen/${life.key}`} size="small">
              <p>{say(life.summary, locale)}</p>
            </Card>
          ))}
        </CardGrid>
      </Stack>
    </Band>
  );
}

function News({ city, locale }: Shown): VNode | null {
  const t = startTexts(locale);
  const news = [...city.news].sort((a, b) => (a.date < b.date ? 1 : -1)).slice(0, 3);
  if (news.length === 0) return null;
  return (
    <Band>
      <Stack>
        <Heading level={2}>{t.news}</Heading>
        <CardGrid>
          {news.map((item) => (
            <Card key={item.slug} preline={formatDate(item.date, locale)} title={say(item.title, locale)} href={`/aktuelles/${item.slug}`}>
              <p>{say(item.summary, locale)}</p>
            </Card>
          ))}
        </CardGrid>
        <p>
          <a class="kern-link" href="/aktuelles">
            {t.moreNews}
          </a>
        </p>
      </Stack>
    </Band>
  );
}

function ShortWays({ city, hours, today, ways, locale }: Shown): VNode {
  const t = startTexts(locale);
  const now = hoursOn(hours.hours, { date: today, land: city.calendar, locale });
  return (
    <Band tone="tinted">
      <Columns layout={ways.length === 1 ? 'quarters' : 'thirds'}>
        <ShortWay icon="search" title={t.status} text={t.statusText} href="/status" link={t.statusLink} />
        {ways.map((way) => (
          <ShortWay key={way.href} icon={iconOf(way.icon)} title={say(way.title, locale)} text={say(way.text, locale)} href={way.href} link={say(way.link, locale)} />
        ))}
        <ShortWay icon="flag" title={t.report} text={t.reportText} href="/rueckmeldung" link={t.reportLink} />
        <Prose>
          <Heading level={2} size="medium">
            <Icon name="clock" /> {now.open ? t.open : t.closed}
          </Heading>
          <p>
            {sayContent(hours.name, locale)}: {now.words}
            <br />
            <a href={`tel:${hours.phone.replaceAll(/[^\d+]/g, '')}`}>{hours.phone}</a>
          </p>
          <p>
            <a href="/kontakt">{t.contact}</a>
          </p>
        </Prose>
      </Columns>
    </Band>
  );
}

function ShortWay({ icon, title, text, href, link }: { icon: IconName; title: VNode | string; text: VNode | string; href: string; link: VNode | string }): VNode {
  return (
    <Prose>
      <Heading level={2} size="medium">
        <Icon name={icon} /> {title}
      </Heading>
      <p>{text}</p>
      <p>
        <a href={href}>{link}</a>
      </p>
    </Prose>
  );
}
