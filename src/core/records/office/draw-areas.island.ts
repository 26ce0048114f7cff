type Area = { page: number; x: number; y: number; width: number; height: number };

/** Areas are drawn with the mouse or a finger; the words above do the same for what is text. */
export function enhance(root: HTMLElement): void {
  const page = root.querySelector<SVGSVGElement>('svg.page-view');
  const field = root.querySelector<HTMLInputElement>('input[name=flaechen]');
  if (!page || !field) return;
  const areas = JSON.parse(field.value || '[]') as Area[];
  const number = Number(page.dataset['page'] ?? 1);
  let start: { x: number; y: number } | undefined;
  let drawn: SVGRectElement | undefined;
  const at = (event: PointerEvent): { x: number; y: number } => {
    const box = page.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const between = (a: { x: number; y: number }, b: { x: number; y: number }): Area => ({ page: number, x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) });
  page.classList.add('page-view--draw');
  page.addEventListener('pointerdown', (event) => {
    start = at(event);
    drawn = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    drawn.setAttribute('class', 'page-view__cover');
    page.append(drawn);
    page.setPointerCapture(event.pointerId);
  });
  page.addEventListener('pointermove', (event) => {
    if (!start || !drawn) return;
    const area = between(start, at(event));
    const { width, height } = page.viewBox.baseVal;
    for (const [name, value] of Object.entries({ x: area.x * width, y: area.y * height, width: area.width * width, height: area.height * height })) drawn.setAttribute(name, String(value));
  });
  page.addEventListener('pointerup', (event) => {
    if (!start) return;
    const area = between(start, at(event));
    start = undefined;
    if (area.width < 0.005 || area.height < 0.003) return drawn?.remove();
    areas.push(area);
    field.value = JSON.stringify(areas);
  });
}
