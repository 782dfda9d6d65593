"""Starts a player that writes files instead of decoding, with two pipes for them, and decodes what comes; prints how much that is.

decode.py PLAYER ARGUMENTS...
"""
import os
import subprocess
import sys
import threading

import av
import numpy

count = {"frames": 0, "samples": 0, "size": "0x0"}


def report():
    print("decoded frames={frames} samples={samples} size={size}".format(**count), flush=True)


class Pipe:
    """Whose first bytes tell what it holds."""

    def __init__(self, descriptor):
        self._file = os.fdopen(descriptor, "rb")
        self.start = self._left = self._file.read(4)

    def read(self, size):
        left, self._left = self._left[:size], self._left[size:]
        return left or self._file.read1(size)


def decode(descriptor, formats, take):
    pipe = Pipe(descriptor)
    if not pipe.start:
        return
    # What is analysed first is decoded later: little, so that figures come soon.
    with av.open(pipe, format=formats.get(pipe.start, "h264"), options={"probesize": "20000", "analyzeduration": "0"}) as container:
        for frame in container.decode(container.streams[0]):
            take(frame)
            report()


def picture(frame):
    count["frames"] += 1
    count["size"] = f"{frame.width}x{frame.height}"


def sound(frame):
    if numpy.any(frame.to_ndarray()):
        count["samples"] += frame.samples


pipes = [os.pipe(), os.pipe()]
player = subprocess.Popen(
    [*sys.argv[1:], *(f"/dev/fd/{into}" for _, into in pipes)], pass_fds=[into for _, into in pipes])
for _, into in pipes:
    os.close(into)
readers = [
    threading.Thread(target=decode, args=(pipes[0][0], {b"DKIF": "ivf"}, picture)),
    threading.Thread(target=decode, args=(pipes[1][0], {b"OggS": "ogg"}, sound)),
]
for reader in readers:
    reader.start()
for reader in readers:
    reader.join()
sys.exit(player.wait())
