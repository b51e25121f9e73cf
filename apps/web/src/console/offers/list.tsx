import { type Offer, offerCodeMode, offerStatus } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import { Button, Select, type TableColumnsType } from 'antd';
import { useCallback } from 'react';
import { Link, useNavigate } from 'react-router';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { SearchField } from '../customers/parts/search-field.tsx';
import { useAddress } from '../shared/address.ts';
import { DataTable } from '../shared/data-table.tsx';
import { ChoiceFilter } from '../shared/filters.tsx';
import { Glyph } from '../shared/glyph.tsx';
import { Page } from '../shared/page.tsx';
import { useStore } from '../shared/store.ts';
import { NewOffer } from './form/new-offer.tsx';
import { OfferState } from './parts/offer-state.tsx';
import { useAudienceWords, useBenefitWords } from './parts/offer-words.ts';

const sorts = ['createdAt', 'name', 'endsAt', 'redemptions'] as const;

/** All offers with their state and how far they have been used, narrowed by what stands in the address. */
export function OfferList() {
  const text = useText();
  const navigate = useNavigate();
  const { may } = useStore();
  const { values, page, limit, onPage } = useAddress();
  const status = (values.status ?? '').split(',').flatMap((each) => offerStatus.safeParse(each).data ?? []);
  const sortBy = sorts.find((sort) => sort === values.sort) ?? 'createdAt';
  const filter = {
    query: values.q || undefined,
    ...(status.length > 0 ? { status } : {}),
    codeMode: offerCodeMode.safeParse(values.codes).data,
  };
  const read = useRead(endpoints.offers.list, {
    ...filter,
    sortBy,
    sortOrder: sortBy === 'name' || sortBy === 'endsAt' ? 'asc' : 'desc',
    page,
    limit,
  });
  const { data } = read;
  const columns = useColumns();
  if (values.make === 'new') return <NewOffer />;
  const narrowed = filter.query !== undefined || status.length > 0 || filter.codeMode !== undefined;
  return (
    <Page
      title={text('console.offers.title')}
      lead={data && text('console.offers.count', { count: data.total })}
      actions={
        may('offers.edit') ? (
          <Button type="primary" icon={<Glyph name="plus" />} onClick={() => navigate('?make=new')}>
            {text('console.offers.new')}
          </Button>
        ) : null
      }
    >
      <Filters status={status} sortBy={sortBy} />
      <DataTable
        label={text('console.offers.title')}
        read={read}
        rows={({ offers }) => offers}
        columns={columns}
        rowKey={({ id }) => id}
        onPage={onPage}
        onRow={({ id }) => navigate(id)}
        empty={
          <EmptyState
            icon="gift"
            title={text(narrowed ? 'console.offers.none_found' : 'console.offers.empty')}
          >
            {text(narrowed ? 'console.offers.none_found_text' : 'console.offers.empty_text')}
          </EmptyState>
        }
      />
    </Page>
  );
}

function Filters({ status, sortBy }: { status: readonly string[]; sortBy: string }) {
  const text = useText();
  const { values, change } = useAddress();
  const search = useCallback((q: string) => change({ q }), [change]);
  return (
    <div className="flex flex-wrap gap-3 pb-4">
      <SearchField
        className="!w-60"
        label={text('console.offers.search')}
        value={values.q}
        onSearch={search}
      />
      <Select
        mode="multiple"
        className="!min-w-44"
        allowClear
        maxTagCount="responsive"
        placeholder={text('console.status')}
        aria-label={text('console.status')}
        value={[...status]}
        options={offerStatus.options.map((value) => ({
          value,
          label: text(`console.offers.state_${value}`),
        }))}
        onChange={(chosen: string[]) => change({ status: chosen.join(',') })}
      />
      <ChoiceFilter
        className="!min-w-44"
        label={text('console.offers.code_mode')}
        value={values.codes}
        choices={offerCodeMode.options.map((value) => ({
          value,
          label: text(`console.offers.mode_${value}`),
        }))}
        onChange={(codes) => change({ codes })}
      />
      <Select
        className="!min-w-44"
        aria-label={text('console.loyalty.sort')}
        value={sortBy}
        options={sorts.map((value) => ({ value, label: text(`console.offers.sort_${value}`) }))}
        onChange={(sort) => change({ sort: sort === 'createdAt' ? null : sort })}
      />
    </div>
  );
}

function useColumns(): TableColumnsType<Offer> {
  const text = useText();
  const { language, date, money, points } = useFormat();
  const benefit = useBenefitWords();
  const audience = useAudienceWords();
  return [
    {
      title: text('console.offers.offer'),
      render: (_, { id, name, ...offer }) => (
        <span className="grid">
          <Link
            to={id}
            className="justify-self-start font-medium hover:text-link"
            onClick={(event) => event.stopPropagation()}
          >
            <bdi>{name[language]}</bdi>
          </Link>
          <span className="text-12 text-soft">{benefit(offer.benefit, offer.currency)}</span>
        </span>
      ),
    },
    {
      title: text('console.offers.audience'),
      render: (_, offer) => (
        <span className="block max-w-[28ch] whitespace-normal">{audience(offer.audience)}</span>
      ),
    },
    {
      title: text('console.offers.code_mode'),
      render: (_, { codeMode }) => text(`console.offers.mode_${codeMode}`),
    },
    {
      title: text('console.loyalty.valid_until'),
      render: (_, { endsAt }) => (endsAt ? date(lastMoment(endsAt), 'date') : '–'),
    },
    {
      title: text('console.offers.redemptions'),
      align: 'end',
      render: (_, { redemptions }) => <span className="font-semibold">{points(redemptions)}</span>,
    },
    {
      title: text('console.offers.given'),
      align: 'end',
      render: (_, { discountGiven, pointsGiven, currency }) => (
        <span className="grid justify-items-end">
          <bdi>{money(discountGiven, currency)}</bdi>
          {pointsGiven > 0 ? (
            <span className="text-12 text-soft">{text('points.count', { count: pointsGiven })}</span>
          ) : null}
        </span>
      ),
    },
    { title: text('console.status'), render: (_, offer) => <OfferState offer={offer} /> },
  ];
}
