import { Link } from 'react-router';

interface PartsProps {
  /** What the parts are of, for who hears the page. */
  label: string;
  parts: readonly { key: string; label: string }[];
  active: string | undefined;
}

/** The parts of a page as links, which scroll sideways on a narrow screen; the open one is `?tab=` of the address. */
export function Parts({ label, parts, active }: PartsProps) {
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-line">
      <ul className="flex gap-6">
        {parts.map((part) => (
          <li key={part.key} className="flex-none">
            <Link
              to={`?tab=${part.key}`}
              replace
              aria-current={part.key === active ? 'page' : undefined}
              className="flex min-h-11 items-center border-b-2 border-transparent text-soft hover:text-ink aria-[current]:border-primary aria-[current]:font-semibold aria-[current]:text-ink"
            >
              {part.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
