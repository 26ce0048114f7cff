import { type Compiling, refuse, warn } from '../compile/compiling.ts';
import { camundaAttribute, readExtensions } from '../compile/extensions.ts';
import type { Node } from '../graph.ts';
import { parsePeriod } from '../time/period.ts';

/** What files of Camunda 7 and its forks say that is wrong, or that does not happen here. */
export function checkCamunda(c: Compiling, node: Node): void {
  const element = c.elements.get(node);
  if (!element) return;
  for (const { dialect, name, attributes, children } of readExtensions(element).flatMap((one) => (/^(execution|task)Listeners$/.test(one.name) ? one.children : [one]))) {
    if (name !== 'executionListener' && name !== 'taskListener') continue;
    if (dialect === 'camunda' && (attributes['class'] === '' || attributes['delegateExpression'] === '' || attributes['expression'] === ''))
      refuse(c, node, ['listener-empty', 'Ein Listener nennt nicht, was er aufruft. Bitte entfernen Sie ihn.']);
    else
      warn(c, node, [
        'listener-ignored',
        `Ein Listener${children.length > 0 ? ' mit Skript' : ''} wird hier nicht ausgeführt. Bitte ersetzen Sie ihn durch einen eigenen Schritt.`,
      ]);
  }
  if (node.kind === 'event-gateway' && camundaAttribute(element, 'asyncAfter') === 'true')
    refuse(c, node, ['gateway-async', 'Ein ereignisbasiertes Gateway wartet von selbst; „asyncAfter“ gibt es hier nicht. Bitte entfernen Sie die Angabe.']);
  if (camundaAttribute(element, 'formKey') && camundaAttribute(element, 'formRef'))
    refuse(c, node, ['form-double', 'Der Schritt nennt zwei Formulare. Bitte lassen Sie nur formKey oder formRef stehen.']);
  const binding = camundaAttribute(element, 'formRefBinding');
  if (binding !== undefined && !['latest', 'deployment', 'version'].includes(binding))
    refuse(c, node, ['form-binding', `„${binding}“ ist keine Art, die Fassung eines Formulars zu wählen. Möglich sind: latest, deployment, version.`]);
  const keep = camundaAttribute(element, 'historyTimeToLive');
  if (keep && !/^\d+$/.test(keep) && !parsePeriod(keep))
    refuse(c, node, ['time-to-live', `„${keep}“ ist keine Aufbewahrungsdauer. Bitte schreiben Sie Tage (180) oder eine Dauer (P180D).`]);
}
