import { useFormat } from '../../../shared/hooks.ts';

/** A share of the store's customers: in per cent, and as a bar that grows from the start. */
export function Share({ share }: { share: number }) {
  const { percent } = useFormat();
  return (
    <span className="flex items-center gap-2">
      <span className="w-12 text-end">
        <bdi>{percent(share, { decimals: share < 0.1 ? 1 : 0 })}</bdi>
      </span>
      <span className="h-1.5 w-16 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
        <span
          className="block h-full bg-[var(--chart-1)]"
          style={{ inlineSize: `${Math.min(100, share * 100)}%` }}
        />
      </span>
    </span>
  );
}
