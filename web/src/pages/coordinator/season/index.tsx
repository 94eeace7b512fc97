// Tabs of a round from its questions to its end: opening, points, what is missing from whom, the ledger, closing. A chunk of its own.
import type { RoundPart } from '../round/RoundPages';
import { Approval } from './Approval';
import { AskWorkers } from './AskWorkers';
import { Closing } from './Closing';
import { Ledger } from './Ledger';
import { PointSettings } from './PointSettings';
import { StaffingSettings } from './StaffingSettings';

export function SeasonPages({ part, ...rest }: RoundPart & { part: string }) {
  if (part === 'vastused') return <AskWorkers {...rest} />;
  if (part === 'kooskolastus') return <Approval {...rest} />;
  if (part === 'tasakaal') return <Ledger {...rest} />;
  if (part === 'lopetamine') return <Closing {...rest} />;
  return part === 'lahtiolek' ? <StaffingSettings {...rest} /> : <PointSettings {...rest} />;
}
