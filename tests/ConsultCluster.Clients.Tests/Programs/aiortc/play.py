"""Plays by WHEP with aiortc until its input is closed; prints how many pictures and samples it has decoded.

play.py URL TOKEN
"""
import asyncio
import sys

import numpy
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.mediastreams import MediaStreamError

import session


class Count:
    frames, samples, size = 0, 0, "0x0"

    def report(self):
        print(f"decoded frames={self.frames} samples={self.samples} size={self.size}", flush=True)


async def receive(track, count):
    try:
        while True:
            frame = await track.recv()
            if track.kind == "video":
                count.frames += 1
                count.size = f"{frame.width}x{frame.height}"
            elif numpy.any(frame.to_ndarray()):
                # What was lost is filled with silence; only sound counts.
                count.samples += frame.samples
            if track.kind == "video" or count.samples % 9_600 == 0:
                count.report()
    except MediaStreamError:
        pass


async def main(url, token):
    # Without this aiortc asks a public STUN server; the relay needs no addresses of ours.
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    count, receivers = Count(), []
    connection.on("track", lambda track: receivers.append(asyncio.ensure_future(receive(track, count))))
    connection.addTransceiver("audio", direction="recvonly")
    connection.addTransceiver("video", direction="recvonly")
    await session.run(connection, url, token)


asyncio.run(main(*sys.argv[1:]))
