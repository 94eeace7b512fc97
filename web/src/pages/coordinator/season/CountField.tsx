import { TextField } from '../../../components/Field';

interface Props {
  name: string;
  label: string;
  error?: string | undefined;
  value: number;
  onValue: (value: number) => void;
}

/** A number of people or points: a box that was emptied counts as none; how large it may be is the server's to say. */
export function CountField({ name, label, error, value, onValue }: Props) {
  return (
    <TextField
      name={name}
      type="number"
      inputMode="numeric"
      min={0}
      width="short"
      label={label}
      error={error}
      value={String(value)}
      onValue={(text) => {
        const typed = Number(text);
        if (Number.isInteger(typed) && typed >= 0) onValue(typed);
      }}
    />
  );
}
