import type { Communication } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Fact, Facts } from '../customers/parts/facts.tsx';
import { Glyph, type GlyphName } from '../shared/glyph.tsx';
import { Mark } from '../shared/mark.tsx';
import { Side } from '../shared/side.tsx';

const icons: Readonly<Record<Communication['type'], GlyphName>> = {
  EMAIL: 'mail',
  SMS: 'phone',
  PUSH: 'bell',
  IN_APP: 'bell',
  PHONE: 'phone',
};
const looks = {
  QUEUED: 'quiet',
  SENT: 'quiet',
  DELIVERED: 'good',
  READ: 'good',
  FAILED: 'warn',
  HELD: 'warn',
  SKIPPED: 'quiet',
} as const;

/** Columns of a log: the message opens by its words, then channel, status and time. */
export function useMessageColumns(onOpen: (id: string) => void): TableColumnsType<Communication> {
  const text = useText();
  const { date } = useFormat();
  return [
    {
      title: text('messages.what'),
      render: (_, message) => (
        <button
          type="button"
          className="grid max-w-[26rem] grid-cols-[auto_minmax(0,1fr)] items-center gap-2.5 text-start hover:text-link"
          onClick={() => onOpen(message.id)}
        >
          <Glyph name={icons[message.type]} className="text-faint" />
          <bdi className="truncate font-medium">{titleOf(text, message)}</bdi>
        </button>
      ),
    },
    {
      title: text('messages.type'),
      render: (_, { type, direction }) => (
        <span className="grid">
          {text(`messages.type.${type}`)}
          <span className="text-12 text-soft">{text(`messages.direction.${direction}`)}</span>
        </span>
      ),
    },
    { title: text('console.status'), render: (_, { status }) => <MessageStatus status={status} /> },
    { title: text('messages.when'), render: (_, { occurredAt }) => date(occurredAt, 'stamp') },
  ];
}

function titleOf(text: ReturnType<typeof useText>, message: Communication): string {
  return message.subject || message.message || text('messages.secret');
}

function MessageStatus({ status }: { status: Communication['status'] }) {
  const text = useText();
  return <Mark look={looks[status]}>{text(`messages.status.${status}`)}</Mark>;
}

/** One message in full, and what became of it. */
export function MessageDetail({ message, onClose }: { message: Communication; onClose: () => void }) {
  const text = useText();
  const { date } = useFormat();
  const moment = (at: string | null) => (at ? date(at, 'moment') : null);
  return (
    <Side title={text('messages.what')} size={520} onClose={onClose}>
      <div className="grid gap-4">
        <Facts>
          <Fact label={text('messages.type')}>{text(`messages.type.${message.type}`)}</Fact>
          <Fact label={text('messages.direction')}>{text(`messages.direction.${message.direction}`)}</Fact>
          <Fact label={text('messages.topic')}>
            {message.topic ? text(`messages.topic.${message.topic}`) : null}
          </Fact>
          <Fact label={text('console.status')}>
            <MessageStatus status={message.status} />
          </Fact>
          <Fact label={text('messages.template')}>
            {message.template ? <bdi dir="ltr">{message.template.key}</bdi> : null}
          </Fact>
          <Fact label={text('messages.when')}>{moment(message.occurredAt)}</Fact>
          <Fact label={text('messages.status.DELIVERED')}>{moment(message.deliveredAt)}</Fact>
          <Fact label={text('messages.status.READ')}>{moment(message.readAt)}</Fact>
          <Fact label={text('messages.by')}>
            {text(message.sentBy ? 'messages.by_staff' : 'messages.by_system')}
          </Fact>
        </Facts>
        {message.reason ? (
          <p className="rounded-control bg-warning-soft px-4 py-3">
            {text(`messages.reason.${message.reason}`)}
          </p>
        ) : null}
        <div className="rounded-panel bg-sunken px-4 py-3">
          {message.subject ? (
            <p dir="auto" className="pb-2 font-semibold">
              {message.subject}
            </p>
          ) : null}
          <p dir="auto" className="whitespace-pre-wrap break-words">
            {message.message || text('messages.secret')}
          </p>
        </div>
      </div>
    </Side>
  );
}
