import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../../shared/hooks.ts';

/** Work beside the list it belongs to: at the end of a desktop, over the whole of a phone. */
export function Side(props: { title: ReactNode; onClose: () => void; size?: number; children: ReactNode }) {
  const language = useLanguage();
  return (
    <Drawer
      open
      destroyOnHidden
      title={props.title}
      placement={language === 'ar' ? 'left' : 'right'}
      size={`min(${props.size ?? 560}px, 100vw)`}
      onClose={props.onClose}
    >
      {props.children}
    </Drawer>
  );
}
