// Pairing everybody, a chunk of its own: the list of proposals, and one of them.
import { useLocation } from 'preact-iso/router';
import { List } from './List';
import { Proposal } from './Proposal';

export function PairingPages() {
  const id = useLocation().path.split('/')[3] ?? '';
  return id === '' ? <List /> : <Proposal key={id} id={id} />;
}
