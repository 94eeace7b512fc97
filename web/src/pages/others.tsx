// Pages that few visits open: behind mailed links, and documents. Kept out of what everybody loads.
import { useLocation } from 'preact-iso/router';
import { admin, documents, open, staff, volunteer } from '../i18n/parts';
import { page } from '../page';
import { NotFound } from './NotFound';

const links = () => import('./public/links/index');
const papers = () => import('./public/documents');

const Admin = page(() => import('./admin/index'), 'Admin', staff, admin);

const pages: Record<string, ReturnType<typeof page>> = {
  '/kinnita': page(links, 'Confirm', open, volunteer),
  '/sisene/link': page(links, 'SignInByLink', open, volunteer),
  '/kutse': page(links, 'Invitation', open, volunteer),
  '/luba': page(links, 'Guardian', open, volunteer),
  '/isikukood': page(links, 'PersonalCode', open, volunteer),
  '/jaan': page(links, 'Stay', open, volunteer),
  '/parool': page(links, 'NewPassword', open, volunteer),
  '/ligipaasetavus': page(papers, 'Accessibility', documents),
  '/andmekaitse': page(papers, 'Privacy', documents),
  '/kontod': Admin,
  '/kontod/uus': Admin,
  '/logi': Admin,
  '/sailitus': Admin,
};

export const loadOther = (path: string): Promise<unknown> | undefined => pages[path]?.preload();

export function Others() {
  const { path } = useLocation();
  const Page = pages[path] ?? NotFound;
  return <Page key={path} />;
}
