import { useText } from '../i18n/language';
import { Icon } from '../ui/Icon';
import { Picture } from './Picture';

/** The shared screen, whole and as large as it goes. */
export function Stage({ name, stream }: { name: string; stream: MediaStream | null }) {
  const { t } = useText();
  const label = t('room.stage', { name });
  return (
    <section className="stage" aria-label={label} data-testid="stage">
      <Picture key={stream?.id} stream={stream} whole label={label} />
      <p className="stage-label"><Icon name="screen" size={16} />{label}</p>
    </section>
  );
}
