import { useText } from '../i18n/language';
import type { TextKey } from '../i18n/texts';
import type { QualityDto } from '../protocol/hub';

const bars = [1, 2, 3, 4, 5];

function gradeText(t: (key: TextKey) => string, grade: number): string {
  return t(`quality.${Math.min(6, Math.max(0, Math.round(grade)))}` as TextKey);
}

/** The worse of up and down on the scale 0 unknown, 1 excellent … 5 very bad, 6 disconnected; more bars are better. */
export function QualityBars({ name, quality }: { name: string; quality: QualityDto | null }) {
  const { t } = useText();
  const grade = quality === null ? 0 : Math.max(quality.up, quality.down);
  const lit = grade >= 1 && grade <= 5 ? 6 - grade : 0;
  const label = t('quality.label', { name, grade: gradeText(t, grade) });
  const detail = quality === null ? label : `${label} (${t('quality.detail', { up: gradeText(t, quality.up), down: gradeText(t, quality.down) })})`;
  return (
    <svg className={`quality quality-${grade}`} width="22" height="16" viewBox="0 0 22 16" role="img" aria-label={label} data-grade={grade}>
      <title>{detail}</title>
      {bars.map(bar => (
        <rect key={bar} x={(bar - 1) * 4.5} y={16 - bar * 3} width="3" height={bar * 3} rx="1" className={bar <= lit ? 'bar-lit' : 'bar-dim'} />
      ))}
      {grade >= 6 && <path d="M1 1 21 15" className="bar-cut" />}
    </svg>
  );
}
