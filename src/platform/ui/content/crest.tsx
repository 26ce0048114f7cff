/** The crest: the city's own picture, or a plain shield with wall and gate in its colour. Decorative: the name stands beside it. */
export function Crest({ src, size = 'default' }: { src?: string | undefined; size?: 'default' | 'small' }) {
  const look = size === 'small' ? 'crest crest--small' : 'crest';
  if (src) return <img class={look} src={src} alt="" width="40" height="48" />;
  return (
    <svg class={look} viewBox="0 0 40 48" width="40" height="48" aria-hidden="true" focusable="false">
      <path class="crest__shield" d="M2 2h36v23c0 11-8 17-18 21C10 42 2 36 2 25z" />
      <path class="crest__wall" d="M9 35V14h4v4h5v-4h4v4h5v-4h4v21c-1 1-2 2-4 3v-8a7 7 0 0 0-14 0v8c-2-1-3-2-4-3z" />
    </svg>
  );
}
