/** The first link of every page: past header and navigation to the content. */
export function SkipLink({ target = 'inhalt', children }: { target?: string; children: string }) {
  return (
    <a class="skip-link" href={`#${target}`}>
      {children}
    </a>
  );
}
