export type Asked = 'fee' | 'duration' | 'papers' | 'deadline' | 'validity' | 'office' | 'law';

const QUESTIONS: [Asked, RegExp][] = [
  ['validity', /\bwie lange (?:ist|gilt|sind|gelten)\b|\bgültig(?:keit)?\b|\bhow long (?:is|are) .*\bvalid\b|\bvalid(?:ity)?\b/i],
  ['fee', /\b(?:was|wie ?viel) (?:kostet|kosten|zahlt|zahle|zahlen|bezahlt|bezahle|bezahlen)\b|\b(?:was|wie ?viel) (?:muss|kostet|kosten)\b.*\b(?:be)?zahlen\b|\bwie teuer\b|^kosten | kosten$|\bkosten (?:für|von)\b|\b(?:gebühr|gebühren|preis) (?:für|von)\b|\bhow much\b|\b(?:cost|costs|fee|price) (?:of|for)\b|\bwhat does\b.*\bcost\b/i],
  ['duration', /\bwie lange (?:dauert|dauern|braucht|muss ich warten)\b|\bbearbeitungs(?:dauer|zeit)\b|\bhow long\b/i],
  ['papers', /\b(?:welche|was für) (?:unterlagen|papiere|dokumente|nachweise)\b|\bunterlagen (?:für|zu[rm]?)\b|\bwas (?:brauche|benötige|muss) ich\b|\bwhich (?:papers|documents)\b|\bwhat (?:documents|papers)\b|\bdocuments (?:for|needed)\b/i],
  ['deadline', /\bbis wann\b|\bwelche frist\b|\bfrist (?:für|zu[rm]?)\b|\bwie viel zeit\b|\bby when\b|\bdeadline (?:for|of)\b/i],
  ['office', /\bwer ist zuständig\b|\bwelches amt\b|^wo\b|\bwo (?:kann|muss|soll|beantrage|bekomme|erhalte|melde|finde)|\bwhich office\b|^where\b|\bwhere (?:can|do|must) i\b/i],
  ['law', /\bwelches gesetz\b|\brechtsgrundlage\b|\bwhich law\b/i],
];
/** Words of the question that say nothing about the service. */
const EMPTY = new Set(
  `was wie wieviel viel lange welche welcher welches für von zur zum zu kostet kosten dauert dauern braucht brauche benötige ich mich man wir uns muss müssen kann können soll darf sich mir mein meine meinen meinem meiner
  ein eine einen einem einer eines der die das den dem des ist sind gilt gelten gültig gültigkeit unterlagen papiere dokumente nachweise frist bis wann wer wo zuständig amt gebühr gebühren preis teuer zahlt zahle zahlen
  bezahlt bezahle bezahlen bekomme bekommt kriege erhalte erhält finde findet beantrage beantragt es wird werden bearbeitungsdauer bearbeitungszeit rechtsgrundlage gesetz bitte denn eigentlich
  how much long does do is are it take takes to get the a an for of what which need needed documents papers cost costs fee price deadline by when where can must i my valid validity office law`.split(/\s+/),
);
/** Verbs that are torn apart in a question: "wo melde ich … an" asks for "… anmelden", as services are called. */
const TORN: Record<string, string> = { melde: 'melden', meldet: 'melden', melden: 'melden', gebe: 'geben', gibt: 'geben', hole: 'holen', holt: 'holen', stelle: 'stellen', stellt: 'stellen', fordere: 'fordern', lasse: 'lassen', trage: 'tragen', tausche: 'tauschen', schreibe: 'schreiben', ziehe: 'ziehen', ziehen: 'ziehen', zieht: 'ziehen', trete: 'treten' };
const PARTICLES = new Set(['an', 'ab', 'um', 'aus', 'ein', 'nach', 'zurück']);

/** The words of a question with a torn verb put together at the end. */
function joinVerb(words: string[]): string[] {
  const [particle, at] = [words.at(-1)?.toLowerCase() ?? '', words.findIndex((word) => Object.hasOwn(TORN, word.toLowerCase()))];
  if (at < 0 || !PARTICLES.has(particle)) return words;
  return [...words.slice(0, at), ...words.slice(at + 1, -1), particle + TORN[words[at]?.toLowerCase() ?? '']];
}

/** What a sentence asks about what; undefined when it is no question that the facts of a service answer. */
export function readQuestion(query: string): { asked: Asked; about: string } | undefined {
  const words = query.replaceAll(/[?!.,]/g, ' ').trim().split(/\s+/);
  const asked = QUESTIONS.find(([, pattern]) => pattern.test(words.join(' ')))?.[0];
  const about = joinVerb(words).filter((word) => !EMPTY.has(word.toLowerCase())).join(' ');
  return asked && about.length > 2 ? { asked, about } : undefined;
}

/** What is looked for: a question without its question words, a sentence ("ich ziehe um") with its verb put together, anything else as it is. */
export function readWish(query: string): string {
  const about = readQuestion(query)?.about;
  if (about) return about;
  const words = query.replaceAll(/[?!.,]/g, ' ').trim().split(/\s+/);
  return /^(?:ich|wir|man)$/i.test(words[0] ?? '') ? joinVerb(words).join(' ') : query;
}
