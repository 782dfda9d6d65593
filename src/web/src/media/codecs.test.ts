import { expect, test } from 'vitest';
import { preferredCodecs } from './codecs';

const codec = (mimeType: string, sdpFmtpLine?: string) =>
  sdpFmtpLine === undefined ? { mimeType, clockRate: 90000 } : { mimeType, clockRate: 90000, sdpFmtpLine };

const browser = [
  codec('video/rtx'), codec('video/AV1', 'profile=0'), codec('video/VP9', 'profile-id=0'), codec('video/H265'), codec('video/red'),
  codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f'),
  codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f'),
  codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=64001f'),
  codec('video/VP8'),
];

const names = (codecs: readonly { mimeType: string; sdpFmtpLine?: string }[]) => codecs.map(one => `${one.mimeType} ${one.sdpFmtpLine?.slice(-6) ?? ''}`.trim());

test('sent: VP8 comes first, plain H.264 next, retransmission last, the rest is left out', () => {
  expect(names(preferredCodecs('video', 'sendonly', browser))).toEqual(['video/VP8', 'video/H264 42e01f', 'video/rtx']);
});

test('received: everything that the relay forwards and the browser decodes', () => {
  expect(names(preferredCodecs('video', 'recvonly', browser)))
    .toEqual(['video/VP8', 'video/H264 42e01f', 'video/H264 64001f', 'video/VP9 e-id=0', 'video/AV1 file=0', 'video/rtx']);
});

test('sound is opus only', () => {
  for (const direction of ['sendonly', 'recvonly'] as const) {
    expect(preferredCodecs('audio', direction, [codec('audio/PCMU'), codec('audio/opus'), codec('audio/red')]).map(one => one.mimeType))
      .toEqual(['audio/opus']);
  }
});
