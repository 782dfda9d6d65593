"""Makes the files that Pion publishes: it has no encoder. Four seconds of VP8 in IVF, and of Opus in Ogg with one packet a page.

clip.py clip.ivf clip.ogg
"""
import fractions
import sys

import av
import numpy

WIDTH, HEIGHT, PICTURES_PER_SECOND, SECONDS = 320, 240, 15, 4
RATE, SAMPLES = 48_000, 960


def pictures(name):
    with av.open(name, "w", format="ivf") as container:
        stream = container.add_stream("libvpx", rate=PICTURES_PER_SECOND)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = WIDTH, HEIGHT, "yuv420p", 400_000
        # Nobody can ask a file for a keyframe: it has one a second.
        stream.options = {"deadline": "realtime", "cpu-used": "8", "g": str(PICTURES_PER_SECOND)}
        stream.codec_context.time_base = fractions.Fraction(1, PICTURES_PER_SECOND)
        ramp = numpy.tile(numpy.arange(WIDTH, dtype=numpy.uint8), (HEIGHT, 1))
        for count in range(SECONDS * PICTURES_PER_SECOND):
            grey = numpy.roll(ramp, count * 4, axis=1)
            frame = av.VideoFrame.from_ndarray(numpy.stack([grey, grey, 255 - grey], axis=2), format="rgb24")
            frame.pts = count
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def sound(name):
    with av.open(name, "w", format="ogg", options={"page_duration": "20000"}) as container:
        stream = container.add_stream("libopus", rate=RATE, layout="mono")
        # Packets below 255 bytes: the Ogg writer of Pion 3.1, for players, breaks longer ones.
        stream.bit_rate = 48_000
        for count in range(SECONDS * RATE // SAMPLES):
            at = numpy.arange(count * SAMPLES, (count + 1) * SAMPLES) / RATE
            wave = (8_000 * numpy.sin(2 * numpy.pi * 440 * at)).astype(numpy.int16)
            frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE, count * SAMPLES
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


pictures(sys.argv[1])
sound(sys.argv[2])
