import type { ReactNode } from 'react';

/** A box that scrolls, in the keyboard's reach. A group, since the panel around it is the landmark of that name. */
export function ScrollBox(props: { label: string; className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups what is filled in.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus to be scrolled by keys.
    <div role="group" aria-label={props.label} tabIndex={0} className={props.className}>
      {props.children}
    </div>
  );
}
