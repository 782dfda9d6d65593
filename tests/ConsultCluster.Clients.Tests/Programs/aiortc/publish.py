"""Publishes a made-up picture and a tone by WHIP with aiortc, until its input is closed.

publish.py URL TOKEN [video/VP8|video/H264]
"""
import asyncio
import fractions
import sys
import time

import av
import numpy
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender
from aiortc.mediastreams import MediaStreamTrack

import session

WIDTH, HEIGHT, PICTURES_PER_SECOND = 320, 240, 15
RATE, SAMPLES = 48_000, 960


class Paced(MediaStreamTrack):
    """Gives one frame every `step` seconds, whatever the encoder needs."""

    def __init__(self, step):
        super().__init__()
        self._step, self._start, self._count = step, time.monotonic(), 0

    async def recv(self):
        await asyncio.sleep(max(0, self._start + self._count * self._step - time.monotonic()))
        frame = self.frame(self._count)
        self._count += 1
        return frame


class Picture(Paced):
    kind = "video"

    def __init__(self):
        super().__init__(1 / PICTURES_PER_SECOND)
        self._ramp = numpy.tile(numpy.arange(WIDTH, dtype=numpy.uint8), (HEIGHT, 1))

    def frame(self, count):
        grey = numpy.roll(self._ramp, count * 4, axis=1)
        frame = av.VideoFrame.from_ndarray(numpy.stack([grey, grey, 255 - grey], axis=2), format="rgb24")
        frame.pts, frame.time_base = count * (90_000 // PICTURES_PER_SECOND), fractions.Fraction(1, 90_000)
        return frame


class Tone(Paced):
    kind = "audio"

    def __init__(self):
        super().__init__(SAMPLES / RATE)

    def frame(self, count):
        at = numpy.arange(count * SAMPLES, (count + 1) * SAMPLES) / RATE
        wave = (8_000 * numpy.sin(2 * numpy.pi * 440 * at)).astype(numpy.int16)
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, count * SAMPLES, fractions.Fraction(1, RATE)
        return frame


async def main(url, token, codec=None):
    # Without this aiortc asks a public STUN server; the relay needs no addresses of ours.
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    connection.addTransceiver(Tone(), direction="sendonly")
    video = connection.addTransceiver(Picture(), direction="sendonly")
    if codec:
        video.setCodecPreferences([c for c in RTCRtpSender.getCapabilities("video").codecs if c.mimeType == codec])
    await session.run(connection, url, token)


asyncio.run(main(*sys.argv[1:]))
