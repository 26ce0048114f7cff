import type { ComponentChildren } from 'preact';

export type TaskListItem = { title: ComponentChildren; href: string; badge?: ComponentChildren; note?: ComponentChildren };

/** What is to be done, each with its state: for the account and for forms with several parts. */
export function TaskList({ items, label }: { items: TaskListItem[]; label: string }) {
  return (
    <ul class="kern-task-list__list task-list" aria-label={label}>
      {items.map((item) => (
        <li class="kern-task-list__item" key={item.href}>
          <div class="kern-task-list__title">
            <span class="task-list__words">
              <a class="kern-link kern-link--no-visited-state kern-link--stretched" href={item.href}>
                {item.title}
              </a>
              {item.note && <span class="task-list__note">{item.note}</span>}
            </span>
            {item.badge && <span class="kern-task-list__status">{item.badge}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}
