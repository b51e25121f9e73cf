import { NavLink } from 'react-router';
import { useText } from '../hooks.ts';

interface ViewLinksProps {
  label: string;
  /** Where each view is, and the key of its name. */
  views: readonly { to: string; words: string }[];
  className?: string;
}

/** The views of a page as links, all in sight. */
export function ViewLinks({ label, views, className = '' }: ViewLinksProps) {
  const text = useText();
  return (
    <nav aria-label={label} className={`segment w-full desk:w-80 ${className}`}>
      {views.map(({ to, words }) => (
        <NavLink
          key={to}
          to={to}
          end
          className="aria-[current]:bg-surface aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:shadow-[0_0_0_1px_var(--line),var(--shadow-1)]"
        >
          {text(words)}
        </NavLink>
      ))}
    </nav>
  );
}
