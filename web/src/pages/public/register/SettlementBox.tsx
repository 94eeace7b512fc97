import { useMemo } from 'preact/hooks';
import { Combobox } from '../../../components/Combobox';
import { register } from '../../../i18n/parts';
import { NameIndex } from '../../../lib/fold';
import { municipalityName, region } from '../../../state/region';
import type { Settlement } from './answers';

interface Props {
  label: string;
  typed: string;
  error?: string | undefined;
  /** A settlement, or null while what is typed is none. */
  onChange: (typed: string, settlement: Settlement | null) => void;
}

/** Type-ahead over the region's settlements, forgiving about letters. */
export function SettlementBox({ label, typed, error, onChange }: Props) {
  const settlements = region.value?.settlements;
  const index = useMemo(
    () =>
      new NameIndex(
        (settlements ?? []).map((s) => ({
          ...s,
          also: s.alternates,
          within: municipalityName(s.municipality),
        })),
      ),
    [settlements],
  );
  return (
    <Combobox
      name="home"
      label={label}
      hint={register.t.homeHint}
      error={error}
      nothing={register.t.homeNothing}
      typed={typed}
      options={index.search(typed)}
      optionKey={(s) => String(s.id)}
      optionLabel={(s) => s.name}
      optionNote={(s) => `${s.kind}, ${municipalityName(s.municipality)}`}
      onTyped={(text) => onChange(text, settlements?.find((s) => s.name === text.trim()) ?? null)}
      onChoose={(s) => onChange(s.name, s)}
    />
  );
}
