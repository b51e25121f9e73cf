import { Button, Form } from 'antd';
import { useText } from '../../../shared/hooks.ts';
import { BothLanguages } from '../../shared/fields.tsx';
import { Glyph } from '../../shared/glyph.tsx';

const most = 20;

/** What being in the segment brings, in words for the customer, one after the other. */
export function BenefitFields() {
  const text = useText();
  return (
    <Form.List name="benefits">
      {(benefits, { add, remove }) => (
        <div className="grid gap-3">
          {benefits.map(({ key, name }) => (
            <div key={key} className="border-s-2 border-line-strong ps-3">
              <div className="flex items-center justify-between">
                <b className="font-semibold">{text('console.segments.benefit_at', { at: name + 1 })}</b>
                <Button
                  type="text"
                  icon={<Glyph name="close" size={16} />}
                  aria-label={text('console.segments.remove_benefit', { at: name + 1 })}
                  onClick={() => remove(name)}
                />
              </div>
              <BothLanguages path={[name, 'title']} label={text('console.segments.benefit_title')} max={80} />
              <BothLanguages
                path={[name, 'text']}
                label={text('console.segments.benefit_text')}
                max={500}
                long
              />
            </div>
          ))}
          {benefits.length < most ? (
            <Button type="dashed" onClick={() => add({})}>
              {text('console.segments.add_benefit')}
            </Button>
          ) : null}
        </div>
      )}
    </Form.List>
  );
}
