import { useEffect, useRef } from 'react';

/**
 * Lets the keyboard scroll the antd tables within an element sideways: antd's scrolling box takes no focus
 * of its own, and a table without links or buttons would be out of reach on a narrow screen.
 */
export function useKeyboardScroll<E extends HTMLElement>() {
  const ref = useRef<E>(null);
  useEffect(() => {
    for (const box of ref.current?.querySelectorAll<HTMLElement>('.ant-table-content') ?? [])
      box.tabIndex = 0;
  });
  return ref;
}
