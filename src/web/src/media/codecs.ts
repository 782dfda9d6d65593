type Direction = 'sendonly' | 'recvonly';

const is = (mimeType: string) => (codec: RTCRtpCodec): boolean => codec.mimeType.toLowerCase() === mimeType;

/** What a terminal sends: what every browser decodes, in the order we want it. */
const sent: Record<'audio' | 'video', ((codec: RTCRtpCodec) => boolean)[]> = {
  audio: [is('audio/opus')],
  video: [is('video/vp8'), codec => is('video/h264')(codec) && isPlainH264(codec.sdpFmtpLine ?? ''), is('video/rtx')],
};

/** What a slot takes: all that the relay forwards and the browser decodes, because encoders and other devices send more than browsers do. */
const received: Record<'audio' | 'video', ((codec: RTCRtpCodec) => boolean)[]> = {
  audio: [is('audio/opus')],
  video: [is('video/vp8'), codec => is('video/h264')(codec) && isNonInterleaved(codec.sdpFmtpLine ?? ''), is('video/vp9'), is('video/av1'), is('video/rtx')],
};

/** Constrained baseline in packetization mode 1 (RFC 6184 §6.2): what phones encode in hardware. */
function isPlainH264(fmtp: string): boolean {
  return isNonInterleaved(fmtp) && /profile-level-id=42[0-9a-f]{4}/i.test(fmtp);
}

/** Mode 1 takes packets of mode 0 as well (RFC 6184 §6.3), so mode 0 would only make the offer longer. */
function isNonInterleaved(fmtp: string): boolean {
  return /packetization-mode=1/.test(fmtp);
}

export function preferredCodecs<T extends RTCRtpCodec>(kind: 'audio' | 'video', direction: Direction, offered: readonly T[]): T[] {
  return (direction === 'sendonly' ? sent : received)[kind].flatMap(matches => offered.filter(matches));
}
