/** A click on the page says where the next note goes; the choice in the form does the same in five places. */
export function enhance(root: HTMLElement): void {
  const page = root.querySelector<SVGSVGElement>('svg.page-view');
  const form = root.querySelector<HTMLFormElement>('form[action$="/notizen"]');
  const [x, y] = ['x', 'y'].map((name) => form?.querySelector<HTMLInputElement>(`input[name=${name}]`));
  if (!page || !form || !x || !y) return;
  const marker = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  marker.setAttribute('r', '14');
  marker.setAttribute('class', 'page-view__here');
  page.addEventListener('click', (event) => {
    const box = page.getBoundingClientRect();
    const [left, top] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    x.value = left.toFixed(4);
    y.value = top.toFixed(4);
    const view = page.viewBox.baseVal;
    marker.setAttribute('cx', String(left * view.width));
    marker.setAttribute('cy', String(top * view.height));
    page.append(marker);
    const details = form.closest('details');
    if (details) details.open = true;
    form.querySelector<HTMLTextAreaElement>('textarea')?.focus({ preventScroll: true });
  });
}
