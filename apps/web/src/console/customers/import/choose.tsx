import { Alert, Upload } from 'antd';
import { useState } from 'react';
import { useText } from '../../../shared/hooks.ts';
import { Glyph } from '../../shared/glyph.tsx';
import { readCsv, type Sheet } from './csv.ts';
import { MapAndPreview } from './map-and-preview.tsx';

/** Most customers of one import, as the API takes them. */
const mostRows = 5000;

/** A file is chosen or dropped; its columns are mapped and its lines looked at before anything is written. */
export function Choose({ onStarted }: { onStarted: (id: string) => void }) {
  const text = useText();
  const [file, setFile] = useState<{ name: string; sheet: Sheet } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function read(chosen: File): Promise<void> {
    const sheet = readCsv(await chosen.text());
    const wrong = !sheet ? 'unreadable' : sheet.rows.length > mostRows ? 'too_long' : null;
    setProblem(wrong);
    setFile(sheet && !wrong ? { name: chosen.name, sheet } : null);
  }

  return (
    <>
      <Upload.Dragger
        accept=".csv,text/csv"
        showUploadList={false}
        beforeUpload={(chosen) => {
          read(chosen);
          return false;
        }}
      >
        <span className="grid justify-items-center gap-1 py-2">
          <Glyph name="download" size={24} className="rotate-180 text-primary" />
          <b className="font-semibold">{file ? <bdi>{file.name}</bdi> : text('customers.import_choose')}</b>
          <span className="text-soft">{text('customers.import_drop')}</span>
        </span>
      </Upload.Dragger>
      {problem ? <Alert type="error" showIcon title={text(`customers.import_${problem}`)} /> : null}
      {file ? <MapAndPreview key={file.name} {...file} onStarted={onStarted} /> : null}
    </>
  );
}
