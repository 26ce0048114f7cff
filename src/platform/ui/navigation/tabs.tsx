export type TabItem = { label: string; href: string; current?: boolean; count?: number };

/** Views of one thing, each a page of its own with its own address. */
export function Tabs({ items, label }: { items: TabItem[]; label: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul class="tabs__list">
        {items.map((item) => (
          <li key={item.href}>
            <a class="tabs__link" href={item.href} aria-current={item.current ? 'page' : undefined}>
              {item.label}
              {item.count !== undefined && <span class="count">{item.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
