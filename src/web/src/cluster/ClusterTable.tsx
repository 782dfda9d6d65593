import type { ReactNode } from 'react';
import { useText } from '../i18n/language';
import type { TextKey } from '../i18n/texts';

interface Props {
  /** Name of the card's parts for tests, and of its heading. */
  name: string;
  title: TextKey;
  /** Said in place of the table while it is empty. */
  none: TextKey;
  rows: number;
  /** Said above the table when it has only the first of all rows; null when it has all. */
  shown: string | null;
  head: ReactNode;
  body: ReactNode;
}

/** A card with a table of figures that scrolls by itself, by keyboard too. */
export function ClusterTable({ name, title, none, rows, shown, head, body }: Props) {
  const { t } = useText();
  return (
    <section className="card" aria-labelledby={`${name}-title`}>
      <h2 id={`${name}-title`}>{t(title)}</h2>
      {rows === 0 && <p className="quiet">{t(none)}</p>}
      {shown !== null && <p className="quiet">{shown}</p>}
      {rows > 0 && (
        <div className="table-scroll table-tall" tabIndex={0} role="group" aria-labelledby={`${name}-title`}>
          <table className="figures" data-testid={name}>
            <thead>{head}</thead>
            <tbody>{body}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}
