import type { ButtonHTMLAttributes } from 'react';

const looks = {
  primary: 'px-5 bg-primary text-on-primary hover:bg-primary-hover',
  quiet: 'px-5 border border-line-strong text-ink hover:bg-sunken',
  danger: 'px-5 border border-line-strong text-danger hover:bg-danger-soft',
  link: 'text-link hover:underline underline-offset-4',
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
      className={`inline-flex min-h-11 items-center justify-center gap-2 rounded-control text-14 font-semibold whitespace-nowrap transition-colors duration-150 disabled:opacity-60 ${looks[look]} ${className}`}
    >
      {children}
    </button>
  );
}
