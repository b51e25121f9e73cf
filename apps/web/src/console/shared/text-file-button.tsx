import { Button, Upload } from 'antd';
import { useText } from '../../shared/hooks.ts';
import { Glyph } from './glyph.tsx';

/** Reads a text file into a field; nothing is sent yet. */
export function TextFileButton({ onText }: { onText: (text: string) => void }) {
  const text = useText();
  return (
    <Upload
      accept=".txt,.csv,text/plain,text/csv"
      showUploadList={false}
      beforeUpload={async (file) => {
        onText(await file.text());
        return false;
      }}
    >
      <Button icon={<Glyph name="layers" />}>{text('console.loyalty.choose_file')}</Button>
    </Upload>
  );
}
