import { useEffect, useMemo, useRef, useState } from 'react';

export interface PictureProps {
  /** Either a stream of a receive slot, or a track of our own. */
  stream?: MediaStream | null;
  track?: MediaStreamTrack | null;
  mirrored?: boolean;
  /** Shared screens are shown whole, faces fill their tile. */
  whole?: boolean;
  label: string;
  /** The first frame is there. */
  onLive?: () => void;
}

/** One moving picture; its sound, if any, is played elsewhere. */
export function Picture({ stream = null, track = null, mirrored = false, whole = false, label, onLive }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [live, setLive] = useState(false);
  const own = useMemo(() => (track === null ? null : new MediaStream([track])), [track]);
  const source = stream ?? own;
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = source;
    if (source !== null) void element.play().catch(() => undefined);
  }, [source]);
  const show = () => {
    if ((video.current?.videoWidth ?? 0) > 0 && !live) {
      setLive(true);
      onLive?.();
    }
  };
  const classes = ['picture', mirrored ? 'picture-mirrored' : '', whole ? 'picture-whole' : '', live ? 'picture-live' : ''];
  return (
    <video
      ref={video} className={classes.filter(one => one !== '').join(' ')} aria-label={label} autoPlay playsInline muted
      onLoadedData={show} onResize={show}
    />
  );
}
