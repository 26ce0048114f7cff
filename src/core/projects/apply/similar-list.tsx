import { Link } from '#platform/ui';
import type { SimilarGroup } from '../find-similar.ts';

/** What resembles an application or an idea, in groups. The island `similar-things` fills the same place while somebody types (its fields carry `data-similar`). */
export function SimilarList({ groups, except = '', nothing = 'Nichts Ähnliches gefunden.' }: { groups: SimilarGroup[]; except?: string; nothing?: string }) {
  return (
    <div data-similar-list data-except={except}>
      {groups.length === 0 && <p class="muted">{nothing}</p>}
      {groups.map(({ kind, label, found }) => (
        <div key={kind}>
          <p><strong>{label}</strong></p>
          <ul>
            {found.map(({ title, href, note }) => (
              <li key={href}>
                <Link href={href}>{title}</Link> ({note})
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
