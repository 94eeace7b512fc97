import { Component } from 'preact';

/** A part of the page that is drawn again only when something that it is given changed. */
export abstract class Still<P extends object> extends Component<P> {
  override shouldComponentUpdate(next: P): boolean {
    const now = this.props as P;
    return (Object.keys(next) as (keyof P)[]).some((name) => next[name] !== now[name]);
  }
}
