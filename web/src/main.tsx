// Where the browser's part starts: the page that the address names, over the text that came with the document.
import { hydrate, render } from 'preact';
import { App, loadPage } from './app';
import { takeOver } from './takeover';

const root = document.getElementById('app');
if (root) {
  loadPage(location.pathname).then(() => {
    if (!root.firstChild) return render(<App />, root);
    hydrate(<App />, root);
    takeOver(root);
  });
}
