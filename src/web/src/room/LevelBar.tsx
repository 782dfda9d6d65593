import { useEffect, useState } from 'react';
import { useText } from '../i18n/language';
import { LevelMeter } from '../media/LevelMeter';

/** Milliseconds between readings. */
const readEvery = 100;

/** How loud the microphone is. */
export function LevelBar({ track }: { track: MediaStreamTrack | null }) {
  const { t } = useText();
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (track === null) return undefined;
    const meter = new LevelMeter(track);
    const timer = setInterval(() => setLevel(meter.read()), readEvery);
    return () => { clearInterval(timer); meter.close(); };
  }, [track]);
  return (
    <div className="level">
      <meter aria-label={t('join.level')} min={0} max={1} value={level} data-testid="level" />
      <p className="field-hint">{t('device.microphone.hear')}</p>
    </div>
  );
}
