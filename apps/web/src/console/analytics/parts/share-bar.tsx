import { useFormat } from '../../../shared/hooks.ts';

/** A share in per cent, and as a bar that grows from the start; nothing where it has no base. */
export function ShareBar({ share }: { share: number | null }) {
  const { percent } = useFormat();
  if (share === null) return '–';
  const length = Math.max(0, Math.min(1, share));
  return (
    <span className="flex items-center justify-end gap-2">
      <bdi>{percent(share, { decimals: Math.abs(share) < 0.1 ? 1 : 0 })}</bdi>
      <span className="h-1.5 w-10 flex-none overflow-hidden rounded-full bg-sunken" aria-hidden="true">
        <span className="block h-full bg-[var(--chart-1)]" style={{ inlineSize: `${length * 100}%` }} />
      </span>
    </span>
  );
}
