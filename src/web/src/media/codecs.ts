/** The codecs the relay forwards and every browser decodes, in the order we want them: VP8, then constrained-baseline H.264. */
const wanted: Record<'audio' | 'video', ((codec: RTCRtpCodec) => boolean)[]> = {
  audio: [codec => codec.mimeType.toLowerCase() === 'audio/opus'],
  video: [
    codec => codec.mimeType.toLowerCase() === 'video/vp8',
    codec => codec.mimeType.toLowerCase() === 'video/h264' && isPlainH264(codec.sdpFmtpLine ?? ''),
    codec => codec.mimeType.toLowerCase() === 'video/rtx',
  ],
};

/** Constrained baseline in packetization mode 1 (RFC 6184 §6.2): what phones encode in hardware. */
function isPlainH264(fmtp: string): boolean {
  return /packetization-mode=1/.test(fmtp) && /profile-level-id=42[0-9a-f]{4}/i.test(fmtp);
}

export function preferredCodecs<T extends RTCRtpCodec>(kind: 'audio' | 'video', offered: readonly T[]): T[] {
  return wanted[kind].flatMap(matches => offered.filter(matches));
}
