import type { CallOf, Endpoint } from '@wafa/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import { client } from '../../shared/api/client.ts';
import { asFailure, failureText, useText } from '../../shared/hooks.ts';
import { saveFile } from '../../shared/save-file.ts';
import { Glyph } from './glyph.tsx';

/** Saves what an endpoint streams as a file: the CSV of the list as it is filtered. */
export function ExportButton<E extends Endpoint>(props: {
  endpoint: E;
  input: CallOf<E>;
  name: string;
  /** Key of its words, where it is not the list itself that is saved. */
  words?: string;
}) {
  const text = useText();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveFile(await client.download(props.endpoint, props.input), props.name);
    } catch (error) {
      const failure = asFailure(error);
      message.error(failure ? failureText(text, failure) : text('state.unreadable'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon={<Glyph name="download" />} loading={busy} onClick={save}>
      {text(props.words ?? 'console.export')}
    </Button>
  );
}
