import { channel } from '@wafa/contract';
import { Form, Input } from 'antd';
import { useText } from '../../../shared/hooks.ts';
import { SpanFields } from '../../shared/fields.tsx';
import { useLocationNames } from '../../shared/location-names.ts';
import { useWeekdays } from '../../shared/weekdays.ts';
import { Choices } from './choices.tsx';

/** On which days, at which hours, and where the offer holds; what is left open holds always. */
export function WhenFields() {
  const text = useText();
  const locations = useLocationNames();
  const weekdays = useWeekdays();
  return (
    <>
      <SpanFields
        start="startsAt"
        end="endsAt"
        labels={[text('console.loyalty.from_time'), text('console.loyalty.to_time')]}
      />
      <Choices path="weekdays" label={text('console.loyalty.when_weekdays')} options={weekdays} />
      <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
        {(['from', 'to'] as const).map((end) => (
          <Form.Item key={end} name={['hours', end]} label={text(`console.loyalty.hours_${end}`)}>
            <Input type="time" dir="ltr" />
          </Form.Item>
        ))}
      </div>
      <Choices
        path="channels"
        label={text('console.offers.channels')}
        options={channel.options
          .filter((value) => value !== 'import')
          .map((value) => ({ value, label: text(`orders.channel.${value}`) }))}
      />
      {locations.length > 0 ? (
        <Choices path="locations" label={text('console.loyalty.when_locations')} options={locations} />
      ) : null}
    </>
  );
}
