import type { Reward } from '@wafa/contract';
import { App, Button, Popconfirm, Tabs } from 'antd';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useLanguage, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { Side } from '../../shared/side.tsx';
import { useStore } from '../../shared/store.ts';
import { PartnerCodes } from './partner-codes.tsx';
import { RewardForm } from './reward-form.tsx';
import { Statistics } from './statistics.tsx';

interface RewardSideProps {
  /** Null: a reward that is being made. */
  id: string | null;
  onClose: () => void;
  onCreated: (id: string) => void;
}

/** One reward: its terms, its codes where a partner gives them, and how it fares. */
export function RewardSide({ id, onClose, onCreated }: RewardSideProps) {
  const text = useText();
  if (id === null) {
    return (
      <Side title={text('console.loyalty.new_reward')} onClose={onClose} size={640}>
        <RewardForm reward={null} onSaved={({ id }) => onCreated(id)} />
      </Side>
    );
  }
  return <OpenReward id={id} onClose={onClose} />;
}

function OpenReward({ id, onClose }: { id: string; onClose: () => void }) {
  const text = useText();
  const language = useLanguage();
  const { may } = useStore();
  const { message } = App.useApp();
  const { data: reward, error, refetch } = useRead(endpoints.loyalty.getReward, { rewardId: id });
  const edit = may('loyalty.edit');
  return (
    <Side title={reward?.name[language] ?? text('console.loyalty.reward')} onClose={onClose} size={640}>
      {!reward || error ? <Pending error={error} retry={refetch} rows={6} /> : null}
      {reward ? (
        <Tabs
          items={[
            {
              key: 'statistics',
              label: text('console.loyalty.statistics'),
              children: <Statistics rewardId={reward.id} />,
            },
            ...(edit
              ? [
                  {
                    key: 'terms',
                    label: text('console.loyalty.terms'),
                    children: (
                      <>
                        <RewardForm
                          key={reward.updatedAt}
                          reward={reward}
                          onSaved={() => message.success(text('state.saved'))}
                        />
                        <Archive reward={reward} />
                      </>
                    ),
                  },
                ]
              : []),
            ...(edit && reward.rewardType === 'partner_code'
              ? [
                  {
                    key: 'codes',
                    label: text('console.loyalty.partner_codes'),
                    children: <PartnerCodes reward={reward} />,
                  },
                ]
              : []),
          ]}
          defaultActiveKey={edit ? 'terms' : 'statistics'}
        />
      ) : null}
    </Side>
  );
}

function Archive({ reward }: { reward: Reward }) {
  const text = useText();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.loyalty.archiveReward);
  const archived = reward.archivedAt === null;
  const set = async () => {
    const { error } = await act({ rewardId: reward.id, archived });
    if (error) message.error(failureText(text, error));
    else
      message.success(text(archived ? 'console.loyalty.reward_archived' : 'console.loyalty.reward_restored'));
  };
  return (
    <div className="mt-6 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
      <p className="max-w-[44ch] text-soft">
        {text(archived ? 'console.loyalty.archive_text' : 'console.loyalty.restore_text')}
      </p>
      {archived ? (
        <Popconfirm
          title={text('console.loyalty.archive_ask')}
          okText={text('console.loyalty.archive')}
          okButtonProps={{ danger: true }}
          onConfirm={set}
        >
          <Button danger loading={busy}>
            {text('console.loyalty.archive')}
          </Button>
        </Popconfirm>
      ) : (
        <Button loading={busy} onClick={set}>
          {text('console.loyalty.restore')}
        </Button>
      )}
    </div>
  );
}
