const paths = {
  thumb: 'M7 11v9H4v-9zm0 0 4-8c1.5 0 2.5 1.1 2.2 2.6L12.6 9H19a2 2 0 0 1 2 2.4l-1.3 6.9A2 2 0 0 1 17.7 20H7',
  pin: 'M9 3h6l-1 6 4 4H6l4-4zm3 10v8',
  phone: 'M6 3h4l2 5-3 2a12 12 0 0 0 5 5l2-3 5 2v4a2 2 0 0 1-2 2A17 17 0 0 1 4 5a2 2 0 0 1 2-2',
  print: 'M7 9V3h10v6M7 18H4v-7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v7h-3M7 14h10v7H7z',
  copy: 'M9 9h11v12H9zM15 9V3H4v12h5',
};

/** A small drawing beside a word; it says nothing by itself. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
