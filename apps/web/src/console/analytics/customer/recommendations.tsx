import type { RecommendedProduct } from '@wafa/contract';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { Panel } from '../parts/panel.tsx';

const most = 5;

/** What the customer may like, and what is to be bought again, each with why. */
export function Recommendations({ customerId }: { customerId: string }) {
  const text = useText();
  const language = useLanguage();
  const { data, error, refetch } = useRead(endpoints.predictions.recommendations, {
    customerId,
    limit: most,
  });
  if (!data) return <Pending error={error} retry={refetch} rows={3} />;
  const because = ({ because: bought }: RecommendedProduct) =>
    bought
      ? text('prediction.recommended.because', {
          product: (language === 'ar' && bought.nameAr) || bought.name,
        })
      : text('prediction.recommended.popular');
  return (
    <Panel title={text('console.insight.recommended')} lead={text('console.insight.recommended_lead')}>
      {data.reason ? <p className="px-4 pb-4">{text(`prediction.reason.${data.reason.code}`)}</p> : null}
      <div className="grid gap-x-8 gap-y-4 px-4 pb-4 grid-cols-[repeat(auto-fit,minmax(min(100%,17rem),1fr))]">
        <Products title={text('console.insight.discover')} products={data.discover} why={because} />
        <Products
          title={text('console.insight.buy_again')}
          products={data.buyAgain}
          why={() => text('prediction.recommended.again')}
        />
      </div>
    </Panel>
  );
}

interface ProductsProps {
  title: string;
  products: readonly RecommendedProduct[];
  /** Why a product stands here, in the language of the screen. */
  why: (product: RecommendedProduct) => string;
}

function Products({ title, products, why }: ProductsProps) {
  const { language, money } = useFormat();
  if (products.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="pb-1 text-12 font-medium text-faint">{title}</h3>
      <ol className="grid">
        {products.map((product) => (
          <li
            key={product.productId}
            className="flex items-baseline justify-between gap-4 border-t border-line py-2"
          >
            <span className="min-w-0">
              <span className="block font-medium">
                <bdi>{(language === 'ar' && product.nameAr) || product.name}</bdi>
              </span>
              <span className="block text-12 text-soft">{why(product)}</span>
            </span>
            <bdi className="flex-none">{money(product.price, product.currency)}</bdi>
          </li>
        ))}
      </ol>
    </section>
  );
}
