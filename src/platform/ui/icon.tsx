import { classNames } from './class-names.ts';

// Our own drawings on a 24 grid: outlines that take the colour of the text around them, so that dark mode
// and forced colours need no extra rule (KERN's icons are CSS masks on data: URLs, which our CSP refuses).
const drawings = {
  account: 'M4 20c1-4 4-6 8-6s7 2 8 6M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8',
  add: 'M12 5v14M5 12h14',
  alert: 'M12 3 2.5 20h19zM12 9v5M12 17v.5',
  'arrow-down': 'M12 4v15M6 13l6 6 6-6',
  'arrow-left': 'M20 12H5M11 6l-6 6 6 6',
  'arrow-right': 'M4 12h15M13 6l6 6-6 6',
  'arrow-up': 'M12 20V5M6 11l6-6 6 6',
  bell: 'M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  building: 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3',
  calendar: 'M4 6h16v15H4zM4 10h16M8 3v5M16 3v5',
  chart: 'M4 20h17M7 20v-7M12 20V6M17 20v-10',
  check: 'M5 13l5 5 9-11',
  'chevron-down': 'M6 9l6 6 6-6',
  'chevron-left': 'M15 5l-7 7 7 7',
  'chevron-right': 'M9 5l7 7-7 7',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l4 2',
  close: 'M6 6l12 12M18 6 6 18',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  delete: 'M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6',
  document: 'M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h7',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  'easy-language': 'M3 5c4-1 7 0 9 2 2-2 5-3 9-2v13c-4-1-7 0-9 2-2-2-5-3-9-2zM12 7v13',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  eye: 'M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6',
  filter: 'M3 5h18l-7 8v6l-4 2v-8z',
  flag: 'M5 21V4h14l-3 4.500 3 4.500H5',
  folder: 'M3 6h7l2 3h9v11H3z',
  heart: 'M12 20C6 16 3 13 3 9a4.500 4.500 0 0 1 9-1 4.500 4.500 0 0 1 9 1c0 4-3 7-9 11',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.4-1 .9-1 1.700M12 16.500v.5',
  home: 'M3 11l9-8 9 8M6 9v11h12V9M10 20v-6h4v6',
  inbox: 'M3 13l3-8h12l3 8v6H3zM3 13h5l1 3h6l1-3h5',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v6M12 7.500v.5',
  key: 'M8 19a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9M11.500 11.500 20 3M16 7l3 3',
  language: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3c3 3 4 6 4 9s-1 6-4 9c-3-3-4-6-4-9s1-6 4-9',
  list: 'M9 6h12M9 12h12M9 18h12M4 6h1M4 12h1M4 18h1',
  lock: 'M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4',
  mail: 'M3 5h18v14H3zM3 6l9 8 9-8',
  map: 'M12 21c-5-6-7-9-7-12a7 7 0 0 1 14 0c0 3-2 6-7 12M12 12a3 3 0 1 0 0-6 3 3 0 0 0 0 6',
  menu: 'M4 6h16M4 12h16M4 18h16',
  message: 'M3 4h18v13H11l-5 4v-4H3z',
  money: 'M18 6.500A7.500 7.500 0 1 0 18 17.500M3 10.500h9M3 13.500h9',
  more: 'M5 12h.5M12 12h.5M19 12h.5',
  pause: 'M8 5v14M16 5v14',
  people: 'M2 20c.7-4 3-6 7-6s6.300 2 7 6M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M16 5a3.500 3.500 0 0 1 0 6M18 14.500c2 .7 3.500 2.500 4 5.500',
  phone: 'M5 3h4l2 5-2.500 2a12 12 0 0 0 5.500 5.500l2-2.500 5 2v4c0 1-1 2-2 2C11 21 3 13 3 5c0-1 1-2 2-2',
  print: 'M7 9V3h10v6M7 18H3V9h18v9h-4M7 14h10v7H7z',
  process: 'M3 8h6v8H3zM15 8h6v8h-6zM9 12h6M13 10l2 2-2 2',
  refresh: 'M20 12a8 8 0 1 1-2.500-5.800M20 3v5h-5',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13M15.500 15.500 21 21',
  send: 'M3 11l18-8-8 18-3-7zM10 14l5-5',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5M9 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5',
  'sign-out': 'M10 4H4v16h6M9 12h12M17 8l4 4-4 4',
  star: 'M12 3l2.800 5.800 6.200.9-4.500 4.400 1.100 6.300L12 17.400l-5.600 3 1.100-6.300L3 9.700l6.200-.9z',
  stop: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.500 8.500l7 7M15.500 8.500l-7 7',
  success: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 12.500l3 3 5-6',
  tag: 'M3 3h9l9 9-9 9-9-9zM8 8h.5',
  upload: 'M12 20V8M7 12l5-5 5 5M5 4h14',
  video: 'M3 6h12v12H3zM15 10l6-3v10l-6-3z',
} as const;

/** The icons there are; decorative by default, so a word must stand beside them or `label` be given. */
export type IconName = keyof typeof drawings;

/** Every icon name, for the style sheet page. */
export const iconNames = Object.keys(drawings) as IconName[];

// Only what points somewhere turns round in a script that runs from right to left; a check mark or a clock doesn't.
const turning = new Set<IconName>(['arrow-left', 'arrow-right', 'chevron-left', 'chevron-right', 'external', 'send', 'sign-out']);

/** An icon in the colour of the surrounding text. Without `label` it is hidden from screen readers. */
export function Icon({ name, label, size = 'default' }: IconProps) {
  return (
    <svg
      class={classNames('icon', size !== 'default' && `icon--${size}`, turning.has(name) && 'icon--turns')}
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      focusable="false"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' })}
    >
      <path d={drawings[name]} />
    </svg>
  );
}

type IconProps = { name: IconName; label?: string; size?: 'small' | 'default' | 'large' };
