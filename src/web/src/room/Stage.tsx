import { useText } from '../i18n/language';
import { Icon } from '../ui/Icon';
import { Picture } from './Picture';
import { useSteadyPicture } from './useSteadyPicture';

export interface StageProps {
  name: string;
  /** A shared screen, or a person somebody wants to see large. */
  kind: 'screen' | 'person';
  stream: MediaStream | null;
  /** Only where it was this viewer's own choice. */
  onBack?: () => void;
}

/** One picture, whole and as large as it goes. */
export function Stage({ name, kind, stream, onBack }: StageProps) {
  const { t } = useText();
  const label = t(kind === 'screen' ? 'room.stage' : 'room.stage.person', { name });
  const picture = useSteadyPicture(stream);
  return (
    <section className="stage" aria-label={label} data-testid={kind === 'screen' ? 'stage' : 'stage-person'}>
      {picture.behind !== null && <Picture key={picture.behind.id} stream={picture.behind} whole label={label} />}
      {stream !== null && <Picture key={stream.id} stream={stream} whole label={label} onLive={picture.onLive} />}
      <p className="stage-label"><Icon name={kind === 'screen' ? 'screen' : 'camera'} size={16} />{label}</p>
      {onBack !== undefined && (
        <button type="button" className="tile-pin tile-pin-always" aria-label={t('room.unpin')} title={t('room.unpin')} data-testid="unpin" onClick={onBack}>
          <Icon name="reduce" />
        </button>
      )}
    </section>
  );
}
