import type { ButtonHTMLAttributes } from 'react';

const looks = {
  primary: 'bg-primary text-on-primary hover:bg-primary-hover',
  quiet: 'border border-line-strong text-ink hover:bg-sunken',
  danger: 'border border-line-strong text-danger hover:bg-danger-soft',
  link: 'text-link hover:underline underline-offset-4 px-0',
} as const;

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof looks;
  /** Work is under way: the button stays in place and takes no second press. */
  busy?: boolean;
}

/** A button, 44 px and more; one `primary` on a screen. */
export function Button({ look = 'quiet', busy, className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
      className={`inline-flex min-h-11 items-center justify-center gap-2 rounded-control px-5 text-14 font-semibold whitespace-nowrap transition-colors duration-150 disabled:opacity-60 ${looks[look]} ${className}`}
    >
      {children}
    </button>
  );
}
