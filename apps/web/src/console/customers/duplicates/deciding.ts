import type { Duplicate } from '@wafa/contract';
import { App } from 'antd';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useText } from '../../../shared/hooks.ts';

/** Keeping a pair apart, and looking at it again. */
export function useDeciding() {
  const text = useText();
  const { message } = App.useApp();
  const away = useAct(endpoints.customers.dismissDuplicate);
  const back = useAct(endpoints.customers.reopenDuplicate);
  const decide = async (act: typeof away.act, pair: Duplicate, done: string) => {
    const { error } = await act({ pairId: pair.id });
    if (error) message.error(failureText(text, error));
    else message.success(text(done));
  };
  return {
    dismiss: (pair: Duplicate) => decide(away.act, pair, 'duplicate.dismissed'),
    reopen: (pair: Duplicate) => decide(back.act, pair, 'duplicate.reopened'),
  };
}
