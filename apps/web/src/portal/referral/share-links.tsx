import { useText } from '../../shared/hooks.ts';

interface ShareLinksProps {
  links: readonly { channel: string; url: string }[];
}

/** Links that open a message in another service, ready to be sent. */
export function ShareLinks({ links }: ShareLinksProps) {
  const text = useText();
  return (
    <ul aria-label={text('referral.ways')} className="flex flex-wrap justify-center gap-x-4">
      {links.map(({ channel, url }) => (
        <li key={channel}>
          <a
            href={url}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-11 items-center rounded-control font-medium text-link hover:underline"
          >
            {text(`referral.way.${channel}`)}
          </a>
        </li>
      ))}
    </ul>
  );
}
