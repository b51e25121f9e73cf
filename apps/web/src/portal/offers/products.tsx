import type { Recommendation } from '@wafa/contract';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';

interface ProductsProps {
  kind: Recommendation['kind'];
  products: readonly Recommendation[];
}

/** Products of one kind of recommendation, each with its reason; nothing where there are none. */
export function Products({ kind, products }: ProductsProps) {
  const text = useText();
  const { language, money } = useFormat();
  const shown = products.filter((product) => product.kind === kind);
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby={kind}>
      <SectionHeading id={kind}>{text(`offers.${kind}`)}</SectionHeading>
      <ul>
        {shown.map((product) => (
          <li
            key={product.sku}
            className="grid min-h-[72px] grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-3 border-t border-line py-3 first:border-0"
          >
            <ProductPicture url={product.imageUrl} />
            <span className="min-w-0">
              <span className="block font-semibold">
                <bdi>{product.name[language]}</bdi>
              </span>
              <span className="block text-12 text-soft">
                <bdi>{product.reason.text[language]}</bdi>
              </span>
            </span>
            <span className="font-semibold">
              <bdi>{money(product.price, product.currency)}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProductPicture({ url }: { url: string | null }) {
  return (
    <span className="grid size-12 place-items-center overflow-hidden rounded-control bg-sunken text-primary">
      {url ? (
        <img
          src={url}
          alt=""
          loading="lazy"
          referrerPolicy="no-referrer"
          className="size-full object-cover"
        />
      ) : (
        <Icon name="bag" />
      )}
    </span>
  );
}
