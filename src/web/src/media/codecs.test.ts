import { expect, test } from 'vitest';
import { preferredCodecs } from './codecs';

const codec = (mimeType: string, sdpFmtpLine?: string) =>
  sdpFmtpLine === undefined ? { mimeType, clockRate: 90000 } : { mimeType, clockRate: 90000, sdpFmtpLine };

test('VP8 comes first, plain H.264 next, retransmission last, the rest is left out', () => {
  const chosen = preferredCodecs('video', [
    codec('video/rtx'), codec('video/AV1'), codec('video/VP9'),
    codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f'),
    codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f'),
    codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=64001f'),
    codec('video/VP8'),
  ]);
  expect(chosen.map(one => `${one.mimeType} ${one.sdpFmtpLine?.slice(-6) ?? ''}`.trim()))
    .toEqual(['video/VP8', 'video/H264 42e01f', 'video/rtx']);
});

test('sound is opus only', () => {
  expect(preferredCodecs('audio', [codec('audio/PCMU'), codec('audio/opus'), codec('audio/red')]).map(one => one.mimeType))
    .toEqual(['audio/opus']);
});
